//! The working clock of a log: it runs while offices work, so that a night or a holiday adds nothing
//! to how long a file took.

use rustc_hash::FxHashMap;

/// Half an hour in microseconds.
const HALF_HOUR: i64 = 30 * 60 * 1_000_000;

/// Half hours in which offices worked.
#[derive(Clone, Debug, Default)]
pub struct WorkingClock {
    first: i64,
    /// Working half hours before each half hour from `first` on.
    before: Vec<u32>,
    open: Vec<bool>,
}

impl WorkingClock {
    /// Reads it off the instants at which officers acted: a half hour counts when it has at least a
    /// tenth of the acts of the usual busy one. A single act at night is no working hour.
    pub fn from_acts(acts: impl Iterator<Item = i64>) -> Self {
        let mut counts: FxHashMap<i64, u32> = FxHashMap::default();
        for at in acts {
            *counts.entry(at.div_euclid(HALF_HOUR)).or_default() += 1;
        }
        let (Some(first), Some(last)) = (counts.keys().min(), counts.keys().max()) else {
            return Self::default();
        };
        let (first, last) = (*first, *last);
        let mut usual: Vec<u32> = counts.values().copied().collect();
        usual.sort_unstable();
        let busy = usual[usual.len() * 3 / 4];
        let enough = (f64::from(busy) / 10.0).max(1.0);
        let open: Vec<bool> = (first..=last)
            .map(|slot| counts.get(&slot).is_some_and(|count| f64::from(*count) >= enough))
            .collect();
        let mut worked = 0;
        let before = open.iter().map(|open| {
            let before = worked;
            worked += u32::from(*open);
            before
        });
        Self { first, before: before.collect(), open }
    }

    /// Working minutes between two instants; none before the first and after the last act.
    pub fn minutes(&self, from: i64, to: i64) -> f64 {
        (self.reading(to) - self.reading(from)).max(0.0)
    }

    fn reading(&self, at: i64) -> f64 {
        let slot = at.div_euclid(HALF_HOUR) - self.first;
        if slot < 0 {
            return 0.0;
        }
        let Some(open) = self.open.get(slot as usize) else {
            let all = self.open.iter().filter(|open| **open).count();
            return all as f64 * 30.0;
        };
        let part = if *open { at.rem_euclid(HALF_HOUR) as f64 / HALF_HOUR as f64 } else { 0.0 };
        (f64::from(self.before[slot as usize]) + part) * 30.0
    }
}
