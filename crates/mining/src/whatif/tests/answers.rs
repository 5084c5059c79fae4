//! What the whole says of a known office.

use super::super::answer::{Answer, Asked, What, ask};
use super::super::backtest::backtest;
use super::super::calendar::DAY;
use super::super::future::Future;
use super::super::model::{Model, Options};
use super::super::run::Ready;
use super::super::scenario::{Change, Setting};
use super::super::{Error, answer};
use super::{calendar, office};

fn model() -> Model {
    let log = office(1, 12, 50.0, true);
    Model::fit(&log, &calendar(160), &Options::default()).unwrap()
}

fn asked() -> Asked {
    Asked { replications: 40, threads: 2, ..Asked::default() }
}

fn said(model: &Model, changes: &[Change]) -> Answer {
    ask(model, changes, &asked(), &|| ()).unwrap()
}

fn difference(answer: &Answer, what: What) -> f64 {
    answer.row(what).unwrap().difference.unwrap().value
}

#[test]
fn the_same_seed_gives_the_same_answer_with_any_number_of_threads() {
    let model = model();
    let one = ask(&model, &[], &Asked { threads: 1, ..asked() }, &|| ()).unwrap();
    assert_eq!(one.rows, said(&model, &[]).rows);
    let other = ask(&model, &[], &Asked { seed: 2, ..asked() }, &|| ()).unwrap();
    assert_ne!(one.rows, other.rows);
}

#[test]
fn changes_work_in_the_direction_that_they_must() {
    let model = model();
    let step = |step: &str| step.to_owned();
    let officer = Change::AddOfficer { place: step("hall"), step: None, count: 1 };
    let removed = Change::Remove { step: step("check") };
    let merged = Change::Merge { step: step("sign"), into: step("check") };
    let more = said(&model, &[officer]);
    assert!(difference(&more, What::Median) < 0.0);
    assert!(difference(&said(&model, &[removed]), What::Median) < -5.0);
    let joined = said(&model, &[merged]);
    assert!(joined.rows.iter().all(|row| row.of != "sign" || row.changed.is_none()));
    assert!(difference(&said(&model, &[Change::Demand { factor: 1.3 }]), What::Ended) > 100.0);
    let interval = more.row(What::Median).unwrap().difference.unwrap();
    assert!(interval.low <= interval.value && interval.value <= interval.high);
}

#[test]
fn what_nobody_does_changes_nothing() {
    let mut log = office(1, 12, 50.0, true);
    log.activities.number("stamp");
    let model = Model::fit(&log, &calendar(160), &Options::default()).unwrap();
    let answer = said(&model, &[Change::Remove { step: "stamp".to_owned() }]);
    for row in &answer.rows {
        assert_eq!(row.base, row.changed, "{row:?}");
    }
}

#[test]
fn an_open_saturday_ends_more_cases_by_monday_morning() {
    let model = model();
    let open = Change::Open { weekday: 5, hours: (8 * 60, 12 * 60) };
    let crowded = Change::Demand { factor: 1.2 };
    let answer = |changes: &[Change]| {
        let answer = said(&model, changes);
        answer.row(What::NineOfTen).unwrap().changed.unwrap().value
    };
    assert!(answer(&[crowded.clone(), open]) < answer(&[crowded]));
}

#[test]
fn unknown_names_name_the_known_ones() {
    let model = model();
    let error = ask(&model, &[Change::Remove { step: "stamp".into() }], &asked(), &|| ());
    let text = error.unwrap_err().to_string();
    assert_eq!(text, "no step is named stamp; the log has check, come, sign");
    let end = Change::Remove { step: "sign".into() };
    assert_eq!(ask(&model, &[end], &asked(), &|| ()).unwrap_err(), Error::Ending("sign".into()));
    let far = Asked { days: 400, ..asked() };
    assert_eq!(ask(&model, &[], &far, &|| ()).unwrap_err(), Error::Short);
}

/// L = λ W: the integral of the number of cases under way is the sum of their times under way.
#[test]
fn little_s_law_holds_in_every_future() {
    let model = model();
    let days = answer::days(&model, 28).unwrap();
    let end = model.calendar().midnight_after(days.end - 1) - 1;
    let ready = Ready::new(&model, Setting::base(&model));
    for number in 0..5 {
        let future = Future::draw(&model, ready.setting(), &days, 1, number);
        let seen = ready.run(&future, end);
        assert!(seen.times.len() > 500);
        assert_eq!(seen.present, seen.stayed);
    }
}

/// The interval of a month is right about as often as it says, and not by being wide.
#[test]
fn held_back_weeks_lie_inside() {
    let mut inside = 0;
    for seed in 0..20 {
        let log = office(seed, 24, 30.0, seed % 2 == 0);
        let period = (140 * DAY, 168 * DAY);
        let asked = Asked { replications: 40, ..Asked::default() };
        let held = backtest(&log, &calendar(169), &[], &[period], &asked, &|| ()).unwrap();
        inside += u32::from(held[0].is_inside());
        assert!(held[0].width() < 1.0, "{:?}", held[0]);
    }
    assert!(inside >= 17, "{inside} of 20");
}
