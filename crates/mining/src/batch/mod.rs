//! Work that waits for its day or its hour: batches, and hours in which more comes than is done.
//!
//! **Batches.** Signatures on Thursdays, letters at nine: cases wait although somebody could act. What is
//! tested is, for an activity at a unit, the share of work begun on one weekday (or in one hour),
//! less the larger of two shares that need no batch: that of the working time which lies there,
//! and that of the cases which became ready there. So neither a Monday on which most comes in nor a unit that
//! opens on Thursdays only is a batch. Under the null model what happens on the days of a week (in the
//! hours of a day) could have happened on any other of them: days are permuted within their weeks, work
//! and arrivals together, and the largest excess of any weekday is compared with the one seen. Work
//! on one day moves as a whole, because files of one day are not independent of each other. P-values
//! are those of Besag and Clifford (1991), which hold at any number of draws.

mod peak;
mod shuffled;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;
use serde::Serialize;

pub use peak::{PeakHour, peak_hours};
pub(crate) use shuffled::Slots;

use crate::table::{Log, UNKNOWN};
use crate::times::Calendar;
use crate::wait::{Setting, Waits, benjamini_hochberg};

/// Events that a test needs, and weeks and days in which they lie.
const EVENTS: usize = 30;
const WEEKS: usize = 8;
const DAYS: usize = 20;
/// A smaller excess of a share is no batch, however sure it is.
const EXCESS: f64 = 0.25;

/// When a batch is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// On this weekday; Monday is 0.
    Weekday(u8),
    /// In this hour of the day.
    Hour(u8),
}

impl Period {
    /// The number of the batch that an instant lies in, if it lies in one.
    pub(crate) fn block(self, setting: &Setting<'_>, at: i64) -> Option<i64> {
        if at == UNKNOWN {
            return None;
        }
        match self {
            Self::Weekday(day) => (setting.weekday(at) == day).then(|| setting.day(at)),
            Self::Hour(hour) => (setting.hour(at) == hour).then(|| setting.day(at)),
        }
    }
}

/// An activity at a unit, and the weekday or hour on which it is done most beyond what is usual.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Batch {
    /// What is done.
    pub activity: u32,
    /// Where.
    pub place: u32,
    /// When.
    pub period: Period,
    /// Share of the work that is begun then.
    pub share: f64,
    /// The share that would need no batch: of working time or of arrivals, the larger.
    pub usual: f64,
    /// Cases begun then.
    pub cases: u64,
    /// How many batches these were.
    pub batches: u64,
    /// Chance of so large an excess on any weekday (hour), if days (hours) are alike.
    pub p: f64,
    /// False-discovery rate at which it passes among all tests of [`batches`].
    pub q: f64,
}

/// All activities at units with enough work to be tested, each by weekday and by hour. A batch is
/// found where [`Batch::found`] holds.
pub fn batches(log: &Log, waits: &Waits, setting: &Setting<'_>) -> Vec<Batch> {
    let mut of: FxHashMap<(u32, u32), Vec<usize>> = FxHashMap::default();
    for event in 0..log.events() {
        if waits.ready[event] != UNKNOWN && waits.start[event] != UNKNOWN {
            of.entry((log.activity[event], log.place[event])).or_default().push(event);
        }
    }
    let mut groups: Vec<((u32, u32), Vec<usize>)> =
        of.into_iter().filter(|(_, events)| events.len() >= EVENTS).collect();
    groups.sort_unstable();
    let mut all = Vec::new();
    for (number, ((activity, place), events)) in (0u64..).zip(&groups) {
        let setting = Setting { seed: setting.seed ^ (number << 8), ..setting.clone() };
        for hourly in [false, true] {
            let slots = Slots::of(waits, events, *place, hourly, &setting);
            if slots.blocks() >= if hourly { DAYS } else { WEEKS } {
                all.extend(tested(&slots, *activity, *place, hourly, setting.seed));
            }
        }
    }
    let p: Vec<f64> = all.iter().map(|batch| batch.p).collect();
    for (batch, q) in all.iter_mut().zip(benjamini_hochberg(&p)) {
        batch.q = q;
    }
    all
}

impl Batch {
    /// Whether this is a batch at the false-discovery rate of the setting.
    pub fn found(&self, setting: &Setting<'_>) -> bool {
        self.q <= setting.false_discoveries && self.is_large()
    }

    pub(crate) fn is_large(&self) -> bool {
        self.share - self.usual >= EXCESS
    }
}

fn tested(slots: &Slots, activity: u32, place: u32, hourly: bool, seed: u64) -> Option<Batch> {
    let (label, seen) = slots.largest_excess()?;
    let label_number = u8::try_from(label).ok()?;
    let p = slots.p(seen.excess(), seed, |shuffled| {
        shuffled.largest_excess().map_or(0.0, |(_, seen)| seen.excess())
    });
    Some(Batch {
        activity,
        place,
        period: if hourly { Period::Hour(label_number) } else { Period::Weekday(label_number) },
        share: seen.done,
        usual: seen.open.max(seen.ready),
        cases: slots.done(label) as u64,
        batches: slots.times(label),
        p,
        q: 1.0,
    })
}

/// Whether an hour-long (or day-long) stretch counts at a place.
pub(crate) fn opens(calendar: &Calendar, place: u32, from: i64, to: i64) -> bool {
    calendar.between(place, from, to) > 0
}
