//! Where files wait, why, and for how long: on the working calendar.
//!
//! A case is ready for an event when the event before it (by time) is done. From then until work on it
//! starts it **waits**; from start to end it is **touched**. The first event of a case waits for
//! nothing. Cases with truly parallel branches are read as if their events stood one after another,
//! so part of a branch's wait can be seen at the other.
//!
//! Logs that do not say when work began are the rule. Then the start is estimated from how fast the same
//! person's acts follow one another ([`TouchOf`]), or it stays unknown and the whole time counts as wait;
//! [`Waits::how`] says which, for each event, and [`Waits::known`] in all.

mod cause;
mod chance;
mod place;
#[cfg(test)]
pub(crate) mod tests;
mod touch;

use serde::Serialize;

pub use cause::{CAUSES, Cause, Causes, causes};
pub(crate) use chance::{Clusters, beyond, binomial_at_most, of_draws};
pub use chance::{Interval, benjamini_hochberg, clopper_pearson};
pub(crate) use place::clusters;
pub use place::{Attribution, Level, Part, Spot, attribution, by_person, hand_overs};
pub use touch::TouchOf;

use crate::table::{Log, NONE, UNKNOWN};
use crate::times::Calendar;

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;
const HOUR: i64 = 3_600_000_000;

/// What an analysis must know besides the log.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// Which hours count.
    pub calendar: &'a Calendar,
    /// Local time less UTC, in microseconds: for weekdays and hours.
    pub offset: i64,
    /// Activities of the citizen, such as handing in what was missing: waits for these are the
    /// citizen's.
    pub citizen: Vec<u32>,
    /// Activities that say no: returns and refusals.
    pub negative: Vec<u32>,
    /// Steps of approval. When none is named, steps of a few minutes by another hand are looked at.
    pub approvals: Vec<u32>,
    /// Confidence of intervals.
    pub level: f64,
    /// Share of false ones among the findings.
    pub false_discoveries: f64,
    /// Seed of draws.
    pub seed: u64,
}

impl<'a> Setting<'a> {
    /// Western Indonesian time, intervals at 95 %, one false finding in twenty.
    pub fn new(calendar: &'a Calendar) -> Self {
        Self {
            calendar,
            offset: 7 * HOUR,
            citizen: Vec::new(),
            negative: Vec::new(),
            approvals: Vec::new(),
            level: 0.95,
            false_discoveries: 0.05,
            seed: 1,
        }
    }

    /// Local day of an instant, counted from the epoch.
    pub(crate) fn day(&self, at: i64) -> i64 {
        (at + self.offset).div_euclid(DAY)
    }

    /// Weekday, Monday being 0.
    pub(crate) fn weekday(&self, at: i64) -> u8 {
        // 1 January 1970 was a Thursday.
        (self.day(at) + 3).rem_euclid(7) as u8
    }

    /// Hour of the day.
    pub(crate) fn hour(&self, at: i64) -> u8 {
        (at + self.offset).rem_euclid(DAY).div_euclid(HOUR) as u8
    }

    /// Whether a wait there is for the citizen.
    pub(crate) fn is_citizens(&self, spot: &Spot) -> bool {
        match spot {
            Spot::Activity(activity) | Spot::At { activity, .. } => self.citizen.contains(activity),
            Spot::HandOver { .. } | Spot::Within(_) => false,
        }
    }
}

/// How the start of an event is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The log says it.
    Recorded,
    /// From how fast the same person's acts follow one another.
    Estimated,
    /// Not at all: what looks like waiting includes the work.
    Unknown,
}

/// How many events' starts are known, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Known {
    /// The log says it.
    pub recorded: u64,
    /// Estimated.
    pub estimated: u64,
    /// Not known.
    pub unknown: u64,
}

/// Waits of a log, a place in each list for each event. Lengths are microseconds of the calendar.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    /// When the case was ready for it; [`UNKNOWN`] for first events.
    pub ready: Vec<i64>,
    /// When work on it began: its end where that is not known; [`UNKNOWN`] without a time.
    pub start: Vec<i64>,
    /// Working time from ready to start.
    pub wait: Vec<i64>,
    /// Working time from start to end; [`UNKNOWN`] where the start is.
    pub touch: Vec<i64>,
    /// How the start is known.
    pub how: Vec<How>,
    /// What is known of how long activities take, where the log does not say it.
    pub touches: Vec<TouchOf>,
}

impl Waits {
    /// Waits and touch times of a log.
    pub fn of(log: &Log, calendar: &Calendar) -> Self {
        let ready = ready(log);
        let touches = touch::touches(log, calendar, &ready);
        let mut waits = Self { ready, touches, ..Self::default() };
        let mut estimate = vec![None; log.activities.len()];
        for touch in &waits.touches {
            estimate[touch.activity as usize] = touch.estimate.map(|(_, middle, _)| middle);
        }
        let last = touch::last_of_person(log);
        for event in 0..log.events() {
            let (start, how) = match (log.at[event], log.started[event]) {
                (UNKNOWN, _) => (UNKNOWN, How::Unknown),
                (at, UNKNOWN) => match estimate[log.activity[event] as usize] {
                    Some(usual) if last[event] != UNKNOWN => {
                        let from = last[event].max(waits.ready[event]);
                        let touch = calendar.between(log.place[event], from, at).min(usual);
                        (calendar.back(log.place[event], at, touch), How::Estimated)
                    }
                    _ => (at, How::Unknown),
                },
                (at, started) => (started.min(at), How::Recorded),
            };
            waits.push(log, calendar, event, start, how);
        }
        waits
    }

    fn push(&mut self, log: &Log, calendar: &Calendar, event: usize, start: i64, how: How) {
        let (place, ready) = (log.place[event], self.ready[event]);
        let known = ready != UNKNOWN && start != UNKNOWN;
        self.start.push(start);
        self.wait.push(if known { calendar.between(place, ready, start) } else { 0 });
        let from = if ready == UNKNOWN { start } else { start.max(ready) };
        let touched = how != How::Unknown;
        self.touch.push(if touched {
            calendar.between(place, from, log.at[event])
        } else {
            UNKNOWN
        });
        self.how.push(how);
    }

    /// How many events' starts are known.
    pub fn known(&self) -> Known {
        let mut known = Known::default();
        for how in &self.how {
            match how {
                How::Recorded => known.recorded += 1,
                How::Estimated => known.estimated += 1,
                How::Unknown => known.unknown += 1,
            }
        }
        known
    }

    /// Touch of an event, nothing where it is not known.
    pub(crate) fn touched(&self, event: usize) -> i64 {
        self.touch[event].max(0)
    }
}

fn ready(log: &Log) -> Vec<i64> {
    let mut ready = vec![UNKNOWN; log.events()];
    for case in 0..log.len() {
        let events = log.case(case);
        for event in events.clone().skip(1) {
            ready[event] = log.at[event - 1];
        }
    }
    ready
}

impl Calendar {
    /// The latest instant from which `worked` time counts until `at`, at a place.
    pub fn back(&self, place: u32, at: i64, worked: i64) -> i64 {
        match self {
            Self::Always => at - worked,
            Self::Office { usual, of } => {
                let hours = of.get(place as usize).filter(|_| place != NONE).unwrap_or(usual);
                let left = hours.until(at) - worked;
                let stretch = hours.before.partition_point(|before| *before <= left);
                let Some(stretch) = stretch.checked_sub(1) else { return at };
                (hours.open[stretch].0 + left - hours.before[stretch]).min(at)
            }
        }
    }
}
