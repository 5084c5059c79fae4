//! What happens when a judged trial waits too long for its decision: it is noted in the open, and the
//! common clock lets it go up.

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::{ClockOp, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::trial::DecisionMissed;
use kernel::id::TrialId;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::model::{DECISION, State};
use super::super::store;
use super::commit;

/// The owner of the clocks of trials.
#[derive(Debug)]
pub struct TrialClocks;

impl OnLapse for TrialClocks {
    fn owns(&self, rule: &str) -> bool {
        rule == DECISION
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            if lapsed.subject.kind != SubjectKind::Trial {
                return Ok(());
            }
            match lapse(tx, TrialId::from_uuid(lapsed.subject.id)).await {
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

async fn lapse(tx: &mut WriteTx<'_>, id: TrialId) -> Result<()> {
    let mut trial = store::by_id(tx, id).await?;
    // The table of clocks may be a moment behind a decision.
    let Some(due) = trial.due.as_mut().filter(|due| !due.lapsed) else { return Ok(()) };
    if trial.state != State::Evaluated {
        return Ok(());
    }
    due.lapsed = true;
    let moved = due.moved(id, ClockOp::Lapse);
    let missed = DecisionMissed { v: 1, rule: DECISION.to_owned() };
    let payload = Payload::TrialDecisionMissed(missed);
    commit(tx, trial, State::Evaluated, Actor::system(), (payload, vec![moved])).await
}
