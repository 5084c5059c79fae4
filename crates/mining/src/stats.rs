//! A log in a few numbers, and its variants with their times.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::spread::Spread;
use crate::table::{Log, NONE, UNKNOWN};
use crate::times::throughput;

/// How much there is in a log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// Cases.
    pub cases: u64,
    /// Events.
    pub events: u64,
    /// Ways in which cases went.
    pub variants: u64,
    /// Different activities that happen.
    pub activities: u64,
    /// Different people or machines that did something.
    pub resources: u64,
    /// Different places where something was done.
    pub places: u64,
    /// The first instant, in microseconds since the epoch.
    pub first: Option<i64>,
    /// The last instant.
    pub last: Option<i64>,
    /// Events without a time.
    pub without_time: u64,
}

impl Stats {
    /// The numbers of a log, which has `variants` variants.
    pub fn of(log: &Log, variants: u64) -> Self {
        let known = || log.at.iter().chain(&log.started).copied().filter(|at| *at != UNKNOWN);
        Self {
            cases: log.len() as u64,
            events: log.events() as u64,
            variants,
            activities: different(&log.activity, log.activities.len()),
            resources: different(&log.resource, log.resources.len()),
            places: different(&log.place, log.places.len()),
            first: known().min(),
            last: known().max(),
            without_time: log.at.iter().filter(|at| **at == UNKNOWN).count() as u64,
        }
    }
}

/// How many numbers of names occur.
fn different(column: &[u32], names: usize) -> u64 {
    let mut seen = vec![false; names];
    for number in column.iter().filter(|number| **number != NONE) {
        seen[*number as usize] = true;
    }
    seen.into_iter().filter(|seen| *seen).count() as u64
}

/// A way in which cases went.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Way {
    /// Numbers of its activities, in order.
    pub activities: Vec<u32>,
    /// How many cases.
    pub cases: u64,
    /// How long they took.
    pub throughput: Spread,
}

/// All ways in which cases went with their times, in the order of [`crate::table::variants`].
pub fn ways(log: &Log) -> Vec<Way> {
    let mut numbers: FxHashMap<&[u32], u32> = FxHashMap::default();
    let mut ways: Vec<(&[u32], Vec<i64>, u64)> = Vec::new();
    for case in 0..log.len() {
        let trace = log.trace(case);
        let fresh = ways.len() as u32;
        let number = *numbers.entry(trace).or_insert(fresh);
        if number == fresh {
            ways.push((trace, Vec::new(), 0));
        }
        let (_, lengths, cases) = &mut ways[number as usize];
        lengths.extend(throughput(log, case));
        *cases += 1;
    }
    let mut all: Vec<Way> = ways
        .into_iter()
        .map(|(trace, mut lengths, cases)| Way {
            activities: trace.to_vec(),
            cases,
            throughput: Spread::of(&mut lengths),
        })
        .collect();
    all.sort_unstable_by(|a, b| {
        b.cases.cmp(&a.cases).then_with(|| a.activities.cmp(&b.activities))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::{Stats, ways};
    use crate::table::{Builder, Row, UNKNOWN, variants};

    #[test]
    fn ways_are_the_variants_with_their_times() {
        let mut builder = Builder::default();
        for (case, activity, at) in
            [("1", "a", 0), ("1", "b", 10), ("2", "a", 5), ("2", "b", 35), ("3", "b", 7)]
        {
            let (started, resource, place) = (UNKNOWN, "r", "");
            builder.push(&Row { case, activity, at, started, resource, place });
        }
        let log = builder.finish();
        let ways = ways(&log);
        let both: Vec<_> = ways.iter().map(|way| (way.activities.clone(), way.cases)).collect();
        let expected: Vec<_> =
            variants(&log).into_iter().map(|way| (way.activities, way.cases)).collect();
        assert_eq!(both, expected);
        assert_eq!((ways[0].throughput.known, ways[0].throughput.median), (2, 20.0));
        let stats = Stats::of(&log, ways.len() as u64);
        assert_eq!((stats.cases, stats.events, stats.variants), (3, 5, 2));
        assert_eq!((stats.resources, stats.places, stats.without_time), (1, 0, 0));
        assert_eq!((stats.first, stats.last), (Some(0), Some(35)));
    }
}
