//! The only place of this slice that knows its tables.

mod case;
mod learned;

use kernel::error::Result;
use kernel::id::ClockId;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

pub use case::{Case, begin, case, keep};
pub use learned::{Standard, Touch, keep_standard, keep_touch, standard, touch};

/// Adds `n` cases with the sum `total` to a measure of a unit in a month.
///
/// # Errors
/// When the database fails.
pub async fn count(
    tx: &mut WriteTx<'_>,
    (measure, unit, month): (&str, &str, &str),
    n: i64,
    total: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO reform_count (tenant_id, measure, unit_code, month, n, total, squares) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (tenant_id, measure, unit_code, month) DO UPDATE SET \
         n = reform_count.n + excluded.n, total = reform_count.total + excluded.total, \
         squares = reform_count.squares + excluded.squares",
    )
    .bind(tx.tenant())
    .bind(measure.to_owned())
    .bind(unit.to_owned())
    .bind(month.to_owned())
    .bind(n)
    .bind(total)
    .bind(total * total)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A clock was counted as missed.
///
/// # Errors
/// When the database fails.
pub async fn miss(tx: &mut WriteTx<'_>, clock: ClockId) -> Result<()> {
    sqlx::query(
        "INSERT INTO reform_missed (tenant_id, clock_id) VALUES ($1, $2) \
         ON CONFLICT (tenant_id, clock_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(clock.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Whether it was.
///
/// # Errors
/// When the database fails.
pub async fn was_missed(tx: &mut WriteTx<'_>, clock: ClockId) -> Result<bool> {
    let (count,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM reform_missed WHERE tenant_id = $1 AND clock_id = $2")
            .bind(tx.tenant())
            .bind(clock.to_vec())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok(count > 0)
}

/// Facts of a month lie between these positions.
///
/// # Errors
/// When the database fails.
pub async fn extend(tx: &mut WriteTx<'_>, month: &str, (first, last): (i64, i64)) -> Result<()> {
    sqlx::query(
        "INSERT INTO reform_month (tenant_id, month, first_position, last_position) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, month) DO UPDATE SET \
         last_position = excluded.last_position",
    )
    .bind(tx.tenant())
    .bind(month.to_owned())
    .bind(first)
    .bind(last)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Between which positions the facts of a month lie; none without a fact.
///
/// # Errors
/// When the database fails.
pub async fn span(tx: &mut Tx<'_>, month: &str) -> Result<Option<(i64, i64)>> {
    sqlx::query_as(
        "SELECT first_position, last_position FROM reform_month WHERE tenant_id = $1 AND month = $2",
    )
    .bind(tx.tenant())
    .bind(month.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)
}

/// What was counted of a measure, in one unit and month.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Count {
    /// The measure.
    pub measure: String,
    /// Code of the unit; empty where facts name none.
    pub unit_code: String,
    /// Such as `2026-11`.
    pub month: String,
    /// Cases.
    pub n: i64,
    /// Their sum.
    pub total: i64,
    /// The sum of their squares.
    pub squares: i64,
}

/// Everything that was counted from a month on.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx<'_>, since: &str) -> Result<Vec<Count>> {
    sqlx::query_as(
        "SELECT measure, unit_code, month, n, total, squares FROM reform_count \
         WHERE tenant_id = $1 AND month >= $2 ORDER BY measure, unit_code, month",
    )
    .bind(tx.tenant())
    .bind(since.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
