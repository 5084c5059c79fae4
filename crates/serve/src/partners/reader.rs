//! Projection "partner_own": when the steps that a partner may do could be done, and were, from kinds,
//! times and clocks alone.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::{Positioned, SubjectKind};
use kernel::facts::partner::PartnerStep;
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store;
use crate::applications::rules::promised_service;

/// Keeps `partner_own`.
#[derive(Debug)]
pub struct OwnSteps;

impl Projection for OwnSteps {
    fn name(&self) -> &'static str {
        "partner_own"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["partner_own"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts.iter().filter(|fact| fact.subject.kind == SubjectKind::Application) {
                see(tx, fact).await?;
            }
            Ok(())
        })
    }
}

async fn see(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    let (id, at) = (fact.subject.id, fact.recorded_at);
    let step = match fact.kind.as_str() {
        "application.returned" => PartnerStep::Assist,
        "application.issued" => PartnerStep::Deliver,
        "application.supplemented" | "application.collected" => {
            return store::own_ends(tx, id, at).await;
        }
        "partner.step_handed" => return store::own_handed(tx, id).await,
        _ => return Ok(()),
    };
    // The service stands in the rule of the promise, and the unit is who owes it.
    for moved in &fact.clocks {
        if let Some(service) = promised_service(&moved.rule) {
            store::own_begins(tx, id, (&moved.owner, service, step), at).await?;
        }
    }
    Ok(())
}
