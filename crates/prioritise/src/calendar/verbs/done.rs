//! A step of the budget was done.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::StepDone;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::model::{days, rule};
use super::super::store;
use super::{append, due, end, owner};

/// Notes that a step was done, and starts the time of those that follow it.
#[derive(Clone)]
pub struct Finish {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// Code of the step.
    pub step: String,
    /// The day on which it was done.
    pub done_on: Date,
    /// The document that shows it.
    pub reference: String,
    /// Who notes it.
    pub actor: Actor,
}

impl Command for Finish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let year = store::of_year(tx, self.budget_year).await?;
        let mut year = year.ok_or_else(Error::not_found)?;
        let before = year.seq;
        let place = year.steps.iter().position(|step| step.code == self.step);
        let place = place.ok_or_else(Error::not_found)?;
        if year.steps[place].done_on.is_some() {
            return Err(Error::conflict("budget-step-already"));
        }
        if self.done_on > self.app.tz().to_datetime(tx.now()).date() {
            return Err(Error::invalid("budget-done-future"));
        }
        if self.done_on.year() < self.budget_year - 2 {
            return Err(Error::invalid("budget-done-early"));
        }
        year.steps[place].done_on = Some(self.done_on);
        year.steps[place].reference.clone_from(&self.reference);
        let mut moves: Vec<_> = year.clocks.stop(&rule(&self.step)).into_iter().collect();
        let owner = owner(&self.app)?;
        for next in 0..year.steps.len() {
            if year.steps[next].due.is_some() {
                continue;
            }
            let code = year.steps[next].code.clone();
            let Some(day) = due(&self.app, &owner, &year, &code)? else { continue };
            year.steps[next].due = Some(day);
            if year.steps[next].done_on.is_none() {
                let until = end(&self.app, day)?;
                moves.push(year.clocks.start_on(tx, &rule(&code), &owner, until));
            }
        }
        let step = &year.steps[place];
        let late = step.due.map_or(0, |due| days(due, self.done_on).max(0));
        let done = StepDone {
            v: 1,
            budget_year: year.budget_year,
            step: step.code.clone(),
            due: step.due,
            done_on: self.done_on,
            late_days: late,
            reference: self.reference.clone(),
        };
        append(tx, &mut year, self.actor, Payload::CalendarStepDone(done), moves).await?;
        store::update(tx, &year, before).await
    }
}
