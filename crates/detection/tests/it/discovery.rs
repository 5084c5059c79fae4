//! False-discovery control, by worked examples and its definition.

use detection::discovery::{Series, benjamini_hochberg, q_values};
use detection::kinds::Kind;
use detection::run::{self, Test};
use proptest::prelude::*;

/// The fifteen p-values of Benjamini and Hochberg (1995), section 3.2: four pass at 0.05.
const EXAMPLE: [f64; 15] = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0,
];

#[test]
fn the_papers_example_passes_four() {
    let passed = benjamini_hochberg(&EXAMPLE, 0.05);
    assert_eq!(passed.iter().filter(|passed| **passed).count(), 4);
    assert!(passed[..4].iter().all(|passed| *passed));
}

proptest! {
    #[test]
    fn a_q_value_is_the_lowest_rate_that_passes(
        p in prop::collection::vec(0.0001f64..1.0, 1..40),
        level in 0.01f64..0.5,
    ) {
        let q = q_values(&p);
        let passed = benjamini_hochberg(&p, level);
        for (q, passed) in q.iter().zip(&passed) {
            prop_assume!((q - level).abs() > 1e-9);
            prop_assert_eq!(*q <= level, *passed);
        }
    }

    #[test]
    fn shares_of_a_series_never_exceed_its_level(runs in 1u32..200) {
        // Without discoveries the rates of all runs add up to less than the level.
        let mut series = Series::new(0.05);
        let mut sum = 0.0;
        for _ in 0..runs {
            sum += series.next_level(100);
            prop_assert!(series.run(&[1.0; 100]).iter().all(|passed| !passed));
        }
        prop_assert!(sum <= 0.05);
    }
}

#[test]
fn a_series_lends_what_it_has_found() {
    let mut series = Series::new(0.05);
    let first = series.next_level(10);
    assert!((first - 0.05 / 2.285_765_665_680_13).abs() < 1e-12);
    let passed = series.run(&[1e-6, 1e-5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    assert_eq!(passed.iter().filter(|passed| **passed).count(), 2);
    // γ₂ = 2^-1.6 / ζ(1.6), and (10 + 2) / 10 of it.
    let second = 0.05 * 2f64.powf(-1.6) / 2.285_765_665_680_13 * 1.2;
    assert!((series.next_level(10) - second).abs() < 1e-12);
    assert_eq!(Series::after(0.05, 1, 2), series);
}

/// Tests of these kinds, each with the same chance.
fn tests(kinds: &[(Kind, usize)], p: f64) -> Vec<Test> {
    let one = |kind: Kind| Test {
        kind,
        subject: Vec::new(),
        files: 20,
        records: Vec::new(),
        seen: 2.0,
        expected: 1.0,
        effect: 2.0,
        p,
    };
    kinds.iter().flat_map(|(kind, count)| std::iter::repeat_n(one(*kind), *count)).collect()
}

#[test]
fn a_kind_has_its_say_however_many_tests_it_takes() {
    let kinds = [(Kind::Steering, 10), (Kind::GroupReturns, 40), (Kind::SharedContact, 1_000)];
    let says = 2.0 + 1.0 + 0.25;
    for (place, (kind, count)) in kinds.into_iter().enumerate() {
        // One small chance among chances of one: its rate is that chance times what stands against it.
        let mut all = tests(&kinds, 1.0);
        let first: usize = kinds[..place].iter().map(|(_, count)| count).sum();
        all[first].p = 1e-6;
        let least = run::q_values(&all).into_iter().fold(1.0, f64::min);
        let expected = 1e-6 * count as f64 * says / kind.say();
        assert!((least - expected).abs() < 1e-12, "{kind:?}: {least} for {expected}");
    }
}
