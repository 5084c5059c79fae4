//! The only place of this slice that knows its tables.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::BudgetCalendarId;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use platform::running::Clocks;
use sqlx::FromRow;

use super::model::Step;

/// The calendar of one budget.
#[derive(Clone, Debug)]
pub struct Year {
    /// Its id.
    pub id: BudgetCalendarId,
    /// The budget.
    pub budget_year: i16,
    /// Its steps, in their order.
    pub steps: Vec<Step>,
    /// Its clocks.
    pub clocks: Clocks,
    /// Its last fact.
    pub seq: i64,
}

impl Year {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::BudgetCalendar, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    calendar_id: Vec<u8>,
    budget_year: i64,
    clocks: String,
    seq: i64,
}

#[derive(FromRow)]
struct StoredStep {
    step: String,
    due: String,
    done_on: String,
    reference: String,
}

fn read_day(text: &str) -> Result<Option<Date>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(Error::internal)
}

fn written(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

async fn whole(tx: &mut Tx<'_>, stored: Stored) -> Result<Year> {
    let id = BudgetCalendarId::from_uuid(uuid(&stored.calendar_id)?);
    let rows: Vec<StoredStep> = sqlx::query_as(
        "SELECT step, due, done_on, reference FROM budget_step \
         WHERE tenant_id = $1 AND calendar_id = $2 ORDER BY place",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let step = |row: StoredStep| {
        Ok(Step {
            code: row.step,
            due: read_day(&row.due)?,
            done_on: read_day(&row.done_on)?,
            reference: row.reference,
        })
    };
    Ok(Year {
        id,
        budget_year: i16::try_from(stored.budget_year).map_err(Error::internal)?,
        steps: rows.into_iter().map(step).collect::<Result<_>>()?,
        clocks: serde_json::from_str(&stored.clocks).map_err(Error::internal)?,
        seq: stored.seq,
    })
}

/// Years that were begun, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn years(tx: &mut Tx<'_>) -> Result<Vec<i16>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT budget_year FROM budget_calendar WHERE tenant_id = $1 ORDER BY budget_year DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(year,)| i16::try_from(year).map_err(Error::internal)).collect()
}

/// The calendar of that budget, if it was begun.
///
/// # Errors
/// When the database fails.
pub async fn of_year(tx: &mut Tx<'_>, year: i16) -> Result<Option<Year>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT calendar_id, budget_year, clocks, seq FROM budget_calendar \
         WHERE tenant_id = $1 AND budget_year = $2",
    )
    .bind(tx.tenant())
    .bind(i64::from(year))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    match row {
        Some(row) => whole(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// The calendar of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: BudgetCalendarId) -> Result<Year> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT calendar_id, budget_year, clocks, seq FROM budget_calendar \
         WHERE tenant_id = $1 AND calendar_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    whole(tx, row.ok_or_else(Error::not_found)?).await
}

/// Writes a new calendar.
///
/// # Errors
/// Conflict when the year was begun meanwhile.
pub async fn insert(tx: &mut WriteTx<'_>, year: &Year) -> Result<()> {
    sqlx::query(
        "INSERT INTO budget_calendar (tenant_id, calendar_id, budget_year, clocks, seq) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(year.id.to_vec())
    .bind(i64::from(year.budget_year))
    .bind(serde_json::to_string(&year.clocks).map_err(Error::internal)?)
    .bind(year.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    for (place, step) in (0_i64..).zip(&year.steps) {
        sqlx::query(
            "INSERT INTO budget_step (tenant_id, calendar_id, place, step, due, done_on, reference) \
             VALUES ($1, $2, $3, $4, $5, '', '')",
        )
        .bind(tx.tenant())
        .bind(year.id.to_vec())
        .bind(place)
        .bind(step.code.clone())
        .bind(written(step.due))
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// Writes back what an act changed. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, year: &Year, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE budget_calendar SET clocks = $4, seq = $5 \
         WHERE tenant_id = $1 AND calendar_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(year.id.to_vec())
    .bind(before)
    .bind(serde_json::to_string(&year.clocks).map_err(Error::internal)?)
    .bind(year.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() != 1 {
        return Err(Error::conflict("error-changed-meanwhile"));
    }
    for (place, step) in (0_i64..).zip(&year.steps) {
        sqlx::query(
            "UPDATE budget_step SET due = $4, done_on = $5, reference = $6 \
             WHERE tenant_id = $1 AND calendar_id = $2 AND place = $3",
        )
        .bind(tx.tenant())
        .bind(year.id.to_vec())
        .bind(place)
        .bind(written(step.due))
        .bind(written(step.done_on))
        .bind(step.reference.clone())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}
