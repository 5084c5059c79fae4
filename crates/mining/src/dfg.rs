//! What directly follows what: the directly-follows graph of a log, with times.
//!
//! An edge from *a* to *b* counts how often *b* came directly after *a* in one case (van der Aalst,
//! *Process Mining*, 2nd edition 2016, section 6.2), as PM4Py counts it.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::spread::Spread;
use crate::table::{Log, UNKNOWN};

/// Up to so many activities, edges are counted in a square table.
const DENSE: usize = 1_024;

/// An activity and how often it happens.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Node {
    /// What is done.
    pub name: String,
    /// How many events.
    pub events: u64,
    /// In how many cases.
    pub cases: u64,
    /// How many cases begin with it.
    pub starts: u64,
    /// How many cases end with it.
    pub ends: u64,
    /// From its beginning to its end, where the beginning is known.
    pub lasts: Spread,
}

/// One activity directly after another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edge {
    /// Number of the first one's node.
    pub from: u32,
    /// Number of the second one's node.
    pub to: u32,
    /// How often.
    pub count: u64,
    /// From the end of the first to the end of the second, where both are known.
    pub takes: Spread,
}

/// A directly-follows graph. Node `i` is the activity with the number `i` in the log.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dfg {
    /// How many cases.
    pub cases: u64,
    /// The activities.
    pub nodes: Vec<Node>,
    /// The edges, by the numbers of their nodes.
    pub edges: Vec<Edge>,
}

impl Dfg {
    /// The graph of a log.
    pub fn of(log: &Log) -> Self {
        let mut nodes = nodes(log);
        times(log, &mut nodes);
        Self { cases: log.len() as u64, nodes, edges: edges(log) }
    }
}

fn nodes(log: &Log) -> Vec<Node> {
    let mut nodes: Vec<Node> = log
        .activities
        .iter()
        .map(|name| Node {
            name: name.to_owned(),
            events: 0,
            cases: 0,
            starts: 0,
            ends: 0,
            lasts: Spread::default(),
        })
        .collect();
    let mut seen = vec![usize::MAX; nodes.len()];
    for case in 0..log.len() {
        let trace = log.trace(case);
        for activity in trace {
            let node = &mut nodes[*activity as usize];
            node.events += 1;
            if seen[*activity as usize] != case {
                seen[*activity as usize] = case;
                node.cases += 1;
            }
        }
        if let (Some(first), Some(last)) = (trace.first(), trace.last()) {
            nodes[*first as usize].starts += 1;
            nodes[*last as usize].ends += 1;
        }
    }
    nodes
}

/// How long the acts themselves last.
fn times(log: &Log, nodes: &mut [Node]) {
    let mut lengths = vec![Vec::new(); nodes.len()];
    for (event, started) in log.started.iter().enumerate() {
        if *started != UNKNOWN && log.at[event] != UNKNOWN {
            lengths[log.activity[event] as usize].push(log.at[event] - started);
        }
    }
    for (node, lengths) in nodes.iter_mut().zip(&mut lengths) {
        node.lasts = Spread::of(lengths);
    }
}

/// Numbers of edges in the order in which they are asked for.
struct Numbers {
    square: usize,
    dense: Vec<u32>,
    sparse: FxHashMap<(u32, u32), u32>,
    pairs: Vec<(u32, u32)>,
}

impl Numbers {
    fn new(activities: usize) -> Self {
        let square = if activities <= DENSE { activities } else { 0 };
        let dense = vec![u32::MAX; square * square];
        Self { square, dense, sparse: FxHashMap::default(), pairs: Vec::new() }
    }

    fn number(&mut self, from: u32, to: u32) -> usize {
        let fresh = self.pairs.len() as u32;
        let number = if self.square > 0 {
            &mut self.dense[from as usize * self.square + to as usize]
        } else {
            self.sparse.entry((from, to)).or_insert(u32::MAX)
        };
        if *number == u32::MAX {
            *number = fresh;
            self.pairs.push((from, to));
        }
        *number as usize
    }
}

fn edges(log: &Log) -> Vec<Edge> {
    let mut numbers = Numbers::new(log.activities.len());
    let mut counts: Vec<u64> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    each(log, |from, to, takes| {
        let number = numbers.number(from, to);
        if number == counts.len() {
            counts.push(0);
            known.push(0);
        }
        counts[number] += 1;
        known[number] += usize::from(takes.is_some());
    });
    // All lengths stand in one row, edge by edge, so that memory holds each once.
    let mut next: Vec<usize> =
        known.iter().scan(0, |sum, n| Some(std::mem::replace(sum, *sum + n))).collect();
    let mut lengths = vec![0i64; known.iter().sum()];
    each(log, |from, to, takes| {
        let number = numbers.number(from, to);
        if let Some(takes) = takes {
            lengths[next[number]] = takes;
            next[number] += 1;
        }
    });
    let mut edges = Vec::with_capacity(counts.len());
    let mut rest = lengths.as_mut_slice();
    for ((from, to), (count, known)) in numbers.pairs.into_iter().zip(counts.into_iter().zip(known))
    {
        let (own, others) = rest.split_at_mut(known);
        rest = others;
        edges.push(Edge { from, to, count, takes: Spread::of(own) });
    }
    edges.sort_unstable_by_key(|edge| (edge.from, edge.to));
    edges
}

/// Each pair of events of which one directly follows the other, and the time between them.
fn each(log: &Log, mut sink: impl FnMut(u32, u32, Option<i64>)) {
    for case in 0..log.len() {
        let events = log.case(case);
        let (acts, times) = (&log.activity[events.clone()], &log.at[events]);
        for (act, at) in acts.windows(2).zip(times.windows(2)) {
            let known = at[0] != UNKNOWN && at[1] != UNKNOWN;
            sink(act[0], act[1], known.then(|| at[1] - at[0]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DENSE, Dfg};
    use crate::table::{Builder, Row, UNKNOWN};

    #[test]
    fn many_activities_are_counted_as_few_are() {
        let many = DENSE + 10;
        let mut builder = Builder::default();
        for round in 0..2 {
            for number in 0..many {
                let (case, activity) = ((number / 3).to_string(), format!("a{number}"));
                let at = (round * many + number) as i64;
                let (case, activity, started) = (&case, &activity, UNKNOWN);
                builder.push(&Row { case, activity, at, started, resource: "", place: "" });
            }
        }
        let dfg = Dfg::of(&builder.finish());
        // a0 a1 a2 a0 a1 a2, and so on: of each three a pair twice, a pair twice, a pair once.
        let counts: Vec<u64> = dfg.edges.iter().take(3).map(|edge| edge.count).collect();
        assert_eq!(counts, [2, 2, 1]);
        let back = dfg.edges.iter().find(|edge| (edge.from, edge.to) == (2, 0));
        assert_eq!(back.map(|edge| edge.takes.median), Some((many - 2) as f64));
        assert_eq!(dfg.nodes[0].events, 2);
        assert_eq!((dfg.nodes[0].cases, dfg.nodes[0].starts, dfg.nodes[0].ends), (1, 1, 0));
    }
}
