//! Optimal alignments: the cheapest way to read a trace as a run of a net. An event that the model
//! does not allow costs 1, an activity that the model demands and nobody did costs 1, silent steps
//! nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::bounds::{ANY, Bounds};
use super::space::{FOREIGN, Full, SILENT, Space};
use crate::petri::Net;
use crate::table::{Names, Variant};

/// How much an alignment may take. What was not finished is said, never left out.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// States searched for one variant.
    pub states: usize,
    /// Markings of the net that are kept.
    pub markings: usize,
    /// Cost at which the search for a variant ends.
    pub cost: u32,
    /// Threads.
    pub threads: usize,
    /// Asked now and then; true ends the search.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// Told after every variant.
    pub done: &'a (dyn Fn() + Sync),
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self {
            states: 2_000_000,
            markings: 500_000,
            cost: u32::MAX,
            threads: 1,
            stop: &|| false,
            done: &|| {},
        }
    }
}

/// A move of an alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The event and the model agree; the transition.
    Both(usize),
    /// The model does not allow the event; its activity as the log numbers it.
    Log(u32),
    /// The model demands an activity that nobody did; the transition.
    Model(usize),
    /// A silent transition.
    Silent(usize),
}

/// How a trace is read as a run of the net.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// The cheapest way.
    Found {
        /// Events and activities that do not fit.
        cost: u32,
        /// The moves in order.
        steps: Vec<Step>,
    },
    /// A limit was reached; the cost is at least this.
    Unfinished(u32),
}

/// Alignments of all variants.
#[derive(Clone, Debug)]
pub struct Aligned {
    /// The least number of activities of a run of the net.
    pub shortest: u32,
    /// One per variant, in their order.
    pub alignments: Vec<Alignment>,
}

impl Aligned {
    /// Fitness of one variant: 1 minus its cost over the cost of leaving out all of the trace and
    /// doing a shortest run instead; none if it was not finished.
    pub fn fitness(&self, at: usize, variant: &Variant) -> Option<f64> {
        match self.alignments[at] {
            Alignment::Found { cost, .. } => Some(1.0 - ratio(cost.into(), self.worst(variant))),
            Alignment::Unfinished(_) => None,
        }
    }

    /// Fitness of the log: 1 minus all costs over all worst costs, of what was finished.
    pub fn log_fitness(&self, variants: &[Variant]) -> f64 {
        let (mut cost, mut worst) = (0, 0);
        for (alignment, variant) in self.alignments.iter().zip(variants) {
            if let Alignment::Found { cost: own, .. } = alignment {
                cost += u64::from(*own) * variant.cases;
                worst += self.worst(variant) * variant.cases;
            }
        }
        1.0 - ratio(cost, worst)
    }

    fn worst(&self, variant: &Variant) -> u64 {
        variant.activities.len() as u64 + u64::from(self.shortest)
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Aligns every variant.
///
/// # Errors
/// A sentence, if the net has no run that ends, or none was found within the limits.
pub fn align(
    net: &Net,
    variants: &[Variant],
    names: &Names,
    limits: &Limits<'_>,
) -> Result<Aligned, String> {
    let mut space = Space::new(net, limits.markings);
    let bounds = Bounds::of(&mut space);
    let own: Vec<u32> = names.iter().map(|name| space.activity(name)).collect();
    // The shortest run is what all fitness is measured by; time and cost do not end its search.
    let free = Limits { cost: u32::MAX, stop: &|| false, ..*limits };
    let shortest = match Search::new(space.clone(), &bounds, &own).align(&[], &free) {
        Some(Alignment::Found { cost, .. }) => cost,
        Some(Alignment::Unfinished(_)) => {
            return Err("no run of the model that ends was found within the limits".to_owned());
        }
        None => return Err("the model has no run that ends in its final marking".to_owned()),
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut search = Search::new(space.clone(), &bounds, &own);
        let mut found = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(variant) = variants.get(at) else { return found };
            // What other variants left behind is forgotten before it fills the memory.
            if search.space.len() > limits.markings / 4 * 3 {
                search.space = space.clone();
            }
            let alignment = search.align(&variant.activities, limits);
            found.push((at, alignment.unwrap_or(Alignment::Unfinished(0))));
            (limits.done)();
        }
    };
    let mut alignments = vec![Alignment::Unfinished(0); variants.len()];
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..limits.threads).map(|_| scope.spawn(work)).collect();
        let mut found = work();
        for other in others {
            match other.join() {
                Ok(more) => found.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        for (at, alignment) in found {
            alignments[at] = alignment;
        }
    });
    Ok(Aligned { shortest, alignments })
}

/// A state of the search: a marking and how many events were read.
type State = (u32, u32);

#[derive(Clone, Copy)]
struct Node {
    cost: u32,
    closed: bool,
    from: State,
    step: Step,
}

struct Search<'a, 'n> {
    space: Space<'n>,
    bounds: &'a Bounds,
    /// Labels of the log's activities.
    own: &'a [u32],
    nodes: FxHashMap<State, Node>,
    /// States by their estimated total cost.
    buckets: Vec<Vec<State>>,
    /// How often each activity is left after so many events.
    left: Vec<u16>,
    least: Vec<u16>,
    most: Vec<u16>,
}

impl<'a, 'n> Search<'a, 'n> {
    fn new(space: Space<'n>, bounds: &'a Bounds, own: &'a [u32]) -> Self {
        let labels = space.labels.len();
        Self {
            space,
            bounds,
            own,
            nodes: FxHashMap::default(),
            buckets: Vec::new(),
            left: Vec::new(),
            least: vec![0; labels],
            most: vec![0; labels],
        }
    }

    /// The cheapest alignment; none if the net has no run.
    fn align(&mut self, trace: &[u32], limits: &Limits<'_>) -> Option<Alignment> {
        let all: Vec<u32> =
            trace.iter().map(|a| self.own.get(*a as usize).copied().unwrap_or(FOREIGN)).collect();
        let known: Vec<u32> = all.iter().copied().filter(|label| *label != FOREIGN).collect();
        // An activity that the model does not know can only be a move of the log.
        let foreign = u32::try_from(all.len() - known.len()).unwrap_or(u32::MAX);
        Some(match self.search(&known, foreign, limits)? {
            Ok((cost, steps)) => {
                Alignment::Found { cost: cost + foreign, steps: with_foreign(trace, &all, steps) }
            }
            Err(cost) => Alignment::Unfinished(cost.saturating_add(foreign)),
        })
    }

    fn search(
        &mut self,
        trace: &[u32],
        foreign: u32,
        limits: &Limits<'_>,
    ) -> Option<Result<(u32, Vec<Step>), u32>> {
        self.begin(trace);
        let start = (0, 0);
        let first = self.estimate(start)?;
        self.nodes.insert(start, Node { cost: 0, closed: false, from: start, step: Step::Log(0) });
        self.push(start, first);
        let goal = (self.space.end, u32::try_from(trace.len()).unwrap_or(u32::MAX));
        let (mut at, mut searched) = (first as usize, 0usize);
        while at < self.buckets.len() {
            let Some(state) = self.buckets[at].pop() else {
                at += 1;
                continue;
            };
            let bound = u32::try_from(at).unwrap_or(u32::MAX);
            let Some(node) = self.nodes.get_mut(&state).filter(|node| !node.closed) else {
                continue;
            };
            node.closed = true;
            let cost = node.cost;
            if state == goal {
                return Some(Ok((cost, self.steps(state))));
            }
            searched += 1;
            let spent = searched > limits.states || bound.saturating_add(foreign) > limits.cost;
            if spent || (searched % 1024 == 1 && (limits.stop)()) {
                return Some(Err(bound));
            }
            if self.expand(state, cost, trace).is_err() {
                return Some(Err(bound));
            }
        }
        None
    }

    /// Forgets the last search and counts what is left of the trace after each event.
    fn begin(&mut self, trace: &[u32]) {
        // A large table is dear to sweep for every small trace that follows.
        if self.nodes.capacity() > 1 << 16 {
            self.nodes = FxHashMap::default();
        }
        self.nodes.clear();
        self.buckets.iter_mut().for_each(Vec::clear);
        let n = self.space.labels.len();
        self.left.clear();
        self.left.resize((trace.len() + 1) * n, 0);
        for at in (0..trace.len()).rev() {
            self.left.copy_within((at + 1) * n..(at + 2) * n, at * n);
            let count = &mut self.left[at * n + trace[at] as usize];
            // Above this a bound says less than it could, and nothing wrong: ANY is never exceeded.
            *count = count.saturating_add(1).min(ANY - 1);
        }
    }

    fn push(&mut self, state: State, bound: u32) {
        let bound = bound as usize;
        if self.buckets.len() <= bound {
            self.buckets.resize(bound + 1, Vec::new());
        }
        self.buckets[bound].push(state);
    }

    /// What the rest costs at least; none if there is no rest.
    fn estimate(&mut self, (marking, read): State) -> Option<u32> {
        if !self.bounds.write(&self.space, marking, &mut self.least, &mut self.most) {
            return None;
        }
        let n = self.least.len();
        let left = &self.left[read as usize * n..(read as usize + 1) * n];
        let bounds = self.least.iter().zip(&self.most).zip(left);
        Some(
            bounds
                .map(|((least, most), left)| {
                    u32::from(left.saturating_sub(*most)) + u32::from(least.saturating_sub(*left))
                })
                .sum(),
        )
    }

    fn expand(&mut self, (marking, read): State, cost: u32, trace: &[u32]) -> Result<(), Full> {
        let from = (marking, read);
        let event = trace.get(read as usize).copied();
        if event.is_some() {
            self.reach((marking, read + 1), cost + 1, from, Step::Log(0));
        }
        for step in self.space.moves(marking)?.iter() {
            let transition = step.transition as usize;
            if step.label == SILENT {
                self.reach((step.to, read), cost, from, Step::Silent(transition));
                continue;
            }
            self.reach((step.to, read), cost + 1, from, Step::Model(transition));
            if event == Some(step.label) {
                self.reach((step.to, read + 1), cost, from, Step::Both(transition));
            }
        }
        Ok(())
    }

    fn reach(&mut self, state: State, cost: u32, from: State, step: Step) {
        if self.nodes.get(&state).is_some_and(|node| node.cost <= cost) {
            return;
        }
        if let Some(rest) = self.estimate(state) {
            self.nodes.insert(state, Node { cost, closed: false, from, step });
            self.push(state, cost + rest);
        }
    }

    fn steps(&self, mut state: State) -> Vec<Step> {
        let mut steps = Vec::new();
        while state != (0, 0) {
            let Some(node) = self.nodes.get(&state) else { break };
            steps.push(node.step);
            state = node.from;
        }
        steps.reverse();
        steps
    }
}

/// The steps with the events that the model does not know put back, and all moves of the log named.
fn with_foreign(trace: &[u32], labels: &[u32], steps: Vec<Step>) -> Vec<Step> {
    let mut all = Vec::with_capacity(steps.len());
    let mut events = trace.iter().copied().zip(labels.iter().copied()).peekable();
    for step in steps {
        if matches!(step, Step::Log(_) | Step::Both(_)) {
            while let Some((activity, _)) = events.next_if(|(_, label)| *label == FOREIGN) {
                all.push(Step::Log(activity));
            }
            let event = events.next();
            all.push(match (step, event) {
                (Step::Log(_), Some((activity, _))) => Step::Log(activity),
                (step, _) => step,
            });
        } else {
            all.push(step);
        }
    }
    all.extend(events.map(|(activity, _)| Step::Log(activity)));
    all
}
