//! Shuffles against every arrangement.

use detection::shuffle::{Depth, Subject, Values, as_low};
use proptest::prelude::*;

/// Every choice of the subject's cases, one stratum after the other.
fn enumerated(strata: &[(Vec<f64>, u32)], sum: f64) -> f64 {
    let mut sums = vec![0.0];
    for (values, own) in strata {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let mut next = Vec::new();
        for chosen in 0u32..1 << values.len() {
            if chosen.count_ones() != *own {
                continue;
            }
            let part: f64 = (0..values.len())
                .filter(|place| chosen >> place & 1 == 1)
                .map(|place| values[place] - mean)
                .sum();
            next.extend(sums.iter().map(|sum| sum + part));
        }
        sums = next;
    }
    sums.iter().filter(|one| **one <= sum + 1e-6).count() as f64 / sums.len() as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn draws_agree_with_every_arrangement(
        strata in prop::collection::vec(
            (prop::collection::vec(-3.0f64..3.0, 2..6), 1u32..5), 1..4),
        seed in any::<u64>(),
    ) {
        let strata: Vec<(Vec<f64>, u32)> = strata
            .into_iter()
            .map(|(values, own)| {
                let most = values.len() as u32 - 1;
                (values, own.min(most))
            })
            .collect();
        let mut values = Values::new();
        let mut subject = Subject::default();
        for (stratum, own) in &strata {
            let place = values.push(stratum);
            subject.cases.push((place, *own));
            subject.sum += (0..*own).map(|case| f64::from(values.at(place, case))).sum::<f64>();
        }
        let exact = enumerated(&strata, subject.sum);
        let found = as_low(&values, &subject, Depth::fixed(20_000), seed);
        // Four standard errors of 20,000 draws, and one draw.
        let error = 4.0 * (exact * (1.0 - exact) / 20_000.0).sqrt() + 1e-3;
        prop_assert!((found - exact).abs() < error, "{exact} {found}");
    }
}

/// Random subjects with nothing the matter: the p-value is at or below α no more often than α, for a
/// sequential test as for a fixed one, and for one that is bounded.
#[test]
fn chance_alone_is_rarely_called_rare() {
    use rand::{RngExt as _, SeedableRng as _};
    let mut rng = rand_xoshiro::Xoshiro256PlusPlus::seed_from_u64(7);
    let (subjects, strata) = (4_000, 30);
    let mut counts = [0u32; 3];
    for seed in 0..subjects {
        let mut values = Values::new();
        let mut subject = Subject::default();
        for _ in 0..strata {
            let stratum: Vec<f64> = (0..8).map(|_| (rng.random_range(0.0..3.0f64)).exp()).collect();
            let place = values.push(&stratum);
            subject.cases.push((place, 1));
            subject.sum += f64::from(values.at(place, 0));
        }
        let p = as_low(&values, &subject, Depth::for_tests(1_000.0, 0.05), seed);
        for (count, level) in counts.iter_mut().zip([0.001, 0.01, 0.05]) {
            *count += u32::from(p <= level);
        }
    }
    for (count, level) in counts.iter().zip([0.001, 0.01, 0.05f64]) {
        let expected = f64::from(subjects as u32) * level;
        let most = expected + 4.0 * expected.sqrt();
        assert!(f64::from(*count) <= most, "{count} at {level}, {expected} expected");
    }
}

#[test]
fn a_very_large_subject_is_bounded() {
    let mut values = Values::new();
    let mut subject = Subject::default();
    for _ in 0..6_000 {
        let place = values.push(&[-1.0, -0.5, 0.5, 1.0]);
        subject.cases.push((place, 1));
    }
    let deviation = (6_000.0 * 0.625f64).sqrt();
    for (away, least, most) in [(2.0, 0.022, 0.2), (5.0, 2.8e-7, 1e-5)] {
        subject.sum = -away * deviation;
        let p = as_low(&values, &subject, Depth::fixed(1), 1);
        assert!(p > least && p < most, "{away}: {p}");
    }
}
