//! How much of all waiting each place causes, and how sure that is.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::chance::{Clusters, Interval, of_draws, resampled};
use super::{CAUSES, Causes, Setting, Waits};
use crate::table::{Log, NONE, UNKNOWN};

/// Groups of cases, at most, of which a bootstrap draws: more make it slower and no better.
const BUNDLES: usize = 1_000;

/// Where a case waits. There is no spot for a person, so that no finding can name one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// For an activity.
    Activity(u32),
    /// For an activity at a unit; [`NONE`] when the unit is not written down.
    At {
        /// The activity.
        activity: u32,
        /// The unit.
        place: u32,
    },
    /// Between the work of two units.
    HandOver {
        /// Who had it.
        from: u32,
        /// Who should take it.
        to: u32,
    },
    /// Between two steps of one unit.
    Within(u32),
}

/// How finely waits are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// By activity.
    Activity,
    /// By activity and unit.
    ActivityAtPlace,
    /// Between units, or within one.
    HandOver,
}

/// The part of all waiting that is waited at one spot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part<S> {
    /// Where.
    pub spot: S,
    /// Working time waited, in microseconds.
    pub wait: i64,
    /// Of all working time waited.
    pub share: f64,
    /// Interval of the share, by cases and by days of arrival: the wider.
    pub interval: Interval,
    /// Standard error of the share.
    pub se: f64,
    /// By cause.
    pub causes: Causes,
    /// Cases that waited there.
    pub cases: u64,
    /// How often one waited there.
    pub events: u64,
}

/// All waiting, split.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attribution<S> {
    /// All working time waited, in microseconds.
    pub wait: i64,
    /// By cause.
    pub causes: Causes,
    /// The parts, the largest first; their shares add up to one.
    pub parts: Vec<Part<S>>,
    /// Cases with an event.
    pub cases: u64,
    /// Days on which cases arrived.
    pub days: u64,
}

/// Waits by spots of a level.
pub fn attribution(
    log: &Log,
    waits: &Waits,
    causes: &[Causes],
    level: Level,
    setting: &Setting<'_>,
) -> Attribution<Spot> {
    split(log, waits, causes, setting, |event| spot(log, waits, level, event))
}

/// Waits by the person who then did it. A person is a number drawn from the seed: names stay in the log,
/// and [`Spot`] cannot hold one.
pub fn by_person(
    log: &Log,
    waits: &Waits,
    causes: &[Causes],
    setting: &Setting<'_>,
) -> Attribution<u32> {
    let people = log.resources.len() as u32;
    let mut order: Vec<u32> = (0..people).collect();
    order.sort_unstable_by_key(|person| {
        let mixed = (u64::from(*person) ^ setting.seed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
    });
    let mut pseudonym = vec![0; order.len()];
    for (number, person) in (1u32..).zip(order) {
        pseudonym[person as usize] = number;
    }
    split(log, waits, causes, setting, |event| {
        let person = log.resource[event];
        let known = person != NONE && waits.ready[event] != UNKNOWN;
        known.then(|| pseudonym[person as usize])
    })
}

fn spot(log: &Log, waits: &Waits, level: Level, event: usize) -> Option<Spot> {
    if waits.ready[event] == UNKNOWN {
        return None;
    }
    let (activity, place) = (log.activity[event], log.place[event]);
    Some(match level {
        Level::Activity => Spot::Activity(activity),
        Level::ActivityAtPlace => Spot::At { activity, place },
        Level::HandOver if log.place[event - 1] == place => Spot::Within(place),
        Level::HandOver => Spot::HandOver { from: log.place[event - 1], to: place },
    })
}

fn split<S: Copy + Ord + std::hash::Hash>(
    log: &Log,
    waits: &Waits,
    causes: &[Causes],
    setting: &Setting<'_>,
    spot: impl Fn(usize) -> Option<S>,
) -> Attribution<S> {
    let mut numbers: FxHashMap<S, u32> = FxHashMap::default();
    let mut parts: Vec<Part<S>> = Vec::new();
    let mut of_event = vec![NONE; log.events()];
    for case in 0..log.len() {
        let mut seen: Vec<u32> = Vec::new();
        for event in log.case(case) {
            let Some(spot) = spot(event) else { continue };
            let number = *numbers.entry(spot).or_insert(parts.len() as u32);
            if number as usize == parts.len() {
                parts.push(empty(spot));
            }
            of_event[event] = number;
            let part = &mut parts[number as usize];
            part.events += 1;
            part.wait += waits.wait[event];
            part.cases += u64::from(!seen.contains(&number));
            for (sum, cause) in part.causes.iter_mut().zip(causes[event]) {
                *sum += cause;
            }
            if !seen.contains(&number) {
                seen.push(number);
            }
        }
    }
    let value = |event: usize| (of_event[event], waits.wait[event] as f64);
    let (by_case, by_day) = clusters(log, setting, value);
    shares(&mut parts, [&by_case, &by_day], setting);
    let mut total = [0; CAUSES];
    for part in &parts {
        for (sum, cause) in total.iter_mut().zip(part.causes) {
            *sum += cause;
        }
    }
    let wait = parts.iter().map(|part| part.wait).sum();
    parts.sort_unstable_by(|a, b| b.wait.cmp(&a.wait).then_with(|| a.spot.cmp(&b.spot)));
    let cases = (0..log.len()).filter(|case| !log.case(*case).is_empty()).count() as u64;
    Attribution { wait, causes: total, parts, cases, days: by_day.groups.len() as u64 }
}

fn empty<S>(spot: S) -> Part<S> {
    Part {
        spot,
        wait: 0,
        share: 0.0,
        interval: Interval { low: 0.0, high: 1.0 },
        se: f64::INFINITY,
        causes: [0; CAUSES],
        cases: 0,
        events: 0,
    }
}

/// Shares with intervals. Parts that a draw gives nothing in all are left at what was seen.
fn shares<S>(parts: &mut [Part<S>], clusterings: [&Clusters; 2], setting: &Setting<'_>) {
    let total: f64 = parts.iter().map(|part| part.wait as f64).sum();
    for part in parts.iter_mut() {
        part.share = if total > 0.0 { part.wait as f64 / total } else { 0.0 };
    }
    let mut found: Vec<Option<(Interval, f64)>> = vec![None; parts.len()];
    for (place, clusters) in clusterings.into_iter().enumerate() {
        let mut draws: Vec<Vec<f64>> = vec![Vec::new(); parts.len()];
        let enough = resampled(clusters, parts.len(), setting.seed ^ place as u64, |sums| {
            let all: f64 = sums.iter().sum();
            for (draws, sum) in draws.iter_mut().zip(sums) {
                draws.push(if all > 0.0 { sum / all } else { 0.0 });
            }
        });
        if !enough {
            return;
        }
        for ((found, draws), part) in found.iter_mut().zip(&mut draws).zip(parts.iter()) {
            let groups = clusters.groups.len();
            let (interval, se) = of_draws(part.share, draws, groups, setting.level);
            let (hull, widest) = found.unwrap_or((interval, se));
            *found = Some((hull.hull(interval), widest.max(se)));
        }
    }
    for (part, found) in parts.iter_mut().zip(found) {
        if let Some((interval, se)) = found {
            let clamp = |end: f64| end.clamp(0.0, 1.0);
            part.interval = Interval { low: clamp(interval.low), high: clamp(interval.high) };
            part.se = se;
        }
    }
}

/// Events' values summed by part, for each bundle of cases and each day on which cases arrived. An event
/// of part [`NONE`] counts nowhere.
pub(crate) fn clusters(
    log: &Log,
    setting: &Setting<'_>,
    value: impl Fn(usize) -> (u32, f64),
) -> (Clusters, Clusters) {
    let mut bundles: Vec<Vec<(u32, f64)>> = vec![Vec::new(); log.len().min(BUNDLES)];
    let mut days: FxHashMap<i64, usize> = FxHashMap::default();
    let mut by_day: Vec<Vec<(u32, f64)>> = Vec::new();
    for case in 0..log.len() {
        let events = log.case(case);
        let first = events.clone().map(|event| log.at[event]).find(|at| *at != UNKNOWN);
        let Some(first) = first else { continue };
        let fresh = by_day.len();
        let day = *days.entry(setting.day(first)).or_insert(fresh);
        if day == fresh {
            by_day.push(Vec::new());
        }
        let bundle = case % BUNDLES;
        for (part, value) in events.map(&value).filter(|(part, _)| *part != NONE) {
            add(&mut bundles[bundle], part, value);
            add(&mut by_day[day], part, value);
        }
    }
    (Clusters { groups: bundles }, Clusters { groups: by_day })
}

fn add(group: &mut Vec<(u32, f64)>, part: u32, value: f64) {
    match group.iter_mut().find(|(other, _)| *other == part) {
        Some((_, sum)) => *sum += value,
        None => group.push((part, value)),
    }
}

/// Hand-overs between units: how often, and in how many cases, the most frequent first.
pub fn hand_overs(log: &Log) -> Vec<((u32, u32), u64, u64)> {
    let mut counts: FxHashMap<(u32, u32), (u64, u64, usize)> = FxHashMap::default();
    for case in 0..log.len() {
        let places = &log.place[log.case(case)];
        for pair in places.windows(2).filter(|pair| pair[0] != pair[1]) {
            let count = counts.entry((pair[0], pair[1])).or_insert((0, 0, usize::MAX));
            count.0 += 1;
            count.1 += u64::from(count.2 != case);
            count.2 = case;
        }
    }
    let mut all: Vec<((u32, u32), u64, u64)> =
        counts.into_iter().map(|(pair, (times, cases, _))| (pair, times, cases)).collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}
