//! Time while somebody works: the sorted open windows of a unit or an officer, in milliseconds
//! since the epoch, each with its first instant inside and its last one outside.

use jiff::civil::Date;
use kernel::calendar::WorkCalendar;

/// One minute in milliseconds.
pub(crate) const MINUTE: i64 = 60_000;
/// One day in milliseconds.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

/// One window and the day of the run (from 0) on which it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) day: u32,
}

/// All windows of the run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Windows(Vec<Window>);

impl Windows {
    /// The office hours of `unit` on `days`.
    pub(crate) fn of_unit(calendar: &WorkCalendar, unit: &str, days: &[Date]) -> Self {
        let mut windows = Vec::new();
        for (day, date) in days.iter().enumerate() {
            for (from, to) in calendar.office_hours(unit, *date) {
                let (from, to) = (from.as_millisecond(), to.as_millisecond());
                windows.push(Window { from, to, day: day as u32 });
            }
        }
        Self(windows)
    }

    /// These windows without those of the days for which `absent` is true.
    pub(crate) fn without(&self, absent: impl Fn(u32) -> bool) -> Self {
        Self(self.0.iter().copied().filter(|window| !absent(window.day)).collect())
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Window] {
        &self.0
    }

    /// Those of one day of the run.
    pub(crate) fn of_day(&self, day: u32) -> &[Window] {
        let from = self.0.partition_point(|window| window.day < day);
        let to = self.0.partition_point(|window| window.day <= day);
        &self.0[from..to]
    }

    /// Whether `at` lies inside.
    pub(crate) fn contains(&self, at: i64) -> bool {
        self.opening(at) == Some(at)
    }

    /// The first instant inside that is not before `at`.
    pub(crate) fn opening(&self, at: i64) -> Option<i64> {
        let next = self.0.get(self.0.partition_point(|window| window.to <= at))?;
        Some(next.from.max(at))
    }

    /// Milliseconds from `at` to the end of the window in which it lies.
    pub(crate) fn rest(&self, at: i64) -> Option<i64> {
        let window = self.0.get(self.0.partition_point(|window| window.to <= at))?;
        (window.from <= at).then_some(window.to - at)
    }

    /// The first instant inside that is not before `at` and on a day for which `chosen` is true.
    pub(crate) fn opening_on(&self, at: i64, chosen: impl Fn(u32) -> bool) -> Option<i64> {
        let first = self.0.partition_point(|window| window.to <= at);
        let next = self.0[first..].iter().find(|window| chosen(window.day))?;
        Some(next.from.max(at))
    }

    /// The instant at which `work` milliseconds have been worked since `at`; always inside. `None`
    /// when that is after the run.
    pub(crate) fn after(&self, at: i64, work: i64) -> Option<i64> {
        let first = self.0.partition_point(|window| window.to <= at);
        let mut left = work;
        for window in &self.0[first..] {
            let from = window.from.max(at);
            if left < window.to - from {
                return Some(from + left);
            }
            left -= window.to - from;
        }
        None
    }

    /// Milliseconds inside, in all.
    pub(crate) fn total(&self) -> i64 {
        self.0.iter().map(|window| window.to - window.from).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{Window, Windows};
    use proptest::prelude::*;

    fn windows() -> impl Strategy<Value = Windows> {
        prop::collection::vec((1i64..20, 1i64..20), 1..12).prop_map(|gaps| {
            let mut at = 0;
            let windows = gaps.into_iter().enumerate().map(|(day, (gap, length))| {
                let from = at + gap;
                at = from + length;
                Window { from, to: at, day: day as u32 }
            });
            Windows(windows.collect())
        })
    }

    proptest! {
        /// Against the naive oracle that steps through every instant.
        #[test]
        fn work_is_counted_inside_only(windows in windows(), at in 0i64..300, work in 0i64..150) {
            let mut left = work;
            let mut oracle = None;
            for instant in at..600 {
                let open = windows.all().iter().any(|w| w.from <= instant && instant < w.to);
                if open && left == 0 {
                    oracle = Some(instant);
                    break;
                }
                left -= i64::from(open);
            }
            prop_assert_eq!(windows.after(at, work), oracle);
            prop_assert_eq!(windows.after(at, 0), windows.opening(at));
            let run = (at..600).take_while(|instant| windows.contains(*instant)).count() as i64;
            let joined = windows.all().windows(2).any(|two| two[0].to == two[1].from);
            prop_assert!(joined || windows.rest(at).unwrap_or(0) == run);
            let odd = windows.without(|day| day % 2 == 0);
            prop_assert_eq!(windows.opening_on(at, |day| day % 2 == 1), odd.opening(at));
        }
    }
}
