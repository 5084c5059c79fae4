//! Points from criteria and weights, and how firmly the order stands on the weights.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// The weighted mean of the marks of one activity.
pub fn points(weights: &[(String, f64)], marks: &[f64]) -> f64 {
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let all: f64 = weights.iter().zip(marks).map(|((_, weight), mark)| weight * mark).sum();
    all / sum
}

/// The smallest change of one weight that puts another activity in front.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Which criterion.
    pub criterion: usize,
    /// Its weight now, as a share of all weights.
    pub now: f64,
    /// The share from which on the other is not behind, the other weights keeping their proportions.
    pub then: f64,
    /// The activity that is in front now.
    pub first: usize,
    /// The one that would not be behind any more.
    pub second: usize,
}

/// Of each criterion the smallest change of its weight that turns the order of any two neighbours in
/// the order of points; none where no share from 0 to 1 does.
pub fn turns(weights: &[(String, f64)], marks: &[Vec<f64>]) -> Vec<Option<Turn>> {
    let order = order(weights, marks);
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let turn = |criterion: usize| {
        let now = weights[criterion].1 / sum;
        let pairs = order.windows(2).filter_map(|pair| {
            let (first, second) = (pair[0], pair[1]);
            let by_it = marks[first][criterion] - marks[second][criterion];
            let rest =
                rest(weights, &marks[first], criterion) - rest(weights, &marks[second], criterion);
            // first leads by w * by_it + (1 - w) * rest; it leads no more where that is 0.
            let then = rest / (rest - by_it);
            let possible = then.is_finite() && (0.0..=1.0).contains(&then);
            possible.then_some(Turn { criterion, now, then, first, second })
        });
        pairs.min_by(|a, b| (a.then - now).abs().total_cmp(&(b.then - now).abs()))
    };
    (0..weights.len()).map(turn).collect()
}

/// The mean of the marks by all other criteria.
fn rest(weights: &[(String, f64)], marks: &[f64], without: usize) -> f64 {
    let others = || weights.iter().zip(marks).enumerate().filter(|(place, _)| *place != without);
    let sum: f64 = others().map(|(_, ((_, weight), _))| weight).sum();
    let all: f64 = others().map(|(_, ((_, weight), mark))| weight * mark).sum();
    if sum > 0.0 { all / sum } else { 0.0 }
}

/// Activities by their points, the most first, equal ones by their place.
fn order(weights: &[(String, f64)], marks: &[Vec<f64>]) -> Vec<usize> {
    let points: Vec<f64> = marks.iter().map(|marks| points(weights, marks)).collect();
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by(|a, b| points[*b].total_cmp(&points[*a]));
    order
}

/// The best and the worst place of each activity, from 1 on, in the middle `level` of so many orders
/// whose marks are each off by up to `off` of themselves, up or down.
pub fn ranks(
    weights: &[(String, f64)],
    marks: &[Vec<f64>],
    off: f64,
    times: u32,
    level: f64,
    seed: u64,
) -> Vec<(usize, usize)> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut places = vec![Vec::with_capacity(times as usize); marks.len()];
    for _ in 0..times {
        let mut moved = marks.to_vec();
        for mark in moved.iter_mut().flatten() {
            let unit = (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
            *mark *= 1.0 + off * (2.0 * unit - 1.0);
        }
        for (place, activity) in order(weights, &moved).into_iter().enumerate() {
            places[activity].push(place + 1);
        }
    }
    let tail = (1.0 - level) / 2.0;
    let range = |mut places: Vec<usize>| {
        places.sort_unstable();
        let at = |share: f64| places[(share * (places.len() - 1) as f64).round() as usize];
        if places.is_empty() { (0, 0) } else { (at(tail), at(1.0 - tail)) }
    };
    places.into_iter().map(range).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::{points, ranks, turns};

    fn weights(values: &[f64]) -> Vec<(String, f64)> {
        values.iter().map(|value| (String::new(), *value)).collect()
    }

    proptest! {
        /// At the share that is named the two have equal points.
        #[test]
        fn at_the_turn_two_are_equal(
            w in prop::collection::vec(1.0f64..10.0, 3),
            marks in prop::collection::vec(prop::collection::vec(0.0f64..100.0, 3), 2..8),
        ) {
            let weights = weights(&w);
            for turn in turns(&weights, &marks).into_iter().flatten() {
                let others: f64 = w.iter().sum::<f64>() - w[turn.criterion];
                let mut moved = weights.clone();
                for (place, (_, weight)) in moved.iter_mut().enumerate() {
                    let own = place == turn.criterion;
                    *weight = if own { turn.then } else { *weight / others * (1.0 - turn.then) };
                }
                let (first, second) = (&marks[turn.first], &marks[turn.second]);
                prop_assert!((points(&moved, first) - points(&moved, second)).abs() < 1e-6);
                prop_assert!(points(&weights, first) >= points(&weights, second));
            }
        }
    }

    #[test]
    fn a_firm_order_keeps_its_ranks_and_a_close_one_does_not() {
        let marks = vec![vec![90.0], vec![50.0], vec![49.0], vec![10.0]];
        let ranks = ranks(&weights(&[1.0]), &marks, 0.1, 400, 0.95, 1);
        assert_eq!(ranks, [(1, 1), (2, 3), (2, 3), (4, 4)]);
    }
}
