#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::tree::{accepts, read_text, same_language};

/// A log from words of letters, each with a count.
fn log(words: &[(&str, u64)]) -> (Vec<Variant>, Names) {
    let mut names = Names::default();
    let variants = words
        .iter()
        .map(|(word, cases)| Variant {
            activities: word.chars().map(|c| names.number(&c.to_string())).collect(),
            cases: *cases,
        })
        .collect();
    (variants, names)
}

#[track_caller]
fn finds(words: &[(&str, u64)], noise: f64, wanted: &str) {
    let (variants, names) = log(words);
    let found = inductive(&variants, &names, noise);
    let wanted = read_text(wanted).unwrap().normal();
    assert_eq!(found.to_string(), wanted.to_string());
}

#[test]
fn base_cases() {
    finds(&[], 0.0, "tau");
    finds(&[("", 3)], 0.0, "tau");
    finds(&[("a", 3)], 0.0, "'a'");
    finds(&[("a", 3), ("", 1)], 0.0, "X( tau, 'a' )");
    finds(&[("a", 9), ("", 1)], 0.2, "'a'");
}

#[test]
fn logs_of_the_papers() {
    // van der Aalst, Process Mining (2016), L1 and L2; Leemans 2013, section 4.
    finds(&[("abcd", 3), ("acbd", 2), ("aed", 1)], 0.0, "->( 'a', X( +( 'b', 'c' ), 'e' ), 'd' )");
    finds(
        &[
            ("abcd", 3),
            ("acbd", 4),
            ("abcefbcd", 2),
            ("abcefcbd", 1),
            ("acbefbcd", 2),
            ("acbefbcefcbd", 1),
        ],
        0.0,
        "->( 'a', *( +( 'b', 'c' ), ->( 'e', 'f' ) ), 'd' )",
    );
    finds(
        &[("abcfgeh", 1), ("abcfgh", 1), ("abcefgh", 1), ("acbh", 1)],
        0.0,
        "->( 'a', +( 'b', 'c' ), X( tau, +( 'f', 'g', X( tau, 'e' ) ) ), 'h' )",
    );
}

#[test]
fn fall_throughs_in_order() {
    finds(&[("aa", 1), ("aaa", 1)], 0.0, "*( 'a', tau )");
    finds(&[("abab", 1), ("ab", 1)], 0.0, "*( ->( 'a', 'b' ), tau )");
    finds(&[("abcb", 1), ("bcba", 1), ("bacb", 1), ("bcab", 1)], 0.0, "+( 'a', *( 'b', 'c' ) )");
}

#[test]
fn rare_ways_are_left_out_with_noise() {
    let words = [("abcd", 95), ("dabc", 2), ("bcda", 3)];
    finds(&words, 0.2, "->( 'a', 'b', 'c', 'd' )");
    finds(&words, 0.0, "+( 'a', 'b', 'c', 'd' )");
    let words = [("abd", 60), ("acd", 35), ("bdac", 2), ("cbda", 3)];
    finds(&words, 0.2, "->( 'a', X( tau, 'c' ), X( tau, 'b' ), 'd' )");
}

fn some_log() -> impl Strategy<Value = Vec<(String, u64)>> {
    prop::collection::vec(("[a-e]{0,6}", 1..20u64), 0..8)
}

fn joined(words: &[(String, u64)]) -> (Vec<Variant>, Names) {
    let words: Vec<(&str, u64)> = words.iter().map(|(word, n)| (word.as_str(), *n)).collect();
    log(&words)
}

proptest! {
    #[test]
    fn without_noise_every_trace_is_allowed(words in some_log()) {
        let (variants, names) = joined(&words);
        let tree = inductive(&variants, &names, 0.0);
        for (word, _) in &words {
            let letters: Vec<String> = word.chars().map(String::from).collect();
            let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
            prop_assert!(accepts(&tree, &letters), "{} not in {}", word, tree);
        }
    }

    #[test]
    fn the_order_of_a_log_does_not_matter(words in some_log(), noise in 0.0..1.0f64) {
        let (variants, names) = joined(&words);
        let mut turned = words.clone();
        turned.reverse();
        let (other, other_names) = joined(&turned);
        let found = inductive(&variants, &names, noise);
        prop_assert_eq!(&found, &inductive(&other, &other_names, noise));
        prop_assert!(found.activities().len() <= names.len());
    }

    #[test]
    fn tiny_noise_finds_what_no_noise_finds(words in some_log()) {
        let (variants, names) = joined(&words);
        let (with, without) =
            (inductive(&variants, &names, 1e-9), inductive(&variants, &names, 0.0));
        prop_assert_eq!(same_language(&with, &without, 3_000).unwrap_or(true), true);
    }
}
