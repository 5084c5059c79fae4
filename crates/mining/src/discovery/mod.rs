//! The Inductive Miner: a process tree from a log.
//!
//! Leemans, Fahland, van der Aalst, Discovering Block-Structured Process Models From Event Logs
//! (2013) for IM, and … Containing Infrequent Behaviour (2014) for IMf. Without a noise threshold
//! every trace of the log is in the language of the tree. Order of cuts and of fall-throughs are
//! those of PM4Py 2.7, so that both find the same language; docs/guides/processes.md says where
//! they differ.
//!
//! Everything works on different traces with their counts, never on cases.

mod cuts;
mod fall;
mod graph;
mod split;
mod traces;

use crate::table::{Names, Variant};
use crate::tree::Tree;
use cuts::Cut;
use graph::Graph;
use traces::Traces;

/// The tree of a log. `noise` between 0 and 1 leaves out what is rarer than that share of what
/// is usual at the same place; 0 leaves out nothing.
pub fn inductive(variants: &[Variant], names: &Names, noise: f64) -> Tree {
    let (traces, alphabet) = ranked(variants, names);
    Miner { alphabet, noise: noise.clamp(0.0, 1.0) }.mine(traces).normal()
}

/// The traces with activities numbered in the order of the alphabet: ties are broken by names, as
/// elsewhere, not by the order in which a file happens to stand.
fn ranked<'a>(variants: &[Variant], names: &'a Names) -> (Traces, Vec<&'a str>) {
    let mut used = vec![false; names.len()];
    for activity in variants.iter().flat_map(|variant| &variant.activities) {
        if let Some(used) = used.get_mut(*activity as usize) {
            *used = true;
        }
    }
    let mut alphabet: Vec<(&str, usize)> =
        names.iter().enumerate().filter(|(i, _)| used[*i]).map(|(i, name)| (name, i)).collect();
    alphabet.sort_unstable();
    let mut rank = vec![0u32; names.len()];
    for (place, (_, number)) in (0u32..).zip(&alphabet) {
        rank[*number] = place;
    }
    let mut traces = traces::Counter::default();
    let mut trace = Vec::new();
    for variant in variants {
        trace.clear();
        // A number without a name stands for nothing that was done.
        trace.extend(variant.activities.iter().filter_map(|a| rank.get(*a as usize)));
        traces.add(&trace, variant.cases);
    }
    (traces.finish(), alphabet.into_iter().map(|(name, _)| name).collect())
}

struct Miner<'a> {
    alphabet: Vec<&'a str>,
    noise: f64,
}

impl Miner<'_> {
    fn mine(&self, mut traces: Traces) -> Tree {
        let all = traces.count();
        let empty = traces.take_empty();
        if traces.is_empty() {
            return Tree::Silent;
        }
        // Counts of cases are far below 2^52, so nothing is lost in a float.
        if empty > 0 && empty as f64 > self.noise * all as f64 {
            return Tree::choice(Tree::Silent, vec![self.mine(traces)]);
        }
        if let Some(activity) = traces.single() {
            return self.leaf(activity);
        }
        let graph = Graph::of(&traces, self.alphabet.len(), None);
        let cut = cuts::find(&graph).or_else(|| {
            if self.noise > 0.0 { cuts::find(&graph.filtered(self.noise)) } else { None }
        });
        if let Some(cut) = cut {
            return self.apply(&cut, &traces);
        }
        drop(graph);
        self.fall_through(&traces)
    }

    fn apply(&self, cut: &Cut, traces: &Traces) -> Tree {
        let n = self.alphabet.len();
        let mine = |parts: Vec<Traces>| -> Vec<Tree> {
            parts.into_iter().map(|part| self.mine(part)).collect()
        };
        match cut {
            Cut::Choice(groups) => {
                let mut children = mine(split::choice(traces, groups, n));
                Tree::choice(children.remove(0), children)
            }
            Cut::Sequence(groups) => Tree::sequence(mine(split::sequence(traces, groups, n))),
            Cut::Parallel(groups) => Tree::parallel(mine(split::parallel(traces, groups, n))),
            Cut::Loop { body, redo } => {
                let (body, redo) = split::repeat(traces, body, redo, n);
                Tree::repeat(self.mine(body), self.mine(redo))
            }
        }
    }

    /// What is said when no cut holds; from the most to the least precise.
    fn fall_through(&self, traces: &Traces) -> Tree {
        let n = self.alphabet.len();
        let beside = fall::once_per_trace(traces, n).or_else(|| fall::concurrent(traces, n));
        if let Some(activity) = beside {
            let parts = fall::without(traces, activity);
            return Tree::parallel(parts.into_iter().map(|part| self.mine(part)).collect());
        }
        let again = fall::tau_loop(traces, n, true).or_else(|| fall::tau_loop(traces, n, false));
        if let Some(rounds) = again {
            return Tree::repeat(self.mine(rounds), Tree::Silent);
        }
        let mut any = traces.alphabet(n).into_iter().map(|activity| self.leaf(activity));
        let first = any.next().unwrap_or(Tree::Silent);
        Tree::repeat(Tree::Silent, Tree::choice(first, any.collect()))
    }

    fn leaf(&self, activity: u32) -> Tree {
        Tree::activity(self.alphabet[activity as usize])
    }
}

#[cfg(test)]
mod tests;
