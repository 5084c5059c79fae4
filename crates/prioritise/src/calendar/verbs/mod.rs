//! What is done with a calendar: it is begun, its steps are done, and its clocks run out.

mod begin;
mod done;
mod lapse;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact};
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::App;
use platform::db::WriteTx;
use platform::journal::Seal;

pub use begin::Begin;
pub use done::Finish;
pub use lapse::BudgetClocks;

use super::model::{Due, rule};
use super::store::Year;

/// When a step is due by the rule of its own year.
fn due(app: &App, owner: &str, year: &Year, step: &str) -> Result<Option<Date>> {
    let law = Date::new(year.budget_year - 1, 1, 1).map_err(Error::internal)?;
    let due = Due::parse(app.rulebook.text(&rule(step), law)?)?;
    let done = |other: &str| {
        year.steps.iter().find(|known| known.code == other).and_then(|known| known.done_on)
    };
    let works = |day: Date| app.calendar.is_working_day(owner, day);
    Ok(due.day(year.budget_year, done, works))
}

/// The end of a day.
fn end(app: &App, day: Date) -> Result<Timestamp> {
    let next = day.tomorrow().map_err(Error::internal)?.at(0, 0, 0, 0);
    app.tz().to_ambiguous_timestamp(next).compatible().map_err(Error::internal)
}

/// The unit that answers for the steps.
fn owner(app: &App) -> Result<String> {
    Ok(app.rulebook.text("budget.owner", app.today())?.to_owned())
}

async fn append(
    tx: &mut WriteTx<'_>,
    year: &mut Year,
    actor: Actor,
    payload: Payload,
    clocks: Vec<ClockMove>,
) -> Result<()> {
    let now = tx.now();
    let command = CommandId::new(now, tx.rng());
    let subject = year.subject();
    let fact = NewFact { subject, command, occurred_at: now, actor, clocks, payload };
    year.seq += 1;
    tx.append(&fact, year.seq, Seal::Clear).await?;
    Ok(())
}
