//! Promises, and who was reminded of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::{ClockId, MeetingId, PromiseId, UserId};
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::{AssertSqlSafe, FromRow};

use super::super::model::{Promise, Standing};

#[derive(FromRow)]
struct Stored {
    promise_id: Vec<u8>,
    meeting_id: Vec<u8>,
    unit: String,
    head_id: Option<Vec<u8>>,
    state: String,
    missed: i64,
    lapsed: i64,
    clock_id: Option<Vec<u8>>,
    due_at: i64,
    first_due_at: i64,
    made_at: i64,
    done_at: Option<i64>,
    sealed: Vec<u8>,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Promise> {
        let standing = Standing::parse(&self.state);
        let id = |bytes: Option<Vec<u8>>| bytes.map(|bytes| uuid(&bytes)).transpose();
        Ok(Promise {
            id: PromiseId::from_uuid(uuid(&self.promise_id)?),
            meeting: MeetingId::from_uuid(uuid(&self.meeting_id)?),
            unit: self.unit,
            head: id(self.head_id)?.map(UserId::from_uuid),
            standing: standing.ok_or_else(|| Error::internal("unknown state in the database"))?,
            missed: self.missed != 0,
            lapsed: self.lapsed != 0,
            clock: id(self.clock_id)?.map(ClockId::from_uuid),
            due: from_micros(self.due_at),
            first_due: from_micros(self.first_due_at),
            made_at: from_micros(self.made_at),
            done_at: self.done_at.map(from_micros),
            sealed: self.sealed,
            seq: self.seq,
        })
    }
}

const COLUMNS: &str = "SELECT promise_id, meeting_id, unit, head_id, state, missed, lapsed, \
    clock_id, due_at, first_due_at, made_at, done_at, sealed, seq FROM meeting_promise \
    WHERE tenant_id = $1";

/// Keeps a new promise, with its first fact written. `month` is that of its date.
///
/// # Errors
/// When the database fails.
pub async fn insert_promise(tx: &mut WriteTx<'_>, promise: &Promise, month: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO meeting_promise (tenant_id, promise_id, meeting_id, unit, head_id, state, \
         missed, lapsed, clock_id, due_at, first_due_at, in_month, made_at, done_at, sealed, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8, $9, $10, $11, NULL, $12, $13)",
    )
    .bind(tx.tenant())
    .bind(promise.id.to_vec())
    .bind(promise.meeting.to_vec())
    .bind(promise.unit.clone())
    .bind(promise.head.map(|head| head.to_vec()))
    .bind(promise.standing.code())
    .bind(promise.clock.map(|clock| clock.to_vec()))
    .bind(promise.due.as_microsecond())
    .bind(promise.first_due.as_microsecond())
    .bind(month.to_owned())
    .bind(promise.made_at.as_microsecond())
    .bind(promise.sealed.clone())
    .bind(promise.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update_promise(tx: &mut WriteTx<'_>, promise: &Promise, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE meeting_promise SET state = $4, missed = $5, lapsed = $6, clock_id = $7, \
         due_at = $8, done_at = $9, sealed = $10, seq = $11 \
         WHERE tenant_id = $1 AND promise_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(promise.id.to_vec())
    .bind(before)
    .bind(promise.standing.code())
    .bind(i64::from(promise.missed))
    .bind(i64::from(promise.lapsed))
    .bind(promise.clock.map(|clock| clock.to_vec()))
    .bind(promise.due.as_microsecond())
    .bind(promise.done_at.map(Timestamp::as_microsecond))
    .bind(promise.sealed.clone())
    .bind(promise.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The promise of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn promise(tx: &mut Tx<'_>, id: PromiseId) -> Result<Promise> {
    let sql = format!("{COLUMNS} AND promise_id = $2");
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(id.to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Promises that were made in a meeting, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_meeting(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<Vec<Promise>> {
    let sql = format!("{COLUMNS} AND meeting_id = $2 ORDER BY promise_id");
    let rows: Vec<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(meeting.to_vec())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Promises that nobody has confirmed yet, by date.
///
/// # Errors
/// When the database fails.
pub async fn unsettled(tx: &mut Tx<'_>) -> Result<Vec<Promise>> {
    let sql =
        format!("{COLUMNS} AND state IN ('open', 'done') ORDER BY due_at, promise_id LIMIT 400");
    let rows: Vec<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// How many of how many promises were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Their units say that they are done, or the chair agreed.
    pub done: i64,
    /// All of them.
    pub of: i64,
}

/// How many promises were kept, by the meeting in which they were made, among those made since then. What
/// was released in time is none.
///
/// # Errors
/// When the database fails.
pub async fn kept(tx: &mut Tx<'_>, since: Timestamp) -> Result<BTreeMap<MeetingId, Kept>> {
    let rows: Vec<(Vec<u8>, i64, i64)> = sqlx::query_as(
        "SELECT meeting_id, \
         CAST(SUM(CASE WHEN state IN ('done', 'confirmed') THEN 1 ELSE 0 END) AS BIGINT), COUNT(*) \
         FROM meeting_promise WHERE tenant_id = $1 AND made_at >= $2 \
         AND (state <> 'released' OR missed = 1) GROUP BY meeting_id",
    )
    .bind(tx.tenant())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter()
        .map(|(id, done, of)| Ok((MeetingId::from_uuid(uuid(&id)?), Kept { done, of })))
        .collect()
}

/// Notes that `reader` is reminded of the date of a promise; false when that was noted before.
///
/// # Errors
/// When the database fails.
pub async fn first_time(tx: &mut WriteTx<'_>, promise: &Promise, reader: UserId) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO meeting_reminder (tenant_id, promise_id, due_at, user_id, told_at) \
         VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant_id, promise_id, due_at, user_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(promise.id.to_vec())
    .bind(promise.due.as_microsecond())
    .bind(reader.to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}
