//! Scenarios.

use kernel::error::Result;
use kernel::id::{PlanId, UserId};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::super::files::Files;
use super::super::solving::{NoPlan, Solved};
use super::{json, text};

/// A budget and weights for which the plan is computed.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// SHA-256 of its files.
    pub digest: String,
    /// Version of the criteria.
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// What may be spent on activities.
    pub budget: i64,
    /// Whether it uses the frozen weights.
    pub frozen_weights: bool,
    /// Its files.
    pub files: Files,
    /// What follows from them; none until it is computed.
    pub result: Option<std::result::Result<Solved, NoPlan>>,
    /// Who kept it.
    pub kept_by: Option<UserId>,
}

#[derive(FromRow)]
struct Stored {
    digest: String,
    version: i64,
    title: String,
    budget: i64,
    frozen_weights: i64,
    plan_file: String,
    table_file: String,
    solved: String,
    failure: String,
    kept_by: Option<Vec<u8>>,
}

/// Scenarios of a plan, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<Scenario>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT digest, version, title, budget, frozen_weights, plan_file, table_file, solved, \
         failure, kept_by FROM plan_scenario WHERE tenant_id = $1 AND plan_id = $2 \
         ORDER BY kept_at, digest",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

fn read(row: Stored) -> Result<Scenario> {
    let result = match (row.solved.as_str(), row.failure.as_str()) {
        ("", "") => None,
        ("", failure) => Some(Err(json(failure)?)),
        (solved, _) => Some(Ok(json(solved)?)),
    };
    let kept_by = row.kept_by.map(|bytes| uuid(&bytes)).transpose()?;
    Ok(Scenario {
        digest: row.digest,
        version: row.version,
        title: row.title,
        budget: row.budget,
        frozen_weights: row.frozen_weights != 0,
        files: Files { plan: row.plan_file, table: row.table_file },
        result,
        kept_by: kept_by.map(UserId::from_uuid),
    })
}

/// Keeps a new scenario.
///
/// # Errors
/// Conflict when the same files were kept before.
pub async fn insert(tx: &mut WriteTx<'_>, plan: PlanId, scenario: &Scenario) -> Result<()> {
    let now = tx.now().as_microsecond();
    sqlx::query(
        "INSERT INTO plan_scenario (tenant_id, plan_id, digest, version, title, budget, \
         frozen_weights, plan_file, table_file, solved, failure, kept_by, kept_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', $10, $11)",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(scenario.digest.clone())
    .bind(scenario.version)
    .bind(scenario.title.clone())
    .bind(scenario.budget)
    .bind(i64::from(scenario.frozen_weights))
    .bind(scenario.files.plan.clone())
    .bind(scenario.files.table.clone())
    .bind(scenario.kept_by.map(UserId::to_vec))
    .bind(now)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Notes what follows from the files of a scenario.
///
/// # Errors
/// When the database fails.
pub async fn note(
    tx: &mut WriteTx<'_>,
    plan: PlanId,
    digest: &str,
    result: &std::result::Result<Solved, NoPlan>,
) -> Result<()> {
    let (solved, failure) = match result {
        Ok(solved) => (text(solved)?, String::new()),
        Err(failure) => (String::new(), text(failure)?),
    };
    sqlx::query(
        "UPDATE plan_scenario SET solved = $4, failure = $5 \
         WHERE tenant_id = $1 AND plan_id = $2 AND digest = $3",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(digest.to_owned())
    .bind(solved)
    .bind(failure)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
