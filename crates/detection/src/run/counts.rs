//! Tests of counts: how many of a subject's files carry a mark.

use std::collections::BTreeMap;

use super::Part;
use crate::strata::Strata;
use crate::tail::{self, Stratum};

/// What a subject's files show against their neighbours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    /// The subject's strata.
    pub strata: Vec<Stratum>,
    /// Its marked files in each of them.
    pub marked: Vec<u32>,
}

impl Count {
    /// Marked files that would be usual.
    pub fn expected(&self) -> f64 {
        tail::expected(&self.strata)
    }

    /// Marked files of the subject.
    pub fn seen(&self) -> u32 {
        self.marked.iter().sum()
    }

    /// Chance of as many or more.
    pub fn p(&self) -> f64 {
        tail::at_least(&self.strata, self.seen())
    }

    /// How many times as often as others' files: the risk ratio of Mantel and Haenszel over the
    /// strata (Rothman, Modern Epidemiology, chapter 15). Infinite when no other file is marked.
    pub fn ratio(&self) -> f64 {
        let (mut own, mut others) = (0.0, 0.0);
        for (stratum, marked) in self.strata.iter().zip(&self.marked) {
            let all = f64::from(stratum.cases);
            let rest = stratum.cases - stratum.own;
            own += f64::from(*marked) * f64::from(rest) / all;
            others += f64::from(stratum.marked - marked) * f64::from(stratum.own) / all;
        }
        own / others
    }
}

/// Files of each subject that has `fewest` of them in the strata.
pub fn subjects(
    strata: &Strata,
    files: usize,
    fewest: u32,
    owner: impl Fn(usize) -> Option<Vec<Part>>,
) -> Vec<(Vec<Part>, Vec<u32>)> {
    let mut found: BTreeMap<Vec<Part>, Vec<u32>> = BTreeMap::new();
    for file in (0..files).filter(|file| strata.of[*file].is_some()) {
        if let Some(subject) = owner(file) {
            found.entry(subject).or_default().push(file as u32);
        }
    }
    found.into_iter().filter(|(_, files)| files.len() >= fewest as usize).collect()
}

/// What `files` show of the mark against all others in their strata.
pub fn count(strata: &Strata, files: &[u32], marked: impl Fn(u32) -> bool) -> Count {
    let mut own: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for file in files {
        if let Some((stratum, _)) = strata.of[*file as usize] {
            let counted = own.entry(stratum).or_default();
            counted.0 += 1;
            counted.1 += u32::from(marked(*file));
        }
    }
    let mut count = Count::default();
    for (stratum, (own, own_marked)) in own {
        let members = &strata.members[stratum as usize];
        let marked = members.iter().filter(|file| marked(**file)).count() as u32;
        count.strata.push(Stratum { cases: members.len() as u32, marked, own });
        count.marked.push(own_marked);
    }
    count
}
