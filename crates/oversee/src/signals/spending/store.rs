//! The rows of the projection, and which of them runs have looked at.

use kernel::Error;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::facts::plan::Placed;
use kernel::facts::spending::{ActivityRealised, BudgetEnacted, ContractAwarded};
use platform::db::{Tx, WriteTx, db};
use uuid::Uuid;

use super::Looked;

pub(super) async fn contract(
    tx: &mut WriteTx<'_>,
    fact: &Positioned,
    awarded: &ContractAwarded,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_contract (tenant_id, position, recorded_at, body) VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(fact.position)
    .bind(fact.recorded_at.as_microsecond())
    .bind(serde_json::to_string(awarded).map_err(Error::internal)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A revised budget replaces all lines of its year.
pub(super) async fn budget(tx: &mut WriteTx<'_>, budget: &BudgetEnacted) -> Result<()> {
    let year = i64::from(budget.budget_year);
    sqlx::query("DELETE FROM signal_line WHERE tenant_id = $1 AND budget_year = $2")
        .bind(tx.tenant())
        .bind(year)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    for line in &budget.lines {
        sqlx::query(
            "INSERT INTO signal_line (tenant_id, budget_year, code, unit, account, planned) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, budget_year, code) DO NOTHING",
        )
        .bind(tx.tenant())
        .bind(year)
        .bind(line.code.clone())
        .bind(line.unit.clone())
        .bind(line.account.clone())
        .bind(line.planned.clone())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

pub(super) async fn month(tx: &mut WriteTx<'_>, month: &ActivityRealised) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_paid (tenant_id, budget_year, code, month, paid, done) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, budget_year, code, month) \
         DO UPDATE SET paid = excluded.paid, done = excluded.done",
    )
    .bind(tx.tenant())
    .bind(i64::from(month.budget_year))
    .bind(month.code.clone())
    .bind(i64::from(month.month))
    .bind(month.paid.get())
    .bind(month.done)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

pub(super) async fn plan(tx: &mut WriteTx<'_>, plan: Uuid, budget_year: i16) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_plan (tenant_id, plan_id, budget_year) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, plan_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(plan.as_bytes().to_vec())
    .bind(i64::from(budget_year))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

pub(super) async fn order(tx: &mut WriteTx<'_>, plan: Uuid, order: &[Placed]) -> Result<()> {
    for one in order {
        sqlx::query(
            "INSERT INTO signal_place (tenant_id, budget_year, code, place) \
             SELECT tenant_id, budget_year, $3, $4 FROM signal_plan \
             WHERE tenant_id = $1 AND plan_id = $2 \
             ON CONFLICT (tenant_id, budget_year, code) DO UPDATE SET place = excluded.place",
        )
        .bind(tx.tenant())
        .bind(plan.as_bytes().to_vec())
        .bind(one.code.clone())
        .bind(one.place)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// Contracts behind a position, in legal order: position, when it was recorded, and what was agreed.
pub(super) async fn contracts(
    tx: &mut Tx<'_>,
    after: i64,
) -> Result<Vec<(i64, i64, ContractAwarded)>> {
    let rows: Vec<(i64, i64, String)> = sqlx::query_as(
        "SELECT position, recorded_at, body FROM signal_contract \
         WHERE tenant_id = $1 AND position > $2 ORDER BY position",
    )
    .bind(tx.tenant())
    .bind(after)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(position, at, body): (i64, i64, String)| {
        Ok((position, at, serde_json::from_str(&body).map_err(Error::internal)?))
    };
    rows.into_iter().map(read).collect()
}

/// An activity of a budget with its place in the adopted order.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Line {
    pub code: String,
    pub unit: String,
    pub account: String,
    pub place: Option<i64>,
}

/// Activities of a budget; one that the adopted plan does not know has no place.
pub(super) async fn lines(tx: &mut Tx<'_>, budget_year: i64) -> Result<Vec<Line>> {
    sqlx::query_as(
        "SELECT l.code, l.unit, l.account, p.place FROM signal_line l LEFT JOIN signal_place p \
         ON p.tenant_id = l.tenant_id AND p.budget_year = l.budget_year AND p.code = l.planned \
         WHERE l.tenant_id = $1 AND l.budget_year = $2 ORDER BY l.code",
    )
    .bind(tx.tenant())
    .bind(budget_year)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// What each month of a budget brought: activity, month, rupiah, thousandths of the work.
pub(super) async fn paid(
    tx: &mut Tx<'_>,
    budget_year: i64,
) -> Result<Vec<(String, i64, i64, i64)>> {
    sqlx::query_as(
        "SELECT code, month, paid, done FROM signal_paid WHERE tenant_id = $1 AND budget_year = $2 \
         ORDER BY code, month",
    )
    .bind(tx.tenant())
    .bind(budget_year)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Budgets of which something was realised, and their last month.
pub(super) async fn years(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>> {
    sqlx::query_as(
        "SELECT budget_year, MAX(month) FROM signal_paid WHERE tenant_id = $1 \
         GROUP BY budget_year ORDER BY budget_year",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Up to where all runs have looked.
pub(super) async fn last_run(tx: &mut Tx<'_>) -> Result<Looked> {
    let row: Option<(i64, i64, i64)> = sqlx::query_as(
        "SELECT position, overtaken, december FROM signal_spending_run WHERE tenant_id = $1 \
         ORDER BY run DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let (position, overtaken, december) = row.unwrap_or_default();
    Ok(Looked { position, overtaken, december })
}

/// Keeps up to where a run has looked.
pub async fn insert_run(tx: &mut WriteTx<'_>, run: i64, looked: Looked) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_spending_run (tenant_id, run, position, overtaken, december) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(run)
    .bind(looked.position)
    .bind(looked.overtaken)
    .bind(looked.december)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
