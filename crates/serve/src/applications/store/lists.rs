//! Lists of applications: the tabs of the work queue, and counts. They page by key.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::error::Result;
use kernel::id::{ApplicationId, UserId};
use platform::db::{Tx, db};

use super::id;
use super::row::{Application, Row, read};

/// Files of the unit whose completeness nobody has checked yet, oldest first; at most `limit` after
/// the id `after`.
///
/// # Errors
/// When the database fails.
pub async fn unchecked(
    tx: &mut Tx<'_>,
    unit: &str,
    after: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "application a WHERE a.tenant_id = $1 AND a.unit_code = $2 AND a.stage = 'new' \
         AND a.state = 'submitted' AND a.application_id > $3 ORDER BY a.application_id LIMIT $4"
    ))
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(after.map_or_else(|| vec![0; 16], |id| id.to_vec()))
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// Files of the unit that wait for their turn, in legal order of each queue: priority groups, then
/// the position of their completeness.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    tx: &mut Tx<'_>,
    queue: &str,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "queue_waiting w JOIN application a ON a.tenant_id = w.tenant_id AND a.ticket = w.ticket \
         WHERE w.tenant_id = $1 AND w.queue = $2 AND a.state = 'queued' \
         AND (w.priority > $3 OR (w.priority = $3 AND w.position > $4)) \
         ORDER BY w.priority, w.position LIMIT $5"
    ))
    .bind(tx.tenant())
    .bind(queue.to_owned())
    .bind(after.0)
    .bind(after.1)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// The files of a queue that `officer` may take, in legal order, at most `limit`: those that were drawn
/// for the officer, and those for which nobody is drawn.
///
/// # Errors
/// When the database fails.
pub async fn next_for(
    tx: &mut Tx<'_>,
    queue: &str,
    officer: UserId,
    limit: i64,
) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "queue_waiting w JOIN application a ON a.tenant_id = w.tenant_id AND a.ticket = w.ticket \
         LEFT JOIN draw d ON d.tenant_id = w.tenant_id AND d.ticket = w.ticket \
         WHERE w.tenant_id = $1 AND w.queue = $2 AND a.state = 'queued' \
         AND (d.ticket IS NULL OR d.officer_id = $3) ORDER BY w.priority, w.position LIMIT $4"
    ))
    .bind(tx.tenant())
    .bind(queue.to_owned())
    .bind(officer.to_vec())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// Files that were drawn for an officer and wait to be taken, in legal order.
///
/// # Errors
/// When the database fails.
pub async fn drawn_for(tx: &mut Tx<'_>, officer: UserId, limit: i64) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "application a WHERE a.tenant_id = $1 AND a.officer_id = $2 AND a.stage = 'new' \
         AND a.state = 'queued' ORDER BY a.priority, a.completed_at, a.application_id LIMIT $3"
    ))
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// Files of the unit under a tab, soonest due first; at most `limit` after `(due, id)`. `officer`
/// narrows to one officer's own.
///
/// # Errors
/// When the database fails.
pub async fn staged(
    tx: &mut Tx<'_>,
    unit: &str,
    stage: &str,
    after: (i64, Option<ApplicationId>),
    limit: i64,
) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "application a WHERE a.tenant_id = $1 AND a.unit_code = $2 AND a.stage = $3 \
         AND (COALESCE(a.due_at, 0) > $4 OR (COALESCE(a.due_at, 0) = $4 AND a.application_id > $5)) \
         ORDER BY COALESCE(a.due_at, 0), a.application_id LIMIT $6"
    ))
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(stage.to_owned())
    .bind(after.0)
    .bind(after.1.map_or_else(Vec::new, |id| id.to_vec()))
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// Files that an officer has taken and not decided.
///
/// # Errors
/// When the database fails.
pub async fn taken_by(tx: &mut Tx<'_>, officer: UserId, limit: i64) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "application a WHERE a.tenant_id = $1 AND a.officer_id = $2 AND a.stage = 'working' \
         ORDER BY a.due_at, a.application_id LIMIT $3"
    ))
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// How many files an officer has taken and not decided.
///
/// # Errors
/// When the database fails.
pub async fn count_taken_by(tx: &mut Tx<'_>, officer: UserId) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM application \
         WHERE tenant_id = $1 AND officer_id = $2 AND stage = 'working'",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count)
}

/// Open files of the unit whose promise is over, oldest due first.
///
/// # Errors
/// When the database fails.
pub async fn late(
    tx: &mut Tx<'_>,
    unit: &str,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "application a WHERE a.tenant_id = $1 AND a.unit_code = $2 \
         AND a.stage IN ('new', 'working', 'to_issue') AND a.due_at < $3 \
         ORDER BY a.due_at, a.application_id LIMIT $4"
    ))
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(now.as_microsecond())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// How many files of the unit stand under each tab, and how many of the open ones are late.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    tx: &mut Tx<'_>,
    unit: &str,
    now: Timestamp,
) -> Result<(BTreeMap<String, i64>, i64)> {
    let mut staged = BTreeMap::new();
    for stage in ["new", "working", "with_citizen", "to_issue", "to_collect"] {
        let (count,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM application WHERE tenant_id = $1 AND unit_code = $2 AND stage = $3",
        )
        .bind(tx.tenant())
        .bind(unit.to_owned())
        .bind(stage)
        .fetch_one(tx.conn())
        .await
        .map_err(db)?;
        staged.insert(stage.to_owned(), count);
    }
    let (late,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM application WHERE tenant_id = $1 AND unit_code = $2 \
         AND stage IN ('new', 'working', 'to_issue') AND due_at < $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(now.as_microsecond())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok((staged, late))
}

/// Queues of the unit in which someone waits.
///
/// # Errors
/// When the database fails.
pub async fn queues(tx: &mut Tx<'_>, unit: &str) -> Result<Vec<(String, i64)>> {
    let from = format!("{unit}/");
    let to = format!("{unit}0");
    sqlx::query_as(
        "SELECT queue, COUNT(*) FROM queue_waiting \
         WHERE tenant_id = $1 AND queue >= $2 AND queue < $3 GROUP BY queue ORDER BY queue",
    )
    .bind(tx.tenant())
    .bind(from)
    .bind(to)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// How many applications there are.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut Tx<'_>) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM application WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .map_err(db)?;
    Ok(count)
}

/// The ids of the newest `limit` applications.
///
/// # Errors
/// When the database fails.
pub async fn sample(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<ApplicationId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT application_id FROM application WHERE tenant_id = $1 \
         ORDER BY application_id DESC LIMIT $2",
    )
    .bind(tx.tenant())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(bytes,)| id(bytes)).collect()
}

/// How many files of the unit were answered or ended since `since`.
///
/// # Errors
/// When the database fails.
pub async fn finished_since(tx: &mut Tx<'_>, unit: &str, since: Timestamp) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM application \
         WHERE tenant_id = $1 AND unit_code = $2 AND ended_at >= $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(since.as_microsecond())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count)
}
