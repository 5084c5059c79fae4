//! Tables of the projection: plans with their order, and contracts.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::plan::{PlanActivity, PlanAdopted};
use kernel::facts::spending::{Bought, ContractAwarded};
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

use super::super::model::{Contract, Placed};
use super::{json, text};

/// A plan was begun.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut WriteTx<'_>, plan: Uuid, year: i16) -> Result<()> {
    sqlx::query(
        "INSERT INTO order_plan (tenant_id, plan_id, budget_year, adopted) VALUES ($1, $2, $3, 0)",
    )
    .bind(tx.tenant())
    .bind(plan.as_bytes().to_vec())
    .bind(i64::from(year))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// An activity came into a plan.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut WriteTx<'_>, plan: Uuid, activity: &PlanActivity) -> Result<()> {
    sqlx::query(
        "INSERT INTO order_activity (tenant_id, plan_id, code, title, cost, needs, proposal, place, \
         chosen) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)",
    )
    .bind(tx.tenant())
    .bind(plan.as_bytes().to_vec())
    .bind(activity.code.clone())
    .bind(activity.title.clone())
    .bind(activity.cost.get())
    .bind(text(&activity.needs)?)
    .bind(activity.proposal.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A plan holds, with the place of each activity.
///
/// # Errors
/// When the database fails.
pub async fn adopt(tx: &mut WriteTx<'_>, plan: Uuid, adopted: &PlanAdopted) -> Result<()> {
    sqlx::query("UPDATE order_plan SET adopted = 1 WHERE tenant_id = $1 AND plan_id = $2")
        .bind(tx.tenant())
        .bind(plan.as_bytes().to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    for placed in &adopted.activities {
        sqlx::query(
            "UPDATE order_activity SET place = $4, chosen = $5 \
             WHERE tenant_id = $1 AND plan_id = $2 AND code = $3",
        )
        .bind(tx.tenant())
        .bind(plan.as_bytes().to_vec())
        .bind(placed.code.clone())
        .bind(placed.place)
        .bind(i64::from(placed.chosen))
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// What things cost in all: price times quantity in thousandths.
fn cost(items: &[Bought], price: impl Fn(&Bought) -> Option<i64>) -> Result<i64> {
    let one = |item: &Bought| {
        price(item).map_or(0, |price| i128::from(price) * i128::from(item.quantity) / 1000)
    };
    i64::try_from(items.iter().map(one).sum::<i128>()).map_err(Error::internal)
}

/// A firm got a contract, or what is known of it changed.
///
/// # Errors
/// When the database fails.
pub async fn award(tx: &mut WriteTx<'_>, contract: Uuid, awarded: &ContractAwarded) -> Result<()> {
    let items = &awarded.items;
    let compared = cost(items, |item| item.standard.map(|_| item.price.get()))?;
    let standard = cost(items, |item| item.standard.map(kernel::money::Rupiah::get))?;
    sqlx::query(
        "INSERT INTO order_contract (tenant_id, contract_id, budget_year, unit, code, number, \
         awarded_on, value, compared, standard) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (tenant_id, contract_id) DO UPDATE SET budget_year = excluded.budget_year, \
         unit = excluded.unit, code = excluded.code, number = excluded.number, \
         awarded_on = excluded.awarded_on, value = excluded.value, compared = excluded.compared, \
         standard = excluded.standard",
    )
    .bind(tx.tenant())
    .bind(contract.as_bytes().to_vec())
    .bind(i64::from(awarded.budget_year))
    .bind(awarded.unit.clone())
    .bind(awarded.activity.clone())
    .bind(awarded.number.clone())
    .bind(awarded.awarded_on.to_string())
    .bind(awarded.value.get())
    .bind(compared)
    .bind(standard)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

#[derive(FromRow)]
struct Stored {
    code: String,
    title: String,
    cost: i64,
    needs: String,
    proposal: String,
    place: i64,
    chosen: i64,
}

impl Stored {
    fn read(self) -> Result<Placed> {
        Ok(Placed {
            needs: json(&self.needs)?,
            code: self.code,
            title: self.title,
            cost: self.cost,
            proposal: self.proposal,
            place: self.place,
            chosen: self.chosen != 0,
        })
    }
}

/// The order of the plan that holds for a budget, the best first; empty when none holds.
///
/// # Errors
/// When the database fails.
pub async fn of_year(tx: &mut Tx<'_>, year: i16) -> Result<Vec<Placed>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT a.code, a.title, a.cost, a.needs, a.proposal, a.place, a.chosen \
         FROM order_activity a JOIN order_plan p ON p.tenant_id = a.tenant_id \
         AND p.plan_id = a.plan_id WHERE a.tenant_id = $1 AND p.budget_year = $2 \
         AND p.adopted = 1 AND a.place > 0 ORDER BY a.place, a.code",
    )
    .bind(tx.tenant())
    .bind(i64::from(year))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// The activity that a proposal became, in the newest plan that holds, with the year of that plan.
///
/// # Errors
/// When the database fails.
pub async fn of_proposal(tx: &mut Tx<'_>, number: &str) -> Result<Option<(i16, Placed)>> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT p.budget_year FROM order_activity a JOIN order_plan p \
         ON p.tenant_id = a.tenant_id AND p.plan_id = a.plan_id WHERE a.tenant_id = $1 \
         AND a.proposal = $2 AND p.adopted = 1 AND a.place > 0 ORDER BY p.budget_year DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(number.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some((year,)) = row else { return Ok(None) };
    let year = i16::try_from(year).map_err(Error::internal)?;
    let order = of_year(tx, year).await?;
    Ok(order.into_iter().find(|one| one.proposal == number).map(|one| (year, one)))
}

#[derive(FromRow)]
struct StoredContract {
    unit: String,
    code: String,
    number: String,
    awarded_on: String,
    value: i64,
    compared: i64,
    standard: i64,
}

/// Contracts of a budget, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn contracts(tx: &mut Tx<'_>, year: i16) -> Result<Vec<Contract>> {
    let rows: Vec<StoredContract> = sqlx::query_as(
        "SELECT unit, code, number, awarded_on, value, compared, standard FROM order_contract \
         WHERE tenant_id = $1 AND budget_year = $2 ORDER BY awarded_on, number",
    )
    .bind(tx.tenant())
    .bind(i64::from(year))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |row: StoredContract| Contract {
        code: row.code,
        unit: row.unit,
        number: row.number,
        awarded_on: row.awarded_on,
        value: row.value,
        compared: row.compared,
        standard: row.standard,
    };
    Ok(rows.into_iter().map(read).collect())
}
