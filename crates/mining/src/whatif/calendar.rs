//! Open hours as instants: how much time of work lies between two of them, and when some is over.

use crate::table::{NONE, UNKNOWN};

/// One day in microseconds.
pub const DAY: i64 = 86_400_000_000;
/// One minute in microseconds.
pub const MINUTE: i64 = 60_000_000;

/// Stretches of open time, each with its first instant inside and its last one outside.
#[derive(Clone, Debug, Default)]
pub struct Open {
    from: Vec<i64>,
    to: Vec<i64>,
    /// Open time before each stretch.
    before: Vec<i64>,
}

impl Open {
    /// From stretches in any order; what overlaps or touches becomes one.
    pub fn new(windows: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut windows: Vec<(i64, i64)> =
            windows.into_iter().filter(|(from, to)| from < to).collect();
        windows.sort_unstable();
        let mut open = Self::default();
        for (from, to) in windows {
            match open.to.last_mut() {
                Some(last) if from <= *last => *last = to.max(*last),
                _ => {
                    open.from.push(from);
                    open.to.push(to);
                }
            }
        }
        let mut sum = 0;
        for (from, to) in open.from.iter().zip(&open.to) {
            open.before.push(sum);
            sum += to - from;
        }
        open
    }

    /// All stretches.
    pub fn windows(&self) -> impl Iterator<Item = (i64, i64)> {
        self.from.iter().copied().zip(self.to.iter().copied())
    }

    /// Open time before an instant.
    pub fn worked(&self, at: i64) -> i64 {
        let next = self.to.partition_point(|to| *to <= at);
        match (self.from.get(next), self.before.get(next)) {
            (Some(from), Some(before)) => before + (at - from).max(0),
            _ => self.total(),
        }
    }

    /// Open time from one instant to another; nothing when the second is not later.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        if to <= from { 0 } else { self.worked(to) - self.worked(from) }
    }

    /// The first instant inside that is not before `at`.
    pub fn opening(&self, at: i64) -> Option<i64> {
        self.from.get(self.to.partition_point(|to| *to <= at)).map(|from| at.max(*from))
    }

    /// Whether `at` lies inside.
    pub fn contains(&self, at: i64) -> bool {
        self.opening(at) == Some(at)
    }

    /// When so much work is over that begins at `at`; nothing when that is after the last stretch.
    pub fn after(&self, at: i64, work: i64) -> Option<i64> {
        if work <= 0 {
            return self.opening(at);
        }
        let goal = self.worked(at) + work;
        let next = self.before.partition_point(|before| *before < goal).checked_sub(1)?;
        let end = self.from[next] + goal - self.before[next];
        (end <= self.to[next]).then_some(end)
    }

    /// All of it.
    pub fn total(&self) -> i64 {
        match (self.from.last(), self.to.last(), self.before.last()) {
            (Some(from), Some(to), Some(before)) => before + to - from,
            _ => 0,
        }
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// When it begins.
    pub midnight: i64,
    /// 0 is Monday.
    pub weekday: u8,
    /// A holiday: an additional opening does not open it.
    pub rests: bool,
}

/// When which place is open, from before the first event of a log to the end of what is foretold.
#[derive(Clone, Debug)]
pub struct Calendar {
    days: Vec<Day>,
    usual: Open,
    places: Vec<Open>,
}

impl Calendar {
    /// From days in order without gaps, the usual hours, and those of each place by its number.
    pub fn new(days: Vec<Day>, usual: Open, places: Vec<Open>) -> Self {
        Self { days, usual, places }
    }

    /// Open day and night.
    pub fn always(days: Vec<Day>) -> Self {
        let ends = days.first().zip(days.last());
        let usual = Open::new(ends.map(|(first, last)| (first.midnight, last.midnight + DAY)));
        Self { days, usual, places: Vec::new() }
    }

    /// The days.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// Hours of a place; of none, or of one without hours of its own, the usual ones.
    pub fn place(&self, place: u32) -> &Open {
        let of_place = if place == NONE { None } else { self.places.get(place as usize) };
        of_place.unwrap_or(&self.usual)
    }

    /// The day of an instant, by its place in [`Calendar::days`]; what lies outside is the nearest.
    pub fn day(&self, at: i64) -> usize {
        let next = self.days.partition_point(|day| day.midnight <= at);
        next.saturating_sub(1)
    }

    /// When a day ends.
    pub fn midnight_after(&self, day: usize) -> i64 {
        match (self.days.get(day + 1), self.days.get(day)) {
            (Some(next), _) => next.midnight,
            (None, Some(day)) => day.midnight + DAY,
            (None, None) => UNKNOWN,
        }
    }

    /// Whether a place opens on a day.
    pub fn opens(&self, place: u32, day: usize) -> bool {
        let midnight = self.days[day].midnight;
        self.place(place).between(midnight, self.midnight_after(day)) > 0
    }

    /// How long the usual hours are on a day on which there are any; what a working day means.
    pub fn working_day(&self) -> i64 {
        let lengths = (0..self.days.len())
            .map(|day| self.usual.between(self.days[day].midnight, self.midnight_after(day)));
        let mut lengths: Vec<i64> = lengths.filter(|length| *length > 0).collect();
        lengths.sort_unstable();
        lengths.get(lengths.len() / 2).copied().unwrap_or(DAY)
    }

    /// The same with an additional opening on a weekday from `since` on, in minutes of the day.
    /// Holidays stay closed.
    #[must_use]
    pub fn with_opening(&self, weekday: u8, (from, to): (u16, u16), since: i64) -> Self {
        let minute = |day: &Day, minute: u16| day.midnight + i64::from(minute) * MINUTE;
        let more: Vec<(i64, i64)> = self
            .days
            .iter()
            .filter(|day| day.weekday == weekday && !day.rests && day.midnight >= since)
            .map(|day| (minute(day, from), minute(day, to)))
            .collect();
        let wider = |open: &Open| Open::new(open.windows().chain(more.iter().copied()));
        Self {
            days: self.days.clone(),
            usual: wider(&self.usual),
            places: self.places.iter().map(wider).collect(),
        }
    }
}
