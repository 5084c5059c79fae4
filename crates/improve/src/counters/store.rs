//! The table of visits.

use jiff::civil::Date;
use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use uuid::Uuid;

/// Somebody took a ticket.
///
/// # Errors
/// When the database fails.
pub async fn come(
    tx: &mut WriteTx<'_>,
    ticket: Uuid,
    unit: &str,
    (day, hour): (Date, i64),
) -> Result<()> {
    sqlx::query(
        "INSERT INTO counter_visit (tenant_id, ticket_id, unit_code, day, hour, called_at, ended_at) \
         VALUES ($1, $2, $3, $4, $5, NULL, NULL) ON CONFLICT (tenant_id, ticket_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .bind(hour)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// They were called; the last call counts.
///
/// # Errors
/// When the database fails.
pub async fn call(tx: &mut WriteTx<'_>, ticket: Uuid, at: i64) -> Result<()> {
    let text = "UPDATE counter_visit SET called_at = $3 WHERE tenant_id = $1 AND ticket_id = $2";
    note(tx, text, ticket, at).await
}

/// They were served.
///
/// # Errors
/// When the database fails.
pub async fn serve(tx: &mut WriteTx<'_>, ticket: Uuid, at: i64) -> Result<()> {
    let text = "UPDATE counter_visit SET ended_at = $3 WHERE tenant_id = $1 AND ticket_id = $2";
    note(tx, text, ticket, at).await
}

async fn note(tx: &mut WriteTx<'_>, text: &'static str, ticket: Uuid, at: i64) -> Result<()> {
    sqlx::query(text)
        .bind(tx.tenant())
        .bind(ticket.as_bytes().to_vec())
        .bind(at)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// What was seen at the counters of a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// How many came, by local hour.
    pub arrivals: Vec<(i64, i64)>,
    /// On how many days anybody came.
    pub days: i64,
    /// Minutes at the counter of each who was served.
    pub minutes: Vec<f64>,
}

/// Visits of a unit's days from `from` to the day before `until`.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Tx<'_>, unit: &str, from: Date, until: Date) -> Result<Seen> {
    let arrivals: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT hour, CAST(COUNT(*) AS BIGINT) FROM counter_visit WHERE tenant_id = $1 \
         AND unit_code = $2 AND day >= $3 AND day < $4 GROUP BY hour ORDER BY hour",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let (days,): (i64,) = sqlx::query_as(
        "SELECT CAST(COUNT(DISTINCT day) AS BIGINT) FROM counter_visit WHERE tenant_id = $1 \
         AND unit_code = $2 AND day >= $3 AND day < $4",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    let served: Vec<(i64,)> = sqlx::query_as(
        "SELECT ended_at - called_at FROM counter_visit WHERE tenant_id = $1 AND unit_code = $2 \
         AND day >= $3 AND day < $4 AND ended_at IS NOT NULL AND called_at IS NOT NULL",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let minutes = served.into_iter().map(|(micros,)| micros as f64 / 60e6).collect();
    Ok(Seen { arrivals, days, minutes })
}
