//! What is done with a budget: one brings it in, another lets it hold, and months come.

mod enact;
mod propose;
mod realise;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::NewFact;
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::db::{Tx, WriteTx};
use platform::journal::Seal;

pub use enact::Enact;
pub use propose::{Propose, check};
pub use realise::{Realise, last_month};

use super::model::{BudgetLine, Realised};
use super::store::{self, Budget};

/// One act on one budget, which may be told by several facts.
struct Writing {
    budget: Budget,
    before: i64,
    command: CommandId,
    actor: Actor,
}

impl Writing {
    fn of(tx: &mut WriteTx<'_>, budget: Budget, actor: Actor) -> Self {
        let now = tx.now();
        Self { before: budget.seq, budget, command: CommandId::new(now, tx.rng()), actor }
    }

    async fn append(&mut self, tx: &mut WriteTx<'_>, payload: Payload) -> Result<()> {
        let fact = NewFact {
            subject: self.budget.subject(),
            command: self.command,
            occurred_at: tx.now(),
            actor: self.actor,
            clocks: Vec::new(),
            payload,
        };
        self.budget.seq += 1;
        tx.append(&fact, self.budget.seq, Seal::Clear).await?;
        Ok(())
    }

    async fn done(self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::update(tx, &self.budget, self.before).await
    }
}

/// The budget of a year that holds.
async fn holding(tx: &mut Tx<'_>, year: i16) -> Result<Budget> {
    let found = store::of_year(tx, year).await?.filter(|budget| budget.version > 0);
    found.ok_or_else(Error::not_found)
}

/// A revised budget keeps every activity on which something was paid.
fn keeps(lines: &[BudgetLine], realised: &[Realised]) -> Result<()> {
    let kept = |one: &&Realised| {
        one.paid == 0 || lines.iter().any(|line| line.code == one.code && line.unit == one.unit)
    };
    match realised.iter().find(|one| !kept(one)) {
        None => Ok(()),
        Some(gone) => Err(Error::invalid("execution-paid-dropped")
            .with("code", &gone.code)
            .with("unit", &gone.unit)),
    }
}
