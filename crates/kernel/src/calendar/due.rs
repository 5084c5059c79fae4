//! When a term runs out, and how far it has run.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{CalendarError, Hours, Pause, Progress, Term, TimeUnit, WorkCalendar};

/// Pauses in order, without overlap or touch. One that is still open lasts to the end of time.
pub(super) struct Pauses(Vec<(Timestamp, Timestamp)>);

/// What is left of a term after a stretch of time.
enum Spent {
    /// Nothing: it ran out at this instant.
    At(Timestamp),
    /// This much.
    Left(SignedDuration),
}

impl Pauses {
    pub(super) fn new(pauses: &[Pause]) -> Self {
        let mut sorted: Vec<_> = pauses
            .iter()
            .map(|pause| (pause.from, pause.until.unwrap_or(Timestamp::MAX)))
            .filter(|(from, until)| from < until)
            .collect();
        sorted.sort_unstable();
        let mut merged: Vec<(Timestamp, Timestamp)> = Vec::with_capacity(sorted.len());
        for (from, until) in sorted {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => merged.push((from, until)),
            }
        }
        Self(merged)
    }

    /// Pauses that share time with `from..to`.
    fn within(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let first = self.0.partition_point(|pause| pause.1 <= from);
        self.0[first..].iter().copied().take_while(move |pause| pause.0 < to)
    }

    /// Whether the clock runs just before or just after `at`.
    fn runs_at(&self, at: Timestamp) -> bool {
        self.within(at, Timestamp::MAX).next().is_none_or(|pause| pause.0 >= at)
    }

    /// Since when the clock stands still at `at`, if it does.
    fn standing_since(&self, at: Timestamp) -> Option<Timestamp> {
        self.within(at, Timestamp::MAX).next().map(|pause| pause.0).filter(|from| *from <= at)
    }

    /// Whether the clock stopped before `at` and has not been started again.
    fn stopped_before(&self, at: Timestamp) -> bool {
        self.0.last().is_some_and(|pause| pause.1 == Timestamp::MAX && pause.0 < at)
    }

    /// Time between two instants in which the clock runs.
    pub(super) fn running_time(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        if to <= from {
            return SignedDuration::ZERO;
        }
        let still: SignedDuration =
            self.within(from, to).map(|(a, b)| a.max(from).duration_until(b.min(to))).sum();
        from.duration_until(to) - still
    }

    /// Uses up `left`, which is more than nothing, from `from` on but not beyond `to`.
    fn spend(&self, from: Timestamp, to: Timestamp, mut left: SignedDuration) -> Spent {
        let mut at = from;
        for (stop, restart) in self.within(from, to).chain([(to, to)]) {
            let run = at.duration_until(stop).max(SignedDuration::ZERO);
            if run >= left {
                return Spent::At(at + left);
            }
            left -= run;
            at = restart;
        }
        Spent::Left(left)
    }
}

impl WorkCalendar {
    /// When a `term` of `unit` that started at `start` runs out; `None` while a pause is open
    /// that began before that. See the [module](super) for how a term runs. The cost grows with
    /// the days of the term, not with its minutes.
    ///
    /// # Errors
    /// [`CalendarError::Unknown`] when working days or office hours beyond the holiday list are
    /// needed; [`CalendarError::OutOfRange`] when the term ends after the year 9999.
    pub fn due(
        &self,
        unit: &str,
        start: Timestamp,
        term: Term,
        pauses: &[Pause],
    ) -> Result<Option<Timestamp>, CalendarError> {
        if term.amount == 0 {
            return Ok(Some(start));
        }
        let pauses = Pauses::new(pauses);
        let Some(length) = length(term) else {
            return self.due_in_days(unit, start, term, &pauses);
        };
        match term.hours {
            Hours::Office => self.due_in_office_time(unit, start, length, &pauses),
            Hours::Elapsed => match pauses.spend(start, Timestamp::MAX, length) {
                Spent::At(due) => Ok(Some(due)),
                Spent::Left(_) if pauses.stopped_before(Timestamp::MAX) => Ok(None),
                Spent::Left(_) => Err(CalendarError::OutOfRange { amount: term.amount, start }),
            },
        }
    }

    fn due_in_days(
        &self,
        unit: &str,
        start: Timestamp,
        term: Term,
        pauses: &Pauses,
    ) -> Result<Option<Timestamp>, CalendarError> {
        let mut left = term.amount;
        for day in self.days_from(self.date(start)).skip(1) {
            if pauses.stopped_before(self.instant(day, 0)) {
                return Ok(None);
            }
            if term.unit == TimeUnit::WorkingDay {
                self.check_known(day)?;
            }
            let Some(closing) = self.closing(unit, day, term.unit) else { continue };
            if pauses.runs_at(closing) {
                left -= 1;
            }
            if left == 0 {
                return Ok(Some(closing));
            }
        }
        Err(CalendarError::OutOfRange { amount: term.amount, start })
    }

    fn due_in_office_time(
        &self,
        unit: &str,
        start: Timestamp,
        mut left: SignedDuration,
        pauses: &Pauses,
    ) -> Result<Option<Timestamp>, CalendarError> {
        let mut day = self.date(start);
        loop {
            if pauses.stopped_before(self.instant(day, 0)) {
                return Ok(None);
            }
            self.check_known(day)?;
            for (open, close) in self.office_hours(unit, day) {
                if close <= start {
                    continue;
                }
                match pauses.spend(open.max(start), close, left) {
                    Spent::At(due) => return Ok(Some(due)),
                    Spent::Left(rest) => left = rest,
                }
            }
            day = self.after(day)?;
        }
    }

    /// How far a `term` of `unit` that started at `start` has run at `now`. Days that the holiday
    /// list does not cover are taken to be no holidays.
    pub fn progress(
        &self,
        unit: &str,
        start: Timestamp,
        now: Timestamp,
        term: Term,
        pauses: &[Pause],
    ) -> Progress {
        let pauses = Pauses::new(pauses);
        let of = term.amount;
        let (used, running) = match length(term) {
            _ if of == 0 => (0, 0.0),
            None => self.used_days(unit, start, now, term, &pauses),
            Some(length) => {
                let gone = match term.hours {
                    Hours::Elapsed => pauses.running_time(start, now),
                    Hours::Office => self.office_time(unit, start, now, &pauses),
                };
                used_hours(gone, length, of)
            }
        };
        let share = if used >= of { 1.0 } else { (f64::from(used) + running) / f64::from(of) };
        let day = used.saturating_add(1).min(of);
        Progress { share, day, of, paused: pauses.standing_since(now).is_some() }
    }

    /// Days used up, and the part gone of the day that runs.
    fn used_days(
        &self,
        unit: &str,
        start: Timestamp,
        now: Timestamp,
        term: Term,
        pauses: &Pauses,
    ) -> (u32, f64) {
        let today = self.date(now);
        let mut used = 0;
        for day in self.days_from(self.date(start)).skip(1).take_while(|day| *day <= today) {
            if used == term.amount {
                break;
            }
            match self.closing(unit, day, term.unit) {
                Some(closing) if closing > now => {
                    let at = pauses.standing_since(now).unwrap_or(now);
                    return (used, self.part_of_day(unit, day, at, term.unit));
                }
                Some(closing) if pauses.runs_at(closing) => used += 1,
                _ => {}
            }
        }
        (used, 0.0)
    }

    /// The instant that uses up `day`, if it counts.
    fn closing(&self, unit: &str, day: Date, of: TimeUnit) -> Option<Timestamp> {
        if of == TimeUnit::CalendarDay {
            return Some(self.instant(day, 24 * 60));
        }
        let &(_, close) = self.sessions(unit, day).last()?;
        self.counts(unit, day).then(|| self.instant(day, close))
    }

    /// The part of `day` gone at `at`, by office hours or by the clock on the wall.
    fn part_of_day(&self, unit: &str, day: Date, at: Timestamp, of: TimeUnit) -> f64 {
        let (from, to) = (self.instant(day, 0), self.instant(day, 24 * 60));
        let (gone, whole) = match of {
            TimeUnit::CalendarDay => {
                (from.duration_until(at).max(SignedDuration::ZERO), from.duration_until(to))
            }
            _ => (self.working_time(unit, from, at), self.working_time(unit, from, to)),
        };
        gone.as_secs_f64() / whole.as_secs_f64()
    }
}

/// Length of a term in hours or minutes; `None` for days, which have no fixed length.
fn length(term: Term) -> Option<SignedDuration> {
    match term.unit {
        TimeUnit::Hour => Some(SignedDuration::from_hours(i64::from(term.amount))),
        TimeUnit::Minute => Some(SignedDuration::from_mins(i64::from(term.amount))),
        TimeUnit::WorkingDay | TimeUnit::CalendarDay => None,
    }
}

/// Whole hours (minutes) of the `of` that make up `length` which `gone` has used, and the part
/// gone of the next.
fn used_hours(gone: SignedDuration, length: SignedDuration, of: u32) -> (u32, f64) {
    if gone >= length {
        return (of, 0.0);
    }
    let one = length.as_nanos() / i128::from(of);
    let used = u32::try_from(gone.as_nanos() / one).unwrap_or(of);
    let rest = gone.as_nanos() % one;
    (used, rest as f64 / one as f64)
}
