//! Projection "signal_spending": contracts, activities and the adopted order, from clear facts.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::facts::Payload;
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store;

/// Keeps `signal_contract`, `signal_line`, `signal_paid`, `signal_plan` and `signal_place`.
#[derive(Debug)]
pub struct SignalSpending;

impl Projection for SignalSpending {
    fn name(&self) -> &'static str {
        "signal_spending"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["signal_contract", "signal_line", "signal_paid", "signal_plan", "signal_place"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                match &fact.clear {
                    Some(Payload::ContractAwarded(awarded)) => {
                        store::contract(tx, fact, awarded).await?;
                    }
                    Some(Payload::BudgetEnacted(budget)) => store::budget(tx, budget).await?,
                    Some(Payload::ActivityRealised(month)) => store::month(tx, month).await?,
                    Some(Payload::PlanBegun(plan)) => {
                        store::plan(tx, fact.subject.id, plan.budget_year).await?;
                    }
                    Some(Payload::PlanAdopted(plan)) => {
                        store::order(tx, fact.subject.id, &plan.activities).await?;
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }
}
