//! A step that (nearly) never says no and never changes the way: is it needed?
//!
//! What follows a step shows what it decided. A **no** is: something else follows than usual, or an
//! activity that says no, or one that the case has had before. The share of noes comes with Clopper
//! and Pearson's interval; a step is in question when its noes are surely fewer than one in twenty. This
//! cannot see what a signature prevents by being there, so it is a question to the office and no verdict.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::table::{Log, NONE};
use crate::wait::{Interval, Setting, Waits, binomial_at_most, clopper_pearson};

/// A step with this share of noes decides something.
const DECIDES: f64 = 0.05;
/// Work that takes longer is more than a signature, in microseconds: ten minutes.
const SHORT: i64 = 600_000_000;
/// Fewer tell nothing.
const FEWEST: u64 = 60;

/// A step of approval, and how often it says no.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Signature {
    /// The step.
    pub activity: u32,
    /// How often it is done.
    pub times: u64,
    /// How often it says no or sends the case another way than usual.
    pub noes: u64,
    /// Share of noes.
    pub share: f64,
    /// Its interval.
    pub interval: Interval,
    /// Chance of so few if one in twenty is a no.
    pub p: f64,
}

/// Steps that may be signatures: those named in the setting, or else those that are usually done within ten
/// minutes (where that is known) between two other people.
pub fn signatures(log: &Log, waits: &Waits, setting: &Setting<'_>) -> Vec<Signature> {
    let mut all = Vec::new();
    for (activity, events) in (0u32..).zip(by_activity(log)) {
        let named = setting.approvals.contains(&activity);
        let looked_at = named || (setting.approvals.is_empty() && is_short(log, waits, &events));
        if looked_at && events.len() as u64 >= FEWEST {
            all.push(signature(log, activity, &events, setting));
        }
    }
    all
}

/// Event, and the first event and end of its case.
type Place = (usize, usize, usize);

fn by_activity(log: &Log) -> Vec<Vec<Place>> {
    let mut by = vec![Vec::new(); log.activities.len()];
    for case in 0..log.len() {
        let events = log.case(case);
        for event in events.clone() {
            by[log.activity[event] as usize].push((event, events.start, events.end));
        }
    }
    by
}

fn is_short(log: &Log, waits: &Waits, events: &[Place]) -> bool {
    let other = |a: usize, b: usize| log.resource[a] != NONE && log.resource[a] != log.resource[b];
    let between = events.iter().filter(|(event, first, end)| {
        event > first && event + 1 < *end && other(*event, event - 1) && other(*event, event + 1)
    });
    let mut touches: Vec<i64> = events.iter().map(|(event, ..)| waits.touch[*event]).collect();
    touches.retain(|touch| *touch >= 0);
    if between.count() * 20 < events.len() * 19 || touches.len() * 2 < events.len() {
        return false;
    }
    let middle = touches.len() / 2;
    *touches.select_nth_unstable(middle).1 <= SHORT
}

fn signature(log: &Log, activity: u32, events: &[Place], setting: &Setting<'_>) -> Signature {
    let next =
        |(event, _, end): &Place| if event + 1 < *end { log.activity[event + 1] } else { NONE };
    let mut counts: FxHashMap<u32, u64> = FxHashMap::default();
    for place in events {
        *counts.entry(next(place)).or_default() += 1;
    }
    let usual = counts.iter().max_by_key(|(next, count)| (**count, std::cmp::Reverse(**next)));
    let usual = usual.map_or(NONE, |(next, _)| *next);
    let is_no = |place: &&Place| {
        let (event, first, _) = **place;
        let next = next(place);
        next != usual
            || setting.negative.contains(&next)
            || log.activity[first..event].contains(&next)
    };
    let (times, noes) = (events.len() as u64, events.iter().filter(is_no).count() as u64);
    Signature {
        activity,
        times,
        noes,
        share: noes as f64 / times as f64,
        interval: clopper_pearson(noes, times, setting.level),
        p: binomial_at_most(noes, times, DECIDES),
    }
}
