//! Projection "proposal_evidence": costed repairs and full waiting rooms, from the clear facts of offices.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::facts::Payload;
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store::evidence;

/// Keeps `evidence_repair` and `evidence_crowd`.
#[derive(Debug)]
pub struct ProposalEvidence;

impl Projection for ProposalEvidence {
    fn name(&self) -> &'static str {
        "proposal_evidence"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["evidence_repair", "evidence_crowd"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                match &fact.clear {
                    Some(Payload::FacilityAudited(look)) => {
                        evidence::look(tx, &look.unit, &look.item).await?;
                    }
                    Some(Payload::FacilityFixCosted(fix)) => {
                        evidence::cost(tx, fix, fact.occurred_at).await?;
                    }
                    Some(Payload::FacilityCrowded(week)) => evidence::crowd(tx, week).await?,
                    _ => {}
                }
            }
            Ok(())
        })
    }
}
