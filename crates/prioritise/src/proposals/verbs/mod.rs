//! What is done with proposals and deliberations: each act writes its facts and rows in one transaction.

mod cost;
mod decide;
mod hold;
mod make;
mod merge;
mod support;

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject};
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::db::WriteTx;
use platform::journal::Seal;

use super::model::Proposal;

pub use cost::Cost;
pub use decide::{Decide, Outcome};
pub use hold::{Hold, Said as Held};
pub use make::{Make, MakeAll, Said, TakeOver};
pub use merge::Merge;
pub use support::Support;

/// Who acts, and in which command.
#[derive(Clone, Copy)]
struct Act {
    command: CommandId,
    actor: Actor,
}

impl Act {
    fn of(tx: &mut WriteTx<'_>, actor: Actor) -> Self {
        Self { command: CommandId::new(tx.now(), tx.rng()), actor }
    }

    /// Writes a clear fact as the `seq`-th about `subject`.
    async fn tell(
        self,
        tx: &mut WriteTx<'_>,
        subject: Subject,
        seq: i64,
        payload: Payload,
    ) -> Result<()> {
        let fact = NewFact {
            subject,
            command: self.command,
            occurred_at: tx.now(),
            actor: self.actor,
            clocks: Vec::new(),
            payload,
        };
        tx.append(&fact, seq, Seal::Clear).await?;
        Ok(())
    }

    /// The same as the next fact about a proposal.
    async fn append(
        self,
        tx: &mut WriteTx<'_>,
        proposal: &mut Proposal,
        payload: Payload,
    ) -> Result<()> {
        proposal.seq += 1;
        self.tell(tx, proposal.subject(), proposal.seq, payload).await
    }
}
