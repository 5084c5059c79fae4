#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{Incomparable, Technology, Unit, efficiencies, intervals};

fn units(rows: &[(&str, &[f64], &[f64])]) -> Vec<Unit> {
    rows.iter()
        .map(|(name, inputs, outputs)| Unit {
            name: (*name).to_owned(),
            inputs: inputs.to_vec(),
            outputs: outputs.to_vec(),
        })
        .collect()
}

#[track_caller]
fn scores(units: &[Unit], technology: Technology, expected: &[f64]) {
    let found = efficiencies(units, technology).unwrap();
    for (found, expected) in found.iter().zip(expected) {
        assert!((found.score - expected).abs() < 5e-5, "{found:?} against {expected}");
    }
}

/// Cooper, Seiford, Tone, "Data Envelopment Analysis", table 1.1: employees and sales of 8 stores.
#[test]
fn one_input_and_one_output() {
    let rows = [(2., 1.), (3., 3.), (3., 2.), (4., 3.), (5., 4.), (5., 2.), (6., 3.), (8., 5.)];
    let stores: Vec<Unit> = rows
        .iter()
        .map(|(staff, sales)| Unit {
            name: String::new(),
            inputs: vec![*staff],
            outputs: vec![*sales],
        })
        .collect();
    let constant = [0.5, 1.0, 2.0 / 3.0, 0.75, 0.8, 0.4, 0.5, 0.625];
    scores(&stores, Technology::ConstantReturns, &constant);
    let variable = [1.0, 1.0, 5.0 / 6.0, 0.75, 1.0, 0.5, 0.5, 1.0];
    scores(&stores, Technology::VariableReturns, &variable);
    scores(&stores, Technology::FreeDisposal, &[1.0, 1.0, 1.0, 0.75, 1.0, 0.6, 0.5, 1.0]);
}

/// The same, table 3.1: two inputs, one output of 1.
#[test]
fn two_inputs_and_one_output() {
    let six = units(&[
        ("A", &[4.0, 3.0], &[1.0]),
        ("B", &[7.0, 3.0], &[1.0]),
        ("C", &[8.0, 1.0], &[1.0]),
        ("D", &[4.0, 2.0], &[1.0]),
        ("E", &[2.0, 4.0], &[1.0]),
        ("F", &[10.0, 1.0], &[1.0]),
    ]);
    scores(&six, Technology::ConstantReturns, &[0.8571, 0.6316, 1.0, 1.0, 1.0, 1.0]);
    let peers = &efficiencies(&six, Technology::ConstantReturns).unwrap()[0].peers;
    let names: Vec<usize> = peers.iter().map(|(peer, _)| *peer).collect();
    assert_eq!(names, [3, 4], "A is compared with a mixture of D and E");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let none = Incomparable::Number("A".to_owned());
    let zero = units(&[("A", &[0.0], &[1.0])]);
    assert_eq!(efficiencies(&zero, Technology::ConstantReturns), Err(none));
    let other = units(&[("A", &[1.0], &[1.0]), ("B", &[1.0, 2.0], &[1.0])]);
    let shape = Incomparable::Shape("B".to_owned());
    assert_eq!(efficiencies(&other, Technology::FreeDisposal), Err(shape));
    assert_eq!(efficiencies(&[], Technology::FreeDisposal), Err(Incomparable::Empty));
}

fn some_units() -> impl Strategy<Value = Vec<Unit>> {
    let unit = (prop::collection::vec(1.0f64..50.0, 2), prop::collection::vec(1.0f64..50.0, 2));
    prop::collection::vec(unit, 2..12).prop_map(|rows| {
        let unit = |(place, (inputs, outputs)): (usize, (Vec<f64>, Vec<f64>))| Unit {
            name: place.to_string(),
            inputs,
            outputs,
        };
        rows.into_iter().enumerate().map(unit).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A wider technology never makes a unit look better, units of measurement do not matter, and
    /// somebody is best.
    #[test]
    fn technologies_stand_in_order(units in some_units(), factor in 0.01f64..100.0) {
        let of = |units: &[Unit], technology| -> Vec<f64> {
            efficiencies(units, technology).unwrap().iter().map(|found| found.score).collect()
        };
        let constant = of(&units, Technology::ConstantReturns);
        let variable = of(&units, Technology::VariableReturns);
        let free = of(&units, Technology::FreeDisposal);
        for place in 0..units.len() {
            prop_assert!(constant[place] <= variable[place] + 1e-7);
            prop_assert!(variable[place] <= free[place] + 1e-7);
            prop_assert!(constant[place] > 0.0 && free[place] <= 1.0 + 1e-9);
        }
        prop_assert!(constant.iter().any(|score| (score - 1.0).abs() < 1e-7));
        let mut scaled = units.clone();
        for unit in &mut scaled {
            unit.inputs[0] *= factor;
            unit.outputs[1] *= factor;
        }
        for (one, other) in constant.iter().zip(of(&scaled, Technology::ConstantReturns)) {
            prop_assert!((one - other).abs() < 1e-6);
        }
    }
}

#[test]
fn intervals_lie_below_the_score_and_follow_the_seed() {
    let stores = units(&[
        ("A", &[2.0], &[1.0]),
        ("B", &[3.0], &[3.0]),
        ("C", &[3.0], &[2.0]),
        ("D", &[4.0], &[3.0]),
        ("E", &[5.0], &[4.0]),
        ("F", &[5.0], &[2.0]),
    ]);
    let once = intervals(&stores, Technology::ConstantReturns, 200, 0.95, 3).unwrap();
    assert_eq!(once, intervals(&stores, Technology::ConstantReturns, 200, 0.95, 3).unwrap());
    for found in &once {
        assert!(found.low < found.corrected && found.corrected < found.high, "{found:?}");
        assert!(found.corrected < found.score && found.high <= found.score + 1e-9, "{found:?}");
    }
}
