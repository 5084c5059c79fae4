//! Meetings, who came to them, and their notes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::{MeetingId, UserId};
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::{AssertSqlSafe, FromRow};

use super::super::model::{Kind, Meeting, Stage};

/// How many meetings a list holds.
const MOST: i64 = 80;

#[derive(FromRow)]
struct Stored {
    meeting_id: Vec<u8>,
    kind: String,
    stage: String,
    starts_at: i64,
    units: String,
    caller_id: Vec<u8>,
    sealed: Vec<u8>,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Meeting> {
        let unknown = || Error::internal("unknown meeting in the database");
        Ok(Meeting {
            id: MeetingId::from_uuid(uuid(&self.meeting_id)?),
            kind: Kind::parse(&self.kind).ok_or_else(unknown)?,
            stage: Stage::parse(&self.stage).ok_or_else(unknown)?,
            starts: from_micros(self.starts_at),
            units: serde_json::from_str(&self.units).map_err(Error::internal)?,
            caller: UserId::from_uuid(uuid(&self.caller_id)?),
            sealed: self.sealed,
            seq: self.seq,
        })
    }
}

const COLUMNS: &str = "SELECT meeting_id, kind, stage, starts_at, units, caller_id, sealed, seq \
                       FROM meeting WHERE tenant_id = $1";

/// Keeps a new meeting, with its first fact written.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, meeting: &Meeting) -> Result<()> {
    sqlx::query(
        "INSERT INTO meeting (tenant_id, meeting_id, kind, stage, starts_at, units, caller_id, \
         sealed, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tx.tenant())
    .bind(meeting.id.to_vec())
    .bind(meeting.kind.code())
    .bind(meeting.stage.code())
    .bind(meeting.starts.as_microsecond())
    .bind(serde_json::to_string(&meeting.units).map_err(Error::internal)?)
    .bind(meeting.caller.to_vec())
    .bind(meeting.sealed.clone())
    .bind(meeting.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, meeting: &Meeting, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE meeting SET stage = $4, sealed = $5, seq = $6, starts_at = $7 \
         WHERE tenant_id = $1 AND meeting_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(meeting.id.to_vec())
    .bind(before)
    .bind(meeting.stage.code())
    .bind(meeting.sealed.clone())
    .bind(meeting.seq)
    .bind(meeting.starts.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The meeting of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: MeetingId) -> Result<Meeting> {
    let sql = format!("{COLUMNS} AND meeting_id = $2");
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(id.to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

async fn ordered(tx: &mut Tx<'_>, rest: &str, at: Timestamp) -> Result<Vec<Meeting>> {
    let sql = format!("{COLUMNS} AND {rest} LIMIT {MOST}");
    let rows: Vec<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(at.as_microsecond())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Meetings that begin before `until`, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx<'_>, until: Timestamp) -> Result<Vec<Meeting>> {
    ordered(tx, "starts_at < $2 ORDER BY starts_at DESC, meeting_id DESC", until).await
}

/// Meetings that were called and begin at `since` or later, the next one first.
///
/// # Errors
/// When the database fails.
pub async fn next(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Meeting>> {
    let rest = "stage = 'called' AND starts_at >= $2 ORDER BY starts_at, meeting_id";
    ordered(tx, rest, since).await
}

/// Meetings that are being held, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn held(tx: &mut Tx<'_>) -> Result<Vec<Meeting>> {
    let rest = "stage = 'held' AND starts_at <= $2 ORDER BY starts_at DESC, meeting_id DESC";
    ordered(tx, rest, Timestamp::MAX).await
}

/// The last meeting of `kind` that was held and begins before `until`.
///
/// # Errors
/// When the database fails.
pub async fn last_held(tx: &mut Tx<'_>, kind: Kind, until: Timestamp) -> Result<Option<Meeting>> {
    let sql = format!(
        "{COLUMNS} AND starts_at < $2 AND kind = $3 AND stage IN ('held', 'closed') \
         ORDER BY starts_at DESC, meeting_id DESC LIMIT 1"
    );
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(until.as_microsecond())
        .bind(kind.code())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Someone who was asked to a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// Who.
    pub user: UserId,
    /// Code of the unit that they lead; empty for the mayor and coordinators.
    pub unit: String,
    /// Whether they came.
    pub present: bool,
}

/// Writes down who came, instead of what was written before.
///
/// # Errors
/// When the database fails.
pub async fn set_attendance(
    tx: &mut WriteTx<'_>,
    meeting: MeetingId,
    month: &str,
    attendees: &[Attendee],
) -> Result<()> {
    sqlx::query("DELETE FROM meeting_attendance WHERE tenant_id = $1 AND meeting_id = $2")
        .bind(tx.tenant())
        .bind(meeting.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    for one in attendees {
        sqlx::query(
            "INSERT INTO meeting_attendance (tenant_id, meeting_id, user_id, unit, present, \
             in_month) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(tx.tenant())
        .bind(meeting.to_vec())
        .bind(one.user.to_vec())
        .bind(one.unit.clone())
        .bind(i64::from(one.present))
        .bind(month.to_owned())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// Who was asked to a meeting that was held, and came or not.
///
/// # Errors
/// When the database fails.
pub async fn attendance(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<Vec<Attendee>> {
    let rows: Vec<(Vec<u8>, String, i64)> = sqlx::query_as(
        "SELECT user_id, unit, present FROM meeting_attendance \
         WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY unit, user_id",
    )
    .bind(tx.tenant())
    .bind(meeting.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(user, unit, present): (Vec<u8>, String, i64)| {
        Ok(Attendee { user: UserId::from_uuid(uuid(&user)?), unit, present: present != 0 })
    };
    rows.into_iter().map(read).collect()
}

/// How many came of how many that were asked, by meeting, among those that began since then.
///
/// # Errors
/// When the database fails.
pub async fn attended(
    tx: &mut Tx<'_>,
    since: Timestamp,
) -> Result<BTreeMap<MeetingId, (i64, i64)>> {
    let rows: Vec<(Vec<u8>, i64, i64)> = sqlx::query_as(
        "SELECT a.meeting_id, CAST(SUM(a.present) AS BIGINT), COUNT(*) FROM meeting_attendance a \
         JOIN meeting m ON m.tenant_id = a.tenant_id AND m.meeting_id = a.meeting_id \
         WHERE a.tenant_id = $1 AND m.starts_at >= $2 GROUP BY a.meeting_id",
    )
    .bind(tx.tenant())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter()
        .map(|(id, came, of)| Ok((MeetingId::from_uuid(uuid(&id)?), (came, of))))
        .collect()
}

/// A note of what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The item of the agenda that it belongs to.
    pub item: u32,
    /// Its text, under the meeting's key.
    pub sealed: Vec<u8>,
    /// When it was written.
    pub written_at: Timestamp,
}

/// Keeps a note. `place` is the number of its fact.
///
/// # Errors
/// When the database fails.
pub async fn add_note(
    tx: &mut WriteTx<'_>,
    meeting: MeetingId,
    place: i64,
    note: &Note,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO meeting_note (tenant_id, meeting_id, place, item, sealed, written_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(meeting.to_vec())
    .bind(place)
    .bind(i64::from(note.item))
    .bind(note.sealed.clone())
    .bind(note.written_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The notes of a meeting, in the order in which they were written.
///
/// # Errors
/// When the database fails.
pub async fn notes(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<Vec<Note>> {
    let rows: Vec<(i64, Vec<u8>, i64)> = sqlx::query_as(
        "SELECT item, sealed, written_at FROM meeting_note \
         WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY place",
    )
    .bind(tx.tenant())
    .bind(meeting.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(item, sealed, at): (i64, Vec<u8>, i64)| {
        let item = u32::try_from(item).map_err(Error::internal)?;
        Ok(Note { item, sealed, written_at: from_micros(at) })
    };
    rows.into_iter().map(read).collect()
}
