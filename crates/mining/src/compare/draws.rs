//! A difference between two groups, drawn again and again: cases, and whole days of beginning.

use rand::Rng as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng as _;
use rustc_hash::FxHashMap;

use super::Difference;
use crate::wait::{Interval, Setting, beyond, of_draws};

const DRAWS: usize = 400;
/// Fewer days (or cases) tell nothing of their spread.
const FEWEST: usize = 5;
/// Bundles of cases, at most, of which one is drawn as a whole.
const BUNDLES: usize = 1_000;

/// The day of each case, numbered from 0.
pub(super) struct Groups {
    day: Vec<u32>,
    days: usize,
}

impl Groups {
    pub(super) fn by_day(days: Vec<i64>) -> Self {
        let mut numbers: FxHashMap<i64, u32> = FxHashMap::default();
        let day = days
            .into_iter()
            .map(|day| {
                let fresh = numbers.len() as u32;
                *numbers.entry(day).or_insert(fresh)
            })
            .collect();
        Self { day, days: numbers.len() }
    }

    pub(super) fn days(&self) -> u64 {
        self.days as u64
    }

    fn count(&self, by_case: bool) -> usize {
        if by_case { self.day.len().min(BUNDLES) } else { self.days }
    }

    /// What a case is drawn with.
    fn member(&self, by_case: bool, case: usize) -> usize {
        if by_case { case % BUNDLES } else { self.day[case] as usize }
    }
}

/// Second less first: of the means of values, of which those that are zero may be left out.
pub(super) fn of_means(
    groups: &[Groups; 2],
    values: &[Vec<(u32, f64)>; 2],
    setting: &Setting<'_>,
) -> Difference {
    let mean = |side: usize| {
        let sum: f64 = values[side].iter().map(|(_, value)| value).sum();
        sum / groups[side].day.len() as f64
    };
    drawn([mean(0), mean(1)], groups, setting, |side, by_case| {
        let mut sums = vec![(0.0, 0.0); groups[side].count(by_case)];
        for case in 0..groups[side].day.len() {
            sums[groups[side].member(by_case, case)].1 += 1.0;
        }
        for (case, value) in &values[side] {
            sums[groups[side].member(by_case, *case as usize)].0 += value;
        }
        move |times: &[u32]| {
            let pairs = times.iter().zip(&sums);
            let (sum, all) = pairs.fold((0.0, 0.0), |(sum, all), (times, own)| {
                (sum + f64::from(*times) * own.0, all + f64::from(*times) * own.1)
            });
            sum / all
        }
    })
}

/// Second less first: of a quantile of values.
pub(super) fn of_quantiles(
    groups: &[Groups; 2],
    values: &[Vec<f64>; 2],
    quantile: f64,
    setting: &Setting<'_>,
) -> Difference {
    let orders = [0, 1].map(|side| {
        let mut order: Vec<u32> = (0..values[side].len() as u32).collect();
        let value = |case: &u32| values[side][*case as usize];
        order.sort_unstable_by(|a, b| value(a).total_cmp(&value(b)).then(a.cmp(b)));
        order
    });
    let at = |side: usize, times: &dyn Fn(usize) -> u32| {
        weighted(&values[side], &orders[side], quantile, times)
    };
    let at = &at;
    drawn([at(0, &|_| 1), at(1, &|_| 1)], groups, setting, |side, by_case| {
        move |times: &[u32]| at(side, &|case| times[groups[side].member(by_case, case)])
    })
}

/// The quantile when each case counts so often, on the line between the two nearest.
fn weighted(values: &[f64], order: &[u32], quantile: f64, times: &dyn Fn(usize) -> u32) -> f64 {
    let all: u64 = (0..values.len()).map(|case| u64::from(times(case))).sum();
    let place = quantile * all.saturating_sub(1) as f64;
    let (low, part) = (place.floor() as u64, place.fract());
    let (mut below, mut low_value) = (0, f64::NAN);
    for case in order.iter().map(|case| *case as usize) {
        below += u64::from(times(case));
        if low_value.is_nan() && below > low {
            low_value = values[case];
        }
        if below > low + 1 || (below > low && part == 0.0) {
            return low_value + part * (values[case] - low_value);
        }
    }
    low_value
}

/// Interval and p-value from draws of both groups; `side` makes what reckons a group's value from how often
/// each of its members is drawn.
fn drawn<F: Fn(&[u32]) -> f64>(
    plain: [f64; 2],
    groups: &[Groups; 2],
    setting: &Setting<'_>,
    side: impl Fn(usize, bool) -> F,
) -> Difference {
    let [first, second] = plain;
    let estimate = second - first;
    let nothing = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY };
    let unknown = Difference { first, second, difference: estimate, interval: nothing, p: 1.0 };
    let mut widest: Option<(Interval, f64)> = None;
    for by_case in [true, false] {
        let counts = [0, 1].map(|side| groups[side].count(by_case));
        let fewest = counts[0].min(counts[1]);
        if fewest < FEWEST {
            return unknown;
        }
        let sides = [side(0, by_case), side(1, by_case)];
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(setting.seed ^ u64::from(by_case));
        let mut draws: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let [a, b] = [0, 1].map(|side| sides[side](&times(counts[side], &mut rng)));
                b - a
            })
            .collect();
        let (interval, se) = of_draws(estimate, &mut draws, fewest, setting.level);
        widest = Some(
            widest.map_or((interval, se), |(other, wider)| (interval.hull(other), se.max(wider))),
        );
    }
    let Some((interval, se)) = widest else { return unknown };
    let p = match se > 0.0 {
        true => 2.0 * beyond(estimate.abs() / se),
        false => f64::from(u8::from(estimate == 0.0)),
    };
    Difference { interval, p, ..unknown }
}

/// How often each of `count` members is drawn.
fn times(count: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<u32> {
    let mut times = vec![0; count];
    for _ in 0..count {
        times[((u128::from(rng.next_u64()) * count as u128) >> 64) as usize] += 1;
    }
    times
}
