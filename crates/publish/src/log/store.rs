//! The tables of the log: leaves in the order of positions, and what was signed over them.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::Payload;
use ledger::Hash;
use ledger::entry::Entry;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::decide::{Ground, may_write};

/// A root that was written down for a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// How many entries.
    pub size: u64,
    /// Root of their tree.
    pub root: Hash,
}

#[derive(FromRow)]
struct EntryRow {
    position: i64,
    key_id: Option<Vec<u8>>,
    payload: Option<Vec<u8>>,
    leaf: Option<Vec<u8>>,
    lost: Option<Vec<u8>>,
}

/// The bytes of at most `limit` entries after the first `size`, in order. Sealed payloads are not
/// even read.
///
/// # Errors
/// When the database fails, a position is missing, or a stored fact cannot be read.
pub async fn entries(tx: &mut Tx<'_>, size: u64, limit: i64) -> Result<Vec<Vec<u8>>> {
    let rows: Vec<EntryRow> = sqlx::query_as(
        "SELECT p.position, f.key_id, CASE WHEN f.key_id IS NULL THEN f.payload END AS payload, \
         f.leaf, l.entry AS lost FROM position p \
         LEFT JOIN fact f ON f.tenant_id = p.tenant_id AND f.subject_kind = p.subject_kind \
         AND f.subject_id = p.subject_id AND f.seq = p.seq \
         LEFT JOIN log_lost l ON l.tenant_id = p.tenant_id AND l.position = p.position \
         WHERE p.tenant_id = $1 AND p.position > $2 ORDER BY p.position LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(number(size)?)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut next = number(size)?;
    rows.into_iter()
        .map(|row| {
            next += 1;
            if row.position != next {
                return Err(Error::internal(format!("position {next} is missing")));
            }
            entry(row)
        })
        .collect()
}

fn entry(row: EntryRow) -> Result<Vec<u8>> {
    if let Some(lost) = row.lost {
        return Ok(lost);
    }
    let gone = || Error::internal(format!("position {} has no fact", row.position));
    let commitment = bytes(&row.leaf.ok_or_else(gone)?)?;
    let entry = match (row.key_id, row.payload) {
        (Some(_), _) => Entry::Sealed { commitment },
        (None, payload) => clear(commitment, &payload.ok_or_else(gone)?)?,
    };
    entry.encode().map_err(Error::internal)
}

fn clear(commitment: [u8; 32], payload: &[u8]) -> Result<Entry> {
    let payload = Payload::parse(payload)?;
    let fact = serde_json::to_value(&payload).map_err(Error::internal)?;
    let kind = payload.kind().to_owned();
    let data = fact.get("data").cloned().unwrap_or_default();
    Ok(Entry::Clear { commitment, kind, data })
}

fn bytes(stored: &[u8]) -> Result<[u8; 32]> {
    stored.try_into().map_err(|_| Error::internal("a hash in the database is not 32 bytes"))
}

/// A count of entries as the database keeps it.
pub fn number(size: u64) -> Result<i64> {
    i64::try_from(size).map_err(Error::internal)
}

fn size(stored: i64) -> Result<u64> {
    u64::try_from(stored).map_err(Error::internal)
}

/// The largest size that was written down.
///
/// # Errors
/// When the database fails.
pub async fn last(tx: &mut Tx<'_>) -> Result<Option<Signed>> {
    let row: Option<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT size, root FROM log_checkpoint WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(signed).transpose()
}

/// The root that was written down for `wanted`.
///
/// # Errors
/// When the database fails.
pub async fn of_size(tx: &mut Tx<'_>, wanted: u64) -> Result<Option<Signed>> {
    let row: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT size, root FROM log_checkpoint WHERE tenant_id = $1 AND size = $2")
            .bind(tx.tenant())
            .bind(number(wanted)?)
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(signed).transpose()
}

/// When the root of `wanted` entries was written down.
///
/// # Errors
/// When the database fails.
pub async fn written_at(tx: &mut Tx<'_>, wanted: u64) -> Result<Option<Timestamp>> {
    let row: Option<(i64,)> =
        sqlx::query_as("SELECT created_at FROM log_checkpoint WHERE tenant_id = $1 AND size = $2")
            .bind(tx.tenant())
            .bind(number(wanted)?)
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    Ok(row.map(|(at,)| kernel::time::from_micros(at)))
}

fn signed((stored, root): (i64, Vec<u8>)) -> Result<Signed> {
    Ok(Signed { size: size(stored)?, root: Hash(bytes(&root)?) })
}

/// Takes the right to sign: a higher epoch than anyone had.
///
/// # Errors
/// When the database fails.
pub async fn take_epoch(tx: &mut WriteTx<'_>) -> Result<i64> {
    let (epoch,): (i64,) = sqlx::query_as(
        "INSERT INTO log_publisher (tenant_id, epoch) VALUES ($1, 1) \
         ON CONFLICT (tenant_id) DO UPDATE SET epoch = log_publisher.epoch + 1 RETURNING epoch",
    )
    .bind(tx.tenant())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(epoch)
}

/// Writes `signed` down, if `epoch` is still the highest and the log grows. Says whether it did.
///
/// # Errors
/// When the database fails; another root of the same size is a conflict.
pub async fn write_down(tx: &mut WriteTx<'_>, epoch: i64, signed: &Signed) -> Result<bool> {
    // Writing the row of the epoch makes two publishers wait for each other until the commit.
    let highest: Option<(i64,)> = sqlx::query_as(
        "UPDATE log_publisher SET epoch = epoch WHERE tenant_id = $1 RETURNING epoch",
    )
    .bind(tx.tenant())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let highest = highest.map_or(0, |(highest,)| highest);
    let ground = Ground { epoch: highest, last: last(tx).await? };
    if !may_write(&ground, epoch, signed) {
        return Ok(false);
    }
    let now = tx.now().as_microsecond();
    sqlx::query(
        "INSERT INTO log_checkpoint (tenant_id, size, root, epoch, created_at) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(number(signed.size)?)
    .bind(signed.root.0.to_vec())
    .bind(epoch)
    .bind(now)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(true)
}

/// A cosignature.
#[derive(Clone, Debug)]
pub struct Cosignature {
    /// The size that was cosigned.
    pub size: u64,
    /// Name of the witness.
    pub witness: String,
    /// The line of the note.
    pub line: String,
    /// When the witness says it signed.
    pub at: Timestamp,
}

/// Keeps a cosignature.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut WriteTx<'_>, cosignature: &Cosignature) -> Result<()> {
    sqlx::query(
        "INSERT INTO log_cosignature (tenant_id, size, witness, line, signed_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, size, witness) \
         DO UPDATE SET line = excluded.line, signed_at = excluded.signed_at",
    )
    .bind(tx.tenant())
    .bind(number(cosignature.size)?)
    .bind(cosignature.witness.clone())
    .bind(cosignature.line.clone())
    .bind(cosignature.at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The newest cosignature of each witness.
///
/// # Errors
/// When the database fails.
pub async fn newest(tx: &mut Tx<'_>) -> Result<Vec<Cosignature>> {
    let rows: Vec<(i64, String, String, i64)> = sqlx::query_as(
        "SELECT c.size, c.witness, c.line, c.signed_at FROM log_cosignature c \
         JOIN (SELECT witness, MAX(size) AS size FROM log_cosignature WHERE tenant_id = $1 \
         GROUP BY witness) n ON n.witness = c.witness AND n.size = c.size \
         WHERE c.tenant_id = $1 ORDER BY c.witness",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter()
        .map(|(stored, witness, line, at)| {
            let at = kernel::time::from_micros(at);
            Ok(Cosignature { size: size(stored)?, witness, line, at })
        })
        .collect()
}
