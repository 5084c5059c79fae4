#![allow(clippy::unwrap_used, reason = "tests")]

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, constraint, microlp, variable};
use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng as _;

use super::{Incomparable, Technology, Unit, against, efficiencies, intervals};

fn units(rows: &[(&str, &[f64], &[f64])]) -> Vec<Unit> {
    rows.iter()
        .map(|(name, inputs, outputs)| Unit {
            name: (*name).to_owned(),
            inputs: inputs.to_vec(),
            outputs: outputs.to_vec(),
        })
        .collect()
}

/// Units of one input and one output each.
fn pairs(rows: &[(f64, f64)]) -> Vec<Unit> {
    let unit = |(input, output): &(f64, f64)| Unit {
        name: String::new(),
        inputs: vec![*input],
        outputs: vec![*output],
    };
    rows.iter().map(unit).collect()
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
    let stores = pairs(&rows);
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

/// The largest unit can be compared with itself alone, so that the program has a single point; the solver once
/// found its basis singular (microlp, issue 48).
#[test]
fn the_largest_unit_has_no_other_beside_it() {
    let rows = [
        (22.331893443363338, 5.792253433033129),
        (26.132828490871145, 8.070498299669781),
        (11.171076397269553, 4.3614527489940835),
        (20.946842825897935, 6.803856173840064),
        (9.30287789315777, 3.7909362831023463),
        (40.50564479315502, 8.116088331476409),
        (11.297390417970151, 4.3935313310287),
        (7.255281744386719, 2.617294293303895),
    ];
    let all = pairs(&rows);
    let own = Unit { inputs: vec![34.33348673378981], ..all[5].clone() };
    let found = against((&own, 5), &all, Technology::VariableReturns).unwrap();
    assert!((found.score - 40.50564479315502 / 34.33348673378981).abs() < 1e-6, "{found:?}");
    assert_eq!(found.peers.iter().map(|(peer, _)| *peer).collect::<Vec<_>>(), [5]);
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
    let far = units(&[("A", &[1.0], &[1.0]), ("B", &[1e12], &[1.0]), ("C", &[2.0], &[9e8])]);
    let apart = Err(Incomparable::Apart("B".to_owned()));
    assert_eq!(efficiencies(&far, Technology::VariableReturns), apart);
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

/// The score by the solver of plans; none where it fails.
fn solved(unit: &Unit, others: &[Unit], convex: bool) -> Option<f64> {
    let mut variables = ProblemVariables::new();
    let score = variables.add(variable().min(0.0));
    let weights: Vec<_> = others.iter().map(|_| variables.add(variable().min(0.0))).collect();
    let mut model = variables.minimise(score).using(microlp);
    for (input, own) in unit.inputs.iter().enumerate() {
        let used = weights.iter().zip(others).map(|(weight, o)| *weight * (o.inputs[input] / own));
        model.add_constraint(constraint!(used.sum::<Expression>() <= score));
    }
    for (output, own) in unit.outputs.iter().enumerate() {
        let made =
            weights.iter().zip(others).map(|(weight, o)| *weight * (o.outputs[output] / own));
        model.add_constraint(constraint!(made.sum::<Expression>() >= 1.0));
    }
    if convex {
        model.add_constraint(constraint!(weights.iter().sum::<Expression>() == 1.0));
    }
    Some(model.solve().ok()?.value(score))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Scores are those of another solver, and the peers are a mixture that brings about as much with that share.
    #[test]
    fn scores_are_those_of_another_solver(units in some_units()) {
        for (technology, convex) in
            [(Technology::ConstantReturns, false), (Technology::VariableReturns, true)]
        {
            for (unit, found) in units.iter().zip(efficiencies(&units, technology).unwrap()) {
                if let Some(score) = solved(unit, &units, convex) {
                    prop_assert!((score - found.score).abs() < 1e-6, "{score} {found:?}");
                }
                let mixed = |of: fn(&Unit) -> &[f64], at: usize| -> f64 {
                    found.peers.iter().map(|(peer, weight)| weight * of(&units[*peer])[at]).sum()
                };
                for at in 0..2 {
                    let most = found.score * unit.inputs[at];
                    prop_assert!(mixed(|one| &one.inputs, at) <= most * (1.0 + 1e-7));
                    prop_assert!(mixed(|one| &one.outputs, at) >= unit.outputs[at] * (1.0 - 1e-7));
                }
                let sum: f64 = found.peers.iter().map(|(_, weight)| weight).sum();
                prop_assert!(!convex || (sum - 1.0).abs() < 1e-7);
            }
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

/// A small sample of `examples/frontier.rs`: twenty made cities, whose units spend 1 and the output to the power of
/// 1.5, divided by an efficiency that is 1 at best.
#[test]
fn intervals_mostly_hold_the_true_efficiency() {
    let (mut held, mut all) = (0, 0);
    for seed in 1..=20 {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut share = || (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        let made: Vec<(f64, f64)> =
            (0..12).map(|_| (1.0 + 8.0 * share(), (0.35 * (1.0 - share()).ln()).exp())).collect();
        let rows: Vec<(f64, f64)> =
            made.iter().map(|(size, truth)| ((1.0 + size.powf(1.5)) / truth, *size)).collect();
        let found = intervals(&pairs(&rows), Technology::VariableReturns, 100, 0.95, seed).unwrap();
        for (found, (_, truth)) in found.iter().zip(&made) {
            held += u32::from(found.low <= *truth && *truth <= found.high);
            all += 1;
        }
    }
    assert!(f64::from(held) >= 0.88 * f64::from(all), "{held} of {all}");
    assert!(held < all, "nor are they so wide that they say nothing");
}
