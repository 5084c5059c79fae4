//! Precision by escaping edges (Adriansyah, Munoz-Gama, Carmona, van Dongen, van der Aalst,
//! Alignment Based Precision Checking, 2013): after each beginning of a trace that the model
//! allows, how many of the activities that it allows next does the log never show?
//!
//! What a model allows is read from all markings that the beginning may have led to, silent steps
//! included; so the result does not hang on which of several optimal alignments is found.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::space::{FOREIGN, Full, SILENT, Space};
use crate::petri::Net;
use crate::table::{Names, Variant};

/// Markings a beginning may have led to; beyond this precision is not reckoned.
const TOGETHER: usize = 5_000;

/// Share of the allowed next activities, weighted by how often each beginning occurs, that the log
/// shows; none if the model has too many markings. A log without a fitting beginning has 1.
pub fn precision(
    net: &Net,
    variants: &[Variant],
    names: &Names,
    markings: usize,
    stop: &dyn Fn() -> bool,
) -> Option<f64> {
    let mut sets = Sets {
        space: Space::new(net, markings),
        ids: FxHashMap::default(),
        sets: Vec::new(),
        allowed: Vec::new(),
        next: FxHashMap::default(),
    };
    let own: Vec<u32> = names.iter().map(|name| sets.space.activity(name)).collect();
    let start = sets.closed(BTreeSet::from([0])).ok()?;
    // Beginnings: how often each occurs with another event behind it, and what those events are.
    let mut nodes = vec![Beginning { set: Some(start), count: 0, seen: BTreeSet::new() }];
    let mut children: FxHashMap<(usize, u32), usize> = FxHashMap::default();
    for variant in variants {
        let mut at = 0;
        for activity in &variant.activities {
            if stop() {
                return None;
            }
            let label = own.get(*activity as usize).copied().unwrap_or(FOREIGN);
            nodes[at].count += variant.cases;
            nodes[at].seen.insert(label);
            let Some(set) = nodes[at].set else { break };
            at = match children.get(&(at, label)) {
                Some(child) => *child,
                None => {
                    let set = sets.after(set, label).ok()?;
                    nodes.push(Beginning { set, count: 0, seen: BTreeSet::new() });
                    children.insert((at, label), nodes.len() - 1);
                    nodes.len() - 1
                }
            };
        }
    }
    let (mut allowed, mut escaping) = (0u64, 0u64);
    for node in &nodes {
        let Some(set) = node.set else { continue };
        let labels = &sets.allowed[set];
        let unseen = labels.iter().filter(|label| !node.seen.contains(label)).count();
        allowed += labels.len() as u64 * node.count;
        escaping += unseen as u64 * node.count;
    }
    Some(if allowed == 0 { 1.0 } else { 1.0 - escaping as f64 / allowed as f64 })
}

struct Beginning {
    /// The markings it may have led to; none if the model does not allow it.
    set: Option<usize>,
    count: u64,
    seen: BTreeSet<u32>,
}

struct Sets<'n> {
    space: Space<'n>,
    ids: FxHashMap<Vec<u32>, usize>,
    sets: Vec<Vec<u32>>,
    /// The labels that may come next.
    allowed: Vec<Vec<u32>>,
    next: FxHashMap<(usize, u32), Option<usize>>,
}

impl Sets<'_> {
    /// The number of a set with all that silent steps lead to.
    fn closed(&mut self, mut set: BTreeSet<u32>) -> Result<usize, Full> {
        let mut queue: Vec<u32> = set.iter().copied().collect();
        let mut labels = BTreeSet::new();
        while let Some(marking) = queue.pop() {
            for step in self.space.moves(marking)?.iter() {
                if step.label != SILENT {
                    labels.insert(step.label);
                } else if set.insert(step.to) {
                    queue.push(step.to);
                }
            }
            if set.len() > TOGETHER {
                return Err(Full);
            }
        }
        let set: Vec<u32> = set.into_iter().collect();
        if let Some(id) = self.ids.get(&set) {
            return Ok(*id);
        }
        self.ids.insert(set.clone(), self.sets.len());
        self.sets.push(set);
        self.allowed.push(labels.into_iter().collect());
        Ok(self.sets.len() - 1)
    }

    fn after(&mut self, set: usize, label: u32) -> Result<Option<usize>, Full> {
        if let Some(known) = self.next.get(&(set, label)) {
            return Ok(*known);
        }
        let mut next = BTreeSet::new();
        for marking in self.sets[set].clone() {
            let moves = self.space.moves(marking)?;
            next.extend(moves.iter().filter(|step| step.label == label).map(|step| step.to));
        }
        let after = if next.is_empty() { None } else { Some(self.closed(next)?) };
        self.next.insert((set, label), after);
        Ok(after)
    }
}
