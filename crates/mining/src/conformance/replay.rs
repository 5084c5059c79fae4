//! Token replay: a trace is played on the net; tokens that are missing are given, tokens that are
//! left over are counted. Silent steps are taken when they help: of all markings that silent steps
//! lead to, the nearest from which the fewest tokens are missing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::space::{FOREIGN, Full, SILENT, Space};
use crate::petri::{Arc, Marking, Net};
use crate::table::{Names, Variant};

/// Markings searched for one event.
const NEAR: usize = 2_000;

/// Tokens of the replay of a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tokens {
    /// Put into places.
    pub produced: u64,
    /// Taken from places.
    pub consumed: u64,
    /// Given because they were not there.
    pub missing: u64,
    /// Left over at the end.
    pub remaining: u64,
    /// Events whose activity the net does not know; they are passed over.
    pub unknown: u64,
}

impl Tokens {
    /// ½ (1 − missing/consumed) + ½ (1 − remaining/produced).
    pub fn fitness(&self) -> f64 {
        let share =
            |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        0.5 * (1.0 - share(self.missing, self.consumed))
            + 0.5 * (1.0 - share(self.remaining, self.produced))
    }

    /// Whether nothing was missing or left over.
    pub fn fits(&self) -> bool {
        self.missing == 0 && self.remaining == 0
    }

    fn add(&mut self, other: &Self, times: u64) {
        self.produced += other.produced * times;
        self.consumed += other.consumed * times;
        self.missing += other.missing * times;
        self.remaining += other.remaining * times;
        self.unknown += other.unknown * times;
    }
}

/// Tokens of every variant.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// One per variant, in their order; none where the net needs more markings than are kept.
    pub tokens: Vec<Option<Tokens>>,
    /// All together, each variant as often as it occurs.
    pub total: Tokens,
}

/// Replays every variant; `done` is told after each.
pub fn replay(
    net: &Net,
    variants: &[Variant],
    names: &Names,
    markings: usize,
    done: &dyn Fn(),
) -> Replayed {
    let mut player = Player {
        space: Space::new(net, markings),
        silent: Silent::of(net),
        known: FxHashMap::default(),
    };
    let own: Vec<u32> = names.iter().map(|name| player.space.activity(name)).collect();
    let mut replayed =
        Replayed { tokens: Vec::with_capacity(variants.len()), total: Tokens::default() };
    for variant in variants {
        let labels =
            variant.activities.iter().map(|a| own.get(*a as usize).copied().unwrap_or(FOREIGN));
        let tokens = player.play(labels).ok();
        if let Some(tokens) = &tokens {
            replayed.total.add(tokens, variant.cases);
        }
        replayed.tokens.push(tokens);
        done();
    }
    replayed
}

/// What one event did.
#[derive(Clone, Copy)]
struct Played {
    to: u32,
    tokens: Tokens,
}

struct Player<'n> {
    space: Space<'n>,
    silent: Silent,
    /// Events that were played before, by marking and label ([`SILENT`] for the end).
    known: FxHashMap<(u32, u32), Played>,
}

impl Player<'_> {
    fn play(&mut self, labels: impl Iterator<Item = u32>) -> Result<Tokens, Full> {
        let mut tokens = Tokens { produced: sum(self.space.net.start()), ..Tokens::default() };
        let mut at = 0;
        for label in labels.chain([SILENT]) {
            if label == FOREIGN {
                tokens.unknown += 1;
                continue;
            }
            let played = match self.known.get(&(at, label)) {
                Some(played) => *played,
                None => {
                    let played = self.event(at, label)?;
                    self.known.insert((at, label), played);
                    played
                }
            };
            tokens.add(&played.tokens, 1);
            at = played.to;
        }
        Ok(tokens)
    }

    /// Plays an event, or the end.
    fn event(&mut self, from: u32, label: u32) -> Result<Played, Full> {
        let net = self.space.net;
        // The end is a step that takes the final marking.
        let last: Vec<Arc> = (net.end().iter().enumerate())
            .filter(|(_, tokens)| **tokens > 0)
            .map(|(place, tokens)| Arc { place, weight: *tokens })
            .collect();
        let ways: Vec<(&[Arc], &[Arc])> = if label == SILENT {
            vec![(&last, &[])]
        } else {
            let steps = (0..net.transitions().len()).filter(|t| self.space.label(*t) == label);
            steps.map(|t| (&*net.transitions()[t].takes, &*net.transitions()[t].gives)).collect()
        };
        let mut best: Option<(Near, usize)> = None;
        for (way, (takes, _)) in ways.iter().enumerate() {
            let near = self.nearest(from, takes)?;
            if best.is_none_or(|(least, _)| near.wrong() < least.wrong()) {
                best = Some((near, way));
            }
        }
        let (near, way) = best.ok_or(Full)?;
        let (takes, gives) = ways[way];
        let mut marking = self.space.marking(near.at).clone();
        let mut played = Played { to: near.at, tokens: near.tokens };
        played.tokens.missing += take(&mut marking, takes);
        played.tokens.consumed += sum_of(takes);
        if label == SILENT {
            played.tokens.remaining += sum(&marking);
            return Ok(played);
        }
        played.tokens.produced += sum_of(gives);
        for arc in gives {
            marking[arc.place] = marking[arc.place].checked_add(arc.weight).ok_or(Full)?;
        }
        played.to = self.space.number(&marking)?;
        Ok(played)
    }

    /// The marking, reached by silent steps, from which the fewest tokens are missing. The search
    /// goes first where the fewest silent steps seem to be left, so that many branches that end
    /// side by side are ended one after the other and not in every order.
    fn nearest(&mut self, from: u32, takes: &[Arc]) -> Result<Near, Full> {
        let costs = self.silent.costs(self.space.marking(from));
        let wanted: Vec<usize> =
            takes.iter().map(|arc| arc.place).filter(|place| costs[*place] < FAR).collect();
        let mut best = self.near(from, takes, Tokens::default());
        let mut seen = FxHashSet::from_iter([from]);
        let mut open = BinaryHeap::from([(
            Reverse((0, 0)),
            0,
            Open { at: from, steps: 0, tokens: Tokens::default() },
        )]);
        while let Some((_, _, here)) = open.pop() {
            let near = self.near(here.at, takes, here.tokens);
            if near.missing < best.missing {
                best = near;
            }
            let marking = self.space.marking(here.at);
            if wanted.iter().all(|place| marking[*place] > 0) || seen.len() > NEAR {
                break;
            }
            for step in self.space.moves(here.at)?.iter().filter(|step| step.label == SILENT) {
                if !seen.insert(step.to) {
                    continue;
                }
                let costs = self.silent.costs(self.space.marking(step.to));
                let left: u32 = wanted.iter().map(|place| costs[*place].min(FAR)).sum();
                if left >= FAR {
                    continue;
                }
                let of = &self.space.net.transitions()[step.transition as usize];
                let mut tokens = here.tokens;
                tokens.consumed += sum_of(&of.takes);
                tokens.produced += sum_of(&of.gives);
                let steps = here.steps + 1;
                open.push((
                    Reverse((steps + left, left)),
                    seen.len(),
                    Open { at: step.to, steps, tokens },
                ));
            }
        }
        Ok(best)
    }

    fn near(&self, at: u32, takes: &[Arc], tokens: Tokens) -> Near {
        let missing = take(&mut self.space.marking(at).clone(), takes);
        Near { at, missing, tokens }
    }
}

/// A marking from which an event can be played.
#[derive(Clone, Copy)]
struct Near {
    at: u32,
    missing: u64,
    /// Of the silent steps that lead to it.
    tokens: Tokens,
}

impl Near {
    fn wrong(&self) -> (u64, u64) {
        (self.missing, self.tokens.consumed)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    at: u32,
    steps: u32,
    tokens: Tokens,
}

/// More silent steps than any search takes.
const FAR: u32 = 1 << 20;

/// The silent steps of a net, and how many lead to a place if no token were ever used up.
struct Silent(Vec<(Vec<usize>, Vec<usize>)>);

impl Silent {
    fn of(net: &Net) -> Self {
        let places = |arcs: &[Arc]| arcs.iter().map(|arc| arc.place).collect();
        let silent = net.transitions().iter().filter(|step| step.label.is_none());
        Self(silent.map(|step| (places(&step.takes), places(&step.gives))).collect())
    }

    /// For each place the silent steps to a token in it, those of all inputs of a step added up.
    fn costs(&self, marking: &Marking) -> Vec<u32> {
        let mut costs: Vec<u32> =
            marking.iter().map(|tokens| if *tokens > 0 { 0 } else { FAR }).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for (takes, gives) in &self.0 {
                let cost = takes.iter().fold(1u32, |sum, place| sum.saturating_add(costs[*place]));
                for place in gives {
                    if cost < costs[*place] {
                        (costs[*place], changed) = (cost, true);
                    }
                }
            }
        }
        costs
    }
}

fn sum_of(arcs: &[Arc]) -> u64 {
    arcs.iter().map(|arc| u64::from(arc.weight)).sum()
}

/// Takes tokens; how many were missing.
fn take(marking: &mut Marking, takes: &[Arc]) -> u64 {
    let mut missing = 0;
    for arc in takes {
        missing += u64::from(arc.weight.saturating_sub(marking[arc.place]));
        marking[arc.place] = marking[arc.place].saturating_sub(arc.weight);
    }
    missing
}

fn sum(marking: &Marking) -> u64 {
    marking.iter().map(|tokens| u64::from(*tokens)).sum()
}
