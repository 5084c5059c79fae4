//! Recovering in the open: a database that was restored from an old backup adopts the log that was
//! published meanwhile. The lost positions keep their published entries, facts that came since the
//! restore move behind them, and a clear `log.recovered` says so to everyone.

use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind, TenantId};
use kernel::facts::Payload;
use kernel::facts::log::Recovered as Fact;
use kernel::id::CommandId;
use ledger::bundle;
use ledger::checkpoint::Checkpoint;
use ledger::proof::verify_consistency;
use ledger::tile::{TileId, TileReader};
use platform::App;
use platform::db::{Command, WriteTx, db};
use platform::faults::point;
use platform::journal::last_position;
use platform::log::{Folder, Published};
use uuid::Uuid;

use super::keys;
use super::publisher::claim;
use super::store::{self, Signed};

/// The subject of facts about the log.
pub const LOG: Subject = Subject { kind: SubjectKind::Log, id: Uuid::nil() };
/// The subject of positions whose facts are lost: it has none.
const LOST: Subject = Subject { kind: SubjectKind::Log, id: Uuid::max() };

/// What recovering did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The first lost position, from 1.
    pub from: i64,
    /// The last one.
    pub to: i64,
    /// How many facts of this database moved behind it.
    pub moved: i64,
}

/// Adopts the log that stands in the city's log folder. `None` when the database lacks nothing.
///
/// # Errors
/// When another process publishes, there is no key, the published log does not hold together, or
/// this database has itself signed other roots.
pub async fn recover(app: &App, tenant: TenantId) -> Result<Option<Recovered>> {
    let key = app.logs.key(tenant)?.ok_or_else(|| Error::conflict("log-no-key"))?;
    let folder = app.logs.folder(tenant);
    let lock = claim(app, tenant).await?;
    let _lock = lock.ok_or_else(|| Error::conflict("log-elsewhere"))?;
    let published = app.logs.published(tenant, &key.verifier())?;
    let published = published.ok_or_else(|| Error::conflict("log-nothing-published"))?;
    let agreed = agreed(app, tenant, &folder, &published).await?;
    if agreed == published.checkpoint.size {
        return Ok(None);
    }
    let entries = published_entries(&folder, &published, agreed, u64::MAX)?;
    let signed = Signed { size: published.checkpoint.size, root: published.checkpoint.root };
    // Positions move: readers begin anew. Before the move, so that whatever stops this between the
    // two leaves no reader with positions that are others now.
    for (name, _) in app.readers.list() {
        app.readers.drop_rows(&app.db, tenant, name).await?;
    }
    point("recover-before-adopt");
    let recovered = app.db.write(tenant, Adopt { agreed, signed, entries }).await?;
    platform::workers::settle(app, tenant).await?;
    Ok(Some(recovered))
}

/// How many entries of the published log this database gives as well.
async fn agreed(
    app: &App,
    tenant: TenantId,
    folder: &Folder,
    published: &Published,
) -> Result<u64> {
    let mut tx = app.db.read(tenant).await?;
    let mut agreed = 0;
    if let Some(last) = store::last(&mut tx).await? {
        if last.size > published.checkpoint.size || !holds(folder, published, &last)? {
            return Err(Error::conflict("log-forked").with("size", last.size));
        }
        agreed = last.size;
    }
    loop {
        let mine = store::entries(&mut tx, agreed, 256).await?;
        let theirs = published_entries(folder, published, agreed, 256)?;
        let same = mine.iter().zip(&theirs).take_while(|(mine, theirs)| mine == theirs).count();
        agreed += same as u64;
        if same < 256 || agreed >= published.checkpoint.size {
            return Ok(agreed);
        }
    }
}

/// Whether the published tree had this root at this size.
fn holds(folder: &Folder, published: &Published, signed: &Signed) -> Result<bool> {
    let Checkpoint { size, root, .. } = &published.checkpoint;
    let proof = reader(folder, published).consistency(signed.size).map_err(Error::internal)?;
    Ok(verify_consistency(signed.size, signed.root, *size, *root, &proof).is_ok())
}

fn reader<'f>(
    folder: &'f Folder,
    published: &Published,
) -> TileReader<impl FnMut(TileId) -> Result<Vec<u8>> + use<'f>> {
    let Checkpoint { size, root, .. } = published.checkpoint;
    TileReader::new(size, root, move |tile: TileId| folder.tile(&tile.path()))
}

/// At most `limit` published entries after the first `after`, checked against the published tree.
fn published_entries(
    folder: &Folder,
    published: &Published,
    after: u64,
    limit: u64,
) -> Result<Vec<Vec<u8>>> {
    let (size, until) = (published.checkpoint.size, after.saturating_add(limit));
    let mut reader = reader(folder, published);
    let mut entries = Vec::new();
    let mut index = after / 256;
    while index * 256 < size.min(until) {
        let width = (size - index * 256).min(256) as u16;
        let id = TileId { level: 0, index, width };
        let bytes = folder.tile(&id.bundle_path())?;
        let held = bundle::decode(id, &bytes).map_err(Error::internal)?;
        for (place, entry) in held.into_iter().enumerate() {
            let at = index * 256 + place as u64;
            if (after..until).contains(&at) {
                reader.check_entry(at, &entry)?;
                entries.push(entry);
            }
        }
        index += 1;
    }
    Ok(entries)
}

/// Moves, fills and says so, in one transaction.
struct Adopt {
    agreed: u64,
    signed: Signed,
    entries: Vec<Vec<u8>>,
}

impl Command for Adopt {
    type Output = Recovered;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Recovered> {
        let (agreed, to) = (store::number(self.agreed)?, store::number(self.signed.size)?);
        let moved = last_position(tx).await? - agreed;
        shift(tx, agreed, to - agreed).await?;
        for (entry, position) in self.entries.iter().zip(agreed + 1..) {
            lose(tx, position, entry).await?;
        }
        tx.forget_positions();
        let epoch = store::take_epoch(tx).await?;
        store::write_down(tx, epoch, &self.signed).await?;
        let recovered = Recovered { from: agreed + 1, to, moved };
        say(tx, &recovered, &self.signed).await?;
        Ok(recovered)
    }
}

/// Moves all positions after `agreed` up by `by`. Over negative numbers, because a key that is
/// taken for a moment is taken.
async fn shift(tx: &mut WriteTx<'_>, agreed: i64, by: i64) -> Result<()> {
    sqlx::query(
        "UPDATE position SET position = -(position + $3) WHERE tenant_id = $1 AND position > $2",
    )
    .bind(tx.tenant())
    .bind(agreed)
    .bind(by)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    sqlx::query("UPDATE position SET position = -position WHERE tenant_id = $1 AND position < 0")
        .bind(tx.tenant())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

async fn lose(tx: &mut WriteTx<'_>, position: i64, entry: &[u8]) -> Result<()> {
    sqlx::query("INSERT INTO log_lost (tenant_id, position, entry) VALUES ($1, $2, $3)")
        .bind(tx.tenant())
        .bind(position)
        .bind(entry.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    sqlx::query(
        "INSERT INTO position (tenant_id, position, subject_kind, subject_id, seq) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(position)
    .bind(LOST.kind.code())
    .bind(LOST.id.as_bytes().to_vec())
    .bind(position)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn say(tx: &mut WriteTx<'_>, recovered: &Recovered, signed: &Signed) -> Result<()> {
    let now = tx.now();
    let command = CommandId::new(now, tx.rng());
    let payload = Payload::LogRecovered(Fact {
        v: 1,
        from: recovered.from,
        to: recovered.to,
        root: signed.root.to_string(),
    });
    keys::say(tx, command, payload).await
}
