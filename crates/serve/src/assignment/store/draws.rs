//! Draws, overrides, and their counts.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::ApplicationId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

use super::super::model::{Draw, Stands};
use super::id;

/// Notes that a superior overrode a draw.
///
/// # Errors
/// When the database fails.
pub async fn insert_override(
    tx: &mut WriteTx<'_>,
    ticket: Uuid,
    unit: &str,
    reason: &str,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO draw_override (tenant_id, ticket, at, unit_code, reason) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .bind(tx.now().as_microsecond())
    .bind(unit.to_owned())
    .bind(reason.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// How many files were drawn, by unit.
///
/// # Errors
/// When the database fails.
pub async fn count_draws(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "SELECT unit_code, CAST(COUNT(*) AS BIGINT) FROM draw \
         WHERE tenant_id = $1 AND fact <> '' GROUP BY unit_code ORDER BY unit_code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// How many draws were overridden, by unit and reason.
///
/// # Errors
/// When the database fails.
pub async fn count_overrides(tx: &mut Tx<'_>) -> Result<Vec<(String, String, i64)>> {
    sqlx::query_as(
        "SELECT unit_code, reason, CAST(COUNT(*) AS BIGINT) FROM draw_override \
         WHERE tenant_id = $1 GROUP BY unit_code, reason ORDER BY unit_code, reason",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

#[derive(FromRow)]
struct Row {
    ticket: Vec<u8>,
    application_id: Vec<u8>,
    queue: String,
    unit_code: String,
    state: String,
    officer_id: Option<Vec<u8>>,
    pseudonym: String,
    fact: String,
    entered_at: i64,
    drawn_at: Option<i64>,
}

fn read(row: Row) -> Result<Draw> {
    let fact = if row.fact.is_empty() {
        None
    } else {
        Some(serde_json::from_str(&row.fact).map_err(Error::internal)?)
    };
    let unknown = || Error::internal(format!("unknown draw {}", row.state));
    Ok(Draw {
        ticket: Uuid::from_slice(&row.ticket).map_err(Error::internal)?,
        application: id(&row.application_id)?,
        stands: Stands::parse(&row.state).ok_or_else(unknown)?,
        queue: row.queue,
        unit: row.unit_code,
        officer: row.officer_id.map(|officer| id(&officer)).transpose()?,
        pseudonym: row.pseudonym,
        fact,
        entered_at: from_micros(row.entered_at),
        drawn_at: row.drawn_at.map(from_micros),
    })
}

/// Begins a draw: the file has entered its queue.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    tx: &mut WriteTx<'_>,
    ticket: Uuid,
    application: ApplicationId,
    queue: &str,
    unit: &str,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO draw (tenant_id, ticket, application_id, queue, unit_code, state, \
         officer_id, pseudonym, fact, entered_at, drawn_at) \
         VALUES ($1, $2, $3, $4, $5, 'waiting', NULL, '', '', $6, NULL)",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .bind(application.to_vec())
    .bind(queue.to_owned())
    .bind(unit.to_owned())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what came of a draw.
///
/// # Errors
/// When the database fails.
pub async fn update(tx: &mut WriteTx<'_>, draw: &Draw) -> Result<()> {
    let fact = match &draw.fact {
        Some(fact) => serde_json::to_string(fact).map_err(Error::internal)?,
        None => String::new(),
    };
    sqlx::query(
        "UPDATE draw SET state = $3, officer_id = $4, pseudonym = $5, fact = $6, drawn_at = $7 \
         WHERE tenant_id = $1 AND ticket = $2",
    )
    .bind(tx.tenant())
    .bind(draw.ticket.as_bytes().to_vec())
    .bind(draw.stands.code())
    .bind(draw.officer.map(|officer| officer.to_vec()))
    .bind(draw.pseudonym.clone())
    .bind(fact)
    .bind(draw.drawn_at.map(Timestamp::as_microsecond))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The draw of a ticket, if an officer is drawn for it.
///
/// # Errors
/// When the database fails.
pub async fn of_ticket(tx: &mut Tx<'_>, ticket: Uuid) -> Result<Option<Draw>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT ticket, application_id, queue, unit_code, state, officer_id, pseudonym, fact, \
         entered_at, drawn_at FROM draw WHERE tenant_id = $1 AND ticket = $2",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(read).transpose()
}

/// Tickets for which someone is to be drawn, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT ticket FROM draw WHERE tenant_id = $1 AND state = 'waiting' \
         ORDER BY entered_at, ticket LIMIT $2",
    )
    .bind(tx.tenant())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(ticket,)| Uuid::from_slice(ticket).map_err(Error::internal)).collect()
}

/// Draws of a unit whose files are still worked on, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_unit(tx: &mut Tx<'_>, unit: &str, limit: i64) -> Result<Vec<Draw>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT d.ticket, d.application_id, d.queue, d.unit_code, d.state, d.officer_id, \
         d.pseudonym, d.fact, d.entered_at, d.drawn_at FROM draw d JOIN application a \
         ON a.tenant_id = d.tenant_id AND a.application_id = d.application_id \
         WHERE d.tenant_id = $1 AND d.unit_code = $2 AND a.state IN ('queued', 'in_progress') \
         ORDER BY d.entered_at DESC LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}
