//! Tails against counting every outcome.

use detection::tail::{Stratum, at_least, at_most, expected, poisson_at_least};
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
    fn marks_that_all_fall_on_one_side_are_as_rare_on_the_other(
        stratum in stratum(),
        seen in 0u32..6,
    ) {
        prop_assume!(seen <= stratum.marked.min(stratum.own));
        let exact = 1.0 - enumerated(&[stratum], seen + 1);
        prop_assert!((at_most(stratum, seen) - exact).abs() < 1e-9);
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
