#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{Comparisons, read};

fn matrix(rows: &[&[f64]]) -> Comparisons {
    Comparisons::new(rows.len(), |i, j| rows[i][j]).unwrap()
}

#[track_caller]
fn near(weights: &[f64], expected: &[f64], by: f64) {
    assert_eq!(weights.len(), expected.len());
    for (weight, expected) in weights.iter().zip(expected) {
        assert!((weight - expected).abs() <= by, "{weights:?} against {expected:?}");
    }
}

/// Saaty 1977, "distances from Philadelphia" of Cairo, Tokyo, Chicago, San Francisco, London and
/// Montreal.
#[test]
fn distances_from_philadelphia() {
    let weighed = matrix(&[
        &[1.0, 1.0 / 3.0, 8.0, 3.0, 3.0, 7.0],
        &[3.0, 1.0, 9.0, 3.0, 3.0, 9.0],
        &[1.0 / 8.0, 1.0 / 9.0, 1.0, 1.0 / 6.0, 1.0 / 5.0, 2.0],
        &[1.0 / 3.0, 1.0 / 3.0, 6.0, 1.0, 1.0 / 3.0, 6.0],
        &[1.0 / 3.0, 1.0 / 3.0, 5.0, 3.0, 1.0, 6.0],
        &[1.0 / 7.0, 1.0 / 9.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 6.0, 1.0],
    ])
    .weigh();
    near(&weighed.weights, &[0.262, 0.397, 0.033, 0.116, 0.164, 0.027], 0.0015);
    assert!((weighed.largest - 6.45).abs() < 0.01, "{}", weighed.largest);
}

/// Saaty 1977, "the wealth of nations": United States, USSR, China, France, United Kingdom, Japan,
/// West Germany.
#[test]
fn the_wealth_of_nations() {
    let weighed = matrix(&[
        &[1.0, 4.0, 9.0, 6.0, 6.0, 5.0, 5.0],
        &[0.25, 1.0, 7.0, 5.0, 5.0, 3.0, 4.0],
        &[1.0 / 9.0, 1.0 / 7.0, 1.0, 0.2, 0.2, 1.0 / 7.0, 0.2],
        &[1.0 / 6.0, 0.2, 5.0, 1.0, 1.0, 1.0 / 3.0, 1.0 / 3.0],
        &[1.0 / 6.0, 0.2, 5.0, 1.0, 1.0, 1.0 / 3.0, 1.0 / 3.0],
        &[0.2, 1.0 / 3.0, 7.0, 3.0, 3.0, 1.0, 2.0],
        &[0.2, 0.25, 5.0, 3.0, 3.0, 0.5, 1.0],
    ])
    .weigh();
    near(&weighed.weights, &[0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094], 0.004);
    assert!((weighed.largest - 7.61).abs() < 0.01, "{}", weighed.largest);
}

#[test]
fn the_comparison_that_does_not_fit_stands_first() {
    // Weights 1 : 2 : 4 : 8, but the last is said to be less than the first.
    let weights = [1.0, 2.0, 4.0, 8.0];
    let said = |i: usize, j: usize| if (i, j) == (0, 3) { 3.0 } else { weights[i] / weights[j] };
    let weighed = Comparisons::new(4, said).unwrap().weigh();
    assert!(weighed.ratio > 0.1);
    assert_eq!((weighed.strains[0].first, weighed.strains[0].second), (0, 3));
    assert!(weighed.strains[0].implied < 1.0);
}

#[test]
fn several_judges_are_joined_by_the_geometric_mean() {
    let file = "judge,first,second,value\nAni,a,b,2\nAni,a,c,4\nAni,b,c,2\n\
                Budi,b,a,2\nBudi,c,a,1/4\nBudi,b,c,\"0,5\"\n";
    let group = read(file.as_bytes()).unwrap();
    assert_eq!(group.things, ["a", "b", "c"]);
    let joined = group.joined().unwrap();
    assert!((joined.get(0, 1) - 1.0).abs() < 1e-12);
    assert!((joined.get(0, 2) - 4.0).abs() < 1e-12);
    assert!((joined.get(1, 2) - 1.0).abs() < 1e-12);
    let (low, high) = group.spread()[0];
    assert!(low < high && high > 0.57);
}

#[track_caller]
fn refused(file: &str, why: &str) {
    assert_eq!(read(file.as_bytes()).unwrap_err().to_string(), why);
}

#[test]
fn a_mistake_is_named_with_its_place() {
    refused("first,second\na,b\n", "there is no column value; the file has first, second");
    refused("first,second,value\na,a,1\n", "line 2, column second: a is compared with itself");
    refused(
        "first,second,value\na,b,0\n",
        "line 2, column value: 0 is no number above 0, such as 3, 0.5 or 1/3",
    );
    refused(
        "first,second,value\na,b,2\nb,a,2\n",
        "line 3, column second: b and a are compared twice",
    );
    refused("first,second,value\na,b,2\na,c,2\n", "b and c are not compared");
    refused("first,second,value\n", "the file has no comparison");
}

proptest! {
    /// Comparisons that agree give back the weights that they were made from.
    #[test]
    fn consistent_comparisons_give_their_weights(raw in prop::collection::vec(0.05f64..1.0, 2..10)) {
        let sum: f64 = raw.iter().sum();
        let weighed = Comparisons::new(raw.len(), |i, j| raw[i] / raw[j]).unwrap().weigh();
        for (weight, raw) in weighed.weights.iter().zip(&raw) {
            prop_assert!((weight - raw / sum).abs() < 1e-9);
        }
        prop_assert!(weighed.ratio < 1e-9);
    }

    /// The eigenvalue is never below the number of things (Saaty 1977, theorem 1), and turning the
    /// order of things around turns the weights around.
    #[test]
    fn order_does_not_matter(values in prop::collection::vec(1.0f64..9.0, 15), n in 3usize..7) {
        let at = |i: usize, j: usize| values[(i * 3 + j) % values.len()];
        let plain = Comparisons::new(n, at).unwrap();
        let turned = Comparisons::new(n, |i, j| 1.0 / at(n - 1 - j, n - 1 - i)).unwrap();
        let (plain, turned) = (plain.weigh(), turned.weigh());
        prop_assert!(plain.largest >= n as f64 - 1e-9);
        for thing in 0..n {
            prop_assert!((plain.weights[thing] - turned.weights[n - 1 - thing]).abs() < 1e-9);
        }
    }
}
