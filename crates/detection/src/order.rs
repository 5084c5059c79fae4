//! Who was taken before whose turn: the queue as it stood at every moment, from the records alone.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::cases::{Case, Code};

/// How a file was taken up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Others waited in its queue at that moment, so that there was an order to keep.
    pub with_others: bool,
    /// One of them stood before it.
    pub jumped: bool,
}

/// How each file was taken up from its queue of office and service. Priority groups stand first;
/// among equals the earlier one.
pub fn taken(cases: &[Case]) -> Vec<Taken> {
    let mut queues: FxHashMap<(Option<Code>, Option<Code>), Vec<u32>> = FxHashMap::default();
    for (place, case) in cases.iter().enumerate() {
        if case.ready.is_some() && case.picked.is_some() {
            queues.entry((case.unit, case.service)).or_default().push(place as u32);
        }
    }
    let mut all = vec![Taken::default(); cases.len()];
    for files in queues.values() {
        let place = |file: u32| {
            let case = &cases[file as usize];
            (!case.priority, case.ready.unwrap_or_default(), file)
        };
        // At one instant files come before any is taken.
        let mut moments: Vec<(i64, bool, u32)> = Vec::with_capacity(files.len() * 2);
        for file in files {
            let case = &cases[*file as usize];
            let (ready, picked) = (case.ready.unwrap_or_default(), case.picked.unwrap_or_default());
            moments.push((ready, false, *file));
            moments.push((picked.max(ready), true, *file));
        }
        moments.sort_unstable();
        let mut waiting = BTreeSet::new();
        for (_, taken, file) in moments {
            let own = place(file);
            if !taken {
                waiting.insert(own);
                continue;
            }
            all[file as usize] = Taken {
                with_others: waiting.len() > 1,
                jumped: waiting.first().is_some_and(|first| *first < own),
            };
            waiting.remove(&own);
        }
    }
    all
}
