//! Why a case waited: each wait cut into causes that add up to it.
//!
//! After Lashkevich, Milani, Chapela-Campa, Suvorau and Dumas ("Why am I waiting? Data-driven
//! analysis of waiting times in business processes", CAiSE 2023) and Toosinezhad, Fahland, Köroğlu and
//! van der Aalst ("Detecting system-level behavior leading to dynamic bottlenecks", ICPM 2020). The cuts
//! are made in this order, each from what the ones before left:
//!
//! 1. **Closed**: hours that the calendar does not count.
//! 2. **Citizen**: all working time before an act of the citizen.
//! 3. **Batch**: until the first case of its batch is begun, at places that [`crate::batch`] found to
//!    work so.
//! 4. **Out of order**: the person who did it was busy with cases that were ready later.
//! 5. **Queue**: that person was busy with cases that had been ready before.
//! 6. **Unexplained**: nothing in the log says why. Without resources and starts, much is.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Setting, Waits};
use crate::batch::Batch;
use crate::table::{Log, NONE, UNKNOWN};

/// How many causes there are.
pub const CAUSES: usize = 6;

/// Why a case waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The office was closed.
    Closed,
    /// For the citizen.
    Citizen,
    /// Until a batch was begun.
    Batch,
    /// Later cases were done first.
    OutOfOrder,
    /// Earlier cases were being done.
    Queue,
    /// Nothing says why.
    Unexplained,
}

impl Cause {
    /// All, in the order of [`Causes`].
    pub const ALL: [Self; CAUSES] = [
        Self::Closed,
        Self::Citizen,
        Self::Batch,
        Self::OutOfOrder,
        Self::Queue,
        Self::Unexplained,
    ];
}

/// Time by cause, in the order of [`Cause::ALL`], in microseconds. All but the first add up to the
/// wait; all together to the time on the wall.
pub type Causes = [i64; CAUSES];

/// The causes of each event's wait.
pub fn causes(log: &Log, waits: &Waits, batches: &[Batch], setting: &Setting<'_>) -> Vec<Causes> {
    let busy = busy(log, waits, setting);
    let released = released(log, waits, batches, setting);
    (0..log.events())
        .map(|event| {
            let mut causes = [0; CAUSES];
            let (ready, start, wait) = (waits.ready[event], waits.start[event], waits.wait[event]);
            if ready == UNKNOWN || start == UNKNOWN {
                return causes;
            }
            causes[0] = ((start - ready).max(0) - wait).max(0);
            if setting.citizen.contains(&log.activity[event]) {
                causes[1] = wait;
                return causes;
            }
            let until = released[event].clamp(ready, start.max(ready));
            causes[2] = setting.calendar.between(log.place[event], ready, until).min(wait);
            let mut left = wait - causes[2];
            let (later, earlier) = busy[event];
            causes[3] = later.min(left);
            left -= causes[3];
            causes[4] = earlier.min(left);
            causes[5] = left - causes[4];
            causes
        })
        .collect()
}

/// When the first case of each event's batch was begun; [`UNKNOWN`] (before all time) when it was in
/// none.
fn released(log: &Log, waits: &Waits, batches: &[Batch], setting: &Setting<'_>) -> Vec<i64> {
    let mut released = vec![UNKNOWN; log.events()];
    if batches.is_empty() {
        return released;
    }
    let mut of: FxHashMap<(u32, u32), &Batch> = FxHashMap::default();
    for batch in batches {
        of.entry((batch.activity, batch.place)).or_insert(batch);
    }
    let key = |event: usize| {
        let start = waits.start[event];
        let batch = of.get(&(log.activity[event], log.place[event]))?;
        let when = batch.period.block(setting, start)?;
        (start != UNKNOWN).then_some((batch.activity, batch.place, when))
    };
    let mut first: FxHashMap<(u32, u32, i64), i64> = FxHashMap::default();
    for event in 0..log.events() {
        if let Some(key) = key(event) {
            let first = first.entry(key).or_insert(i64::MAX);
            *first = (*first).min(waits.start[event]);
        }
    }
    for (event, released) in released.iter_mut().enumerate() {
        if let Some(key) = key(event) {
            *released = first[&key];
        }
    }
    released
}

/// For each event, how long its person was busy during its wait with cases that were ready later, and
/// with others.
fn busy(log: &Log, waits: &Waits, setting: &Setting<'_>) -> Vec<(i64, i64)> {
    let mut busy = vec![(0, 0); log.events()];
    let mut order: Vec<u32> = (0..log.events() as u32)
        .filter(|event| {
            let event = *event as usize;
            log.resource[event] != NONE && waits.start[event] != UNKNOWN
        })
        .collect();
    order.sort_unstable_by_key(|event| {
        let event = *event as usize;
        (log.resource[event], log.at[event], waits.start[event], event)
    });
    for own in order.chunk_by(|a, b| log.resource[*a as usize] == log.resource[*b as usize]) {
        person(log, waits, setting, own, &mut busy);
    }
    busy
}

/// A person's acts, one after the other: each from its start, or the end of the one before.
struct Acts {
    from: Vec<i64>,
    to: Vec<i64>,
    length: Vec<i64>,
    ready: Vec<i64>,
}

fn person(log: &Log, waits: &Waits, setting: &Setting<'_>, own: &[u32], busy: &mut [(i64, i64)]) {
    let mut acts = Acts { from: vec![], to: vec![], length: vec![], ready: vec![] };
    let mut before = i64::MIN;
    for event in own {
        let event = *event as usize;
        let (from, to) = (waits.start[event].max(before).min(log.at[event]), log.at[event]);
        acts.from.push(from);
        acts.to.push(to);
        acts.length.push(setting.calendar.between(log.place[event], from, to));
        acts.ready.push(waits.ready[event]);
        before = to;
    }
    // Those whose cases were ready last come first: what stands in the sums then was ready later.
    let mut by_ready: Vec<usize> = (0..own.len()).collect();
    by_ready.sort_unstable_by_key(|act| std::cmp::Reverse((acts.ready[*act], *act)));
    let (mut later, mut all) = (Sums::new(own.len()), Sums::new(own.len()));
    for (act, length) in acts.length.iter().enumerate() {
        all.add(act, *length);
    }
    let mut behind = 0;
    for act in by_ready.iter().copied() {
        while acts.ready[by_ready[behind]] > acts.ready[act] {
            later.add(by_ready[behind], acts.length[by_ready[behind]]);
            behind += 1;
        }
        let event = own[act] as usize;
        let (ready, start) = (waits.ready[event], waits.start[event]);
        if ready == UNKNOWN || ready >= start {
            continue;
        }
        // Acts that lie whole in the wait, and the two at its ends.
        let first = acts.to[..act].partition_point(|to| *to <= ready);
        let end = acts.to[..act].partition_point(|to| *to <= start).max(first);
        let whole = |sums: &Sums| sums.below(end) - sums.below(first);
        let cut = if first < end {
            setting.calendar.between(log.place[own[first] as usize], acts.from[first], ready)
        } else {
            0
        };
        let overhang = if end < act {
            let from = acts.from[end].max(ready);
            setting.calendar.between(log.place[own[end] as usize], from, start)
        } else {
            0
        };
        let is_later = |other: usize| acts.ready[other] > ready;
        let mut of_later = whole(&later);
        let mut of_all = whole(&all);
        if cut > 0 {
            of_all -= cut.min(of_all);
            of_later -= if is_later(first) { cut.min(of_later) } else { 0 };
        }
        if overhang > 0 {
            of_all += overhang;
            of_later += if is_later(end) { overhang } else { 0 };
        }
        busy[event] = (of_later, of_all - of_later);
    }
}

/// Sums of the first entries of a list that changes (Fenwick 1994).
struct Sums(Vec<i64>);

impl Sums {
    fn new(length: usize) -> Self {
        Self(vec![0; length + 1])
    }

    fn add(&mut self, place: usize, value: i64) {
        let mut node = place + 1;
        while node < self.0.len() {
            self.0[node] += value;
            node += node & node.wrapping_neg();
        }
    }

    fn below(&self, place: usize) -> i64 {
        let (mut node, mut sum) = (place, 0);
        while node > 0 {
            sum += self.0[node];
            node -= node & node.wrapping_neg();
        }
        sum
    }
}
