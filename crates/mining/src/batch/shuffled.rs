//! What happens in the slots (days, hours) of blocks (weeks, days), and the same shuffled.

use rand::Rng as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng as _;
use rustc_hash::FxHashMap;

use super::opens;
use crate::times::Calendar;
use crate::wait::{Setting, Waits};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// Draws end after so many as extreme as what was seen, or after so many in any case.
const EXTREME: u32 = 20;
const DRAWS: u32 = 4_000;

/// What happened in one slot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Slot {
    /// Weekday or hour; the only thing that is not shuffled.
    label: usize,
    done: f64,
    ready: f64,
    /// Working time that those who became ready then waited.
    waited: f64,
}

/// Shares of one label.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) done: f64,
    pub(crate) open: f64,
    pub(crate) ready: f64,
}

impl Seen {
    pub(crate) fn excess(self) -> f64 {
        self.done - self.open.max(self.ready)
    }
}

/// Sums of one label.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub(crate) done: f64,
    pub(crate) ready: f64,
    pub(crate) waited: f64,
    pub(crate) slots: f64,
}

/// Slots, block by block.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    slots: Vec<Slot>,
    starts: Vec<usize>,
    labels: usize,
}

impl Slots {
    /// The open slots from the first to the last event. What became ready while all was closed counts
    /// for the next slot that is open. Where every hour counts, a slot is open if anything was begun
    /// in it (a day), or if at least one event in two hundred was begun in that hour.
    pub(crate) fn of(
        waits: &Waits,
        events: &[usize],
        place: u32,
        hourly: bool,
        setting: &Setting<'_>,
    ) -> Self {
        let length = if hourly { HOUR } else { DAY };
        let number = |at: i64| (at + setting.offset).div_euclid(length);
        let mut done: FxHashMap<i64, f64> = FxHashMap::default();
        let mut by_label = [0usize; 24];
        for event in events {
            let slot = number(waits.start[*event]);
            *done.entry(slot).or_default() += 1.0;
            by_label[slot.rem_euclid(24) as usize] += usize::from(hourly);
        }
        let (first, last) = (done.keys().min().copied(), done.keys().max().copied());
        let open = |slot: i64| match setting.calendar {
            Calendar::Always if hourly => {
                by_label[slot.rem_euclid(24) as usize] * 200 >= events.len()
            }
            // Without a calendar, weekends are told by what is done on them in the long run.
            Calendar::Always => done.contains_key(&slot) || (slot + 3).rem_euclid(7) < 5,
            calendar => {
                let from = slot * length - setting.offset;
                opens(calendar, place, from, from + length)
            }
        };
        let mut all: Vec<(i64, Slot)> = Vec::new();
        if let (Some(first), Some(last)) = (first, last) {
            for slot in (first..=last).filter(|slot| open(*slot)) {
                let label = if hourly { slot.rem_euclid(24) } else { (slot + 3).rem_euclid(7) };
                let done = done.get(&slot).copied().unwrap_or(0.0);
                all.push((slot, Slot { label: label as usize, done, ..Slot::default() }));
            }
        }
        for event in events {
            let next = all.partition_point(|(slot, _)| *slot < number(waits.ready[*event]));
            if let Some((_, slot)) = all.get_mut(next) {
                slot.ready += 1.0;
                slot.waited += waits.wait[*event] as f64;
            }
        }
        Self::in_blocks(&all, hourly)
    }

    fn in_blocks(all: &[(i64, Slot)], hourly: bool) -> Self {
        let block = |slot: i64| if hourly { slot.div_euclid(24) } else { (slot + 3).div_euclid(7) };
        let mut slots = Self {
            slots: Vec::with_capacity(all.len()),
            starts: vec![0],
            labels: if hourly { 24 } else { 7 },
        };
        for block in all.chunk_by(|a, b| block(a.0) == block(b.0)) {
            // A block in which nothing was done tells nothing of when it is done.
            if block.iter().any(|(_, slot)| slot.done > 0.0 || slot.ready > 0.0) {
                slots.slots.extend(block.iter().map(|(_, slot)| *slot));
                slots.starts.push(slots.slots.len());
            }
        }
        slots
    }

    /// How many blocks there are.
    pub(crate) fn blocks(&self) -> usize {
        self.starts.len() - 1
    }

    /// Sums by label.
    pub(crate) fn sums(&self) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); self.labels];
        for slot in &self.slots {
            let sum = &mut sums[slot.label];
            sum.done += slot.done;
            sum.ready += slot.ready;
            sum.waited += slot.waited;
            sum.slots += 1.0;
        }
        sums
    }

    /// The label whose work exceeds its usual share most.
    pub(crate) fn largest_excess(&self) -> Option<(usize, Seen)> {
        let sums = self.sums();
        let total = |of: fn(&Sum) -> f64| sums.iter().map(of).sum::<f64>().max(1.0);
        let (done, ready, slots) =
            (total(|sum| sum.done), total(|sum| sum.ready), total(|sum| sum.slots));
        let seen =
            sums.iter().enumerate().filter(|(_, sum)| sum.slots > 0.0).map(|(label, sum)| {
                let seen = Seen {
                    done: sum.done / done,
                    open: sum.slots / slots,
                    ready: sum.ready / ready,
                };
                (label, seen)
            });
        seen.max_by(|a, b| a.1.excess().total_cmp(&b.1.excess()).then(b.0.cmp(&a.0)))
    }

    /// What was begun under a label.
    pub(crate) fn done(&self, label: usize) -> f64 {
        self.slots.iter().filter(|slot| slot.label == label).map(|slot| slot.done).sum()
    }

    /// How many slots of a label had work.
    pub(crate) fn times(&self, label: usize) -> u64 {
        self.slots.iter().filter(|slot| slot.label == label && slot.done > 0.0).count() as u64
    }

    /// Chance of a statistic as large as `seen` when slots of a block change places.
    pub(crate) fn p(&self, seen: f64, seed: u64, statistic: impl Fn(&Self) -> f64) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut shuffled = self.clone();
        let limit = seen - 1e-9 * seen.abs().max(1e-9);
        let mut extreme = 0;
        for draw in 1..=DRAWS {
            shuffled.shuffle(&mut rng);
            if statistic(&shuffled) >= limit {
                extreme += 1;
                if extreme == EXTREME {
                    return f64::from(extreme) / f64::from(draw);
                }
            }
        }
        (f64::from(extreme) + 1.0) / (f64::from(DRAWS) + 1.0)
    }

    fn shuffle(&mut self, rng: &mut Xoshiro256PlusPlus) {
        for block in self.starts.windows(2) {
            for place in (block[0] + 1..block[1]).rev() {
                let below = (place - block[0] + 1) as u64;
                let other =
                    block[0] + ((u128::from(rng.next_u64()) * u128::from(below)) >> 64) as usize;
                self.slots.swap(place, other);
                // What happened moves; the label stays.
                let label = self.slots[place].label;
                self.slots[place].label = self.slots[other].label;
                self.slots[other].label = label;
            }
        }
    }
}
