#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

fn exact(values: &[f64]) -> Vec<Option<Point>> {
    values.iter().map(|value| Some(Point { value: *value, variance: 0.0 })).collect()
}

fn step(turn: usize, units: &[usize]) -> Step {
    Step { before: turn, after: turn, units: units.to_vec() }
}

#[test]
fn a_plain_difference_in_differences_is_reckoned_by_hand() {
    let panel = vec![
        exact(&[1.0, 1.0, 4.0, 4.0]),
        exact(&[0.0, 0.0, 1.0, 1.0]),
        exact(&[5.0, 5.0, 6.0, 6.0]),
        exact(&[2.0, 2.0, 4.0, 4.0]),
    ];
    let effect = effect(&panel, &[step(2, &[0])], 0, 2, 0.95).unwrap();
    // 3 less (1 + 1 + 2) / 3.
    assert!((effect.value - 5.0 / 3.0).abs() < 1e-12);
    // Each control against the mean of the two others: -0.5, -0.5, 1; excess 1.5 over 4.5.
    let process: f64 = 1.5 / 4.5;
    assert!((effect.se - (process * 4.0 / 3.0).sqrt()).abs() < 1e-12);
    assert_eq!((effect.df, effect.controls), (2.0, 3));
    assert_eq!(effect.verdict(), Verdict::Uncertain);
}

#[test]
fn what_samples_explain_is_no_drift() {
    let sampled = |values: &[f64]| -> Vec<Option<Point>> {
        values.iter().map(|value| Some(Point { value: *value, variance: 0.01 })).collect()
    };
    let panel = vec![
        sampled(&[1.0, 1.0, 4.0, 4.0]),
        sampled(&[0.0, 0.0, 1.0, 1.0]),
        sampled(&[5.0, 5.0, 6.0, 6.0]),
        sampled(&[2.0, 2.0, 4.0, 4.0]),
    ];
    let found = effect(&panel, &[step(2, &[0])], 0, 2, 0.95).unwrap();
    // A contrast has 0.01, a control against the mean of two others 0.015.
    let process: f64 = (1.5 - 3.0 * 0.015) / 4.5;
    assert!((found.se - ((process + 0.01) * 4.0 / 3.0).sqrt()).abs() < 1e-12, "{found:?}");
}

#[test]
fn the_variance_of_samples_counts_where_units_do_not_drift() {
    let still = |value: f64| vec![Some(Point { value, variance: 0.04 }); 4];
    let panel: Panel = (0..6).map(|unit| still(f64::from(unit))).collect();
    let effect = effect(&panel, &[step(2, &[0, 1])], 0, 2, 0.95).unwrap();
    assert!(effect.value.abs() < 1e-12);
    // A contrast of two periods on either side has 0.04; over two units, and over four.
    assert!((effect.se - (0.04f64 / 2.0 + 0.04 / 4.0).sqrt()).abs() < 1e-12);
}

#[test]
fn what_cannot_be_told_says_why() {
    let panel: Panel = (0..5).map(|_| exact(&[1.0, 2.0, 1.0, 2.0])).collect();
    let ask = |steps: &[Step]| effect(&panel, steps, 0, 2, 0.95).map(|_| ());
    assert_eq!(ask(&[step(0, &[0])]), Err(Missing::NoBefore));
    assert_eq!(ask(&[step(4, &[0])]), Err(Missing::NoAfter));
    assert_eq!(ask(&[step(2, &[0]), step(1, &[0, 1])]), Err(Missing::Entangled));
    assert_eq!(ask(&[step(2, &[0, 1, 2, 3, 4])]), Err(Missing::ShortHistory));
    assert_eq!(ask(&[step(2, &[0]), step(2, &[1])]), Ok(()));
}

#[test]
fn a_city_is_compared_with_its_own_quiet_past() {
    let mut values: Vec<f64> = (0..30).map(|t| f64::from(t) * 0.1 + f64::from(t % 3)).collect();
    for value in &mut values[27..] {
        *value += 5.0;
    }
    let effect = effect(&vec![exact(&values)], &[step(27, &[0])], 0, 3, 0.95).unwrap();
    assert_eq!(effect.controls, 0);
    assert!((effect.value - 5.0).abs() < 1e-9, "the trend is no effect: {effect:?}");
    assert_eq!(effect.verdict(), Verdict::Up);
}

#[test]
fn what_another_decision_touched_is_no_comparison() {
    let mut panel: Panel = (0..5).map(|_| exact(&[1.0; 6])).collect();
    panel[4] = exact(&[1.0, 1.0, 1.0, 9.0, 9.0, 9.0]);
    let alone = effect(&panel, &[step(3, &[0]), step(3, &[4])], 0, 3, 0.95).unwrap();
    assert_eq!((alone.value, alone.controls), (0.0, 3));
}

#[test]
fn what_concerned_the_whole_city_does_not_hide_what_concerned_one_unit() {
    let panel: Panel =
        (0..5).map(|unit| exact(&[f64::from(unit), 2.0, 1.0, 2.0, 7.0, 8.0])).collect();
    let all: Vec<usize> = (0..5).collect();
    let found = effect(&panel, &[step(4, &[0]), step(4, &all)], 0, 2, 0.95).unwrap();
    assert_eq!((found.value, found.controls), (0.0, 4));
}

proptest! {
    #[test]
    fn a_shift_of_all_units_and_a_level_of_one_change_nothing(
        values in prop::collection::vec(prop::collection::vec(-5.0..5.0f64, 8), 5),
        level in -10.0..10.0f64,
        shock in prop::collection::vec(-10.0..10.0f64, 8),
    ) {
        let steps = [step(4, &[0, 1])];
        let panel: Panel = values.iter().map(|row| exact(row)).collect();
        let moved: Panel = values
            .iter()
            .enumerate()
            .map(|(unit, row)| {
                let own = if unit == 2 { level } else { 0.0 };
                exact(&row.iter().zip(&shock).map(|(v, s)| v + s + own).collect::<Vec<_>>())
            })
            .collect();
        let (one, two) =
            (effect(&panel, &steps, 0, 3, 0.95).unwrap(), effect(&moved, &steps, 0, 3, 0.95).unwrap());
        prop_assert!((one.value - two.value).abs() < 1e-9);
        prop_assert!((one.se - two.se).abs() < 1e-9);
    }

    #[test]
    fn an_effect_moves_the_estimate_by_itself(
        values in prop::collection::vec(prop::collection::vec(-5.0..5.0f64, 8), 5),
        size in -5.0..5.0f64,
    ) {
        let steps = [step(4, &[0, 1])];
        let panel: Panel = values.iter().map(|row| exact(row)).collect();
        let mut helped = panel.clone();
        for row in &mut helped[..2] {
            row[4..].iter_mut().flatten().for_each(|point| point.value += size);
        }
        let (one, two) =
            (effect(&panel, &steps, 0, 3, 0.95).unwrap(), effect(&helped, &steps, 0, 3, 0.95).unwrap());
        prop_assert!((two.value - one.value - size).abs() < 1e-9);
        prop_assert!((one.se - two.se).abs() < 1e-9);
    }
}
