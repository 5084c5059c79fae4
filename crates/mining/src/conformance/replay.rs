//! Token replay: a trace is played on the net; tokens that are missing are given, tokens that are
//! left over are counted. Silent steps are taken when they help: of all markings that silent steps
//! lead to, the nearest from which the fewest tokens are missing.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::space::{FOREIGN, Full, SILENT, Space};
use crate::petri::{Arc, Marking, Net};
use crate::table::{Names, Variant};

/// Markings searched for one event.
const NEAR: usize = 20_000;

/// Tokens of the replay of a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    let mut player = Player { space: Space::new(net, markings), known: FxHashMap::default() };
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
        let (near, way, tokens) = self.nearest(from, &ways, label == SILENT)?;
        let (takes, gives) = ways[way];
        let mut marking = self.space.marking(near).clone();
        let mut played = Played { to: near, tokens };
        played.tokens.missing += take(&mut marking, takes);
        played.tokens.consumed += takes.iter().map(|arc| u64::from(arc.weight)).sum::<u64>();
        if label == SILENT {
            played.tokens.remaining += sum(&marking);
            return Ok(played);
        }
        for arc in gives {
            marking[arc.place] = marking[arc.place].checked_add(arc.weight).ok_or(Full)?;
            played.tokens.produced += u64::from(arc.weight);
        }
        played.to = self.space.number(&marking)?;
        Ok(played)
    }

    /// The marking, reached by silent steps, in which the least is wrong; which way is taken then,
    /// and the tokens of the silent steps.
    fn nearest(
        &mut self,
        from: u32,
        ways: &[(&[Arc], &[Arc])],
        end: bool,
    ) -> Result<(u32, usize, Tokens), Full> {
        let net = self.space.net;
        let mut seen = FxHashSet::from_iter([from]);
        let mut queue = VecDeque::from([(from, Tokens::default())]);
        let mut best: Option<(u64, u32, usize, Tokens)> = None;
        while let Some((at, tokens)) = queue.pop_front() {
            for (way, (takes, _)) in ways.iter().enumerate() {
                let mut marking = self.space.marking(at).clone();
                let missing = take(&mut marking, takes);
                let wrong = missing + if end { sum(&marking) } else { 0 };
                if best.is_none_or(|(least, ..)| wrong < least) {
                    best = Some((wrong, at, way, tokens));
                }
            }
            if best.is_some_and(|(least, ..)| least == 0) || seen.len() > NEAR {
                break;
            }
            for step in self.space.moves(at)?.iter().filter(|step| step.label == SILENT) {
                if seen.insert(step.to) {
                    let step_of = &net.transitions()[step.transition as usize];
                    let mut tokens = tokens;
                    tokens.consumed +=
                        step_of.takes.iter().map(|a| u64::from(a.weight)).sum::<u64>();
                    tokens.produced +=
                        step_of.gives.iter().map(|a| u64::from(a.weight)).sum::<u64>();
                    queue.push_back((step.to, tokens));
                }
            }
        }
        best.map(|(_, at, way, tokens)| (at, way, tokens)).ok_or(Full)
    }
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
