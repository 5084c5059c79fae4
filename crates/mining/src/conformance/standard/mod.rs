//! The service standard: steps in a declared order and a promised time.
//!
//! An office owes every service a published order of steps and a time in which it is done (Law
//! 25/2009 on public services, article 21 letters c and d). A case may skip a step, repeat it, do
//! it too early or too late, or do what the standard does not have.

mod file;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::table::{Log, UNKNOWN, variants};

pub use file::{Format, promise, read};

/// A step of a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The activity as the log names it.
    pub code: String,
    /// Whether a case may do without.
    pub optional: bool,
    /// Whether a case may do it more than once.
    pub repeatable: bool,
}

/// In what a promise is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours by the clock.
    Hours,
    /// Days of 24 hours.
    Days,
    /// Days on which the office is open.
    WorkingDays,
}

/// The time that is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// A service standard: at least one step, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    steps: Vec<Step>,
    /// What is promised, if anything.
    pub promise: Option<Promise>,
}

impl Standard {
    /// A standard of these steps.
    ///
    /// # Errors
    /// A sentence when there is no step, or one stands twice.
    pub fn new(steps: Vec<Step>, promise: Option<Promise>) -> Result<Self, String> {
        if steps.iter().all(|step| step.optional) {
            return Err("a standard needs at least one step that is not optional".to_owned());
        }
        for (at, step) in steps.iter().enumerate() {
            if steps[..at].iter().any(|other| other.code == step.code) {
                return Err(format!("the step {} stands twice", step.code));
            }
        }
        Ok(Self { steps, promise })
    }

    /// The steps in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// What was not as the standard says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Deviation {
    /// A step that must be done was not.
    Skipped {
        /// The step.
        step: String,
    },
    /// A step was done more than once.
    Repeated {
        /// The step.
        step: String,
    },
    /// A step was done before one that comes first.
    Swapped {
        /// The one that was done first.
        first: String,
        /// The one that should have been.
        second: String,
    },
    /// Something was done that the standard does not have.
    Added {
        /// What.
        activity: String,
    },
}

impl Deviation {
    /// The deviation in a sentence.
    pub fn sentence(&self, cases: u64) -> String {
        let many = if cases == 1 { "case" } else { "cases" };
        match self {
            Self::Skipped { step } => format!("{step} was skipped in {cases} {many}."),
            Self::Repeated { step } => format!("{step} was repeated in {cases} {many}."),
            Self::Swapped { first, second } => {
                format!("{first} was done before {second} in {cases} {many}.")
            }
            Self::Added { activity } => {
                format!("{activity}, which the standard does not have, was done in {cases} {many}.")
            }
        }
    }
}

/// Cases held against a standard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// All cases.
    pub cases: u64,
    /// Those that went as the standard says.
    pub as_declared: u64,
    /// Those that did the last step that must be done.
    pub finished: u64,
    /// Finished in the promised time.
    pub kept: u64,
    /// Finished later, or not finished though the time had run out when the log ends.
    pub late: u64,
    /// Not finished, and the time had not run out.
    pub open: u64,
    /// Cases without the times to tell.
    pub unknown: u64,
    /// Deviations and in how many cases, the commonest first.
    pub deviations: Vec<(Deviation, u64)>,
    /// Every variant's deviations: its cases, and what was not as declared.
    pub variants: Vec<(u64, Vec<Deviation>)>,
}

/// Holds every case against the standard. `kept` says whether a promise that began at one instant
/// (microseconds) was kept at another; it knows when the office is open.
pub fn check(log: &Log, standard: &Standard, kept: impl Fn(Promise, i64, i64) -> bool) -> Checked {
    let place: Vec<Option<usize>> = log
        .activities
        .iter()
        .map(|name| standard.steps.iter().position(|step| step.code == name))
        .collect();
    let mut checked = Checked::default();
    let mut counts: BTreeMap<Deviation, u64> = BTreeMap::new();
    for variant in variants(log) {
        let found = of_trace(standard, &place, &variant.activities, log);
        checked.cases += variant.cases;
        if found.is_empty() {
            checked.as_declared += variant.cases;
        }
        for deviation in &found {
            *counts.entry(deviation.clone()).or_default() += variant.cases;
        }
        checked.variants.push((variant.cases, found));
    }
    checked.deviations = counts.into_iter().collect();
    checked.deviations.sort_by_key(|(_, cases)| std::cmp::Reverse(*cases));
    times(log, standard, &place, kept, &mut checked);
    checked
}

/// What was not as declared in one trace, each thing once.
fn of_trace(
    standard: &Standard,
    place: &[Option<usize>],
    trace: &[u32],
    log: &Log,
) -> Vec<Deviation> {
    let mut times = vec![0u32; standard.steps.len()];
    let (mut order, mut found) = (Vec::new(), Vec::new());
    for activity in trace {
        match place.get(*activity as usize).copied().flatten() {
            Some(step) => {
                times[step] += 1;
                // What is done again without leave is called repeated, and not swapped as well.
                if times[step] == 1 || standard.steps[step].repeatable {
                    order.push(step);
                }
            }
            None => {
                found.push(Deviation::Added { activity: log.activities.name(*activity).to_owned() })
            }
        }
    }
    for (step, times) in standard.steps.iter().zip(&times) {
        if *times == 0 && !step.optional {
            found.push(Deviation::Skipped { step: step.code.clone() });
        }
        if *times > 1 && !step.repeatable {
            found.push(Deviation::Repeated { step: step.code.clone() });
        }
    }
    let code = |step: usize| standard.steps[step].code.clone();
    found.extend(
        swapped(&order)
            .into_iter()
            .map(|(first, second)| Deviation::Swapped { first: code(first), second: code(second) }),
    );
    found.sort_unstable();
    found.dedup();
    found
}

/// Pairs in the wrong order: of the steps that must move so that the others are in order, as few as
/// possible, each with one that it passed.
fn swapped(order: &[usize]) -> Vec<(usize, usize)> {
    let kept = rising(order);
    let mut pairs = Vec::new();
    for (at, step) in order.iter().enumerate().filter(|(at, _)| !kept[*at]) {
        let before = (0..at).rev().find(|other| kept[*other] && order[*other] > *step);
        let behind = (at + 1..order.len()).find(|other| kept[*other] && order[*other] < *step);
        match (before, behind) {
            (Some(other), _) => pairs.push((order[other], *step)),
            (None, Some(other)) => pairs.push((*step, order[other])),
            (None, None) => {}
        }
    }
    pairs
}

/// A longest subsequence that never falls: which members it has.
fn rising(order: &[usize]) -> Vec<bool> {
    let mut length = vec![1; order.len()];
    let mut from = vec![None; order.len()];
    for at in 0..order.len() {
        for before in 0..at {
            if order[before] <= order[at] && length[before] + 1 > length[at] {
                (length[at], from[at]) = (length[before] + 1, Some(before));
            }
        }
    }
    let mut kept = vec![false; order.len()];
    let mut here = (0..order.len()).max_by_key(|at| length[*at]);
    while let Some(at) = here {
        kept[at] = true;
        here = from[at];
    }
    kept
}

/// Counts who was on time.
fn times(
    log: &Log,
    standard: &Standard,
    place: &[Option<usize>],
    kept: impl Fn(Promise, i64, i64) -> bool,
    checked: &mut Checked,
) {
    let last = standard.steps.iter().rposition(|step| !step.optional);
    let end_of_log = log.at.iter().copied().max().unwrap_or(UNKNOWN);
    for case in 0..log.len() {
        let events = log.case(case);
        let is_last =
            |event: &usize| place.get(log.activity[*event] as usize).copied().flatten() == last;
        let end = events.clone().rev().find(is_last);
        checked.finished += u64::from(end.is_some());
        let Some(promise) = standard.promise else { continue };
        let instants = events.flat_map(|event| [log.started[event], log.at[event]]);
        let start = instants.filter(|at| *at != UNKNOWN).min();
        let until = end.map_or(end_of_log, |event| log.at[event]);
        let count = match start {
            Some(start) if until != UNKNOWN => match (kept(promise, start, until), end) {
                (true, Some(_)) => &mut checked.kept,
                (true, None) => &mut checked.open,
                (false, _) => &mut checked.late,
            },
            _ => &mut checked.unknown,
        };
        *count += 1;
    }
}

#[cfg(test)]
mod tests;
