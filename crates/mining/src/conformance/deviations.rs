//! Deviations: what the moves of alignments mean in words.

use std::collections::{BTreeMap, BTreeSet};

use super::align::{Alignment, Step};
use super::space::{SILENT, Space};
use crate::petri::Net;
use crate::table::{Names, Variant};

/// What happened to an activity in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The model demands it and nobody did it.
    LeftOut,
    /// It was done once more than the model allows.
    Repeated,
    /// It was done at another place than where the model has it.
    Moved,
    /// It was done where the model does not allow it.
    Added,
    /// The model does not know it.
    Unknown,
}

/// A deviation and how many cases have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// What happened.
    pub kind: Kind,
    /// The activity.
    pub activity: String,
    /// In how many cases, each counted once.
    pub cases: u64,
    /// How often in all.
    pub times: u64,
}

impl Deviation {
    /// The deviation in a sentence.
    pub fn sentence(&self) -> String {
        let (name, cases) = (&self.activity, self.cases);
        let many = if cases == 1 { "case" } else { "cases" };
        match self.kind {
            Kind::LeftOut => format!("{name} was left out in {cases} {many}."),
            Kind::Repeated => {
                format!("{name} was done more often than the model allows in {cases} {many}.")
            }
            Kind::Moved => {
                format!("{name} was done at another place than in the model in {cases} {many}.")
            }
            Kind::Added => {
                format!("{name} was done where the model does not allow it in {cases} {many}.")
            }
            Kind::Unknown => {
                format!("{name}, which the model does not have, was done in {cases} {many}.")
            }
        }
    }
}

/// All deviations, the commonest first.
pub fn commonest(
    net: &Net,
    variants: &[Variant],
    names: &Names,
    alignments: &[Alignment],
) -> Vec<Deviation> {
    let space = Space::new(net, 2);
    let own: Vec<u32> = names.iter().map(|name| space.activity(name)).collect();
    let mut counts: BTreeMap<(Kind, &str), (u64, u64)> = BTreeMap::new();
    for (variant, alignment) in variants.iter().zip(alignments) {
        let Alignment::Found { steps, .. } = alignment else { continue };
        for ((kind, label), times) in of_case(&space, &own, steps) {
            let name = match label {
                Name::Model(label) => space.labels[label as usize],
                Name::Log(activity) => names.name(activity),
            };
            let count = counts.entry((kind, name)).or_default();
            count.0 += variant.cases;
            count.1 += times * variant.cases;
        }
    }
    let mut all: Vec<Deviation> = counts
        .into_iter()
        .map(|((kind, activity), (cases, times))| Deviation {
            kind,
            activity: activity.to_owned(),
            cases,
            times,
        })
        .collect();
    all.sort_by_key(|deviation| std::cmp::Reverse(deviation.cases));
    all
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Model(u32),
    Log(u32),
}

fn of_case(space: &Space<'_>, own: &[u32], steps: &[Step]) -> BTreeMap<(Kind, Name), u64> {
    let (mut done, mut demanded) = (BTreeSet::new(), BTreeMap::<u32, u64>::new());
    let (mut extra, mut unknown) = (BTreeMap::<u32, u64>::new(), BTreeMap::<u32, u64>::new());
    for step in steps {
        match step {
            Step::Silent(_) => {}
            Step::Both(transition) => {
                done.insert(space.label(*transition));
            }
            Step::Model(transition) => *demanded.entry(space.label(*transition)).or_default() += 1,
            Step::Log(activity) => match own.get(*activity as usize) {
                Some(label) if *label < SILENT - 1 => *extra.entry(*label).or_default() += 1,
                _ => *unknown.entry(*activity).or_default() += 1,
            },
        }
    }
    let mut found = BTreeMap::new();
    for (label, times) in &mut extra {
        let kind = match demanded.get_mut(label) {
            // Demanded at one place and done at another: one deviation, not two.
            Some(missed) if *missed > 0 => {
                let both = (*missed).min(*times);
                *missed -= both;
                *times -= both;
                *found.entry((Kind::Moved, Name::Model(*label))).or_default() += both;
                Kind::Added
            }
            _ if done.contains(label) => Kind::Repeated,
            _ => Kind::Added,
        };
        if *times > 0 {
            *found.entry((kind, Name::Model(*label))).or_default() += *times;
        }
    }
    for (label, times) in demanded.into_iter().filter(|(_, times)| *times > 0) {
        found.insert((Kind::LeftOut, Name::Model(label)), times);
    }
    found.extend(unknown.into_iter().map(|(a, times)| ((Kind::Unknown, Name::Log(a)), times)));
    found
}
