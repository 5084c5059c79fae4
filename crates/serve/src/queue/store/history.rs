//! What has been, as counts and minutes; nobody stands in it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use platform::db::{Tx, db};

/// People whose serving time tells the pace.
const MOST: i64 = 200;

/// Minutes that the last people who were served since `since` took.
///
/// # Errors
/// When the database fails.
pub async fn served_minutes(tx: &mut Tx<'_>, unit: &str, since: Date) -> Result<Vec<f64>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT ended_at - called_at FROM ticket WHERE tenant_id = $1 AND unit_code = $2 \
         AND day >= $3 AND state = 'served' ORDER BY day DESC LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(since.to_string())
    .bind(MOST)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().map(|(micros,)| micros as f64 / 60_000_000.0).collect())
}

/// People by day and local hour, from the day `from` to the day before `until`.
///
/// # Errors
/// When the database fails.
pub async fn arrivals(
    tx: &mut Tx<'_>,
    unit: &str,
    from: Date,
    until: Date,
) -> Result<BTreeMap<(Date, i64), i64>> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT day, hour, CAST(COUNT(*) AS BIGINT) FROM ticket WHERE tenant_id = $1 \
         AND unit_code = $2 AND day >= $3 AND day < $4 GROUP BY day, hour",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter()
        .map(|(day, hour, count)| Ok(((day.parse().map_err(Error::internal)?, hour), count)))
        .collect()
}

/// How many tickets of a unit's day ended how, and how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Tickets taken.
    pub taken: i64,
    /// People served.
    pub served: i64,
}

/// The counts of a unit's day.
///
/// # Errors
/// When the database fails.
pub async fn today(tx: &mut Tx<'_>, unit: &str, day: Date) -> Result<Today> {
    let (taken, served): (i64, i64) = sqlx::query_as(
        "SELECT CAST(COUNT(*) AS BIGINT), \
         CAST(COALESCE(SUM(CASE WHEN state = 'served' THEN 1 ELSE 0 END), 0) AS BIGINT) \
         FROM ticket WHERE tenant_id = $1 AND unit_code = $2 AND day = $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(Today { taken, served })
}

/// How many different counters of a unit have called since `since`.
///
/// # Errors
/// When the database fails.
pub async fn active_counters(
    tx: &mut Tx<'_>,
    unit: &str,
    day: Date,
    since: Timestamp,
) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT CAST(COUNT(DISTINCT counter) AS BIGINT) FROM ticket WHERE tenant_id = $1 \
         AND unit_code = $2 AND day = $3 AND counter > 0 AND called_at >= $4",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .bind(since.as_microsecond())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count)
}
