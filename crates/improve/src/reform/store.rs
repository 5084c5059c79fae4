//! The only place of this slice that knows its tables.

use kernel::error::Result;
use kernel::id::ClockId;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

/// What must be remembered of a file until it is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Code of the unit that owes; empty until the file is complete.
    pub unit: String,
    /// Whether it came under a mandate.
    pub represented: bool,
    /// Whether the citizen did it without help at a counter.
    pub alone: bool,
    /// Whether it was sent back.
    pub returned: bool,
    /// Steps that were done.
    pub steps: i64,
    /// When the step that runs began, in microseconds.
    pub began_at: Option<i64>,
    /// Minutes of recorded work.
    pub minutes: i64,
    /// Who did the last step.
    pub officer: Option<Vec<u8>>,
    /// In which unit.
    pub place: Option<Vec<u8>>,
    /// How often it went to another officer.
    pub changes: i64,
    /// How often it went to another unit.
    pub moves: i64,
}

/// A file comes in.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut WriteTx<'_>, id: Uuid, represented: bool, alone: bool) -> Result<()> {
    sqlx::query(
        "INSERT INTO reform_case (tenant_id, application_id, unit_code, represented, alone, \
         returned, steps, began_at, minutes, officer_id, place_id, changes, moves) \
         VALUES ($1, $2, '', $3, $4, 0, 0, NULL, 0, NULL, NULL, 0, 0)",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(i64::from(represented))
    .bind(i64::from(alone))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

#[derive(FromRow)]
struct Stored {
    unit_code: String,
    represented: i64,
    alone: i64,
    returned: i64,
    steps: i64,
    began_at: Option<i64>,
    minutes: i64,
    officer_id: Option<Vec<u8>>,
    place_id: Option<Vec<u8>>,
    changes: i64,
    moves: i64,
}

/// What is remembered of a file.
///
/// # Errors
/// When the database fails.
pub async fn case(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Case>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT unit_code, represented, alone, returned, steps, began_at, minutes, officer_id, \
         place_id, changes, moves FROM reform_case WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|row| Case {
        unit: row.unit_code,
        represented: row.represented != 0,
        alone: row.alone != 0,
        returned: row.returned != 0,
        steps: row.steps,
        began_at: row.began_at,
        minutes: row.minutes,
        officer: row.officer_id,
        place: row.place_id,
        changes: row.changes,
        moves: row.moves,
    }))
}

/// Remembers what a file has become.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut WriteTx<'_>, id: Uuid, case: &Case) -> Result<()> {
    sqlx::query(
        "UPDATE reform_case SET unit_code = $3, returned = $4, steps = $5, began_at = $6, \
         minutes = $7, officer_id = $8, place_id = $9, changes = $10, moves = $11 \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(case.unit.clone())
    .bind(i64::from(case.returned))
    .bind(case.steps)
    .bind(case.began_at)
    .bind(case.minutes)
    .bind(case.officer.clone())
    .bind(case.place.clone())
    .bind(case.changes)
    .bind(case.moves)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

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
