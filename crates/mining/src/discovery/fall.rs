//! Fall-throughs: what still can be said of a log that no cut divides.

use super::cuts;
use super::graph::Graph;
use super::traces::{Counter, Traces};

/// The first activity that every trace has exactly once.
pub fn once_per_trace(traces: &Traces, n: usize) -> Option<u32> {
    let mut in_all = vec![true; n];
    let mut counts = vec![0u32; n];
    for (trace, _) in traces.iter() {
        counts.fill(0);
        trace.iter().for_each(|activity| counts[*activity as usize] += 1);
        for (all, count) in in_all.iter_mut().zip(&counts) {
            *all &= *count == 1;
        }
    }
    (0u32..).zip(in_all).find(|(_, all)| *all).map(|(activity, _)| activity)
}

/// The first activity without which a cut holds.
pub fn concurrent(traces: &Traces, n: usize) -> Option<u32> {
    let mut all = traces.alphabet(n).into_iter();
    all.find(|activity| cuts::find(&Graph::of(traces, n, Some(*activity))).is_some())
}

/// The log of one activity, and the log of all others.
pub fn without(traces: &Traces, activity: u32) -> [Traces; 2] {
    let (mut its, mut others) = (Counter::default(), Counter::default());
    let mut kept = Vec::new();
    for (trace, count) in traces.iter() {
        for (part, own) in [(&mut its, true), (&mut others, false)] {
            kept.clear();
            kept.extend(trace.iter().filter(|other| (**other == activity) == own));
            part.add(&kept, count);
        }
    }
    [its.finish(), others.finish()]
}

/// The log cut before each activity that starts a trace (`strict`: and stands behind one that ends
/// a trace); none if nothing is cut.
pub fn tau_loop(traces: &Traces, n: usize, strict: bool) -> Option<Traces> {
    let (mut starts, mut ends) = (vec![false; n], vec![!strict; n]);
    for (trace, _) in traces.iter() {
        if let (Some(first), Some(last)) = (trace.first(), trace.last()) {
            starts[*first as usize] = true;
            ends[*last as usize] = true;
        }
    }
    let (mut rounds, mut cut) = (Counter::default(), false);
    for (trace, count) in traces.iter() {
        let mut from = 0;
        for at in 1..trace.len() {
            if starts[trace[at] as usize] && ends[trace[at - 1] as usize] {
                rounds.add(&trace[from..at], count);
                from = at;
                cut = true;
            }
        }
        rounds.add(&trace[from..], count);
    }
    cut.then(|| rounds.finish())
}
