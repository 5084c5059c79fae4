//! The lot and what comes of it, without a database.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use kernel::facts::trial::{Change, Evaluated, Started};
use kernel::id::{TrialId, UserId};
use proptest::prelude::*;
use uuid::Uuid;

use super::super::model::{State, Trial, Verdict};
use super::super::rules::{self, Answered};
use crate::city::Step;

const FIRST: Date = date(2026, 12, 1);

fn trial(units: usize) -> Trial {
    Trial {
        id: TrialId::from_uuid(Uuid::nil()),
        service: "KEL-SKTM".to_owned(),
        version: 0,
        state: State::Proposed,
        changes: vec![Change::Remove { step: "sign".to_owned() }],
        units: (0..units).map(|unit| format!("KEL-{unit}")).collect(),
        first_day: FIRST,
        why: "Tidak pernah mengubah apa pun.".to_owned(),
        proposer: UserId::from_uuid(Uuid::nil()),
        proposed_at: Timestamp::UNIX_EPOCH,
        design: None,
        effect: None,
        due: None,
        reason: String::new(),
        seq: 0,
    }
}

fn drawn(units: usize, seed: u8) -> Started {
    let calendar = platform::testing::calendar();
    rules::draw(&trial(units), &calendar, 30, 2, [seed; 32]).unwrap()
}

/// Two files in each unit on each day from 90 days before; in the new way they take `less` minutes
/// less of about 500.
fn files(design: &Started, less: f64) -> Vec<Answered> {
    let mut files = Vec::new();
    let first = FIRST.checked_sub(90.days()).unwrap();
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    for (number, day) in days.take_while(|day| *day <= design.until).enumerate() {
        for (place, unit) in design.units.iter().enumerate() {
            let stage = design.stages.iter().find(|stage| stage.unit == *unit).unwrap();
            let new = if stage.from <= day { less } else { 0.0 };
            for file in 0..2_usize {
                // A noise that repeats nowhere near the length of a trial.
                let noise = ((number * 37 + place * 61 + file * 17) % 101) as f64 / 4.0;
                let minutes = 500.0 + 20.0 * place as f64 + noise - new;
                files.push(Answered { unit: unit.clone(), day, minutes });
            }
        }
    }
    files
}

proptest! {
    #[test]
    fn every_unit_begins_once_on_a_working_day_of_the_trial(units in 2..9_usize, seed: u8) {
        let design = drawn(units, seed);
        let calendar = platform::testing::calendar();
        prop_assert_eq!(design.stages.len(), units);
        prop_assert!(design.until <= rules::until(FIRST, 30));
        for stage in &design.stages {
            prop_assert!(design.units.contains(&stage.unit));
            prop_assert!(FIRST <= stage.from && stage.from <= design.until);
            prop_assert!(calendar.is_working_day("", stage.from));
            prop_assert!(design.windows.iter().flatten().any(|day| *day == stage.from));
        }
        prop_assert_eq!(drawn(units, seed), design, "anyone can draw it again");
    }
}

#[test]
fn what_was_planted_is_found_and_nothing_is_called_uncertain() {
    for units in [3, 6] {
        let design = drawn(units, 7);
        let found = rules::judge(&design, &files(&design, 120.0), 0.95);
        assert_eq!(Verdict::of(&found), Verdict::Faster, "{found:?}");
        let effect = found.effect_minutes.unwrap();
        assert!((-135..=-105).contains(&effect), "{found:?}");
        assert!(found.p_micro < 50_000 && found.least_p_micro <= found.p_micro);
        let nothing = rules::judge(&design, &files(&design, 0.0), 0.95);
        assert_eq!(Verdict::of(&nothing), Verdict::Uncertain, "{nothing:?}");
    }
}

/// The lot of two offices has too few outcomes that differ: the form says so before it is proposed.
#[test]
fn two_offices_find_what_was_planted_and_cannot_be_certain_of_it() {
    for seed in 0..6 {
        let design = drawn(2, seed);
        let found = rules::judge(&design, &files(&design, 120.0), 0.95);
        assert_eq!(Verdict::of(&found), Verdict::Uncertain, "{found:?}");
        assert!((-135..=-105).contains(&found.effect_minutes.unwrap()));
    }
}

#[test]
fn without_a_before_or_files_there_is_no_estimate() {
    let design = drawn(3, 1);
    let mut late = files(&design, 50.0);
    late.retain(|file| file.day >= FIRST);
    assert_eq!(rules::judge(&design, &late, 0.95).missing, "no_before");
    let none = rules::judge(&design, &[], 0.95);
    assert_eq!((Verdict::of(&none), none.effect_minutes), (Verdict::Unknown, None));
}

#[test]
fn one_unit_or_a_year_of_holidays_is_refused() {
    let calendar = platform::testing::calendar();
    let draw = |units, days| rules::draw(&trial(units), &calendar, days, 2, [0; 32]);
    assert_eq!(draw(1, 30).unwrap_err().key(), "processes-trial-two-units");
    assert_eq!(draw(9, 5).unwrap_err().key(), "processes-trial-days");
}

#[test]
fn an_interval_with_zero_or_without_an_end_is_uncertain() {
    let with = |low, high| {
        let (effect_minutes, v) = (Some(-5), 1);
        Verdict::of(&Evaluated {
            v,
            effect_minutes,
            low_minutes: low,
            high_minutes: high,
            ..Evaluated::default()
        })
    };
    assert_eq!(with(Some(-9), Some(-1)), Verdict::Faster);
    assert_eq!(with(Some(-9), Some(0)), Verdict::Uncertain);
    assert_eq!(with(None, Some(-1)), Verdict::Uncertain);
    assert_eq!(with(Some(1), None), Verdict::Uncertain);
    assert_eq!(with(Some(1), Some(2)), Verdict::Slower);
}

#[test]
fn a_process_keeps_a_step_and_remembers_what_was_kept() {
    let step = |code: &str| Step { code: code.to_owned(), name: Default::default() };
    let steps = vec![step("verify"), step("sign")];
    let remove = |step: &str| Change::Remove { step: step.to_owned() };
    let merge = |a: &str, b: &str| Change::Merge { step: a.to_owned(), into: b.to_owned() };
    for (change, possible) in [
        (remove("sign"), true),
        (remove("stamp"), false),
        (merge("sign", "verify"), true),
        (merge("sign", "sign"), false),
        (merge("sign", "stamp"), false),
    ] {
        assert_eq!(rules::is_possible(&steps, &change), possible, "{change:?}");
    }
    assert!(!rules::is_possible(&steps[..1], &remove("verify")), "something must be done");
    let kept = Trial { state: State::Kept, ..trial(2) };
    assert_eq!(rules::standing(steps.clone(), &[kept]), steps[..1]);
    let undone = Trial { state: State::Undone, ..trial(2) };
    assert_eq!(rules::standing(steps.clone(), &[undone]), steps);
}
