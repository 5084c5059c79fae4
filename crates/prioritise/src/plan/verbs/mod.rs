//! What is done with a plan: each act writes its fact and the rows in one transaction.

mod adopt;
mod begin;
mod freeze;
mod keep;
mod list;
mod score;
mod solve;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::NewFact;
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::db::{Tx, WriteTx};
use platform::journal::Seal;

pub use adopt::Adopt;
pub use begin::Begin;
pub use freeze::{Freeze, Void};
pub use keep::Keep;
pub use list::{Take, TakeAccepted};

pub use score::{Reconcile, Score, binding};
pub use solve::{Solve, solve};

use super::store::{self, Plan, Version};

/// One act on one plan, which may be told by several facts.
struct Writing {
    plan: Plan,
    before: i64,
    command: CommandId,
    actor: Actor,
}

impl Writing {
    async fn of(tx: &mut WriteTx<'_>, year: i16, actor: Actor) -> Result<Self> {
        let plan = store::of_year(tx, year).await?;
        let now = tx.now();
        let command = CommandId::new(now, tx.rng());
        Ok(Self { before: plan.seq, plan, command, actor })
    }

    async fn append(&mut self, tx: &mut WriteTx<'_>, payload: Payload) -> Result<()> {
        let fact = NewFact {
            subject: self.plan.subject(),
            command: self.command,
            occurred_at: tx.now(),
            actor: self.actor,
            clocks: Vec::new(),
            payload,
        };
        self.plan.seq += 1;
        tx.append(&fact, self.plan.seq, Seal::Clear).await?;
        Ok(())
    }

    async fn done(self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::update(tx, &self.plan, self.before).await
    }
}

/// The criteria that hold.
async fn criteria(tx: &mut Tx<'_>, plan: &Plan) -> Result<Version> {
    let versions = store::versions(tx, plan.id).await?;
    let found = versions.into_iter().find(|one| one.version == plan.course.version);
    found.filter(|_| plan.course.frozen).ok_or_else(|| Error::conflict("plan-not-frozen"))
}

/// A reason that somebody typed.
fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    let long = text.chars().count();
    if (10..=500).contains(&long) {
        Ok(text.to_owned())
    } else {
        Err(Error::invalid("plan-reason-wrong"))
    }
}
