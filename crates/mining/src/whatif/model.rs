//! What a log says of a process: cases as plans, demand, officers, and what is under way.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHasher};

use super::Error;
use super::calendar::{Calendar, DAY};
use super::demand::{Demand, kind};
use super::order::Ranks;
use super::plan::{Kind, Past, Plan, Skills};
use super::staff::{Officer, officers};
use crate::table::{Log, NONE, Names, UNKNOWN};

/// Share of finished cases that must be over for a stretch of the past to be looked back on.
const OVER: f64 = 0.95;
/// Fewest finished cases that a process can be learnt from.
pub const FEWEST: usize = 30;

/// How a log is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Activities with which a case ends. When there are none, they are those after which a case
    /// mostly has no other.
    pub ends: Vec<u32>,
    /// The end of what is known; the last event when it is not given.
    pub until: Option<i64>,
}

/// A process as the log shows it.
#[derive(Clone, Debug)]
pub struct Model {
    /// Names of activities.
    pub activities: Names,
    /// Names of places.
    pub places: Names,
    /// The end of what is known.
    pub until: i64,
    /// Activities with which a case ends.
    pub ends: BTreeSet<u32>,
    pub(super) calendar: Calendar,
    /// Cases that are old enough to be known to their end, by the time at which they came in.
    pub(super) plans: Vec<Plan>,
    /// Cases under way, each with the plans that began the same way.
    pub(super) under_way: Vec<(Plan, Vec<u32>)>,
    /// Plans by place and kind of day.
    pub(super) donors: FxHashMap<(u32, usize), Vec<u32>>,
    pub(super) demand: Demand,
    pub(super) officers: Vec<Officer>,
    pub(super) skills: Skills,
    pub(super) gates: FxHashMap<Kind, u8>,
    pub(super) ranks: Ranks,
}

impl Model {
    /// Learns it.
    ///
    /// # Errors
    /// When the log has too few finished cases, or the calendar does not cover it.
    pub fn fit(log: &Log, calendar: &Calendar, options: &Options) -> Result<Self, Error> {
        let known = log.at.iter().copied().filter(|at| *at != UNKNOWN);
        let until = options.until.or_else(|| known.clone().max()).ok_or(Error::Empty)?;
        let first = known.min().ok_or(Error::Empty)?;
        let days = calendar.days();
        let covers = days.first().is_some_and(|day| day.midnight <= first)
            && days.last().is_some_and(|day| day.midnight + DAY > until);
        if !covers {
            return Err(Error::Calendar);
        }
        let ends = match options.ends.as_slice() {
            [] => usual_ends(log, until),
            ends => ends.iter().copied().collect(),
        };
        let past = Past::of(log, calendar, &ends, until);
        let finished = past.plans.iter().filter(|plan| plan.ended.is_some()).count();
        if finished < FEWEST {
            return Err(Error::Few { finished, ends: names(&log.activities, &ends) });
        }
        let horizon = horizon(&past.plans, until);
        let demand =
            Demand::learn(&past.plans, calendar, &(calendar.day(first)..calendar.day(until) + 1));
        let is_old = |plan: &Plan| plan.start <= until - horizon;
        let under_way: Vec<Plan> =
            past.plans.iter().filter(|plan| plan.ended.is_none()).cloned().collect();
        let plans: Vec<Plan> = past.plans.into_iter().filter(is_old).collect();
        let mut donors: FxHashMap<(u32, usize), Vec<u32>> = FxHashMap::default();
        for (number, plan) in plans.iter().enumerate() {
            let kind = kind(calendar, plan.place, calendar.day(plan.start));
            donors.entry((plan.place, kind)).or_default().push(number as u32);
        }
        Ok(Self {
            activities: log.activities.clone(),
            places: log.places.clone(),
            until,
            ends,
            calendar: calendar.clone(),
            under_way: alike(&plans, under_way),
            plans,
            donors,
            demand,
            officers: officers(log, calendar, until),
            skills: past.skills,
            gates: past.gates,
            ranks: past.ranks,
        })
    }

    /// How many cases are under way.
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// How many finished or abandoned cases the future is drawn from.
    pub fn plans(&self) -> usize {
        self.plans.len()
    }

    /// How many officers work at a place.
    pub fn officers_at(&self, place: u32) -> usize {
        self.officers.iter().filter(|officer| officer.place == place).count()
    }

    /// The calendar it was learnt with.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }
}

/// Names of some activities.
pub fn names(all: &Names, some: &BTreeSet<u32>) -> Vec<String> {
    some.iter().map(|number| all.name(*number).to_owned()).collect()
}

/// Activities that are mostly the last of their case, among cases that have been still for long.
pub fn usual_ends(log: &Log, until: i64) -> BTreeSet<u32> {
    let mut all: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    let first = log.at.iter().copied().filter(|at| *at != UNKNOWN).min().unwrap_or(until);
    let still = until - (until - first) / 10;
    for case in 0..log.len() {
        let mut known = log.case(case).rev().filter(|event| log.at[*event] <= until);
        let Some(last) = known.next().filter(|event| log.at[*event] <= still) else { continue };
        for event in log.case(case).start..=last {
            let counted = all.entry(log.activity[event]).or_default();
            counted.0 += 1;
            counted.1 += u32::from(event == last);
        }
    }
    let mostly = |counted: &(u32, u32)| counted.1 * 2 > counted.0;
    all.into_iter().filter(|(_, counted)| mostly(counted)).map(|(activity, _)| activity).collect()
}

/// Time after which nearly all cases are over.
fn horizon(plans: &[Plan], until: i64) -> i64 {
    let first = plans.first().map_or(until, |plan| plan.start);
    let whole = until - first;
    let mut times: Vec<i64> = plans
        .iter()
        .filter(|plan| plan.start <= until - whole / 4)
        .filter_map(|plan| Some(plan.ended? - plan.start))
        .collect();
    times.sort_unstable();
    let place = (times.len() as f64 * OVER) as usize;
    times.get(place.min(times.len().saturating_sub(1))).copied().unwrap_or(0).min(whole / 4)
}

/// For each case under way the plans that began the same way: at the same place with the same
/// activities; if there is none, those at which the same activity stands at the same place in order.
fn alike(plans: &[Plan], under_way: Vec<Plan>) -> Vec<(Plan, Vec<u32>)> {
    let wanted: BTreeSet<(u32, u64)> =
        under_way.iter().map(|plan| (plan.place, hashed(&plan.trace))).collect();
    let mut found: FxHashMap<(u32, u64), Vec<u32>> = FxHashMap::default();
    let mut by_last: FxHashMap<(usize, u32), Vec<u32>> = FxHashMap::default();
    for (number, plan) in plans.iter().enumerate() {
        for length in 1..=plan.trace.len() {
            let key = (plan.place, hashed(&plan.trace[..length]));
            if wanted.contains(&key) {
                found.entry(key).or_default().push(number as u32);
            }
            by_last.entry((length, plan.trace[length - 1])).or_default().push(number as u32);
        }
    }
    under_way
        .into_iter()
        .map(|plan| {
            let same = found.get(&(plan.place, hashed(&plan.trace)));
            let last = plan.trace.last().copied().unwrap_or(NONE);
            let same = same.or_else(|| by_last.get(&(plan.trace.len(), last)));
            let same = same.cloned().unwrap_or_default();
            (plan, same)
        })
        .collect()
}

fn hashed(trace: &[u32]) -> u64 {
    use std::hash::{Hash as _, Hasher as _};
    let mut hasher = FxHasher::default();
    trace.hash(&mut hasher);
    hasher.finish()
}
