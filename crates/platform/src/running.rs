//! Clocks that a row of any context keeps with it: by which rule each runs, since when, and when it stood
//! still. Every method that moves one returns the move for the fact of the act; the engine in
//! [`crate::clocks`] only says when one has run out.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::calendar::{Hours, Pause, Term, TimeUnit};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::id::ClockId;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::db::WriteTx;

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// The rule it runs by.
    pub rule: String,
    /// Its id.
    pub clock: ClockId,
    /// Code of whoever owes.
    pub owner: String,
    /// Since when; none where a day was agreed on, which never moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Timestamp>,
    /// How long; none where a day was agreed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// When it stood still.
    #[serde(default)]
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
        let (Some(started), Some(term)) = (self.started, self.term) else { return Ok(()) };
        let pause =
            |(from, until): &(Timestamp, Option<Timestamp>)| Pause { from: *from, until: *until };
        let pauses: Vec<Pause> = self.pauses.iter().map(pause).collect();
        let due = app.calendar.due(&self.owner, started, term, &pauses);
        self.due = due.map_err(Error::internal)?;
        Ok(())
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
    /// As [`Clocks::start_since`].
    pub fn start(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        rule: &str,
        owner: &str,
    ) -> Result<ClockMove> {
        let now = tx.now();
        self.start_since(tx, app, rule, owner, now)
    }

    /// The same from `since` on, when the time began to count.
    ///
    /// # Errors
    /// Internal when the rulebook has no such term on that day, or the calendar no such date.
    pub fn start_since(
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
    /// As [`Clocks::start_since`].
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
            started: Some(since),
            term: Some(term),
            pauses: Vec::new(),
            due: None,
            lapsed: false,
        };
        clock.reckon(app)?;
        let moved = clock.moved(ClockOp::Start { term });
        self.0.push(clock);
        Ok(moved)
    }

    /// Starts the clock of `rule` now, to end at `due`: a day that was agreed on.
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
            started: None,
            term: None,
            pauses: Vec::new(),
            due: Some(due),
            lapsed: false,
        };
        let moved = clock.moved(ClockOp::Start { term });
        self.0.push(clock);
        Ok(moved)
    }

    /// Starts the clock of `rule` now, to end at `due`: a day that the law itself names, which may be over
    /// already.
    pub fn start_on(
        &mut self,
        tx: &mut WriteTx<'_>,
        rule: &str,
        owner: &str,
        due: Timestamp,
    ) -> ClockMove {
        let now = tx.now();
        let days = now.duration_until(due).as_hours().max(0) / 24;
        let amount = u32::try_from(days).unwrap_or(u32::MAX);
        let term = Term { amount, unit: TimeUnit::CalendarDay, hours: Hours::Elapsed };
        let clock = Running {
            rule: rule.to_owned(),
            clock: ClockId::new(now, tx.rng()),
            owner: owner.to_owned(),
            started: None,
            term: None,
            pauses: Vec::new(),
            due: Some(due),
            lapsed: false,
        };
        let moved = clock.moved(ClockOp::Start { term });
        self.0.push(clock);
        moved
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
        let stop = before.moved(ClockOp::Stop);
        let since = before.started.unwrap_or_else(|| tx.now());
        let mut start = self.start_since(tx, app, new, &before.owner, since)?;
        if let Some(clock) = self.0.last_mut() {
            clock.pauses = before.pauses;
            clock.reckon(app)?;
            start.due_at = clock.due;
        }
        Ok(vec![stop, start])
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

    /// Lets every clock with a term stand still, for a reason that the person can read.
    pub fn pause(&mut self, now: Timestamp, reason: &str) -> Vec<ClockMove> {
        let still = self
            .0
            .iter_mut()
            .filter(|clock| clock.term.is_some() && clock.due.is_some() && !clock.lapsed);
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
            let Some(term) = clock.term else { continue };
            moves.push(clock.moved(ClockOp::Stop));
            clock.owner = owner.to_owned();
            clock.clock = ClockId::new(now, tx.rng());
            clock.reckon(app)?;
            moves.push(clock.moved(ClockOp::Start { term }));
        }
        Ok(moves)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// Rows of both kinds that were kept before the two were one, and what is written of them now.
    #[test]
    fn clocks_that_rows_hold_already_are_read() {
        let id = "01980000-0000-7000-8000-000000000001";
        let long = format!(
            r#"[{{"rule":"complaint.ordinary","clock":"{id}","owner":"A","started":"2026-03-02T01:00:00Z","term":{{"amount":14,"unit":"working_day","hours":"elapsed"}},"pauses":[["2026-03-03T01:00:00Z",null]],"due":null,"lapsed":false}}]"#
        );
        let short = format!(
            r#"[{{"rule":"oversee.round","clock":"{id}","owner":"A","due":"2026-03-09T01:00:00Z","lapsed":true}}]"#
        );
        let read: Clocks = serde_json::from_str(&long).unwrap();
        let clock = read.of("complaint.ordinary").unwrap();
        assert_eq!(clock.started, Some("2026-03-02T01:00:00Z".parse().unwrap()));
        assert_eq!((clock.pauses.len(), clock.due), (1, None));
        let again: Clocks = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
        assert_eq!(again, read);
        let mut read: Clocks = serde_json::from_str(&short).unwrap();
        let clock = read.of("oversee.round").unwrap();
        assert!(clock.lapsed && clock.term.is_none() && clock.pauses.is_empty());
        assert_eq!(read.next_due(), Some("2026-03-09T01:00:00Z".parse().unwrap()));
        let again: Clocks = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
        assert_eq!(again, read);
        assert!(read.pause(Timestamp::UNIX_EPOCH, "waits").is_empty(), "an agreed day never moves");
    }
}
