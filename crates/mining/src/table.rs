//! A log in columns: what every analysis of this crate reads.
//!
//! Events stand case by case, in each case by time, and at the same time in the order of the file.
//! Names are numbers into [`Names`]; an instant is microseconds since the epoch.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// The instant that nobody wrote down.
pub const UNKNOWN: i64 = i64::MIN;

/// The name that nobody wrote down.
pub const NONE: u32 = u32::MAX;

/// Different names, numbered from 0 in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub struct Names {
    numbers: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Names {
    /// The number of a name, a new one if it is new; [`NONE`] once 2³² − 1 names are used up.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let Ok(number) = u32::try_from(self.names.len()) else { return NONE };
        if number != NONE {
            self.numbers.insert(name.into(), number);
            self.names.push(name.into());
        }
        number
    }

    /// The number of a name that was seen.
    pub fn get(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name of a number; of [`NONE`] and of a number never given it is empty.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", AsRef::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All names, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }
}

/// One event, as a reader gives it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Id of the case.
    pub case: &'a str,
    /// What was done.
    pub activity: &'a str,
    /// When it was done (its end), in microseconds since the epoch, or [`UNKNOWN`].
    pub at: i64,
    /// When work on it began, or [`UNKNOWN`].
    pub started: i64,
    /// Who did it; empty if nobody wrote it down.
    pub resource: &'a str,
    /// Where it was done (unit, group); empty if nobody wrote it down.
    pub place: &'a str,
}

/// A whole log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Names of activities.
    pub activities: Names,
    /// Names of resources.
    pub resources: Names,
    /// Names of places.
    pub places: Names,
    /// Ids of cases; case `i` has the number `i`.
    pub cases: Names,
    /// Case `i` has the events `starts[i]..starts[i + 1]`; one more entry than there are cases.
    pub starts: Vec<usize>,
    /// Activity of each event.
    pub activity: Vec<u32>,
    /// When each event was done.
    pub at: Vec<i64>,
    /// When work on each event began.
    pub started: Vec<i64>,
    /// Who did each event.
    pub resource: Vec<u32>,
    /// Where each event was done.
    pub place: Vec<u32>,
}

impl Log {
    /// How many cases.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether the log has no case.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many events.
    pub fn events(&self) -> usize {
        self.activity.len()
    }

    /// The events of a case.
    pub fn case(&self, case: usize) -> Range<usize> {
        self.starts[case]..self.starts[case + 1]
    }

    /// The activities of a case, in order.
    pub fn trace(&self, case: usize) -> &[u32] {
        &self.activity[self.case(case)]
    }

    /// The cases for which `keep` holds, with the same numbers of names.
    #[must_use]
    pub fn filter(&self, mut keep: impl FnMut(usize) -> bool) -> Self {
        let mut log = Self {
            activities: self.activities.clone(),
            resources: self.resources.clone(),
            places: self.places.clone(),
            starts: vec![0],
            ..Self::default()
        };
        for case in (0..self.len()).filter(|case| keep(*case)) {
            let events = self.case(case);
            log.cases.number(self.cases.name(u32::try_from(case).unwrap_or(NONE)));
            log.activity.extend_from_slice(&self.activity[events.clone()]);
            log.at.extend_from_slice(&self.at[events.clone()]);
            log.started.extend_from_slice(&self.started[events.clone()]);
            log.resource.extend_from_slice(&self.resource[events.clone()]);
            log.place.extend_from_slice(&self.place[events]);
            log.starts.push(log.activity.len());
        }
        log
    }
}

/// Puts a log together, event by event, in any order.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    log: Log,
    case: Vec<u32>,
}

impl Builder {
    /// One more event.
    pub fn push(&mut self, row: &Row<'_>) {
        let log = &mut self.log;
        let named = |names: &mut Names, name: &str| match name {
            "" => NONE,
            name => names.number(name),
        };
        self.case.push(log.cases.number(row.case));
        log.activity.push(log.activities.number(row.activity));
        log.at.push(row.at);
        log.started.push(row.started);
        log.resource.push(named(&mut log.resources, row.resource));
        log.place.push(named(&mut log.places, row.place));
    }

    /// The log, its events in order.
    pub fn finish(self) -> Log {
        let Self { mut log, case } = self;
        let order = order(&case, &log.at, log.cases.len());
        log.starts = vec![0; log.cases.len() + 1];
        for case in &case {
            log.starts[*case as usize + 1] += 1;
        }
        for i in 1..log.starts.len() {
            log.starts[i] += log.starts[i - 1];
        }
        let Some(order) = order else { return log };
        log.activity = arranged(&order, &log.activity);
        log.at = arranged(&order, &log.at);
        log.started = arranged(&order, &log.started);
        log.resource = arranged(&order, &log.resource);
        log.place = arranged(&order, &log.place);
        log
    }
}

/// The places of the events in the order of a log; none if they are in order already.
fn order(case: &[u32], at: &[i64], cases: usize) -> Option<Vec<usize>> {
    let key = |event: usize| (case[event], at[event]);
    if (1..case.len()).all(|event| key(event - 1) <= key(event)) {
        return None;
    }
    let mut next = vec![0usize; cases + 1];
    for case in case {
        next[*case as usize + 1] += 1;
    }
    for i in 1..next.len() {
        next[i] += next[i - 1];
    }
    let ends = next[1..].to_vec();
    let mut order = vec![0usize; case.len()];
    for (event, case) in case.iter().enumerate() {
        order[next[*case as usize]] = event;
        next[*case as usize] += 1;
    }
    let mut start = 0;
    for end in ends {
        order[start..end].sort_by_key(|event| at[*event]);
        start = end;
    }
    Some(order)
}

fn arranged<T: Copy>(order: &[usize], column: &[T]) -> Vec<T> {
    order.iter().map(|event| column[*event]).collect()
}

/// A way in which cases went, and how many went so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Activities in order.
    pub activities: Vec<u32>,
    /// How many cases.
    pub cases: u64,
}

/// All ways in which cases went, the most frequent first, equally frequent ones by the numbers of
/// their activities.
pub fn variants(log: &Log) -> Vec<Variant> {
    let mut counts: FxHashMap<&[u32], u64> = FxHashMap::default();
    for case in 0..log.len() {
        *counts.entry(log.trace(case)).or_default() += 1;
    }
    let mut all: Vec<Variant> = counts
        .into_iter()
        .map(|(activities, cases)| Variant { activities: activities.to_vec(), cases })
        .collect();
    all.sort_unstable_by(|a, b| {
        b.cases.cmp(&a.cases).then_with(|| a.activities.cmp(&b.activities))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(case: &'a str, activity: &'a str, at: i64) -> Row<'a> {
        Row { case, activity, at, started: UNKNOWN, resource: "", place: "hall" }
    }

    #[test]
    fn events_stand_by_case_and_time_and_equal_times_as_in_the_file() {
        let mut builder = Builder::default();
        for row in [row("b", "z", 5), row("a", "y", 9), row("b", "x", 5), row("b", "w", 1)] {
            builder.push(&row);
        }
        let log = builder.finish();
        let names = |case| -> Vec<&str> {
            log.trace(case).iter().map(|activity| log.activities.name(*activity)).collect()
        };
        assert_eq!((log.cases.name(0), names(0)), ("b", vec!["w", "z", "x"]));
        assert_eq!((log.cases.name(1), names(1)), ("a", vec!["y"]));
        assert_eq!((log.resource[0], log.places.name(log.place[0])), (NONE, "hall"));
        assert_eq!(log.filter(|case| case == 1).at, [9]);
    }

    #[test]
    fn variants_are_counted_and_the_most_frequent_stands_first() {
        let mut builder = Builder::default();
        for (case, activity) in [("1", "a"), ("2", "b"), ("3", "b"), ("2", "a"), ("3", "a")] {
            builder.push(&row(case, activity, 0));
        }
        let counts: Vec<u64> = variants(&builder.finish()).iter().map(|v| v.cases).collect();
        assert_eq!(counts, [2, 1]);
    }
}
