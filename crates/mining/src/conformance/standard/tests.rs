#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::table::{Builder, Row};

const HOUR: i64 = 3_600_000_000;

const TOML: &str = "promise = \"48 hours\"\n\
    [[step]]\ncode = \"a\"\n\
    [[step]]\ncode = \"b\"\noptional = true\n\
    [[step]]\ncode = \"c\"\nrepeatable = true\n\
    [[step]]\ncode = \"d\"\n";

/// Cases as words of letters, an event each ten hours.
fn log(words: &[&str]) -> Log {
    let mut builder = Builder::default();
    for (case, word) in words.iter().enumerate() {
        for (at, letter) in (0i64..).zip(word.chars()) {
            builder.push(&Row {
                case: &case.to_string(),
                activity: &letter.to_string(),
                at: at * 10 * HOUR,
                started: UNKNOWN,
                resource: "",
                place: "",
            });
        }
    }
    builder.finish()
}

fn by_the_clock(promise: Promise, from: i64, until: i64) -> bool {
    until - from <= i64::from(promise.amount) * HOUR
}

fn checked(words: &[&str]) -> Checked {
    check(&log(words), &read(TOML, Format::Toml).unwrap(), by_the_clock)
}

fn sentences(word: &str) -> Vec<String> {
    checked(&[word]).deviations.iter().map(|(deviation, n)| deviation.sentence(*n)).collect()
}

#[test]
fn what_a_case_did_is_named() {
    for word in ["abcd", "acd", "accd", "abcccd"] {
        assert!(sentences(word).is_empty(), "{word}");
    }
    assert_eq!(sentences("abd"), ["c was skipped in 1 case."]);
    assert_eq!(sentences("abbcd"), ["b was repeated in 1 case."]);
    assert_eq!(sentences("bacd"), ["b was done before a in 1 case."]);
    assert_eq!(sentences("dabc"), ["d was done before a in 1 case."]);
    assert_eq!(sentences("axcd"), ["x, which the standard does not have, was done in 1 case."]);
}

#[test]
fn promises_are_counted() {
    // The log ends after 70 hours; the third case is open too long, the last one cannot be told.
    let checked = checked(&["abcd", "acccccd", "acx", "aaaaaaaa"]);
    assert_eq!((checked.kept, checked.late, checked.open, checked.finished), (1, 3, 0, 2));
    let young =
        super::check(&log(&["ac", "acd"]), &read(TOML, Format::Toml).unwrap(), by_the_clock);
    assert_eq!((young.kept, young.late, young.open), (1, 0, 1));
}

#[test]
fn a_broken_standard_says_its_line() {
    for (text, wanted) in [
        ("step = 1", "line 1: "),
        ("promise = \"soon\"\n[[step]]\ncode = \"a\"", "line 1: a promise is written"),
        ("[[step]]\ncode = \"a\"\nname = 1", "line 3: unknown field"),
        ("[[step]]\ncode = \"a\"\n[[step]]\ncode = \"a\"", "line 1: the step a stands twice"),
        ("step = []", "line 1: a standard needs"),
    ] {
        let error = read(text, Format::Toml).unwrap_err().to_string();
        assert!(error.starts_with(wanted), "{text}: {error}");
    }
    for (text, wanted) in [
        ("code\na", "line 1: a standard in CSV"),
        ("step,optional\na,no\nb,perhaps", "line 3: write yes or no"),
        ("step,optional\na,no\n,no", "line 3: the step has no code"),
        ("step,optional\na", "line 2: the line has not"),
    ] {
        let error = read(text, Format::Csv).unwrap_err().to_string();
        assert!(error.starts_with(wanted), "{text}: {error}");
    }
    let csv =
        read("step,optional,repeatable\na,,\nb,yes,\nc,no,yes\nd,no,no", Format::Csv).unwrap();
    assert_eq!(csv.steps(), read(TOML, Format::Toml).unwrap().steps());
}

proptest! {
    #[test]
    fn a_case_fits_exactly_if_it_is_a_word_of_the_standard(word in "[a-e]{1,7}") {
        let fits = word.replace('b', "").replace("cc", "c").replace("cc", "c").replace("cc", "c");
        let once = word.matches('b').count() <= 1;
        let in_place = word.find('b').is_none_or(|at| {
            word.find('a').is_some_and(|a| a < at) && word.find('c').is_some_and(|c| c > at)
        });
        let declared = fits == "acd" && once && in_place;
        prop_assert_eq!(checked(&[&word]).as_declared == 1, declared, "{}", word);
    }

    #[test]
    fn every_case_is_counted_once(words in prop::collection::vec("[a-e]{1,6}", 1..8)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let all = checked(&words);
        prop_assert_eq!(all.kept + all.late + all.open + all.unknown, words.len() as u64);
        prop_assert_eq!(all.variants.iter().map(|(cases, _)| cases).sum::<u64>(), all.cases);
        let clean: u64 = all.variants.iter().filter(|(_, d)| d.is_empty()).map(|(n, _)| n).sum();
        prop_assert_eq!(clean, all.as_declared);
    }

    #[test]
    fn as_few_steps_as_possible_are_called_swapped(order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle()) {
        let pairs = swapped(&order);
        let at = |step: usize| order.iter().position(|other| *other == step).unwrap();
        for (first, second) in &pairs {
            prop_assert!(first > second && at(*first) < at(*second));
        }
        prop_assert_eq!(pairs.is_empty(), order.is_sorted());
    }
}
