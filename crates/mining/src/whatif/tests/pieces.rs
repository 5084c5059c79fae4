//! The parts, each alone.

use proptest::prelude::*;

use super::super::answer;
use super::super::calendar::{Calendar, DAY, MINUTE, Open};
use super::super::future::Future;
use super::super::learn;
use super::super::model::{Model, Options};
use super::super::plan::Wait;
use super::super::scenario::Setting;
use super::super::touch::Touches;
use super::{calendar, office};
use crate::table::{Builder, Row, UNKNOWN};

proptest! {
    /// Against the naive count of every instant.
    #[test]
    fn open_time_is_counted_inside_only(
        gaps in prop::collection::vec((0i64..15, 1i64..15), 1..10),
        at in 0i64..250,
        work in 0i64..120,
    ) {
        let mut end = 0;
        let windows: Vec<(i64, i64)> = gaps
            .into_iter()
            .map(|(gap, length)| {
                let from = end + gap;
                end = from + length;
                (from, end)
            })
            .collect();
        let open = Open::new(windows.iter().copied().rev());
        let inside = |one: i64| windows.iter().any(|(from, to)| *from <= one && one < *to);
        let total = (0..at).filter(|one| inside(*one)).count() as i64;
        prop_assert_eq!(open.worked(at), total);
        let mut left = work;
        let mut naive = None;
        for instant in at..500 {
            if left == 0 && (work > 0 || inside(instant)) {
                naive = Some(instant);
                break;
            }
            left -= i64::from(inside(instant) && left > 0);
        }
        // The end of the last stretch is the last instant at which work can be over.
        prop_assert_eq!(open.after(at, work), naive.filter(|end| *end <= windows[windows.len() - 1].1));
    }
}

#[test]
fn a_missing_start_is_when_the_case_was_there_and_the_officer_free() {
    let mut builder = Builder::default();
    let nine = 9 * 60 * MINUTE;
    for (case, activity, minute, resource) in [
        ("1", "come", 0, ""),
        ("1", "check", 10, "a"),
        ("2", "come", 2, ""),
        ("2", "check", 25, "a"),
        ("3", "come", 40, ""),
        ("3", "check", 47, "a"),
    ] {
        let at = nine + minute * MINUTE;
        builder.push(&Row { case, activity, at, started: UNKNOWN, resource, place: "" });
    }
    let log = builder.finish();
    let touches = Touches::of(&log, &calendar(7), i64::MAX);
    let of = |case: usize| touches.touch[log.case(case).start + 1] / MINUTE;
    assert_eq!([of(0), of(1), of(2)], [10, 15, 7]);
}

#[test]
fn two_files_in_hand_share_the_time() {
    let mut builder = Builder::default();
    let nine = 9 * 60 * MINUTE;
    for (case, from, to) in [("1", 0, 20), ("2", 10, 30)] {
        let (started, at) = (nine + from * MINUTE, nine + to * MINUTE);
        builder.push(&Row { case, activity: "check", at, started, resource: "a", place: "" });
    }
    let touches = Touches::of(&builder.finish(), &calendar(7), i64::MAX);
    assert_eq!([touches.touch[0] / MINUTE, touches.touch[1] / MINUTE], [15, 15]);
}

#[test]
fn where_officers_are_never_idle_while_cases_wait_no_delay_is_seen() {
    for started in [false, true] {
        let log = office(3, 8, 40.0, started);
        let model = Model::fit(&log, &calendar(100), &Options::default()).unwrap();
        assert_eq!(model.ends.len(), 1);
        let delays: Vec<i64> = model
            .plans
            .iter()
            .flat_map(|plan| &plan.steps)
            .filter_map(|step| match step.wait {
                Wait::Officer(delay) => Some(delay / MINUTE),
                _ => None,
            })
            .collect();
        let most = delays.iter().filter(|delay| **delay <= 2).count();
        assert!(most as f64 > 0.98 * delays.len() as f64, "{most} of {}", delays.len());
    }
}

#[test]
fn hours_are_learnt_from_acts() {
    let log = office(5, 6, 30.0, true);
    let calendar = learn::calendar(&log, 0, 14);
    let hours: Vec<(i64, i64)> = calendar.place(0).windows().collect();
    let (from, to) = hours[2];
    assert_eq!(from.rem_euclid(DAY) / MINUTE, 8 * 60);
    assert!((14 * 60 + 45..=15 * 60 + 15).contains(&(to.rem_euclid(DAY) / MINUTE)));
    assert!(!calendar.opens(0, 5) && !calendar.opens(0, 6) && calendar.opens(0, 7 * 6));
}

#[test]
fn an_additional_opening_is_on_its_weekday_and_on_no_holiday() {
    let calendar = calendar(28);
    let mut days = calendar.days().to_vec();
    days[12].rests = true;
    let calendar = Calendar::new(days, Open::default(), vec![calendar.place(0).clone()]);
    let wider = calendar.with_opening(5, (8 * 60, 12 * 60), 6 * DAY);
    let opens = |day: usize| wider.opens(0, day);
    assert!(!opens(5) && !opens(12) && opens(19) && opens(26) && !opens(20));
    assert_eq!(wider.place(0).between(19 * DAY, 20 * DAY), 4 * 60 * MINUTE);
}

/// Ten cases a day, all done by anna; in the ninth of twenty weeks by budi.
#[test]
fn a_week_of_absence_is_seen_and_comes_again_in_some_futures() {
    let mut builder = Builder::default();
    for day in (0..140).filter(|day| day % 7 < 5) {
        let who = if day / 7 == 8 { "budi" } else { "anna" };
        for number in 0..10 {
            let case = format!("{day}-{number}");
            let at = day * DAY + (8 * 60 + 30 * number) * MINUTE;
            let row = Row {
                case: &case,
                activity: "come",
                at,
                started: UNKNOWN,
                resource: "",
                place: "hall",
            };
            builder.push(&row);
            builder.push(&Row { activity: "check", at: at + 9 * MINUTE, resource: who, ..row });
        }
    }
    let model = Model::fit(&builder.finish(), &calendar(200), &Options::default()).unwrap();
    // Budi has done nothing for eleven weeks and has left.
    let absences: Vec<usize> = model.officers.iter().map(|one| one.absences()).collect();
    assert_eq!(absences, [5]);
    let days = answer::days(&model, 28).unwrap();
    let there = |number: u64| {
        let setting = Setting::base(&model);
        Future::draw(&model, &setting, &days, 1, number).hours[0].total() / (7 * 60 * MINUTE)
    };
    let weeks: std::collections::BTreeSet<i64> = (0..40).map(there).collect();
    assert!(weeks.contains(&20) && weeks.contains(&15), "{weeks:?}");
}
