//! What became of a citizen's proposal: its place in the plan, contracts, money and work.

use kernel::error::Result;
use platform::db::Tx;

use super::model::{self, Contract, Placed};
use super::store::{self, order};

/// How far a proposal came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The budget of the plan that holds.
    pub budget_year: i16,
    /// Its place there.
    pub placed: Placed,
    /// What the budget gives it, in rupiah; none when no budget that holds knows it.
    pub amount: Option<i64>,
    /// Its contracts, the oldest first.
    pub contracts: Vec<Contract>,
    /// What was paid, in rupiah.
    pub paid: i64,
    /// How much of the work stands, in thousandths: of several lines, the least.
    pub done: i64,
    /// The last month with money or work; none before the first.
    pub month: Option<i8>,
}

/// What became of the proposal of that number; none while no plan that holds knows it.
///
/// # Errors
/// When the database fails.
pub async fn proposal(tx: &mut Tx<'_>, number: &str) -> Result<Option<Followed>> {
    let Some((budget_year, placed)) = order::of_proposal(tx, number).await? else {
        return Ok(None);
    };
    let mut followed = Followed {
        budget_year,
        placed,
        amount: None,
        contracts: Vec::new(),
        paid: 0,
        done: 0,
        month: None,
    };
    let budget = store::of_year(tx, budget_year).await?.filter(|budget| budget.version > 0);
    let Some(budget) = budget else { return Ok(Some(followed)) };
    let mut lines = store::version(tx, budget.id, budget.version).await?.lines;
    lines.retain(|line| line.planned == followed.placed.code);
    if lines.is_empty() {
        return Ok(Some(followed));
    }
    followed.contracts = order::contracts(tx, budget_year).await?;
    followed.contracts.retain(|contract| {
        lines.iter().any(|line| line.code == contract.code && line.unit == contract.unit)
    });
    let mut realised = store::realised(tx, budget.id).await?;
    realised.retain(|one| {
        let own = lines.iter().any(|line| line.code == one.code && line.unit == one.unit);
        own && (one.paid > 0 || one.done > 0)
    });
    let courses = model::courses(&lines, &realised);
    followed.amount = Some(lines.iter().map(|line| line.amount.get()).sum());
    followed.paid = courses.iter().map(model::Course::total).sum();
    followed.done = courses.iter().map(|course| course.done).min().unwrap_or(0);
    followed.month = realised.iter().map(|one| one.month).max();
    Ok(Some(followed))
}
