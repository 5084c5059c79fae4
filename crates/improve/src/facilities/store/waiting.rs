//! Tables of the projection "waiting_rooms".

use jiff::civil::Date;
use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use uuid::Uuid;

/// Somebody took a ticket: day, local hour, instant.
///
/// # Errors
/// When the database fails.
pub async fn come(
    tx: &mut WriteTx<'_>,
    ticket: Uuid,
    unit: &str,
    (day, hour, at): (Date, i64, i64),
) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO waiting_visit (tenant_id, ticket_id, unit_code, day, hour, from_at, to_at) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL) ON CONFLICT (tenant_id, ticket_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .bind(hour)
    .bind(at)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 {
        add(tx, (unit, &day.to_string(), hour), (1, 0, 0)).await?;
    }
    Ok(())
}

/// They need no seat any more; the first call counts.
///
/// # Errors
/// When the database fails.
pub async fn go(tx: &mut WriteTx<'_>, ticket: Uuid, at: i64, called: bool) -> Result<()> {
    let row: Option<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT unit_code, day, hour, from_at FROM waiting_visit \
         WHERE tenant_id = $1 AND ticket_id = $2 AND to_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some((unit, day, hour, from)) = row else { return Ok(()) };
    sqlx::query("UPDATE waiting_visit SET to_at = $3 WHERE tenant_id = $1 AND ticket_id = $2")
        .bind(tx.tenant())
        .bind(ticket.as_bytes().to_vec())
        .bind(at)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    if called {
        add(tx, (&unit, &day, hour), (0, 1, (at - from).max(0))).await?;
    }
    Ok(())
}

async fn add(
    tx: &mut WriteTx<'_>,
    (unit, day, hour): (&str, &str, i64),
    (came, called, waited): (i64, i64, i64),
) -> Result<()> {
    sqlx::query(
        "INSERT INTO waiting_hour (tenant_id, day, unit_code, hour, came, called, waited) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (tenant_id, day, unit_code, hour) DO UPDATE SET \
         came = waiting_hour.came + excluded.came, called = waiting_hour.called + excluded.called, \
         waited = waiting_hour.waited + excluded.waited",
    )
    .bind(tx.tenant())
    .bind(day.to_owned())
    .bind(unit.to_owned())
    .bind(hour)
    .bind(came)
    .bind(called)
    .bind(waited)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Who waited in a unit from a day to the day before another: from and to, in microseconds. Who has
/// not been called yet is left out.
///
/// # Errors
/// When the database fails.
pub async fn visits(
    tx: &mut Tx<'_>,
    unit: &str,
    (from, until): (Date, Date),
) -> Result<Vec<(i64, i64)>> {
    sqlx::query_as(
        "SELECT from_at, to_at FROM waiting_visit WHERE tenant_id = $1 AND unit_code = $2 \
         AND day >= $3 AND day < $4 AND to_at IS NOT NULL",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// An hour of the day in a unit, over some days.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Hour {
    /// Code of the unit.
    pub unit_code: String,
    /// Local hour of arrival.
    pub hour: i64,
    /// How many came.
    pub came: i64,
    /// How many of them were called.
    pub called: i64,
    /// How long these waited together, in microseconds.
    pub waited: i64,
}

/// Hours of all units from a day to the day before another, by unit and hour.
///
/// # Errors
/// When the database fails.
pub async fn hours(tx: &mut Tx<'_>, from: Date, until: Date) -> Result<Vec<Hour>> {
    sqlx::query_as(
        "SELECT unit_code, hour, CAST(SUM(came) AS BIGINT) AS came, \
         CAST(SUM(called) AS BIGINT) AS called, CAST(SUM(waited) AS BIGINT) AS waited \
         FROM waiting_hour WHERE tenant_id = $1 AND day >= $2 AND day < $3 \
         GROUP BY unit_code, hour ORDER BY unit_code, hour",
    )
    .bind(tx.tenant())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Units with how many came to them and on how many days anybody did.
///
/// # Errors
/// When the database fails.
pub async fn people(tx: &mut Tx<'_>, from: Date, until: Date) -> Result<Vec<(String, i64, i64)>> {
    sqlx::query_as(
        "SELECT unit_code, CAST(SUM(came) AS BIGINT), CAST(COUNT(DISTINCT day) AS BIGINT) \
         FROM waiting_hour WHERE tenant_id = $1 AND day >= $2 AND day < $3 \
         GROUP BY unit_code ORDER BY unit_code",
    )
    .bind(tx.tenant())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
