//! Tails against counting every outcome.

use detection::tail::{Side, Stratum, at_least, at_most, expected, poisson_at_least};
use proptest::prelude::*;

fn stratum() -> impl Strategy<Value = Stratum> {
    (1u32..7).prop_flat_map(|cases| {
        (0..=cases, 0..=cases).prop_map(move |(marked, own)| Stratum { cases, marked, own })
    })
}

/// Numbers of ways in which the subject gets each count: which of the cases are its own, one by one.
fn ways(stratum: Stratum) -> Vec<f64> {
    let mut counts = vec![0.0; stratum.own as usize + 1];
    for chosen in 0u32..1 << stratum.cases {
        if chosen.count_ones() == stratum.own {
            let marked = (chosen & ((1 << stratum.marked) - 1)).count_ones();
            counts[marked as usize] += 1.0;
        }
    }
    counts
}

fn enumerated(strata: &[Stratum], seen: u32) -> f64 {
    let mut all = vec![1.0];
    for stratum in strata {
        let own = ways(*stratum);
        let mut next = vec![0.0; all.len() + own.len() - 1];
        for (i, a) in all.iter().enumerate() {
            for (j, b) in own.iter().enumerate() {
                next[i + j] += a * b;
            }
        }
        all = next;
    }
    let tail: f64 = all.iter().skip(seen as usize).sum();
    tail / all.iter().sum::<f64>()
}

proptest! {
    #[test]
    fn the_tail_counts_every_outcome(
        strata in prop::collection::vec(stratum(), 1..5),
        seen in 0u32..20,
    ) {
        let exact = enumerated(&strata, seen);
        let found = at_least(&strata, seen);
        prop_assert!((exact - found).abs() < 1e-9, "{exact} {found}");
    }

    #[test]
    fn shared_marks_are_as_rare_as_all_outcomes_say(
        sides in prop::collection::vec((0u32..6, 0.05f64..20.0), 2..4),
        share in 0.0f64..1.0,
        seen in 0u32..6,
        factor in 0.1f64..10.0,
    ) {
        let sides: Vec<Side> =
            sides.into_iter().map(|(cases, odds)| Side { cases, odds }).collect();
        let total: u32 = sides.iter().map(|side| side.cases).sum();
        let marked = (f64::from(total) * share).round() as u32;
        let all = shared(&sides, marked);
        let sum: f64 = all.iter().sum();
        let exact = all.iter().take(seen as usize + 1).sum::<f64>() / sum;
        let mean = (0u32..).zip(&all).map(|(own, ways)| f64::from(own) * ways).sum::<f64>() / sum;
        let (p, expected) = at_most(sides[0], &sides[1..], marked, seen);
        prop_assert!((p - exact).abs() < 1e-9, "{} {}", p, exact);
        prop_assert!((expected - mean).abs() < 1e-9, "{} {}", expected, mean);
        // Only how the odds stand to each other matters.
        let other: Vec<Side> =
            sides.iter().map(|side| Side { odds: side.odds * factor, ..*side }).collect();
        prop_assert!((at_most(other[0], &other[1..], marked, seen).0 - p).abs() < 1e-9);
        // P(p ≤ α) ≤ α, for every α that p can be.
        for least in 0..all.len() as u32 {
            let level = at_most(sides[0], &sides[1..], marked, least).0;
            let below: f64 = (0u32..)
                .zip(&all)
                .filter(|(own, _)| at_most(sides[0], &sides[1..], marked, *own).0 <= level)
                .map(|(_, ways)| ways / sum)
                .sum();
            prop_assert!(below <= level + 1e-9);
        }
    }

    #[test]
    fn with_equal_odds_marks_fall_as_in_one_stratum(stratum in stratum(), seen in 0u32..6) {
        prop_assume!(seen <= stratum.marked.min(stratum.own));
        let exact = 1.0 - enumerated(&[stratum], seen + 1);
        let side = |cases| Side { cases, odds: 1.0 };
        let others = [side(stratum.cases - stratum.own)];
        let (p, mean) = at_most(side(stratum.own), &others, stratum.marked, seen);
        prop_assert!((p - exact).abs() < 1e-9);
        prop_assert!((mean - expected(&[stratum])).abs() < 1e-9);
    }
}

/// How often the first side has each number of marks: every way in which `marked` cases are marked, by its
/// odds.
fn shared(sides: &[Side], marked: u32) -> Vec<f64> {
    let mut cases: Vec<f64> = Vec::new();
    for side in sides {
        cases.extend(std::iter::repeat_n(side.odds, side.cases as usize));
    }
    let mut counts = vec![0.0; sides[0].cases as usize + 1];
    for chosen in 0u32..1 << cases.len() {
        if chosen.count_ones() == marked {
            let is_marked = |place: &usize| chosen & (1 << place) != 0;
            let odds: f64 = (0..cases.len()).filter(is_marked).map(|place| cases[place]).product();
            let own = (chosen & ((1 << sides[0].cases) - 1)).count_ones();
            counts[own as usize] += odds;
        }
    }
    counts
}

#[test]
fn shared_marks_agree_with_scipy_far_out() {
    // scipy.stats.nchypergeom_fisher(90, 20, 30, 2.5).cdf(k)
    let (own, other) = (Side { cases: 20, odds: 2.5 }, Side { cases: 70, odds: 1.0 });
    for (seen, tail) in [
        (0, 3.965_968_823_861_997e-8),
        (3, 0.000_257_692_057_265_071_3),
        (8, 0.211_549_444_912_116),
    ] {
        let found = at_most(own, &[other], 30, seen).0;
        assert!((found / tail - 1.0).abs() < 1e-9, "{seen}: {found} {tail}");
    }
}

#[test]
fn a_long_sum_is_bounded_and_never_too_sure() {
    // 40,000 strata of ten: the exact sum is too long, the bound lies above the normal tail.
    let strata = vec![Stratum { cases: 10, marked: 5, own: 5 }; 40_000];
    let mean = expected(&strata);
    let deviation = (40_000.0 * 10.0 / 9.0 * 5.0 * 0.25 * 0.5f64).sqrt();
    for away in [2.0, 4.0, 6.0] {
        let seen = (mean + away * deviation) as u32;
        let found = at_least(&strata, seen);
        let normal = (-away * away / 2.0f64).exp() / (away * (2.0 * std::f64::consts::PI).sqrt());
        assert!(found > normal && found < 1.0, "{away}: {found} {normal}");
    }
    assert_eq!(at_least(&strata, mean as u32), 1.0);
}

#[test]
fn poisson_tails_agree_with_r() {
    // ppois(k - 1, mean, lower.tail = FALSE)
    for (mean, seen, tail) in [
        (3.0, 10, 0.001_102_488_130_115_48),
        (3.0, 40, 8.003_095_092_521_89e-31),
        (10.0, 4, 0.989_663_949_324_074),
        (0.5, 1, 0.393_469_340_287_367),
    ] {
        let found = poisson_at_least(mean, seen);
        assert!((found / tail - 1.0).abs() < 1e-10, "{mean} {seen}: {found} {tail}");
    }
    assert_eq!(poisson_at_least(3.0, 0), 1.0);
}
