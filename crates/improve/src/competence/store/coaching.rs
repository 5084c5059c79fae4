//! Coaching and its notes.

use kernel::Error;
use kernel::error::Result;
use kernel::id::{CoachingId, UserId};
use kernel::time::from_micros;
use platform::App;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use platform::keys;
use platform::vault::SubjectKey;
use sqlx::FromRow;

use super::super::model::{Coaching, Note};

const SEALED: &str = "coaching.note";

#[derive(FromRow)]
struct Stored {
    coaching_id: Vec<u8>,
    user_id: Vec<u8>,
    unit_code: String,
    is_open: i64,
    since: i64,
    seq: i64,
}

impl Stored {
    fn open(self) -> Result<Coaching> {
        Ok(Coaching {
            id: CoachingId::from_uuid(uuid(&self.coaching_id)?),
            user: UserId::from_uuid(uuid(&self.user_id)?),
            unit: self.unit_code,
            open: self.is_open != 0,
            since: from_micros(self.since),
            seq: self.seq,
        })
    }
}

/// Keeps a new coaching.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, coaching: &Coaching) -> Result<()> {
    sqlx::query(
        "INSERT INTO coaching (tenant_id, coaching_id, user_id, unit_code, is_open, since, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tx.tenant())
    .bind(coaching.id.to_vec())
    .bind(coaching.user.to_vec())
    .bind(coaching.unit.clone())
    .bind(i64::from(coaching.open))
    .bind(coaching.since.as_microsecond())
    .bind(coaching.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Changes a coaching whose last fact was number `before`.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, coaching: &Coaching, before: i64) -> Result<()> {
    let changed = sqlx::query(
        "UPDATE coaching SET unit_code = $4, is_open = $5, since = $6, seq = $7 \
         WHERE tenant_id = $1 AND coaching_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(coaching.id.to_vec())
    .bind(before)
    .bind(coaching.unit.clone())
    .bind(i64::from(coaching.open))
    .bind(coaching.since.as_microsecond())
    .bind(coaching.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::conflict("error-changed-meanwhile"))
    }
}

/// The coaching of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: CoachingId) -> Result<Coaching> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT coaching_id, user_id, unit_code, is_open, since, seq FROM coaching \
         WHERE tenant_id = $1 AND coaching_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.open()
}

/// The coaching of an officer, if they ever asked for one.
///
/// # Errors
/// When the database fails.
pub async fn of_user(tx: &mut Tx<'_>, user: UserId) -> Result<Option<Coaching>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT coaching_id, user_id, unit_code, is_open, since, seq FROM coaching \
         WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::open).transpose()
}

/// Officers of a unit who want a coach now, who asked first first.
///
/// # Errors
/// When the database fails.
pub async fn of_unit(tx: &mut Tx<'_>, unit: &str) -> Result<Vec<Coaching>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT coaching_id, user_id, unit_code, is_open, since, seq FROM coaching \
         WHERE tenant_id = $1 AND unit_code = $2 AND is_open = 1 ORDER BY since, coaching_id",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::open).collect()
}

/// The key under which a coaching is sealed.
///
/// # Errors
/// Not found when it was destroyed.
pub async fn key(tx: &mut Tx<'_>, app: &App, id: CoachingId) -> Result<SubjectKey> {
    keys::find(tx, &app.vault, id.uuid()).await?.ok_or_else(Error::not_found)
}

/// Keeps what was written, under the number of its fact.
///
/// # Errors
/// When the database fails.
pub async fn write(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    coaching: &Coaching,
    note: &Note,
) -> Result<()> {
    let sealed = key.seal_json(SEALED, &note.text, tx.rng())?;
    sqlx::query(
        "INSERT INTO coaching_note (tenant_id, coaching_id, number, by_coach, at, sealed) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(coaching.id.to_vec())
    .bind(coaching.seq)
    .bind(i64::from(note.by_coach))
    .bind(note.at.as_microsecond())
    .bind(sealed)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// All that was written, the oldest first.
///
/// # Errors
/// When the database fails or the key does not open it.
pub async fn notes(tx: &mut Tx<'_>, key: &SubjectKey, id: CoachingId) -> Result<Vec<Note>> {
    let rows: Vec<(i64, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT by_coach, at, sealed FROM coaching_note \
         WHERE tenant_id = $1 AND coaching_id = $2 ORDER BY number",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let note = |(by_coach, at, sealed): (i64, i64, Vec<u8>)| {
        let text = key.open_json(SEALED, &sealed)?;
        Ok(Note { by_coach: by_coach != 0, at: from_micros(at), text })
    };
    rows.into_iter().map(note).collect()
}
