//! Different traces and how often each occurs.

use rustc_hash::FxHashMap;

/// A multiset of traces.
#[derive(Clone, Debug, Default)]
pub struct Traces(Vec<(Box<[u32]>, u64)>);

impl Traces {
    pub fn iter(&self) -> impl Iterator<Item = (&[u32], u64)> {
        self.0.iter().map(|(trace, count)| (&**trace, *count))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many, with repetitions.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// Takes the empty traces out; how many there were.
    pub fn take_empty(&mut self) -> u64 {
        let before = self.count();
        self.0.retain(|(trace, _)| !trace.is_empty());
        before - self.count()
    }

    /// The activity, if every trace is that single activity.
    pub fn single(&self) -> Option<u32> {
        match self.0.as_slice() {
            [(trace, _)] if trace.len() == 1 => Some(trace[0]),
            _ => None,
        }
    }

    /// The activities that occur, in order; `n` is one more than the greatest that may.
    pub fn alphabet(&self, n: usize) -> Vec<u32> {
        let mut seen = vec![false; n];
        for (trace, _) in self.iter() {
            trace.iter().for_each(|activity| seen[*activity as usize] = true);
        }
        (0u32..).zip(seen).filter(|(_, seen)| *seen).map(|(activity, _)| activity).collect()
    }
}

/// Counts traces.
#[derive(Debug, Default)]
pub struct Counter(FxHashMap<Box<[u32]>, u64>);

impl Counter {
    pub fn add(&mut self, trace: &[u32], count: u64) {
        match self.0.get_mut(trace) {
            Some(before) => *before += count,
            None => {
                self.0.insert(trace.into(), count);
            }
        }
    }

    pub fn finish(self) -> Traces {
        Traces(self.0.into_iter().collect())
    }
}
