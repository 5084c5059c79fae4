//! Two periods, or two groups of cases, side by side: which is slower, which ways were gained or lost,
//! where the waiting went.
//!
//! Cases belong to a period by the day on which they **began**. Of the earlier period those that ended
//! in the later one ([`Comparison::straddling`]) were partly worked on under its conditions; they stay
//! where they are, because leaving out the long ones would make the period look fast.
//!
//! Intervals are bootstrapped within each group, by cases and by days of beginning, and the wider is
//! given. Ways and places are many: their p-values come with q-values of Benjamini and Hochberg.

mod draws;

use rustc_hash::FxHashMap;
use serde::Serialize;

use draws::{Groups, of_means, of_quantiles};

use crate::table::{Log, NONE, Names, UNKNOWN};
use crate::wait::{Interval, Setting, Spot, Waits, benjamini_hochberg, binomial_at_most};

/// Quantiles that are compared.
pub const QUANTILES: [f64; 4] = [0.25, 0.5, 0.75, 0.9];
/// Ways with fewer cases in both groups together are not compared.
const FEWEST: usize = 10;

/// Two values, their difference (second less first) and how sure it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Of the first group.
    pub first: f64,
    /// Of the second.
    pub second: f64,
    /// Second less first.
    pub difference: f64,
    /// Interval of the difference; infinite when a group has fewer than five days and five cases.
    pub interval: Interval,
    /// Chance of so large a difference if there is none.
    pub p: f64,
}

/// Time from first to last event at one quantile, in working minutes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OfQuantile {
    /// 0.5 is the median.
    pub quantile: f64,
    /// The times.
    #[serde(flatten)]
    pub minutes: Difference,
}

/// How often cases went one way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfWay {
    /// Activities in order.
    pub activities: Vec<u32>,
    /// Cases of the first group.
    pub first_cases: u64,
    /// Cases of the second.
    pub second_cases: u64,
    /// The shares.
    #[serde(flatten)]
    pub share: Difference,
    /// False-discovery rate at which the difference passes among all ways.
    pub q: f64,
}

/// How long cases wait at one place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OfPlace {
    /// Where.
    pub spot: Spot,
    /// Working minutes for each case of a group, also those that never wait there.
    #[serde(flatten)]
    pub minutes: Difference,
    /// False-discovery rate at which the difference passes among all places.
    pub q: f64,
}

/// Two groups side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Cases of each group with a known beginning.
    pub cases: [u64; 2],
    /// Days on which they began.
    pub days: [u64; 2],
    /// Cases of the first group that ended after the first case of the second began; of no meaning
    /// where groups are no periods.
    pub straddling: u64,
    /// Times at some quantiles.
    pub quantiles: Vec<OfQuantile>,
    /// Mean time.
    pub mean: Difference,
    /// Ways, the surest difference first.
    pub ways: Vec<OfWay>,
    /// Places, the largest difference first.
    pub places: Vec<OfPlace>,
}

/// Group of each case by the instant at which it began: 0 before `split`, 1 from then on.
pub fn by_date(log: &Log, split: i64) -> Vec<Option<u8>> {
    let began = |case| began(log, case).map(|began| u8::from(began >= split));
    (0..log.len()).map(began).collect()
}

/// Two logs as one, and the group of each case: 0 for those of the first.
pub fn joined(first: &Log, second: &Log) -> (Log, Vec<Option<u8>>) {
    let mut log = first.clone();
    let renumber = |names: &mut Names, others: &Names| -> Vec<u32> {
        others.iter().map(|name| names.number(name)).collect()
    };
    let activities = renumber(&mut log.activities, &second.activities);
    let resources = renumber(&mut log.resources, &second.resources);
    let places = renumber(&mut log.places, &second.places);
    let number = |numbers: &[u32], old: &u32| numbers.get(*old as usize).copied().unwrap_or(NONE);
    log.activity.extend(second.activity.iter().map(|old| number(&activities, old)));
    log.resource.extend(second.resource.iter().map(|old| number(&resources, old)));
    log.place.extend(second.place.iter().map(|old| number(&places, old)));
    log.at.extend(&second.at);
    log.started.extend(&second.started);
    let behind = first.events();
    log.starts.extend(second.starts.iter().skip(1).map(|start| start + behind));
    // A case of the second may have the name of one of the first and is another all the same.
    log.cases = Names::default();
    for (half, cases) in [("1", &first.cases), ("2", &second.cases)] {
        cases.iter().for_each(|case| {
            log.cases.number(&format!("{half}:{case}"));
        });
    }
    let groups = (0..log.len()).map(|case| Some(u8::from(case >= first.len()))).collect();
    (log, groups)
}

/// When a case began: the first instant that is known of it.
pub fn began(log: &Log, case: usize) -> Option<i64> {
    let events = log.case(case);
    let all = log.at[events.clone()].iter().chain(&log.started[events]);
    all.copied().filter(|at| *at != UNKNOWN).min()
}

/// Compares the cases of group 0 with those of group 1. Cases without a group are left out.
pub fn compare(log: &Log, group: &[Option<u8>], setting: &Setting<'_>) -> Comparison {
    let waits = Waits::of(log, setting.calendar);
    let members = Members::of(log, group, setting);
    let minutes = members.values(|case| throughput(log, case, setting) / 6e7);
    let quantiles = QUANTILES.map(|quantile| OfQuantile {
        quantile,
        minutes: of_quantiles(&members.groups, &minutes, quantile, setting),
    });
    let numbered = minutes.map(|minutes| (0u32..).zip(minutes).collect());
    Comparison {
        cases: [0, 1].map(|group| members.cases[group].len() as u64),
        days: [0, 1].map(|group| members.groups[group].days()),
        straddling: straddling(log, &members),
        quantiles: quantiles.to_vec(),
        mean: of_means(&members.groups, &numbered, setting),
        ways: ways(log, &members, setting),
        places: places(log, &waits, &members, setting),
    }
}

/// The cases of the two groups.
struct Members {
    cases: [Vec<usize>; 2],
    groups: [Groups; 2],
}

impl Members {
    fn of(log: &Log, group: &[Option<u8>], setting: &Setting<'_>) -> Self {
        let mut cases = [Vec::new(), Vec::new()];
        let mut days = [Vec::new(), Vec::new()];
        for (case, group) in (0..log.len()).zip(group) {
            if let (Some(group @ (0 | 1)), Some(began)) = (group, began(log, case)) {
                cases[usize::from(*group)].push(case);
                days[usize::from(*group)].push(setting.day(began));
            }
        }
        Self { cases, groups: days.map(Groups::by_day) }
    }

    fn values(&self, of: impl Fn(usize) -> f64) -> [Vec<f64>; 2] {
        [0, 1].map(|group| self.cases[group].iter().map(|case| of(*case)).collect())
    }
}

fn throughput(log: &Log, case: usize, setting: &Setting<'_>) -> f64 {
    let events = log.case(case);
    let Some(began) = began(log, case) else { return 0.0 };
    let ended = log.at[events.clone()].iter().copied().max().unwrap_or(began).max(began);
    let place = log.place[events.end - 1];
    setting.calendar.between(place, began, ended) as f64
}

fn straddling(log: &Log, members: &Members) -> u64 {
    let second = members.cases[1].iter().filter_map(|case| began(log, *case)).min();
    let ended = |case: &&usize| log.at[log.case(**case)].iter().copied().max() >= second;
    second.map_or(0, |_| members.cases[0].iter().filter(ended).count() as u64)
}

/// Each way with the cases of both groups that went it.
type Went = [Vec<(u32, f64)>; 2];

fn ways(log: &Log, members: &Members, setting: &Setting<'_>) -> Vec<OfWay> {
    let mut went: FxHashMap<&[u32], Went> = FxHashMap::default();
    for (group, cases) in members.cases.iter().enumerate() {
        for (number, case) in (0u32..).zip(cases) {
            went.entry(log.trace(*case)).or_default()[group].push((number, 1.0));
        }
    }
    let mut frequent: Vec<(&[u32], Went)> =
        went.into_iter().filter(|(_, [a, b])| a.len() + b.len() >= FEWEST).collect();
    frequent.sort_unstable_by_key(|(way, _)| *way);
    let mut all: Vec<OfWay> = frequent
        .into_iter()
        .map(|(way, went)| {
            let [first_cases, second_cases] = [0, 1].map(|side| went[side].len() as u64);
            let mut share = of_means(&members.groups, &went, setting);
            share.p = share.p.max(alike(first_cases, second_cases, &members.cases));
            OfWay { activities: way.to_vec(), first_cases, second_cases, share, q: 1.0 }
        })
        .collect();
    let p: Vec<f64> = all.iter().map(|way| way.share.p).collect();
    for (way, q) in all.iter_mut().zip(benjamini_hochberg(&p)) {
        way.q = q;
    }
    let size = |way: &OfWay| way.share.difference.abs();
    all.sort_by(|a, b| a.share.p.total_cmp(&b.share.p).then_with(|| size(b).total_cmp(&size(a))));
    all
}

/// Chance that cases of a way are split so unevenly, if both groups go it alike: exact, given their number.
/// Draws alone trust few cases too much.
fn alike(first: u64, second: u64, cases: &[Vec<usize>; 2]) -> f64 {
    let all = cases[0].len() + cases[1].len();
    let share = cases[0].len() as f64 / all as f64;
    let few = binomial_at_most(first, first + second, share);
    let many = binomial_at_most(second, first + second, 1.0 - share);
    (2.0 * few.min(many)).min(1.0)
}

fn places(log: &Log, waits: &Waits, members: &Members, setting: &Setting<'_>) -> Vec<OfPlace> {
    let mut minutes: FxHashMap<Spot, Went> = FxHashMap::default();
    for (group, cases) in members.cases.iter().enumerate() {
        for (number, case) in (0u32..).zip(cases) {
            for event in log.case(*case).skip(1) {
                let spot = Spot::At { activity: log.activity[event], place: log.place[event] };
                let waited = waits.wait[event] as f64 / 6e7;
                minutes.entry(spot).or_default()[group].push((number, waited));
            }
        }
    }
    let mut spots: Vec<(Spot, Went)> = minutes.into_iter().collect();
    spots.sort_unstable_by_key(|(spot, _)| *spot);
    let mut all: Vec<OfPlace> = spots
        .into_iter()
        .map(|(spot, minutes)| OfPlace {
            spot,
            minutes: of_means(&members.groups, &minutes, setting),
            q: 1.0,
        })
        .collect();
    let p: Vec<f64> = all.iter().map(|place| place.minutes.p).collect();
    for (place, q) in all.iter_mut().zip(benjamini_hochberg(&p)) {
        place.q = q;
    }
    all.sort_by(|a, b| b.minutes.difference.abs().total_cmp(&a.minutes.difference.abs()));
    all
}

#[cfg(test)]
mod tests;
