//! How many cases come on which day, learnt from the past and carried on with its uncertainty.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::calendar::Calendar;
use super::plan::Plan;
use super::random::Stream;

/// Days after which a day of the past counts half for the level of today.
const HALF_LIFE: f64 = 21.0;
/// Days of one stretch between which the level is seen to move.
const STRETCH: usize = 28;
/// How far the level moves from one stretch to the next, in logarithms, as assumed before the past is
/// looked at, and how many stretches that counts: for a past of a year, and for a shorter one, which
/// has not seen every season turn.
const MOVES: (f64, f64, f64) = (0.05, 0.1, 3.0);
/// Days that hold all seasons and a turn of each.
const YEAR: usize = 395;
/// How much of a deviation from the long-run level stays, as assumed before the past is looked at, and
/// how many stretches that counts.
const STAYS: (f64, f64) = (0.6, 3.0);
/// How far a single place moves besides, in logarithms.
const OWN_MOVES: f64 = 0.1;
/// Cases that are believed in when a place has none of late.
const PRIOR: f64 = 0.5;

/// Kinds of days: the seven weekdays when the place is open, and closed days.
const KINDS: usize = 8;

/// The demand of all places.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Places at which cases come in.
    places: Vec<u32>,
    /// Mean cases a day by place, on a day of factor 1.
    level: Vec<f64>,
    /// Days of the past, weighted, that the level of a place rests on.
    seen: Vec<f64>,
    /// By place, the factor of each kind of day.
    factors: Vec<[f64; KINDS]>,
    /// The expected move of the level to the next stretch, back towards its long-run value.
    drift: f64,
    /// Scale of the common move of the level to the next stretch, in logarithms, and the degrees of
    /// freedom with which it is known.
    moves: (f64, f64),
    /// Variance of a day's common factor beyond chance.
    spread: f64,
}

impl Demand {
    /// Learns it from the plans that came in on `days`.
    pub fn learn(plans: &[Plan], calendar: &Calendar, days: &Range<usize>) -> Self {
        let mut counts: FxHashMap<u32, Vec<f64>> = FxHashMap::default();
        for plan in plans {
            let day = calendar.day(plan.start);
            if days.contains(&day) {
                let of_place = counts.entry(plan.place).or_insert_with(|| vec![0.0; days.len()]);
                of_place[day - days.start] += 1.0;
            }
        }
        let mut places: Vec<u32> = counts.keys().copied().collect();
        places.sort_unstable();
        let pooled = pooled_factors(&counts, &places, calendar, days);
        let mut all = Self {
            places,
            level: Vec::new(),
            seen: Vec::new(),
            factors: Vec::new(),
            drift: 0.0,
            moves: (MOVES.1, MOVES.2),
            spread: 0.0,
        };
        let mut expected = vec![0.0; days.len()];
        let mut total = vec![0.0; days.len()];
        for place in &all.places {
            let counts = &counts[place];
            let factors = factors(counts, *place, calendar, days, &pooled);
            let (mut sum, mut weight) = (PRIOR, 0.0);
            for (number, count) in counts.iter().enumerate() {
                let age = (days.len() - 1 - number) as f64;
                let part = libm::exp2(-age / HALF_LIFE);
                sum += part * count;
                weight += part * factors[kind(calendar, *place, days.start + number)];
                total[number] += count;
            }
            let whole: f64 = counts.iter().sum();
            let days_seen: f64 = (0..days.len())
                .map(|number| factors[kind(calendar, *place, days.start + number)])
                .sum();
            for (number, expected) in expected.iter_mut().enumerate() {
                let factor = factors[kind(calendar, *place, days.start + number)];
                *expected += whole / days_seen.max(1e-9) * factor;
            }
            all.level.push(sum / weight.max(1e-9));
            all.seen.push(sum);
            all.factors.push(factors);
        }
        let (stays, moves, freedom) = moves(&total, &expected);
        let (mut recent, mut usual) = (PRIOR, PRIOR);
        for (number, (seen, expected)) in total.iter().zip(&expected).enumerate() {
            let part = libm::exp2(-((days.len() - 1 - number) as f64) / HALF_LIFE);
            recent += part * seen;
            usual += part * expected;
        }
        all.drift = (stays - 1.0) * libm::log(recent / usual);
        all.moves = (moves, freedom);
        all.spread = spread(&total, &expected);
        all
    }

    /// How many come at which place on each of `days`, in one replication, as (day, place).
    pub fn draw(
        &self,
        calendar: &Calendar,
        days: &Range<usize>,
        random: &mut Stream,
    ) -> Vec<(usize, u32)> {
        let (scale, freedom) = self.moves;
        let student = random.normal() / random.gamma(freedom / 2.0).sqrt();
        let common = self.drift + scale * student;
        let levels: Vec<f64> = (0..self.places.len())
            .map(|place| {
                let sure = random.gamma(self.seen[place].max(PRIOR));
                self.level[place] * sure * libm::exp(common + OWN_MOVES * random.normal())
            })
            .collect();
        let mut all = Vec::new();
        for day in days.clone() {
            let shock = if self.spread > 0.0 { random.gamma(1.0 / self.spread) } else { 1.0 };
            for (number, place) in self.places.iter().enumerate() {
                let factor = self.factors[number][kind(calendar, *place, day)];
                let count = random.poisson(levels[number] * factor * shock);
                all.extend(std::iter::repeat_n((day, *place), count));
            }
        }
        all
    }
}

/// The kind of a day at a place.
pub fn kind(calendar: &Calendar, place: u32, day: usize) -> usize {
    if calendar.opens(place, day) { usize::from(calendar.days()[day].weekday) } else { KINDS - 1 }
}

/// Factors over all places together.
fn pooled_factors(
    counts: &FxHashMap<u32, Vec<f64>>,
    places: &[u32],
    calendar: &Calendar,
    days: &Range<usize>,
) -> [f64; KINDS] {
    let (mut sums, mut seen) = ([0.0; KINDS], [0.0; KINDS]);
    for place in places {
        let counts = &counts[place];
        let mean = counts.iter().sum::<f64>() / days.len().max(1) as f64;
        for (number, count) in counts.iter().enumerate() {
            let kind = kind(calendar, *place, days.start + number);
            sums[kind] += count;
            seen[kind] += mean;
        }
    }
    std::array::from_fn(|kind| if seen[kind] > 0.0 { sums[kind] / seen[kind] } else { 1.0 })
}

/// Factors of one place, drawn towards those of all when it has few cases.
fn factors(
    counts: &[f64],
    place: u32,
    calendar: &Calendar,
    days: &Range<usize>,
    pooled: &[f64; KINDS],
) -> [f64; KINDS] {
    let mean = counts.iter().sum::<f64>() / counts.len().max(1) as f64;
    let (mut sums, mut seen) = ([0.0; KINDS], [0.0; KINDS]);
    for (number, count) in counts.iter().enumerate() {
        let kind = kind(calendar, place, days.start + number);
        sums[kind] += count;
        seen[kind] += mean;
    }
    const TRUST: f64 = 50.0;
    std::array::from_fn(|kind| (sums[kind] + TRUST * pooled[kind]) / (seen[kind] + TRUST))
}

/// How much of a deviation from the long-run level is left a stretch later, and the standard
/// deviation of what is added, in logarithms (an autoregression of order 1; the prior of the first
/// counts as much as three stretches), with its degrees of freedom.
fn moves(total: &[f64], expected: &[f64]) -> (f64, f64, f64) {
    let from = total.len() % STRETCH;
    let levels: Vec<f64> = total[from..]
        .chunks(STRETCH)
        .zip(expected[from..].chunks(STRETCH))
        .map(|(seen, expected)| {
            let (seen, expected): (f64, f64) = (seen.iter().sum(), expected.iter().sum());
            libm::log((seen + PRIOR) / (expected + PRIOR))
        })
        .collect();
    if levels.len() < 4 {
        return (STAYS.0, 2.0 * MOVES.1, MOVES.2);
    }
    let pairs = || levels.windows(2).map(|pair| (pair[0], pair[1]));
    let squares: f64 = pairs().map(|(before, _)| before * before).sum();
    let products: f64 = pairs().map(|(before, after)| before * after).sum();
    let prior = STAYS.1 * squares / pairs().count() as f64;
    let stays = (products + STAYS.0 * prior) / (squares + prior).max(1e-12);
    let stays = stays.clamp(0.0, 1.0);
    let rest: f64 = pairs().map(|(before, after)| after - stays * before).map(|r| r * r).sum();
    let prior = if total.len() < YEAR { MOVES.1 } else { MOVES.0 };
    let freedom = pairs().count() as f64 + MOVES.2;
    (stays, ((rest + MOVES.2 * prior * prior) / freedom).sqrt(), freedom)
}

/// Variance of a day's common factor beyond chance, within the level of its four weeks.
fn spread(total: &[f64], expected: &[f64]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (seen, expected) in total.chunks(STRETCH).zip(expected.chunks(STRETCH)) {
        let level = seen.iter().sum::<f64>() / expected.iter().sum::<f64>().max(1e-9);
        for (seen, expected) in seen.iter().zip(expected) {
            let mean = expected * level;
            if mean >= 5.0 {
                sum += ((seen - mean) * (seen - mean) - mean) / (mean * mean);
                count += 1.0;
            }
        }
    }
    if count > 0.0 { f64::max(sum / count, 0.0) } else { 0.0 }
}
