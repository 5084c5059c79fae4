//! What is done with signals: a run raises them, people explain, inspectors decide.

mod answer;
mod decide;
mod lapse;
mod run;

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::{CommandId, SignalId};
use platform::App;
use platform::db::WriteTx;
use platform::journal::Seal;
use platform::vault::SubjectKey;

pub use answer::Answer;
pub use decide::{Decide, Does, escalate};
pub use lapse::SignalClocks;
pub use run::{JOB, RunJob, run};

use super::model::Signal;
use super::store;
use crate::city::INSPECTORATE;

/// The time for an inspector's decision.
pub const ANSWER: &str = "signal.answer";

/// A signal with its key, open for one act.
struct Opened {
    signal: Signal,
    key: SubjectKey,
    before: i64,
}

impl Opened {
    async fn load(tx: &mut WriteTx<'_>, app: &App, id: SignalId) -> Result<Self> {
        let (signal, key) = store::by_id(tx, app, id).await?;
        let before = signal.seq;
        Ok(Self { signal, key, before })
    }

    /// Writes the fact of an act and the changed row, together.
    async fn commit(
        mut self,
        tx: &mut WriteTx<'_>,
        actor: Actor,
        payload: Payload,
        op: Option<ClockOp>,
    ) -> Result<()> {
        self.signal.seq += 1;
        let clocks = op.map(|op| clock(&self.signal, op)).into_iter().collect();
        append(tx, &self.key, &self.signal, actor, payload, clocks).await?;
        store::update(tx, &self.key, &self.signal, self.before).await
    }
}

fn clock(signal: &Signal, op: ClockOp) -> ClockMove {
    let (rule, owner) = (ANSWER.to_owned(), INSPECTORATE.to_owned());
    ClockMove { clock: signal.clock, rule, owner, due_at: signal.due_at, op }
}

async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    signal: &Signal,
    actor: Actor,
    payload: Payload,
    clocks: Vec<ClockMove>,
) -> Result<()> {
    let now = tx.now();
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Signal, id: signal.id.uuid() },
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks,
        payload,
    };
    tx.append(&fact, signal.seq, Seal::Under(key)).await?;
    Ok(())
}
