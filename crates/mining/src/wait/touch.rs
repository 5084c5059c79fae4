//! How long an act takes, where the log writes down only its end.
//!
//! Nobody works on an act before the act before it in the same hands is done, nor before the case is
//! ready: so the time since the later of the two is never below the touch time, and equals it
//! while a person works through a backlog. Its lower quartile, by activity, is therefore a robust
//! estimate: it stands against idle time in three of four acts. It comes with the interval of the
//! quartile (order statistics). Gaps under a second are left out: acts that were entered together
//! say nothing about work. No estimate is made from fewer than twenty gaps, nor without a resource.

use serde::Serialize;

use crate::table::{Log, NONE, UNKNOWN};
use crate::times::Calendar;

/// Gaps that an estimate needs.
const GAPS: usize = 20;
/// Shorter ones say nothing.
const SECOND: i64 = 1_000_000;

/// What is known of how long an activity takes, where starts are not written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TouchOf {
    /// Its number.
    pub activity: u32,
    /// Gaps that were used.
    pub gaps: u64,
    /// Lower end, estimate and upper end, in microseconds of the calendar.
    pub estimate: Option<(i64, i64, i64)>,
}

/// When the act before each event in the same hands was done; [`UNKNOWN`] when there is none.
pub(super) fn last_of_person(log: &Log) -> Vec<i64> {
    let mut order: Vec<u32> = (0..log.events() as u32)
        .filter(|event| log.resource[*event as usize] != NONE && log.at[*event as usize] != UNKNOWN)
        .collect();
    order.sort_unstable_by_key(|event| {
        let event = *event as usize;
        (log.resource[event], log.at[event], event)
    });
    let mut last = vec![UNKNOWN; log.events()];
    for pair in order.windows(2) {
        let (before, event) = (pair[0] as usize, pair[1] as usize);
        if log.resource[before] == log.resource[event] {
            last[event] = log.at[before];
        }
    }
    last
}

/// Estimates for the activities that need one.
pub(super) fn touches(log: &Log, calendar: &Calendar, ready: &[i64]) -> Vec<TouchOf> {
    if !log.started.contains(&UNKNOWN) {
        return Vec::new();
    }
    let last = last_of_person(log);
    let mut gaps = vec![Vec::new(); log.activities.len()];
    let mut needed = vec![false; log.activities.len()];
    for event in (0..log.events()).filter(|event| log.started[*event] == UNKNOWN) {
        let activity = log.activity[event] as usize;
        needed[activity] = true;
        if last[event] != UNKNOWN && log.at[event] != UNKNOWN {
            let from = last[event].max(ready[event]);
            let gap = calendar.between(log.place[event], from, log.at[event]);
            if gap >= SECOND {
                gaps[activity].push(gap);
            }
        }
    }
    let needed = (0u32..).zip(gaps).filter(|(activity, _)| needed[*activity as usize]);
    needed
        .map(|(activity, mut gaps)| TouchOf {
            activity,
            gaps: gaps.len() as u64,
            estimate: lower_quartile(&mut gaps),
        })
        .collect()
}

fn lower_quartile(gaps: &mut [i64]) -> Option<(i64, i64, i64)> {
    if gaps.len() < GAPS {
        return None;
    }
    gaps.sort_unstable();
    let n = gaps.len() as f64;
    let half = 1.96 * (n * 0.25 * 0.75).sqrt();
    let at = |rank: f64| gaps[(rank.max(0.0) as usize).min(gaps.len() - 1)];
    Some((at(n / 4.0 - half), at(n / 4.0), at((n / 4.0 + half).ceil())))
}
