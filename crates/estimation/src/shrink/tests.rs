//! Scotland's lip cancer as R has it, properties, and how often intervals hold a planted truth.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

use super::{Count, Fit, Rates, exact};
use crate::dist::{gamma_cdf, gamma_quantile};

/// Observed and expected in 56 districts, 1975 to 1980: Clayton and Kaldor (1987), table 1.
const LIPS: [(f64, f64); 56] = [
    (9.0, 1.4),
    (39.0, 8.7),
    (11.0, 3.0),
    (9.0, 2.5),
    (15.0, 4.3),
    (8.0, 2.4),
    (26.0, 8.1),
    (7.0, 2.3),
    (6.0, 2.0),
    (20.0, 6.6),
    (13.0, 4.4),
    (5.0, 1.8),
    (3.0, 1.1),
    (8.0, 3.3),
    (17.0, 7.8),
    (9.0, 4.6),
    (2.0, 1.1),
    (7.0, 4.2),
    (9.0, 5.5),
    (7.0, 4.4),
    (16.0, 10.5),
    (31.0, 22.7),
    (11.0, 8.8),
    (7.0, 5.6),
    (19.0, 15.5),
    (15.0, 12.5),
    (7.0, 6.0),
    (10.0, 9.0),
    (16.0, 14.4),
    (11.0, 10.2),
    (5.0, 4.8),
    (3.0, 2.9),
    (7.0, 7.0),
    (8.0, 8.5),
    (11.0, 12.3),
    (9.0, 10.1),
    (11.0, 12.7),
    (8.0, 9.4),
    (6.0, 7.2),
    (4.0, 5.3),
    (10.0, 18.8),
    (8.0, 15.8),
    (2.0, 4.3),
    (6.0, 14.6),
    (19.0, 50.7),
    (3.0, 8.2),
    (2.0, 5.6),
    (3.0, 9.3),
    (28.0, 88.7),
    (6.0, 19.6),
    (1.0, 3.4),
    (1.0, 3.6),
    (1.0, 5.7),
    (1.0, 7.0),
    (0.0, 4.2),
    (0.0, 1.8),
];

fn lips() -> Vec<Count> {
    LIPS.iter().map(|&(observed, expected)| Count { observed, expected }).collect()
}

#[track_caller]
fn near(found: f64, should: f64, relative: f64) {
    assert!((found - should).abs() <= relative * should.abs(), "{found} instead of {should}");
}

/// R 4.2.2: `qgamma` and `pgamma`.
#[test]
fn gamma_as_r_has_it() {
    near(gamma_quantile(0.025, 9.0), 4.115_373_097_378_332, 1e-12);
    near(gamma_quantile(0.975, 10.0), 17.084_803_451_419_17, 1e-12);
    near(gamma_quantile(0.3, 0.5), 0.074_235_930_916_272_7, 1e-12);
    near(gamma_cdf(6500.0, 6400.0), 0.893_931_282_183_456_9, 1e-10);
    near(gamma_cdf(0.2, 0.7), 0.329_107_899_790_033_7, 1e-13);
    assert!(gamma_cdf(3.0, 6400.0) < 1e-300);
}

/// R 4.2.2: `optim` over `dnbinom(O, size = nu, mu = m * E)`, then `(O + nu) / (E + alpha)`; and the
/// mixture over 2,000 spreads, each with three usual ratios, with `pgamma` and `uniroot`.
#[test]
fn scotlands_lips_as_r_has_them() {
    let (counts, fit) = (lips(), Fit::of(&lips()).unwrap());
    let prior = fit.likeliest();
    near(prior.shape, 1.879_489_957, 1e-5);
    near(prior.rate, 1.321_667_128, 1e-5);
    near(prior.mean(), 1.422_060_001, 1e-5);
    for (place, value, mixed, low, high) in [
        (1, 3.997_362_443, 4.059_765_641, 1.966_360_933, 7.007_465_109),
        (2, 4.079_110_735, 4.087_079_369, 2.919_428_663, 5.454_850_645),
        (11, 2.600_551_487, 2.608_163_400, 1.448_304_571, 4.116_911_867),
        (49, 0.331_914_426, 0.331_502_655, 0.223_190_858, 0.460_824_386),
        (55, 0.340_384_510, 0.330_776_521, 0.026_830_996, 0.969_130_778),
        (56, 0.602_078_915, 0.585_832_645, 0.049_095_922, 1.708_142_238),
    ] {
        near(prior.estimate(counts[place - 1]), value, 1e-5);
        let ratio = fit.ratio(counts[place - 1], 0.95);
        near(ratio.value, mixed, 1e-5);
        near(ratio.interval.low, low, 1e-4);
        near(ratio.interval.high, high, 1e-4);
    }
    let spread = fit.spread(0.95);
    near(spread.value, 0.729_423_9, 1e-5);
    near(spread.interval.low, 0.5965, 1e-2);
    near(spread.interval.high, 0.9405, 1e-2);
}

/// R 4.2.2: `poisson.test(9, 1.4)` and of none.
#[test]
fn a_count_by_itself_has_garwoods_interval() {
    let ratio = exact(Count { observed: 9.0, expected: 1.4 }, 0.95);
    near(ratio.interval.low, 4.115_373_097 / 1.4, 1e-9);
    near(ratio.interval.high, 17.084_803_451 / 1.4, 1e-9);
    let none = exact(Count { observed: 0.0, expected: 2.0 }, 0.95);
    assert_eq!((none.value, none.interval.low), (0.0, 0.0));
    near(none.interval.high, -(0.025_f64.ln()) / 2.0, 1e-12);
}

#[test]
fn too_little_says_nothing() {
    let one = Count { observed: 3.0, expected: 2.0 };
    let none = Count { observed: 0.0, expected: 2.0 };
    let idle = Count::default();
    assert!(Fit::of(&[]).is_none() && Fit::of(&[one, idle]).is_none());
    assert!(Fit::of(&[none, none]).is_none() && Fit::of(&[one, none]).is_some());
}

#[test]
fn hard_work_is_expected_to_come_back_more() {
    let mut rates = Rates::default();
    rates.add("easy", 100.0, 5.0);
    rates.add("hard", 50.0, 20.0);
    assert_eq!(rates.expected(&"easy", 10.0) + rates.expected(&"hard", 10.0), 4.5);
    assert_eq!(rates.expected(&"unknown", 10.0), 0.0);
}

fn counts() -> impl Strategy<Value = Vec<Count>> {
    let one = (0_u32..40, 0.5_f64..40.0)
        .prop_map(|(observed, expected)| Count { observed: f64::from(observed), expected });
    proptest::collection::vec(one, 3..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn estimates_lie_between_ones_own_and_the_usual(counts in counts()) {
        prop_assume!(counts.iter().any(|one| one.observed > 0.0));
        let fit = Fit::of(&counts).unwrap();
        let prior = fit.likeliest();
        for one in &counts {
            let (own, usual) = (one.observed / one.expected, prior.mean());
            let value = prior.estimate(*one);
            prop_assert!(own.min(usual) - 1e-9 <= value && value <= own.max(usual) + 1e-9);
            let ratio = fit.ratio(*one, 0.95);
            prop_assert!(ratio.interval.holds(ratio.value), "{ratio:?}");
            prop_assert!(ratio.interval.width() < fit.ratio(*one, 0.99).interval.width());
        }
        let spread = fit.spread(0.95);
        prop_assert!(spread.interval.holds(spread.value));
    }

    /// The same ratio on more files keeps more of itself, as long as the prior is the same one. (Over
    /// all priors it need not: more files also say more about which prior it is.)
    #[test]
    fn more_files_are_drawn_less(counts in counts(), times in 2.0_f64..20.0) {
        prop_assume!(counts.iter().any(|one| one.observed > 0.0));
        let fit = Fit::of(&counts).unwrap();
        let prior = fit.likeliest();
        for one in &counts {
            let own = one.observed / one.expected;
            let more = Count { observed: times * one.observed, expected: times * one.expected };
            let (few, many) = (prior.estimate(*one) - own, prior.estimate(more) - own);
            prop_assert!(many.abs() <= few.abs() + 1e-9);
        }
    }

    #[test]
    fn the_order_of_persons_does_not_matter(counts in counts(), turn in 0_usize..12) {
        prop_assume!(counts.iter().any(|one| one.observed > 0.0));
        let mut turned = counts.clone();
        turned.rotate_left(turn % counts.len());
        let (one, other) = (Fit::of(&counts).unwrap(), Fit::of(&turned).unwrap());
        for count in &counts {
            prop_assert_eq!(one.ratio(*count, 0.95), other.ratio(*count, 0.95));
        }
    }
}

/// Officers with planted differences, files of three strata of unequal difficulty, each returned or not.
/// How many of the intervals hold the truth, and of how many.
fn held(seed: u64, officers: usize, spread: f64) -> (usize, usize) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let strata = [0.05, 0.15, 0.3];
    let uniform = |rng: &mut ChaCha20Rng| rng.random_range(f64::EPSILON..1.0);
    let mut work = Vec::new();
    for _ in 0..officers {
        let effect = (spread * crate::dist::normal_quantile(uniform(&mut rng))).exp();
        let mix = [0; 3].map(|_| 10 + (60.0 * uniform(&mut rng)) as i64);
        let mut observed = [0.0; 3];
        for (place, files) in mix.iter().enumerate() {
            let chance = (strata[place] * effect).min(1.0);
            observed[place] = (0..*files).filter(|_| uniform(&mut rng) < chance).count() as f64;
        }
        work.push((effect, mix.map(|files| files as f64), observed));
    }
    // What everybody does is learnt from the same files.
    let mut rates = Rates::default();
    for (_, mix, observed) in &work {
        (0..3).for_each(|place| rates.add(place, mix[place], observed[place]));
    }
    let count = |mix: &[f64; 3], observed: &[f64; 3]| Count {
        observed: observed.iter().sum(),
        expected: (0..3).map(|place| rates.expected(&place, mix[place])).sum(),
    };
    let counts: Vec<Count> = work.iter().map(|(_, mix, observed)| count(mix, observed)).collect();
    let Some(fit) = Fit::of(&counts) else { return (0, 0) };
    // The truth is what an officer does over what all of them would do with the same files.
    let all: f64 = work.iter().flat_map(|(_, mix, _)| (0..3).map(|s| mix[s] * strata[s])).sum();
    let done: f64 = work
        .iter()
        .flat_map(|(effect, mix, _)| (0..3).map(move |s| mix[s] * (strata[s] * effect).min(1.0)))
        .sum();
    let holds = |(one, (effect, ..)): (&Count, &(f64, _, _))| {
        fit.ratio(*one, 0.95).interval.holds(effect * all / done)
    };
    (counts.iter().zip(&work).filter(|pair| holds((pair.0, pair.1))).count(), officers)
}

#[test]
fn intervals_hold_planted_differences() {
    for (officers, spread) in [(6, 0.0), (6, 0.3), (12, 0.2), (12, 0.5), (40, 0.3)] {
        let runs = if officers > 20 { 12 } else { 40 };
        let found = (1..=runs).map(|seed| held(seed, officers, spread));
        let (hits, all) = found.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let share = hits as f64 / all as f64;
        assert!(share >= 0.93, "{share} of {all} with {officers} officers that differ by {spread}");
    }
}
