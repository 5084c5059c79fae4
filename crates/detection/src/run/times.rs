//! Tests of times: how long a subject's files take against their neighbours'.

use std::collections::BTreeMap;

use crate::shuffle::{Subject, Values};
use crate::strata::Strata;

/// The values of all strata; files without one count as usual.
pub fn values(strata: &Strata, of: impl Fn(u32) -> f64) -> Values {
    let mut values = Values::new();
    for members in &strata.members {
        values.push(&members.iter().map(|file| of(*file)).collect::<Vec<f64>>());
    }
    values
}

/// The subject that has these files: strata that are all its own say nothing and are left out.
pub fn subject(strata: &Strata, values: &Values, files: &[u32]) -> Subject {
    let mut own: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for file in files {
        if let Some((stratum, place)) = strata.of[*file as usize] {
            let entry = own.entry(stratum).or_default();
            entry.0 += 1;
            entry.1 += f64::from(values.at(stratum, place));
        }
    }
    let open = |(stratum, (count, _)): &(&u32, &(u32, f64))| {
        (*count as usize) < strata.members[**stratum as usize].len()
    };
    let mut subject = Subject::default();
    for (stratum, (count, sum)) in own.iter().filter(open) {
        subject.cases.push((*stratum, *count));
        subject.sum += sum;
    }
    subject
}
