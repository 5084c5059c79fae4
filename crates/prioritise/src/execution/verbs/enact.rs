//! A second planner has compared a budget with its document, and it holds.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::spending::BudgetEnacted;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};

use super::super::store;
use super::{Writing, keeps};

/// What was brought in holds from now on.
#[derive(Clone)]
pub struct Enact {
    /// The year.
    pub budget_year: i16,
    /// The number of the last fact that the planner saw, so that nobody lets another version hold than the one
    /// they looked at.
    pub seen: i64,
    /// Who looked at it.
    pub planner: Can<Planner>,
}

impl Command for Enact {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let found = store::of_year(tx, self.budget_year).await?;
        let mut budget = found.ok_or_else(Error::not_found)?;
        let proposed = budget.proposed.take();
        let version = proposed.ok_or_else(|| Error::conflict("execution-nothing-proposed"))?;
        if budget.seq != self.seen {
            return Err(Error::conflict("error-changed-meanwhile"));
        }
        if budget.proposed_by == Some(self.planner.user()) {
            return Err(Error::invalid("execution-enact-own"));
        }
        // Months may have come since it was brought in.
        keeps(&version.lines, &store::realised(tx, budget.id).await?)?;
        let mut writing = Writing::of(tx, budget, self.planner.actor(Channel::Online, None));
        writing.budget.version += 1;
        writing.budget.proposed_by = None;
        let (id, number) = (writing.budget.id, writing.budget.version);
        store::keep(tx, id, number, &version).await?;
        let enacted = BudgetEnacted {
            v: 1,
            budget_year: self.budget_year,
            version: number,
            reference: version.reference.trim().to_owned(),
            note: version.note,
            lines: version.lines,
        };
        writing.append(tx, Payload::BudgetEnacted(enacted)).await?;
        writing.done(tx).await
    }
}
