//! How long cases take, wait and are worked on, by every hour or by office hours.
//!
//! A case is walked from its first instant to its last. Time in which at least one act is between
//! its beginning and its end is *touch* time; the rest is *waiting*, and belongs to the act that ends
//! it. An act whose beginning nobody wrote down is an instant: without beginnings all time is waiting.

use serde::Serialize;

use crate::spread::Spread;
use crate::table::{Log, NONE, UNKNOWN};

/// When an office is open: stretches in order, without overlap. Before the first and behind the last
/// it is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    open: Vec<(i64, i64)>,
    /// Open time before each stretch.
    before: Vec<i64>,
}

impl Hours {
    /// From stretches in any order, in microseconds since the epoch, ends excluded.
    pub fn new(mut stretches: Vec<(i64, i64)>) -> Self {
        stretches.retain(|(from, to)| from < to);
        stretches.sort_unstable();
        let mut open: Vec<(i64, i64)> = Vec::with_capacity(stretches.len());
        for (from, to) in stretches {
            match open.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => open.push((from, to)),
            }
        }
        let before = open.iter().scan(0, |sum, (from, to)| {
            let before = *sum;
            *sum += to - from;
            Some(before)
        });
        let before = before.collect();
        Self { open, before }
    }

    /// Open time between two instants; nothing when the second is not after the first.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        if from < to { self.until(to) - self.until(from) } else { 0 }
    }

    /// Open time before an instant.
    fn until(&self, at: i64) -> i64 {
        let place = self.open.partition_point(|(from, _)| *from < at);
        let Some(last) = place.checked_sub(1) else { return 0 };
        let (from, to) = self.open[last];
        self.before[last] + at.min(to) - from
    }
}

/// Which hours count.
#[derive(Clone, Debug, Default)]
pub enum Calendar {
    /// All.
    #[default]
    Always,
    /// Those of the office.
    Office {
        /// Where nothing else is said.
        usual: Hours,
        /// By the number of a place in the log.
        of: Vec<Hours>,
    },
}

impl Calendar {
    /// Time that counts between two instants at a place.
    pub fn between(&self, place: u32, from: i64, to: i64) -> i64 {
        match self {
            Self::Always => (to - from).max(0),
            Self::Office { usual, of } => of.get(place as usize).unwrap_or(usual).between(from, to),
        }
    }
}

/// Times of one activity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfActivity {
    /// What is done.
    pub name: String,
    /// How many events.
    pub events: u64,
    /// What a case waited for it.
    pub waiting: Spread,
    /// What was worked on it alone or first.
    pub touch: Spread,
    /// All waiting for it, in microseconds.
    pub waited: f64,
}

/// Times of a log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Times {
    /// From the first instant of a case to its last, every hour counted.
    pub throughput: Spread,
    /// The same, only hours of the calendar counted.
    pub counted: Spread,
    /// Hours in which nobody worked on it.
    pub waiting: Spread,
    /// Hours in which somebody did.
    pub touch: Spread,
    /// How many events say when they began.
    pub begun: u64,
    /// By activity, that on which most time is waited first.
    pub activities: Vec<OfActivity>,
}

/// From the first instant of a case to its last, in microseconds; nothing when none is known.
pub fn throughput(log: &Log, case: usize) -> Option<i64> {
    let events = log.case(case);
    let known = |at: &i64| *at != UNKNOWN;
    let last = log.at[events.clone()].iter().copied().filter(known).max()?;
    let first =
        log.at[events.clone()].iter().chain(&log.started[events]).copied().filter(known).min()?;
    Some(last - first)
}

impl Times {
    /// The times of a log.
    pub fn of(log: &Log, calendar: &Calendar) -> Self {
        let mut walk = Walk::new(log, calendar);
        let (mut throughputs, mut counted) = (Vec::new(), Vec::new());
        let (mut waitings, mut touches) = (Vec::new(), Vec::new());
        for case in 0..log.len() {
            let Some(throughput) = throughput(log, case) else { continue };
            let (waiting, touch) = walk.case(case);
            throughputs.push(throughput);
            counted.push(waiting + touch);
            waitings.push(waiting);
            touches.push(touch);
        }
        Self {
            throughput: Spread::of(&mut throughputs),
            counted: Spread::of(&mut counted),
            waiting: Spread::of(&mut waitings),
            touch: Spread::of(&mut touches),
            begun: log.started.iter().filter(|at| **at != UNKNOWN).count() as u64,
            activities: walk.finish(),
        }
    }
}

/// Walks cases one by one.
struct Walk<'l> {
    log: &'l Log,
    calendar: &'l Calendar,
    order: Vec<(i64, i64, usize)>,
    waiting: Vec<Vec<i64>>,
    touch: Vec<Vec<i64>>,
}

impl<'l> Walk<'l> {
    fn new(log: &'l Log, calendar: &'l Calendar) -> Self {
        let empty = vec![Vec::new(); log.activities.len()];
        Self { log, calendar, order: Vec::new(), waiting: empty.clone(), touch: empty }
    }

    /// Waiting and touch of a case.
    fn case(&mut self, case: usize) -> (i64, i64) {
        let log = self.log;
        self.order.clear();
        for event in log.case(case).filter(|event| log.at[*event] != UNKNOWN) {
            let (at, started) = (log.at[event], log.started[event]);
            let begin = if started == UNKNOWN { at } else { started.min(at) };
            self.order.push((begin, at, event));
        }
        if !self.order.is_sorted() {
            self.order.sort_unstable();
        }
        let mut now = self.order.first().map_or(0, |(begin, _, _)| *begin);
        let (mut waiting, mut touch) = (0, 0);
        for (begin, at, event) in &self.order {
            let place = log.place.get(*event).copied().unwrap_or(NONE);
            let waited = self.calendar.between(place, now, *begin);
            now = now.max(*begin);
            let worked = self.calendar.between(place, now, *at);
            now = now.max(*at);
            waiting += waited;
            touch += worked;
            let activity = log.activity[*event] as usize;
            self.waiting[activity].push(waited);
            if log.started[*event] != UNKNOWN {
                self.touch[activity].push(worked);
            }
        }
        (waiting, touch)
    }

    fn finish(self) -> Vec<OfActivity> {
        let names = self.log.activities.iter();
        let lengths = self.waiting.into_iter().zip(self.touch);
        let mut all: Vec<OfActivity> = names
            .zip(lengths)
            .map(|(name, (mut waiting, mut touch))| OfActivity {
                name: name.to_owned(),
                events: waiting.len() as u64,
                waited: waiting.iter().map(|length| *length as f64).sum(),
                waiting: Spread::of(&mut waiting),
                touch: Spread::of(&mut touch),
            })
            .collect();
        all.sort_by(|a, b| b.waited.total_cmp(&a.waited).then_with(|| a.name.cmp(&b.name)));
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Calendar, Hours, Times};
    use crate::table::{Builder, Log, Row, UNKNOWN};

    fn log(events: &[(&str, i64, i64, &str)]) -> Log {
        let mut builder = Builder::default();
        for (activity, started, at, place) in events {
            let (started, at) = (*started, *at);
            builder.push(&Row { case: "1", activity, at, started, resource: "", place });
        }
        builder.finish()
    }

    /// (waiting, touch, throughput) of the only case.
    fn times(log: &Log, calendar: &Calendar) -> (f64, f64, f64) {
        let times = Times::of(log, calendar);
        (times.waiting.mean, times.touch.mean, times.throughput.mean)
    }

    #[test]
    fn work_side_by_side_counts_once_and_waiting_belongs_to_what_ends_it() {
        // 0 a; 10 to 30 b and 20 to 40 c; 50 d without a beginning.
        let log = log(&[
            ("a", UNKNOWN, 0, ""),
            ("b", 10, 30, ""),
            ("c", 20, 40, ""),
            ("d", UNKNOWN, 50, ""),
        ]);
        assert_eq!(times(&log, &Calendar::Always), (20.0, 30.0, 50.0));
        let all = Times::of(&log, &Calendar::Always);
        let of = |name: &str| {
            let found = all.activities.iter().find(|one| one.name == name);
            found.map(|one| (one.waited, one.touch.known, one.touch.mean))
        };
        assert_eq!(of("b"), Some((10.0, 1, 20.0)));
        assert_eq!(of("c"), Some((0.0, 1, 10.0)), "only what b does not cover");
        assert_eq!(of("d"), Some((10.0, 0, 0.0)));
        assert_eq!(all.begun, 2);
    }

    #[test]
    fn each_place_has_its_own_hours() {
        let log =
            log(&[("a", UNKNOWN, 0, "slow"), ("b", 40, 60, "slow"), ("c", UNKNOWN, 100, "x")]);
        let calendar = Calendar::Office {
            usual: Hours::new(vec![(0, 1_000)]),
            of: vec![Hours::new(vec![(10, 20), (55, 90)])],
        };
        assert_eq!(times(&log, &calendar), (10.0 + 40.0, 5.0, 100.0));
    }

    proptest! {
        #[test]
        fn open_time_is_what_counting_gives(
            stretches in prop::collection::vec((0i64..60, 0i64..20), 0..8),
            from in -5i64..90,
            to in -5i64..90,
        ) {
            let stretches: Vec<(i64, i64)> =
                stretches.into_iter().map(|(from, length)| (from, from + length)).collect();
            let open = |at: i64| stretches.iter().any(|(from, to)| (*from..*to).contains(&at));
            let counted = (from..to).filter(|at| open(*at)).count() as i64;
            prop_assert_eq!(Hours::new(stretches.clone()).between(from, to), counted);
        }
    }
}
