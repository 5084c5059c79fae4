//! Projection "queue": places in queues, from clear facts alone, so that anyone can recompute them.

use futures_util::future::BoxFuture;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::facts::Payload;
use kernel::facts::queue::{Entered, Left, Picked};
use kernel::id::UserId;
use platform::db::{Tx, WriteTx, db};
use platform::journal::Projection;
use sqlx::FromRow;
use uuid::Uuid;

/// Keeps `queue_entry`, `queue_waiting` and `queue_overtaking`.
#[derive(Debug)]
pub struct Queue;

impl Projection for Queue {
    fn name(&self) -> &'static str {
        "queue"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["queue_entry", "queue_waiting", "queue_overtaking"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                match &fact.clear {
                    Some(Payload::QueueEntered(entered)) => {
                        enter(tx, fact.position, entered).await?;
                    }
                    Some(Payload::QueuePicked(picked)) => pick(tx, fact.position, picked).await?,
                    Some(Payload::QueueLeft(Left { ticket, .. })) => {
                        let ticket = parse(ticket)?;
                        if let Some(entry) = entry(tx, ticket).await? {
                            stop_waiting(tx, &entry).await?;
                        }
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }
}

/// One place in a queue.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    /// The queue.
    pub queue: String,
    /// 0 for a priority group, 1 for everyone else.
    pub priority: i64,
    /// The position of its completeness: the legal order.
    pub position: i64,
    /// The position at which it was called.
    pub picked_position: Option<i64>,
}

fn parse(ticket: &str) -> Result<Uuid> {
    Uuid::parse_str(ticket).map_err(Error::internal)
}

async fn enter(tx: &mut WriteTx<'_>, position: i64, entered: &Entered) -> Result<()> {
    let ticket = parse(&entered.ticket)?.as_bytes().to_vec();
    sqlx::query(
        "INSERT INTO queue_entry (tenant_id, ticket, queue, priority, position, picked_position) \
         VALUES ($1, $2, $3, $4, $5, NULL)",
    )
    .bind(tx.tenant())
    .bind(ticket.clone())
    .bind(entered.queue.clone())
    .bind(entered.priority)
    .bind(position)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    sqlx::query(
        "INSERT INTO queue_waiting (tenant_id, queue, priority, position, ticket) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(entered.queue.clone())
    .bind(entered.priority)
    .bind(position)
    .bind(ticket)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn pick(tx: &mut WriteTx<'_>, position: i64, picked: &Picked) -> Result<()> {
    let ticket = parse(&picked.ticket)?;
    let found = entry(tx, ticket).await?;
    let entry = found.ok_or_else(|| Error::internal("a ticket was picked that never entered"))?;
    stop_waiting(tx, &entry).await?;
    sqlx::query("UPDATE queue_entry SET picked_position = $3 WHERE tenant_id = $1 AND ticket = $2")
        .bind(tx.tenant())
        .bind(ticket.as_bytes().to_vec())
        .bind(position)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    let Some(reason) = &picked.reason else { return Ok(()) };
    sqlx::query(
        "INSERT INTO queue_overtaking (tenant_id, queue, picked_position, priority, position, \
         reason) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(entry.queue)
    .bind(position)
    .bind(entry.priority)
    .bind(entry.position)
    .bind(reason.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn stop_waiting(tx: &mut WriteTx<'_>, entry: &Entry) -> Result<()> {
    sqlx::query(
        "DELETE FROM queue_waiting WHERE tenant_id = $1 AND queue = $2 AND priority = $3 \
         AND position = $4",
    )
    .bind(tx.tenant())
    .bind(entry.queue.clone())
    .bind(entry.priority)
    .bind(entry.position)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The place of `ticket`, once the projection has seen it.
///
/// # Errors
/// When the database fails.
pub async fn entry(tx: &mut Tx<'_>, ticket: Uuid) -> Result<Option<Entry>> {
    sqlx::query_as(
        "SELECT queue, priority, position, picked_position FROM queue_entry \
         WHERE tenant_id = $1 AND ticket = $2",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)
}

/// How many wait before `entry` in its queue, and how many wait in all.
///
/// # Errors
/// When the database fails.
pub async fn place(tx: &mut Tx<'_>, entry: &Entry) -> Result<(i64, i64)> {
    let (ahead,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM queue_waiting WHERE tenant_id = $1 AND queue = $2 \
         AND (priority < $3 OR (priority = $3 AND position < $4))",
    )
    .bind(tx.tenant())
    .bind(entry.queue.clone())
    .bind(entry.priority)
    .bind(entry.position)
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    let (all,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM queue_waiting WHERE tenant_id = $1 AND queue = $2")
            .bind(tx.tenant())
            .bind(entry.queue.clone())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok((ahead, all))
}

/// How many still queued files stand before `entry` in its line: what a pick of it would pass over.
/// `officer` is who was drawn for it; without one the line is of all for whom nobody is drawn. Looks
/// at the files themselves, because the projection may be a moment behind.
///
/// # Errors
/// When the database fails.
pub async fn passed_over(tx: &mut Tx<'_>, entry: &Entry, officer: Option<UserId>) -> Result<i64> {
    let (ahead,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM queue_waiting w \
         JOIN application a ON a.tenant_id = w.tenant_id AND a.ticket = w.ticket \
         LEFT JOIN draw d ON d.tenant_id = w.tenant_id AND d.ticket = w.ticket \
         WHERE w.tenant_id = $1 AND w.queue = $2 AND a.state = 'queued' \
         AND (w.priority < $3 OR (w.priority = $3 AND w.position < $4)) \
         AND ((d.ticket IS NULL AND CAST($5 AS BIGINT) = 0) \
         OR (CAST($5 AS BIGINT) = 1 AND d.officer_id = $6))",
    )
    .bind(tx.tenant())
    .bind(entry.queue.clone())
    .bind(entry.priority)
    .bind(entry.position)
    .bind(i64::from(officer.is_some()))
    .bind(officer.map_or_else(Vec::new, |officer| officer.to_vec()))
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(ahead)
}

/// How many files that wait for the officer drawn for `entry` stand before it in its queue, and how many
/// wait for that officer there in all.
///
/// # Errors
/// When the database fails.
pub async fn place_in_line(tx: &mut Tx<'_>, entry: &Entry, officer: UserId) -> Result<(i64, i64)> {
    let ahead = passed_over(tx, entry, Some(officer)).await?;
    let (all,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM queue_waiting w \
         JOIN application a ON a.tenant_id = w.tenant_id AND a.ticket = w.ticket \
         JOIN draw d ON d.tenant_id = w.tenant_id AND d.ticket = w.ticket \
         WHERE w.tenant_id = $1 AND w.queue = $2 AND a.state = 'queued' AND d.officer_id = $3",
    )
    .bind(tx.tenant())
    .bind(entry.queue.clone())
    .bind(officer.to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok((ahead, all))
}

/// The reasons of those who were called before `entry` though they stood behind it.
///
/// # Errors
/// When the database fails.
pub async fn overtaken_by(tx: &mut Tx<'_>, entry: &Entry) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT reason FROM queue_overtaking WHERE tenant_id = $1 AND queue = $2 \
         AND picked_position > $3 AND picked_position < $4 \
         AND (priority > $5 OR (priority = $5 AND position > $3)) ORDER BY picked_position LIMIT 100",
    )
    .bind(tx.tenant())
    .bind(entry.queue.clone())
    .bind(entry.position)
    .bind(entry.picked_position.unwrap_or(i64::MAX))
    .bind(entry.priority)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().map(|(reason,)| reason).collect())
}
