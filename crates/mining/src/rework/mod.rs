//! Work that is done again, files that go back and forth, and steps that decide nothing.

mod signature;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;
use serde::Serialize;

pub use signature::{Signature, signatures};

use crate::table::{Log, NONE};

/// What a loop or a ping-pong costs is the time of these events: what came after the first pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Again<S> {
    /// What is done again, or the two units.
    pub what: S,
    /// Cases in which it is.
    pub cases: u64,
    /// How often, in all cases: repeats, or turns beyond the first there and back.
    pub times: u64,
    /// The events after the first pass, in order.
    #[serde(skip)]
    pub events: Vec<usize>,
}

/// Activities to which cases come back after another activity. Its events are those after the first
/// time up to the last time. The same activity twice in a row is no return.
pub fn returns(log: &Log) -> Vec<Again<u32>> {
    let mut all: FxHashMap<u32, Again<u32>> = FxHashMap::default();
    let mut first: FxHashMap<u32, (usize, usize, u64)> = FxHashMap::default();
    for case in 0..log.len() {
        first.clear();
        for event in log.case(case) {
            let activity = log.activity[event];
            let place = first.entry(activity).or_insert((event, event, 0));
            if event > place.1 + 1 {
                place.2 += 1;
            }
            place.1 = event;
        }
        for (activity, (from, to, times)) in first.iter().filter(|(_, (_, _, times))| *times > 0) {
            add(&mut all, *activity, *times, *from + 1..*to + 1);
        }
    }
    sorted(all)
}

/// Pairs of units between which files go back and forth: A, B, A, B at least. Once there and back (A, B,
/// A) is asking for advice. Its events are those from the second time at A on. The unit with the
/// smaller number stands first.
pub fn ping_pong(log: &Log) -> Vec<Again<(u32, u32)>> {
    let mut all = FxHashMap::default();
    let mut runs: Vec<(u32, usize)> = Vec::new();
    for case in 0..log.len() {
        runs.clear();
        for event in log.case(case) {
            if runs.last().is_none_or(|(place, _)| *place != log.place[event]) {
                runs.push((log.place[event], event));
            }
        }
        let end = log.case(case).end;
        let mut from = 0;
        while from + 1 < runs.len() {
            let mut to = from + 2;
            while to < runs.len() && runs[to].0 == runs[to - 2].0 {
                to += 1;
            }
            let (a, b) = (runs[from].0, runs[from + 1].0);
            if to - from >= 4 && a != NONE && b != NONE {
                let last = runs.get(to).map_or(end, |(_, event)| *event);
                let turns = (to - from - 2) as u64;
                add(&mut all, (a.min(b), a.max(b)), turns, runs[from + 2].1..last);
            }
            from = to - 1;
        }
    }
    sorted(all)
}

fn add<S: Copy + Eq + std::hash::Hash>(
    all: &mut FxHashMap<S, Again<S>>,
    what: S,
    times: u64,
    events: std::ops::Range<usize>,
) {
    let again = all.entry(what).or_insert(Again { what, cases: 0, times: 0, events: Vec::new() });
    // Two stretches of one case count it once; events come in the order of cases.
    again.cases += 1;
    again.times += times;
    again.events.extend(events);
}

fn sorted<S: Ord>(all: FxHashMap<S, Again<S>>) -> Vec<Again<S>> {
    let mut all: Vec<Again<S>> = all.into_values().collect();
    all.sort_unstable_by(|a, b| b.times.cmp(&a.times).then_with(|| a.what.cmp(&b.what)));
    all
}
