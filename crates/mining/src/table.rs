//! A log in columns: what every analysis of this crate reads.
//!
//! Events stand case by case, in each case by time, and at the same time in the order of the file.
//! Names are numbers into [`Names`]; an instant is microseconds since the epoch.

mod names;

use std::ops::Range;

use rustc_hash::FxHashMap;

pub use names::Names;
pub(crate) use names::Sought;

/// The instant that nobody wrote down.
pub const UNKNOWN: i64 = i64::MIN;

/// The name that nobody wrote down.
pub const NONE: u32 = u32::MAX;

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

impl Log {
    /// Leaves out the events for which `kept` does not hold; a case may become empty.
    pub(crate) fn keep_events(&mut self, kept: &[bool]) {
        fn keep<T: Copy>(column: &mut Vec<T>, kept: &[bool]) {
            let mut event = 0..;
            column.retain(|_| event.next().is_some_and(|event: usize| kept[event]));
        }
        let mut before = 0;
        let (mut event, mut starts) = (0, Vec::with_capacity(self.starts.len()));
        for start in &self.starts {
            before += kept[event..*start].iter().filter(|kept| **kept).count();
            event = *start;
            starts.push(before);
        }
        self.starts = starts;
        keep(&mut self.activity, kept);
        keep(&mut self.at, kept);
        keep(&mut self.started, kept);
        keep(&mut self.resource, kept);
        keep(&mut self.place, kept);
    }

    /// The events of some activities, by their numbers, and the cases that have one; numbers of names
    /// stay.
    #[must_use]
    pub fn only(&self, activities: &[bool]) -> Self {
        let mut log = self.clone();
        let kept: Vec<bool> =
            self.activity.iter().map(|activity| activities[*activity as usize]).collect();
        log.keep_events(&kept);
        log.filter(|case| !log.case(case).is_empty())
    }

    /// Forgets names that no event has, and numbers the others anew in their order.
    pub(crate) fn forget_unused(&mut self) {
        forget(&mut self.activities, &mut self.activity);
        forget(&mut self.resources, &mut self.resource);
        forget(&mut self.places, &mut self.place);
    }
}

fn forget(names: &mut Names, column: &mut [u32]) {
    let (mut numbers, mut unseen) = (vec![NONE; names.len()], names.len());
    // Of most logs the first events have every name.
    for number in column.iter().filter(|number| **number != NONE) {
        let seen = &mut numbers[*number as usize];
        unseen -= usize::from(*seen == NONE);
        *seen = 0;
        if unseen == 0 {
            return;
        }
    }
    if unseen == 0 {
        return;
    }
    let mut left = Names::default();
    for (number, name) in numbers.iter_mut().zip(names.iter()).filter(|(number, _)| **number == 0) {
        *number = left.number(name);
    }
    for number in column.iter_mut().filter(|number| **number != NONE) {
        *number = numbers[*number as usize];
    }
    *names = left;
}

/// Puts a log together, event by event, in any order.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    /// Without [`Log::started`], which is [`Self::started`] until the end.
    pub(crate) log: Log,
    case: Vec<u32>,
    /// Beginnings of the first events, up to the last one that is known: most logs tell none.
    started: Vec<i64>,
}

/// One event in numbers, but for its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbered {
    pub activity: u32,
    pub at: i64,
    pub started: i64,
    pub resource: u32,
    pub place: u32,
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
        let row = Numbered {
            activity: log.activities.number(row.activity),
            at: row.at,
            started: row.started,
            resource: named(&mut log.resources, row.resource),
            place: named(&mut log.places, row.place),
        };
        self.push_numbered(&row);
    }

    /// One more event, whose names have their numbers. Its case is told by [`Self::cases`].
    pub(crate) fn push_numbered(&mut self, row: &Numbered) {
        let log = &mut self.log;
        if row.started != UNKNOWN {
            self.started.resize(log.at.len(), UNKNOWN);
            self.started.push(row.started);
        }
        log.activity.push(row.activity);
        log.at.push(row.at);
        log.resource.push(row.resource);
        log.place.push(row.place);
    }

    /// The cases of the newest events; nothing when one is not UTF-8.
    pub(crate) fn cases(&mut self, sought: &Sought) -> Option<()> {
        self.log.cases.number_all(sought, &mut self.case)
    }

    /// Puts the events of another builder behind those of this one.
    pub(crate) fn append(&mut self, other: Self) {
        let Self { log, case, started } = self;
        let more = other.log;
        if !other.started.is_empty() {
            started.resize(log.at.len(), UNKNOWN);
            started.extend(other.started);
        }
        let anew = |numbers: &[u32], column: Vec<u32>, to: &mut Vec<u32>| {
            to.extend(column.into_iter().map(|one| numbers.get(one as usize).unwrap_or(&NONE)));
        };
        // One half of the columns beside the other.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                anew(&log.cases.join(&more.cases), other.case, case);
            });
            log.at.extend(more.at);
            anew(&log.activities.join(&more.activities), more.activity, &mut log.activity);
            anew(&log.resources.join(&more.resources), more.resource, &mut log.resource);
            anew(&log.places.join(&more.places), more.place, &mut log.place);
        });
    }

    /// The log, its events in order.
    pub fn finish(self) -> Log {
        self.finish_with(&mut Vec::<()>::new())
    }

    /// The same, and one more column brought into that order; it is empty or as long as the log.
    pub(crate) fn finish_with<T: Copy>(self, column: &mut Vec<T>) -> Log {
        let Self { mut log, case, started } = self;
        log.starts = vec![0; log.cases.len() + 1];
        for case in &case {
            log.starts[*case as usize + 1] += 1;
        }
        for i in 1..log.starts.len() {
            log.starts[i] += log.starts[i - 1];
        }
        let known = !started.is_empty();
        log.started = started;
        let (at, starts, begun) = (&log.at, &log.starts, &mut log.started);
        let order = std::thread::scope(|scope| {
            scope.spawn(|| begun.resize(at.len(), UNKNOWN));
            order(&case, at, starts)
        });
        let Some(order) = order else { return log };
        drop(case);
        let order = order.as_slice();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                arrange(order, &mut log.at);
                arrange(order, &mut log.activity);
            });
            // A column in which nothing is written down is the same in every order.
            if known {
                arrange(order, &mut log.started);
            }
            if !log.resources.is_empty() {
                arrange(order, &mut log.resource);
            }
            if !log.places.is_empty() {
                arrange(order, &mut log.place);
            }
        });
        if !column.is_empty() {
            arrange(order, column);
        }
        log
    }
}

/// The places of the events in the order of a log; none if they are in order already.
fn order(case: &[u32], at: &[i64], starts: &[usize]) -> Option<Vec<u32>> {
    let key = |event: usize| (case[event], at[event]);
    if (1..case.len()).all(|event| key(event - 1) <= key(event)) {
        return None;
    }
    let mut next = starts.to_vec();
    let mut order = vec![0u32; case.len()];
    for (event, case) in case.iter().enumerate() {
        order[next[*case as usize]] = event as u32;
        next[*case as usize] += 1;
    }
    if at.is_sorted() {
        return Some(order);
    }
    for bounds in starts.windows(2) {
        let events = &mut order[bounds[0]..bounds[1]];
        if !events.is_sorted_by_key(|event| at[*event as usize]) {
            events.sort_by_key(|event| at[*event as usize]);
        }
    }
    Some(order)
}

fn arrange<T: Copy>(order: &[u32], column: &mut Vec<T>) {
    *column = order.iter().map(|event| column[*event as usize]).collect();
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
