//! What is done with decisions: facts propose, a person decides, the calendar judges.

mod gather;
mod lapse;
mod take;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::{ClockId, CommandId};
use platform::App;
use platform::db::WriteTx;
use platform::journal::Seal;
use platform::vault::SubjectKey;

pub use gather::Gather;
pub use lapse::{DecisionClocks, code};
pub use take::{Own, Postpone, Replay, Said, Take};

use super::model::{Decision, Running};

/// The rule by which a proposal waits.
pub const RULE: &str = "improve.decision";
/// The rule by which a decision waits for its review.
pub const REVIEW: &str = "improve.review";
/// Who owes a decision, in the place of a unit.
pub const OWNER: &str = "MAYOR";

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

impl Running {
    fn moved(&self, op: ClockOp) -> ClockMove {
        ClockMove {
            clock: self.clock,
            rule: self.rule.clone(),
            owner: OWNER.to_owned(),
            due_at: Some(self.due),
            op,
        }
    }

    /// A clock that runs until `due`.
    fn start(
        tx: &mut WriteTx<'_>,
        app: &App,
        rule: &str,
        due: Timestamp,
    ) -> Result<(Self, ClockMove)> {
        let now = tx.now();
        let term = app.rulebook.term(rule, app.tz().to_datetime(now).date())?;
        let clock = Self { rule: rule.to_owned(), clock: ClockId::new(now, tx.rng()), due };
        let moved = clock.moved(ClockOp::Start { term });
        Ok((clock, moved))
    }
}

/// When the term of `rule` ends that begins now.
fn due(app: &App, rule: &str, now: Timestamp) -> Result<Timestamp> {
    let term = app.rulebook.term(rule, app.tz().to_datetime(now).date())?;
    let due = app.calendar.due("", now, term, &[]).map_err(Error::internal)?;
    due.ok_or_else(|| Error::internal(format!("{rule} has no end")))
}
