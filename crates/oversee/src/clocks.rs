//! Clocks that a row of this context keeps with it. Every method that moves one returns the move for
//! the fact of the act.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::id::ClockId;
use platform::App;
use platform::db::WriteTx;
use serde::{Deserialize, Serialize};

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// The rule it runs by.
    pub rule: String,
    /// Its id.
    pub clock: ClockId,
    /// Code of whoever owes.
    pub owner: String,
    /// When it runs out.
    pub due: Timestamp,
    /// It ran out before its owner did what was due.
    pub lapsed: bool,
}

impl Running {
    fn moved(&self, op: ClockOp) -> ClockMove {
        ClockMove {
            clock: self.clock,
            rule: self.rule.clone(),
            owner: self.owner.clone(),
            due_at: Some(self.due),
            op,
        }
    }
}

/// The clocks of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clocks(Vec<Running>);

impl Clocks {
    /// Starts the clock of `rule` now, which `owner` answers for.
    ///
    /// # Errors
    /// Internal when the rulebook has no such term today, or the calendar no such date.
    pub fn start(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        rule: &str,
        owner: &str,
    ) -> Result<ClockMove> {
        let now = tx.now();
        let due = due(app, rule, owner, now)?;
        self.start_until(tx, app, rule, owner, due)
    }

    /// The same with a day that was agreed on.
    ///
    /// # Errors
    /// Internal when the rulebook has no such term today.
    pub fn start_until(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        rule: &str,
        owner: &str,
        due: Timestamp,
    ) -> Result<ClockMove> {
        let now = tx.now();
        let term = app.rulebook.term(rule, app.tz().to_datetime(now).date())?;
        let clock = Running {
            rule: rule.to_owned(),
            clock: ClockId::new(now, tx.rng()),
            owner: owner.to_owned(),
            due,
            lapsed: false,
        };
        let moved = clock.moved(ClockOp::Start { term });
        self.0.push(clock);
        Ok(moved)
    }

    /// Ends all clocks.
    pub fn stop_all(&mut self) -> Vec<ClockMove> {
        self.0.drain(..).map(|clock| clock.moved(ClockOp::Stop)).collect()
    }

    /// Notes that a clock ran out. What was due is still owed, so it is kept until it is stopped.
    pub fn lapse(&mut self, clock: ClockId) -> Option<ClockMove> {
        let clock = self.0.iter_mut().find(|one| one.clock == clock && !one.lapsed)?;
        clock.lapsed = true;
        Some(clock.moved(ClockOp::Lapse))
    }

    /// When the first of them runs out.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.0.iter().map(|clock| clock.due).min()
    }
}

/// When the term of `rule` ends that begins at `start` for `unit`.
///
/// # Errors
/// Internal when the rulebook has no such term on that day, or the calendar no such date.
pub fn due(app: &App, rule: &str, unit: &str, start: Timestamp) -> Result<Timestamp> {
    let term = app.rulebook.term(rule, app.tz().to_datetime(start).date())?;
    let due = app.calendar.due(unit, start, term, &[]).map_err(Error::internal)?;
    due.ok_or_else(|| Error::internal(format!("{rule} has no end")))
}
