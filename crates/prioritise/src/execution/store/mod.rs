//! The only place of this slice that knows its tables: budgets and months here, the projection in [`order`].

pub mod order;

use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::{BudgetId, UserId};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::model::{BudgetLine, Realised};

/// A version of a budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The document that shows it.
    pub reference: String,
    /// What stands above it; may be empty.
    pub note: String,
    /// All of its lines.
    pub lines: Vec<BudgetLine>,
}

/// The budget of a year.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Its id.
    pub id: BudgetId,
    /// The year.
    pub budget_year: i16,
    /// The version that holds; 0 before the first.
    pub version: i64,
    /// The version that waits for a second person.
    pub proposed: Option<Version>,
    /// Who brought that in.
    pub proposed_by: Option<UserId>,
    /// Its last fact.
    pub seq: i64,
}

impl Budget {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Budget, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    budget_id: Vec<u8>,
    budget_year: i64,
    version: i64,
    proposed: String,
    proposed_by: Option<Vec<u8>>,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Budget> {
        let proposed = (!self.proposed.is_empty()).then(|| json(&self.proposed)).transpose()?;
        let by = self.proposed_by.map(|bytes| uuid(&bytes)).transpose()?;
        Ok(Budget {
            id: BudgetId::from_uuid(uuid(&self.budget_id)?),
            budget_year: i16::try_from(self.budget_year).map_err(Error::internal)?,
            version: self.version,
            proposed,
            proposed_by: by.map(UserId::from_uuid),
            seq: self.seq,
        })
    }
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// All budgets, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Budget>> {
    let rows: Vec<Stored> =
        sqlx::query_as("SELECT * FROM budget WHERE tenant_id = $1 ORDER BY budget_year DESC")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await
            .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Years with a budget that holds, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn years(tx: &mut Tx<'_>) -> Result<Vec<i16>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT budget_year FROM budget WHERE tenant_id = $1 AND version > 0 \
         ORDER BY budget_year DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(year,)| i16::try_from(year).map_err(Error::internal)).collect()
}

/// The budget of that year, if one was brought in.
///
/// # Errors
/// When the database fails.
pub async fn of_year(tx: &mut Tx<'_>, year: i16) -> Result<Option<Budget>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM budget WHERE tenant_id = $1 AND budget_year = $2")
            .bind(tx.tenant())
            .bind(i64::from(year))
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Writes a new budget without any version.
///
/// # Errors
/// Conflict when the year has one.
pub async fn insert(tx: &mut WriteTx<'_>, budget: &Budget) -> Result<()> {
    sqlx::query(
        "INSERT INTO budget (tenant_id, budget_id, budget_year, version, proposed, proposed_by, seq) \
         VALUES ($1, $2, $3, 0, '', NULL, 0)",
    )
    .bind(tx.tenant())
    .bind(budget.id.to_vec())
    .bind(i64::from(budget.budget_year))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act changed. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, budget: &Budget, before: i64) -> Result<()> {
    let proposed = budget.proposed.as_ref().map(text).transpose()?;
    let done = sqlx::query(
        "UPDATE budget SET version = $4, proposed = $5, proposed_by = $6, seq = $7 \
         WHERE tenant_id = $1 AND budget_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(budget.id.to_vec())
    .bind(before)
    .bind(budget.version)
    .bind(proposed.unwrap_or_default())
    .bind(budget.proposed_by.map(UserId::to_vec))
    .bind(budget.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// Keeps a version that was enacted.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    tx: &mut WriteTx<'_>,
    id: BudgetId,
    number: i64,
    version: &Version,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO budget_version (tenant_id, budget_id, version, reference, note, lines) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(number)
    .bind(version.reference.clone())
    .bind(version.note.clone())
    .bind(text(&version.lines)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A version of a budget.
///
/// # Errors
/// Not found when it was never enacted.
pub async fn version(tx: &mut Tx<'_>, id: BudgetId, number: i64) -> Result<Version> {
    let row: Option<(String, String, String)> = sqlx::query_as(
        "SELECT reference, note, lines FROM budget_version \
         WHERE tenant_id = $1 AND budget_id = $2 AND version = $3",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(number)
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let (reference, note, lines) = row.ok_or_else(Error::not_found)?;
    Ok(Version { reference, note, lines: json(&lines)? })
}

#[derive(FromRow)]
struct StoredMonth {
    unit: String,
    code: String,
    month: i64,
    paid: i64,
    done: i64,
}

/// Every month of every activity of a budget.
///
/// # Errors
/// When the database fails.
pub async fn realised(tx: &mut Tx<'_>, id: BudgetId) -> Result<Vec<Realised>> {
    let rows: Vec<StoredMonth> = sqlx::query_as(
        "SELECT unit, code, month, paid, done FROM budget_realised \
         WHERE tenant_id = $1 AND budget_id = $2 ORDER BY unit, code, month",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |row: StoredMonth| {
        Ok(Realised {
            month: i8::try_from(row.month).map_err(Error::internal)?,
            unit: row.unit,
            code: row.code,
            paid: row.paid,
            done: row.done,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Writes a month of an activity; the last word holds.
///
/// # Errors
/// When the database fails.
pub async fn note(tx: &mut WriteTx<'_>, id: BudgetId, one: &Realised) -> Result<()> {
    sqlx::query(
        "INSERT INTO budget_realised (tenant_id, budget_id, unit, code, month, paid, done) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (tenant_id, budget_id, unit, code, month) \
         DO UPDATE SET paid = excluded.paid, done = excluded.done",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(one.unit.clone())
    .bind(one.code.clone())
    .bind(i64::from(one.month))
    .bind(one.paid)
    .bind(one.done)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
