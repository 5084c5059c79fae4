//! Trials with a planted effect: what the interval holds, and what it does not promise.

#[path = "../../examples/trials/made.rs"]
mod made;

use estimation::trial::{Bounds, Design, Fault, Options, Outcome, Plan, Scale, Span, draw, effect};
use made::{Planted, days, judged, made};
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

fn staged(units: u32, effect: f64) -> Planted {
    Planted { units, crossover: false, effect, uneven: 0.0 }
}

#[test]
fn a_hundred_trials_hold_what_was_planted_and_find_a_half() {
    let (mut held, mut found) = (0, 0);
    for seed in 1..=100 {
        let effect = judged(staged(4, -0.5), seed);
        held += u32::from(effect.bounds.interval().holds(libm::log1p(-0.5)));
        found += u32::from(effect.p <= 0.05);
    }
    assert!(held >= 90, "{held} of 100 held");
    assert!(found >= 95, "{found} of 100 found");
}

#[test]
fn what_changed_nothing_is_seldom_called_an_effect() {
    let alarms = (1..=200).filter(|seed| judged(staged(3, 0.0), *seed).p <= 0.05).count();
    assert!(alarms <= 20, "{alarms} of 200");
}

#[test]
fn an_order_of_two_units_alone_gives_no_interval_whatever_happened() {
    let windows = vec![vec![0], vec![15]];
    let plan =
        Plan { units: 2, days: Span { from: 0, to: 29 }, design: Design::Staged { windows } };
    let drawn = draw(&plan, [3; 32]).unwrap();
    let outcomes: Vec<Outcome> = (-60..30)
        .flat_map(|day| (0..2).map(move |unit| (unit, day)))
        .map(|(unit, day)| {
            let new = if drawn.new_way(unit, day) { 0.01 } else { 1.0 };
            Outcome { unit, day, value: 1e6 * new * f64::from(day.rem_euclid(5) + 1) }
        })
        .collect();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let judged = effect(&plan, &drawn, &outcomes, Options::default(), &mut rng).unwrap();
    assert!(judged.p >= 0.5 && judged.exact);
    assert!(matches!(judged.bounds, Bounds::Unbounded(_)));
    assert!((judged.percent(judged.estimate).unwrap() + 99.0).abs() < 1e-6);
}

#[test]
fn what_cannot_be_judged_is_refused_with_its_reason() {
    let (plan, drawn, outcomes) = made(staged(2, 0.0), 1);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut judge = |outcomes: &[Outcome]| {
        effect(&plan, &drawn, outcomes, Options::default(), &mut rng).unwrap_err()
    };
    let late: Vec<Outcome> =
        outcomes.iter().copied().filter(|o| o.unit == 0 || o.day >= 0).collect();
    assert_eq!(judge(&late), Fault::NoBefore { unit: 1 });
    let before: Vec<Outcome> = outcomes.iter().copied().filter(|outcome| outcome.day < 0).collect();
    assert_eq!(judge(&before), Fault::NothingToCompare);
    assert_eq!(judge(&[Outcome { unit: 2, day: 0, value: 1.0 }]), Fault::Stranger { unit: 2 });
    assert_eq!(
        judge(&[Outcome { unit: 0, day: 4, value: f64::NAN }]),
        Fault::Value { unit: 0, day: 4 }
    );
    let mut other = drawn.clone();
    other.0[0].clear();
    assert_eq!(
        effect(&plan, &other, &outcomes, Options::default(), &mut rng).unwrap_err(),
        Fault::NotDrawn
    );
}

/// Trend, weekdays and levels that all units share, or keep, must cancel.
#[test]
fn what_all_units_share_and_what_a_unit_keeps_changes_nothing() {
    for crossover in [false, true] {
        let (plan, drawn, outcomes) = made(Planted { crossover, ..staged(4, -0.2) }, 5);
        let options = Options { scale: Scale::Mean, outcomes: 300, ..Options::default() };
        let judge = |outcomes: &[Outcome]| {
            effect(&plan, &drawn, outcomes, options, &mut ChaCha8Rng::seed_from_u64(1)).unwrap()
        };
        let plain = judge(&outcomes);
        let moved: Vec<Outcome> = outcomes
            .iter()
            .map(|o| {
                let shared = 40.0 * f64::from(o.day) + 900.0 * f64::from(o.day.rem_euclid(7));
                Outcome { value: o.value + 5_000.0 * f64::from(o.unit) + shared, ..*o }
            })
            .collect();
        let other = judge(&moved);
        // A unit's days before are weighted by its files; over 40 weeks the shared part is near the same.
        let near = |a: f64, b: f64| (a - b).abs() < 0.3 * plain.bounds.interval().width();
        assert!(near(plain.estimate, other.estimate), "{} {}", plain.estimate, other.estimate);
        let later: Vec<Outcome> =
            outcomes.iter().map(|o| Outcome { value: o.value + 7_777.0, ..*o }).collect();
        assert!((judge(&later).estimate - plain.estimate).abs() < 1e-6);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn an_effect_added_to_the_new_way_moves_estimate_and_interval_by_itself(
        seed in 0..1_000u64,
        added in -2.0..2.0f64,
        crossover: bool,
    ) {
        let (plan, drawn, outcomes) = made(Planted { crossover, ..staged(3, 0.0) }, seed);
        prop_assert!(days().len() == 22);
        let options = Options { outcomes: 400, ..Options::default() };
        let judge = |outcomes: &[Outcome]| {
            effect(&plan, &drawn, outcomes, options, &mut ChaCha8Rng::seed_from_u64(1)).unwrap()
        };
        let grow = |o: &Outcome| {
            let new = if drawn.new_way(o.unit, o.day) { added.exp() } else { 1.0 };
            Outcome { value: o.value * new * 1e6, ..*o }
        };
        let scaled: Vec<Outcome> =
            outcomes.iter().map(|o| Outcome { value: o.value * 1e6, ..*o }).collect();
        let (plain, grown) =
            (judge(&scaled), judge(&outcomes.iter().map(grow).collect::<Vec<_>>()));
        let (a, b) = (plain.bounds.interval(), grown.bounds.interval());
        prop_assert!((grown.estimate - plain.estimate - added).abs() < 1e-9);
        prop_assert!((b.low - a.low - added).abs() < 1e-6 || a.low == b.low);
        prop_assert!((b.high - a.high - added).abs() < 1e-6 || a.high == b.high);
    }

    /// The names of units and the order of files carry nothing.
    #[test]
    fn the_order_of_files_changes_nothing(seed in 0..1_000u64) {
        let (plan, drawn, mut outcomes) = made(staged(2, -0.2), seed);
        let judge = |outcomes: &[Outcome]| {
            let mut rng = ChaCha8Rng::seed_from_u64(1);
            effect(&plan, &drawn, outcomes, Options::default(), &mut rng).unwrap()
        };
        let before = judge(&outcomes);
        outcomes.reverse();
        prop_assert_eq!(before, judge(&outcomes));
    }
}
