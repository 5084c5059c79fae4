//! The plan of a budget is begun.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::NewFact;
use kernel::facts::Payload;
use kernel::facts::plan::PlanBegun;
use kernel::id::{CommandId, PlanId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;

use super::super::model::Course;
use super::super::store::{self, Plan};

/// Begins the plan of a budget.
#[derive(Clone)]
pub struct Begin {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// What stands above it; may be empty.
    pub note: String,
    /// Who begins it.
    pub actor: Actor,
}

impl Command for Begin {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let today = self.app.tz().to_datetime(tx.now()).date();
        if !(today.year()..=today.year() + 2).contains(&self.budget_year) {
            let error = Error::invalid("plan-year-far");
            return Err(error.with("first", today.year()).with("last", today.year() + 2));
        }
        if self.note.chars().count() > 300 {
            return Err(Error::invalid("plan-note-long"));
        }
        if store::years(tx).await?.contains(&self.budget_year) {
            return Err(Error::conflict("plan-year-begun"));
        }
        let now = tx.now();
        let plan = Plan {
            id: PlanId::new(now, tx.rng()),
            budget_year: self.budget_year,
            note: self.note.clone(),
            course: Course::default(),
            adopted: String::new(),
            begun_by: self.actor.user,
            seq: 1,
        };
        let begun = PlanBegun { v: 1, budget_year: self.budget_year, note: self.note.clone() };
        let fact = NewFact {
            subject: plan.subject(),
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: self.actor,
            clocks: Vec::new(),
            payload: Payload::PlanBegun(begun),
        };
        tx.append(&fact, plan.seq, Seal::Clear).await?;
        store::insert(tx, &plan).await
    }
}
