//! Office hours as the log shows them, for an office whose calendar nobody gives.

use super::calendar::{Calendar, DAY, Day, MINUTE, Open};
use super::random::quantile;
use crate::table::{Log, NONE, UNKNOWN};

/// Shares of a weekday's acts between which the office is open.
const WITHIN: (f64, f64) = (0.01, 0.99);
/// A weekday with a smaller share of the acts of an average weekday is a closed one.
const CLOSED: f64 = 0.1;
/// Hours begin and end at a multiple of this.
const STEP: f64 = (15 * MINUTE) as f64;

/// Days from before the first event of a log to so many days after its last one. `offset` is what
/// local time is ahead of universal time, in microseconds.
pub fn days(log: &Log, offset: i64, more: i64) -> Vec<Day> {
    let known = || log.at.iter().copied().filter(|at| *at != UNKNOWN);
    let (Some(first), Some(last)) = (known().min(), known().max()) else { return Vec::new() };
    let number = |at: i64| (at + offset).div_euclid(DAY);
    (number(first)..=number(last) + more)
        .map(|day| Day {
            midnight: day * DAY - offset,
            // Day 0 is a Thursday.
            weekday: (day + 3).rem_euclid(7) as u8,
            rests: false,
        })
        .collect()
}

/// The hours in which somebody acts: by weekday the same for all places. Days of the past on which
/// nobody acts are closed.
pub fn calendar(log: &Log, offset: i64, more: i64) -> Calendar {
    let mut days = days(log, offset, more);
    let Some(first) = days.first().map(|day| day.midnight) else {
        return Calendar::always(days);
    };
    let mut times: [Vec<f64>; 7] = Default::default();
    let mut acts = vec![0u32; days.len()];
    let acted = log.at.iter().zip(&log.resource);
    let with_resource = log.resource.iter().any(|resource| *resource != NONE);
    for (at, resource) in acted.filter(|(at, _)| **at != UNKNOWN) {
        if *resource != NONE || !with_resource {
            let day = (at - first).div_euclid(DAY) as usize;
            acts[day] += 1;
            times[usize::from(days[day].weekday)].push((at - days[day].midnight) as f64);
        }
    }
    let usual = times.iter().map(Vec::len).sum::<usize>() as f64 / 7.0;
    let hours = times.map(|mut times| {
        times.sort_unstable_by(f64::total_cmp);
        let open = times.len() as f64 >= CLOSED * usual && !times.is_empty();
        let from = quantile(&times, WITHIN.0).filter(|_| open)?;
        let to = quantile(&times, WITHIN.1)?;
        Some(((from / STEP).floor() * STEP, ((to / STEP).floor() + 1.0) * STEP))
    });
    let last = acts.iter().rposition(|acts| *acts > 0).unwrap_or(0);
    for (number, day) in days.iter_mut().enumerate() {
        day.rests = number <= last && acts[number] == 0;
    }
    let windows = days.iter().filter(|day| !day.rests).filter_map(|day| {
        let (from, to) = hours[usize::from(day.weekday)]?;
        Some((day.midnight + from as i64, day.midnight + to as i64))
    });
    let usual = Open::new(windows);
    Calendar::new(days, usual, Vec::new())
}
