//! What is done with trials: one proposes, another starts, the calendar judges, a person decides.

mod evaluate;
mod lapse;
mod propose;
mod start;

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::db::WriteTx;
use platform::journal::Seal;

pub use evaluate::{Evaluate, JOB, evaluate};
pub use lapse::TrialClocks;
pub use propose::{Drop, Propose};
pub use start::{End, Replay, Start};

use super::model::{State, Trial};
use super::store;

/// Writes the clear fact of an act and the changed row, together.
async fn commit(
    tx: &mut WriteTx<'_>,
    mut trial: Trial,
    before: State,
    actor: Actor,
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let now = tx.now();
    trial.seq += 1;
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Trial, id: trial.id.uuid() },
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks,
        payload,
    };
    tx.append(&fact, trial.seq, Seal::Clear).await?;
    store::update(tx, &trial, before).await
}
