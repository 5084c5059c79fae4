//! What is done with decisions: facts propose, a person decides, the calendar judges.

mod gather;
mod lapse;
mod take;

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::db::WriteTx;
use platform::journal::Seal;
use platform::vault::SubjectKey;

pub use gather::{Gather, Raise};
pub use lapse::{DecisionClocks, code};
pub use take::{Own, Postpone, Replay, Said, Take};

use super::model::Decision;

/// The rule by which a proposal waits.
pub const RULE: &str = "improve.decision";
/// The rule by which a decision waits for its review.
pub const REVIEW: &str = "improve.review";
/// Who owes a decision, in the place of a unit.
pub const OWNER: &str = "MAYOR";
/// The option by which a head is asked for a plan.
pub const PLAN: &str = "plan";
/// The option by which the Inspectorate is asked for an answer.
pub const INSPECT: &str = "inspect";

/// Writes the fact of an act. Clear kinds are clear; the others lie under the decision's key.
async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    decision: &mut Decision,
    actor: Actor,
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let now = tx.now();
    decision.seq += 1;
    let seal = if payload.is_clear() { Seal::Clear } else { Seal::Under(key) };
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Decision, id: decision.id.uuid() },
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks,
        payload,
    };
    tx.append(&fact, decision.seq, seal).await?;
    Ok(())
}
