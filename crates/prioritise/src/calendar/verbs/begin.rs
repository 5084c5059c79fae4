//! The steps of a budget are begun: their last days are reckoned and their clocks run.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::{CalendarBegun, DatedStep};
use kernel::id::BudgetCalendarId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::running::Clocks;

use super::super::model::{STEPS, Step, rule};
use super::super::store::{self, Year};
use super::{append, due, end, owner};

/// Begins the calendar of a budget.
#[derive(Clone)]
pub struct Begin {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// Who begins it.
    pub actor: Actor,
}

impl Command for Begin {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        // Working days are known only as far as the list of holidays reaches.
        let (first, last) = (self.app.calendar.first_day(), self.app.calendar.last_day());
        let before = self.budget_year.saturating_sub(1);
        if before < first.year() || before > last.year() {
            let error = Error::invalid("budget-year-unknown");
            return Err(error.with("first", first.year() + 1).with("last", last.year() + 1));
        }
        if store::of_year(tx, self.budget_year).await?.is_some() {
            return Err(Error::conflict("budget-year-begun"));
        }
        let now = tx.now();
        let id = BudgetCalendarId::new(now, tx.rng());
        let step = |code: &&str| Step {
            code: (*code).to_owned(),
            due: None,
            done_on: None,
            reference: String::new(),
        };
        let mut year = Year {
            id,
            budget_year: self.budget_year,
            steps: STEPS.iter().map(step).collect(),
            clocks: Clocks::default(),
            seq: 0,
        };
        let owner = owner(&self.app)?;
        let mut moves = Vec::new();
        for (place, code) in STEPS.into_iter().enumerate() {
            let Some(day) = due(&self.app, &owner, &year, code)? else { continue };
            year.steps[place].due = Some(day);
            let until = end(&self.app, day)?;
            moves.push(year.clocks.start_on(tx, &rule(code), &owner, until));
        }
        let steps = year.steps.iter();
        let steps = steps.map(|step| DatedStep { step: step.code.clone(), due: step.due });
        let begun = CalendarBegun { v: 1, budget_year: self.budget_year, steps: steps.collect() };
        append(tx, &mut year, self.actor, Payload::CalendarBegun(begun), moves).await?;
        store::insert(tx, &year).await
    }
}
