//! Clocks that a row keeps with it: by which rule each runs, since when, and when it stood still.
//! Every method that moves one returns the move for the fact of the act.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::calendar::{Pause, Term};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::id::ClockId;
use platform::App;
use platform::db::WriteTx;
use serde::{Deserialize, Serialize};

/// One clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Running {
    /// The rule it runs by.
    pub rule: String,
    /// Its id.
    pub clock: ClockId,
    /// Code of the unit that owes.
    pub owner: String,
    /// Since when.
    pub started: Timestamp,
    /// How long.
    pub term: Term,
    /// When it stood still.
    pub pauses: Vec<(Timestamp, Option<Timestamp>)>,
    /// When it runs out; none while it stands still.
    pub due: Option<Timestamp>,
    /// It ran out before its owner did what was due.
    pub lapsed: bool,
}

impl Running {
    fn moved(&self, op: ClockOp) -> ClockMove {
        ClockMove {
            clock: self.clock,
            rule: self.rule.clone(),
            owner: self.owner.clone(),
            due_at: self.due,
            op,
        }
    }

    fn reckon(&mut self, app: &App) -> Result<()> {
        let pause =
            |(from, until): &(Timestamp, Option<Timestamp>)| Pause { from: *from, until: *until };
        let pauses: Vec<Pause> = self.pauses.iter().map(pause).collect();
        let due = app.calendar.due(&self.owner, self.started, self.term, &pauses);
        self.due = due.map_err(Error::internal)?;
        Ok(())
    }
}

/// The clocks of one row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clocks(Vec<Running>);

impl Clocks {
    /// Starts the clock of `rule`, which `owner` answers for. `since` is when the time began to
    /// count, which is not always now.
    ///
    /// # Errors
    /// Internal when the rulebook has no such term on that day, or the calendar no such date.
    pub fn start(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        rule: &str,
        owner: &str,
        since: Timestamp,
    ) -> Result<ClockMove> {
        let day = app.tz().to_datetime(since).date();
        self.start_under(tx, app, (rule, day), owner, since)
    }

    /// The same under the rule of another day: that on which the matter itself happened.
    ///
    /// # Errors
    /// As [`Clocks::start`].
    pub fn start_under(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        (rule, day): (&str, Date),
        owner: &str,
        since: Timestamp,
    ) -> Result<ClockMove> {
        let term = app.rulebook.term(rule, day)?;
        let now = tx.now();
        let mut clock = Running {
            rule: rule.to_owned(),
            clock: ClockId::new(now, tx.rng()),
            owner: owner.to_owned(),
            started: since,
            term,
            pauses: Vec::new(),
            due: None,
            lapsed: false,
        };
        clock.reckon(app)?;
        let moved = clock.moved(ClockOp::Start { term });
        self.0.push(clock);
        Ok(moved)
    }

    /// Lets the time of `new` run instead of that of `old`: it began when the old one did, and stood
    /// still when that stood still.
    ///
    /// # Errors
    /// Internal when the rulebook has no such term on that day, or the calendar no such date.
    pub fn change(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        old: &str,
        new: &str,
    ) -> Result<Vec<ClockMove>> {
        let Some(at) = self.0.iter().position(|clock| clock.rule == old) else {
            return Ok(Vec::new());
        };
        let before = self.0.remove(at);
        let mut moves = vec![before.moved(ClockOp::Stop)];
        moves.push(self.start(tx, app, new, &before.owner, before.started)?);
        if let Some(clock) = self.0.last_mut() {
            clock.pauses = before.pauses;
            clock.reckon(app)?;
            moves.pop();
            moves.push(clock.moved(ClockOp::Start { term: clock.term }));
        }
        Ok(moves)
    }

    /// Ends the clock of `rule`, if one runs: what was due is done.
    pub fn stop(&mut self, rule: &str) -> Option<ClockMove> {
        let at = self.0.iter().position(|clock| clock.rule == rule)?;
        Some(self.0.remove(at).moved(ClockOp::Stop))
    }

    /// Ends all clocks.
    pub fn stop_all(&mut self) -> Vec<ClockMove> {
        self.0.drain(..).map(|clock| clock.moved(ClockOp::Stop)).collect()
    }

    /// Lets every clock stand still, for a reason that the person can read.
    pub fn pause(&mut self, now: Timestamp, reason: &str) -> Vec<ClockMove> {
        let still = self.0.iter_mut().filter(|clock| clock.due.is_some() && !clock.lapsed);
        let stop = |clock: &mut Running| {
            clock.pauses.push((now, None));
            clock.due = None;
            clock.moved(ClockOp::Pause { reason: reason.to_owned() })
        };
        still.map(stop).collect()
    }

    /// Lets every clock run on that stands still.
    ///
    /// # Errors
    /// Internal when the calendar has no date for it.
    pub fn resume(&mut self, app: &App, now: Timestamp) -> Result<Vec<ClockMove>> {
        let mut moves = Vec::new();
        for clock in &mut self.0 {
            let Some((_, until @ None)) = clock.pauses.last_mut() else { continue };
            *until = Some(now);
            clock.reckon(app)?;
            moves.push(clock.moved(ClockOp::Resume));
        }
        Ok(moves)
    }

    /// Notes that a clock ran out. What was due is still owed, so it is kept until it is stopped.
    pub fn lapse(&mut self, clock: ClockId) -> Option<ClockMove> {
        let clock = self.0.iter_mut().find(|one| one.clock == clock && !one.lapsed)?;
        clock.lapsed = true;
        Some(clock.moved(ClockOp::Lapse))
    }

    /// The clock of `rule`.
    pub fn of(&self, rule: &str) -> Option<&Running> {
        self.0.iter().find(|clock| clock.rule == rule)
    }

    /// The rule by which `clock` runs.
    pub fn rule_of(&self, clock: ClockId) -> Option<&str> {
        self.0.iter().find(|one| one.clock == clock).map(|one| one.rule.as_str())
    }

    /// When the first of them runs out.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.0.iter().filter_map(|clock| clock.due).min()
    }
}

impl Clocks {
    /// Lets another unit answer for what runs: each clock ends for the one and begins for the other,
    /// as far run as it was.
    ///
    /// # Errors
    /// Internal when the calendar has no date for it.
    pub fn hand_to(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        owner: &str,
    ) -> Result<Vec<ClockMove>> {
        let now = tx.now();
        let mut moves = Vec::new();
        for clock in self.0.iter_mut().filter(|clock| clock.owner != owner && !clock.lapsed) {
            moves.push(clock.moved(ClockOp::Stop));
            clock.owner = owner.to_owned();
            clock.clock = ClockId::new(now, tx.rng());
            clock.reckon(app)?;
            moves.push(clock.moved(ClockOp::Start { term: clock.term }));
        }
        Ok(moves)
    }
}
