//! Strata: files that are compared with each other, because nothing but chance should tell them
//! apart. A stratum is a run of neighbours in one queue: the same service, office, channel and kind
//! of case, and as good as the same moment. So load, season and hour of the day are the same for all.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::cases::Case;

/// Neighbours in one stratum; a queue is cut as evenly as this allows.
const NEIGHBOURS: usize = 10;

/// Which files are compared with which.
#[derive(Clone, Debug, Default)]
pub struct Strata {
    /// Places of files, stratum by stratum.
    pub members: Vec<Vec<u32>>,
    /// Stratum of each file, and its place in it.
    pub of: Vec<Option<(u32, u32)>>,
}

impl Strata {
    /// Cuts queues into neighbours. `queue` says where a file belongs, and its time in the queue;
    /// files for which it says nothing are not compared.
    pub fn neighbours<Q: std::hash::Hash + Eq + Ord>(
        cases: &[Case],
        queue: impl Fn(&Case) -> Option<(Q, i64)>,
    ) -> Self {
        Self::cut(cases, queue, Some(NEIGHBOURS))
    }

    /// All files of one key are compared with each other.
    pub fn whole<Q: std::hash::Hash + Eq + Ord>(
        cases: &[Case],
        mut queue: impl FnMut(&Case) -> Option<Q>,
    ) -> Self {
        Self::cut(cases, |case| queue(case).map(|key| (key, 0)), None)
    }

    /// Things of one key are compared with each other; those without a key with nothing.
    pub fn keyed<Q: Ord>(keys: impl Iterator<Item = Option<Q>>) -> Self {
        let mut groups: BTreeMap<Q, Vec<u32>> = BTreeMap::new();
        let mut count = 0;
        for (place, key) in keys.enumerate() {
            count = place + 1;
            if let Some(key) = key {
                groups.entry(key).or_default().push(place as u32);
            }
        }
        let mut strata = Self { members: Vec::new(), of: vec![None; count] };
        groups.into_values().for_each(|members| strata.push(members));
        strata
    }

    fn cut<Q: std::hash::Hash + Eq + Ord>(
        cases: &[Case],
        mut queue: impl FnMut(&Case) -> Option<(Q, i64)>,
        size: Option<usize>,
    ) -> Self {
        let mut queues: FxHashMap<Q, Vec<(i64, u32)>> = FxHashMap::default();
        for (place, case) in cases.iter().enumerate() {
            if let Some((key, at)) = queue(case) {
                queues.entry(key).or_default().push((at, place as u32));
            }
        }
        let mut ordered: Vec<_> = queues.into_iter().collect();
        ordered.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut strata = Self { members: Vec::new(), of: vec![None; cases.len()] };
        for (_, mut files) in ordered {
            files.sort_unstable();
            let size = size.unwrap_or(files.len()).max(1);
            let parts = (files.len() as f64 / size as f64).round().max(1.0) as usize;
            for part in 0..parts {
                let (from, to) = (files.len() * part / parts, files.len() * (part + 1) / parts);
                strata.push(files[from..to].iter().map(|(_, place)| *place).collect());
            }
        }
        strata
    }

    fn push(&mut self, members: Vec<u32>) {
        let stratum = self.members.len() as u32;
        for (place, member) in members.iter().enumerate() {
            self.of[*member as usize] = Some((stratum, place as u32));
        }
        self.members.push(members);
    }
}
