//! The only place of this slice that knows its table.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

/// Files that a unit answered for a service.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Answered {
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// How many.
    pub finished: i64,
    /// How many of them by their date.
    pub on_time: i64,
}

/// One more file was answered.
///
/// # Errors
/// When the database fails.
pub async fn count(
    tx: &mut WriteTx<'_>,
    (unit, service, month): (&str, &str, &str),
    on_time: bool,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO value_case (tenant_id, unit, service, month, finished, on_time) \
         VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT (tenant_id, unit, service, month) \
         DO UPDATE SET finished = value_case.finished + 1, \
         on_time = value_case.on_time + excluded.on_time",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(service.to_owned())
    .bind(month.to_owned())
    .bind(i64::from(on_time))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What units answered from one month to another, both included, such as `2026-01` to `2026-09`.
///
/// # Errors
/// When the database fails.
pub async fn answered(tx: &mut Tx<'_>, (from, to): (&str, &str)) -> Result<Vec<Answered>> {
    sqlx::query_as(
        "SELECT unit, service, CAST(SUM(finished) AS BIGINT) AS finished, \
         CAST(SUM(on_time) AS BIGINT) AS on_time FROM value_case \
         WHERE tenant_id = $1 AND month >= $2 AND month <= $3 \
         GROUP BY unit, service ORDER BY unit, service",
    )
    .bind(tx.tenant())
    .bind(from.to_owned())
    .bind(to.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
