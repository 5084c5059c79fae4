//! Follows plans and contracts through the journal, so that a budget can be laid beside them without knowing
//! their rows.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::facts::Payload;
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store::order;

/// The projection `execution`.
#[derive(Debug)]
pub struct OrderReader;

impl Projection for OrderReader {
    fn name(&self) -> &'static str {
        "execution"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["order_plan", "order_activity", "order_contract"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                let id = fact.subject.id;
                match &fact.clear {
                    Some(Payload::PlanBegun(begun)) => {
                        order::begin(tx, id, begun.budget_year).await?;
                    }
                    Some(Payload::PlanActivitiesListed(listed)) => {
                        for activity in &listed.activities {
                            order::list(tx, id, activity).await?;
                        }
                    }
                    Some(Payload::PlanAdopted(adopted)) => order::adopt(tx, id, adopted).await?,
                    Some(Payload::ContractAwarded(awarded)) => {
                        order::award(tx, id, awarded).await?;
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }
}
