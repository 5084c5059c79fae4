use super::*;
use crate::table::{Builder, Row, UNKNOWN};
use crate::times::Calendar;
use crate::wait::{Setting, Waits};

/// Cases as words "activity@place"; each step takes an hour, by a person of its place.
fn log(cases: &[&str]) -> Log {
    let mut builder = Builder::default();
    for (number, case) in cases.iter().enumerate() {
        for (step, word) in case.split(' ').enumerate() {
            let (activity, place) = word.split_once('@').unwrap();
            let at = step as i64 * 3_600_000_000;
            builder.push(&Row {
                case: &number.to_string(),
                activity,
                at,
                started: at - 60_000_000,
                resource: place,
                place,
            });
        }
    }
    builder.finish()
}

#[test]
fn who_comes_back_after_another_step_returns_and_a_step_twice_in_a_row_does_not() {
    let log = log(&["a@x b@x a@x b@x c@x", "a@x a@x b@x", "a@x b@x c@x"]);
    let all = returns(&log);
    let names: Vec<(&str, u64, u64, &[usize])> = all
        .iter()
        .map(|again| (log.activities.name(again.what), again.cases, again.times, &again.events[..]))
        .collect();
    assert_eq!(names, [("a", 1, 1, &[1, 2][..]), ("b", 1, 1, &[2, 3][..])]);
}

#[test]
fn back_and_forth_is_ping_pong_and_asking_for_advice_is_not() {
    let log = log(&["r@x c@y r@x c@y s@z", "r@x c@y s@x", "r@x c@y s@z c@y r@x"]);
    let all = ping_pong(&log);
    assert_eq!(all.len(), 1);
    let pair = (log.places.get("x").unwrap(), log.places.get("y").unwrap());
    assert_eq!((all[0].what, all[0].cases, all[0].times), (pair, 1, 2));
    assert_eq!(all[0].events, [2, 3]);
}

fn approvals(noes: usize, all: usize, next: &str) -> Log {
    let cases: Vec<String> = (0..all)
        .map(|case| {
            let what = if case < noes { next } else { "issue@desk" };
            format!("receive@front check@desk sign@tower {what} archive@hall")
        })
        .collect();
    log(&cases.iter().map(String::as_str).collect::<Vec<_>>())
}

fn sign(log: &Log) -> Option<Signature> {
    let waits = Waits::of(log, &Calendar::Always);
    let all = signatures(log, &waits, &Setting::new(&Calendar::Always));
    all.into_iter().find(|found| log.activities.name(found.activity) == "sign")
}

#[test]
fn a_signature_that_never_says_no_is_told_from_one_that_does_and_from_one_seen_too_seldom() {
    let never = sign(&approvals(0, 200, "")).unwrap();
    assert!(never.p < 1e-4 && never.noes == 0 && never.interval.high < 0.02);
    let refuses = sign(&approvals(20, 200, "refuse@desk")).unwrap();
    assert!(refuses.p > 0.9 && refuses.noes == 20);
    let sends_back = sign(&approvals(20, 200, "check@desk")).unwrap();
    assert_eq!(sends_back.noes, 20);
    assert_eq!(sign(&approvals(0, 40, "")), None, "forty tell nothing");
}

#[test]
fn work_that_takes_its_time_is_no_signature() {
    let mut long = approvals(0, 200, "");
    let sign_number = long.activities.get("sign").unwrap();
    for event in 0..long.events() {
        if long.activity[event] == sign_number {
            long.started[event] = long.at[event] - 1_800_000_000;
        }
    }
    assert_eq!(sign(&long), None);
    let waits = Waits::of(&long, &Calendar::Always);
    let named = Setting { approvals: vec![sign_number], ..Setting::new(&Calendar::Always) };
    assert_eq!(signatures(&long, &waits, &named).len(), 1, "but a named one is looked at");
    assert!(long.started.iter().all(|at| *at != UNKNOWN));
}
