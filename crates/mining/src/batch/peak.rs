//! Peak hours: those who come then wait longest, because more come than are begun.

use serde::Serialize;

use super::{DAYS, EVENTS, Slots};
use crate::table::{Log, NONE, UNKNOWN};
use crate::wait::{Setting, Waits};

/// Those who become ready in an hour with a smaller part of all are not looked at.
const PART: f64 = 0.04;
/// A smaller ratio of waits is no peak, however sure it is.
const RATIO: f64 = 1.25;

/// The hour of a unit in which those who become ready wait longest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeakHour {
    /// The unit.
    pub place: u32,
    /// Hour of the day.
    pub hour: u8,
    /// The hour in which more become ready than are begun, by the largest number: often the same, or the
    /// one before.
    pub crowd: u8,
    /// How many become ready in the crowd's hour, on a day.
    pub arrivals: f64,
    /// How many are begun in it, on a day.
    pub begun: f64,
    /// Working time that those wait, in microseconds.
    pub wait: f64,
    /// Working time that all others wait.
    pub others: f64,
    /// How many became ready in it, over all days.
    pub cases: u64,
    /// Chance of so long a wait in any hour, if hours are alike.
    pub p: f64,
}

impl PeakHour {
    /// Whether a quarter more come in the crowd's hour than are begun, and who comes in the hour with the
    /// longest waits, which does not begin before the crowd, waits a quarter longer than the others.
    pub fn is_peak(&self) -> bool {
        self.arrivals >= RATIO * self.begun
            && self.wait >= RATIO * self.others
            && self.crowd <= self.hour
    }
}

/// For each unit with enough work, the hour with the longest waits. Hours are shuffled within days.
pub fn peak_hours(log: &Log, waits: &Waits, setting: &Setting<'_>) -> Vec<PeakHour> {
    let mut of = vec![Vec::new(); log.places.len() + 1];
    for event in 0..log.events() {
        let known = waits.ready[event] != UNKNOWN && waits.start[event] != UNKNOWN;
        let citizen = setting.citizen.contains(&log.activity[event]);
        if known && !citizen {
            let place = log.place[event];
            let place = if place == NONE { log.places.len() } else { place as usize };
            of[place].push(event);
        }
    }
    let mut all = Vec::new();
    for (place, events) in (0u32..).zip(&of).filter(|(_, events)| events.len() >= EVENTS) {
        let place = if place as usize == log.places.len() { NONE } else { place };
        let slots = Slots::of(waits, events, place, true, setting);
        if slots.blocks() >= DAYS {
            all.extend(longest(&slots, place, setting.seed ^ (u64::from(place) << 20)));
        }
    }
    all
}

fn longest(slots: &Slots, place: u32, seed: u64) -> Option<PeakHour> {
    let (hour, ratio) = ratio(slots)?;
    let sums = slots.sums();
    let own = sums[hour];
    let (ready, waited) = totals(slots);
    let over = |hour: &usize| sums[*hour].ready - sums[*hour].done;
    let crowd = (0..sums.len()).max_by(|a, b| over(a).total_cmp(&over(b)).then(b.cmp(a)))?;
    let days = sums[crowd].slots.max(1.0);
    Some(PeakHour {
        place,
        hour: u8::try_from(hour).ok()?,
        crowd: u8::try_from(crowd).ok()?,
        arrivals: sums[crowd].ready / days,
        begun: sums[crowd].done / days,
        wait: own.waited / own.ready,
        others: (waited - own.waited) / (ready - own.ready).max(1.0),
        cases: own.ready as u64,
        p: slots.p(ratio, seed, |shuffled| self::ratio(shuffled).map_or(0.0, |(_, ratio)| ratio)),
    })
}

fn totals(slots: &Slots) -> (f64, f64) {
    let sums = slots.sums();
    (sums.iter().map(|sum| sum.ready).sum(), sums.iter().map(|sum| sum.waited).sum())
}

/// The hour whose wait exceeds the mean most, and by which factor.
fn ratio(slots: &Slots) -> Option<(usize, f64)> {
    let sums = slots.sums();
    let ready: f64 = sums.iter().map(|sum| sum.ready).sum();
    let waited: f64 = sums.iter().map(|sum| sum.waited).sum();
    if waited <= 0.0 {
        return None;
    }
    let looked_at = sums.iter().enumerate().filter(|(_, sum)| sum.ready > PART * ready);
    looked_at
        .map(|(hour, sum)| (hour, sum.waited / sum.ready / (waited / ready)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}
