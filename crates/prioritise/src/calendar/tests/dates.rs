//! The last days by the rules, and Metro's real dates against them.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use platform::testing::{calendar, rulebook};
use proptest::prelude::*;

use crate::calendar::model::{Due, STEPS, Standing, Step, rule};

fn due(step: &str, year: i16, done: impl Fn(&str) -> Option<Date>) -> Option<Date> {
    let (book, calendar) = (rulebook(), calendar());
    let text = book.text(&rule(step), date(year - 1, 1, 1)).unwrap().to_owned();
    Due::parse(&text).unwrap().day(year, done, |day| calendar.is_working_day("BAPPEDA", day))
}

#[test]
fn every_step_has_a_rule_and_its_day() {
    let none = |_: &str| None;
    for (step, day) in [
        ("musrenbang_kelurahan", Some(date(2025, 1, 31))),
        ("musrenbang_kecamatan", Some(date(2025, 2, 14))),
        ("office_forum", Some(date(2025, 3, 21))),
        ("musrenbang_city", Some(date(2025, 3, 31))),
        ("rkpd", Some(date(2025, 6, 30))),
        ("kua_ppas_submitted", Some(date(2025, 7, 14))),
        ("kua_ppas_agreed", Some(date(2025, 8, 14))),
        ("guideline", None),
        ("bill", Some(date(2025, 9, 8))),
        ("approval", Some(date(2025, 11, 30))),
        ("governor_sent", None),
        ("governor_result", None),
        ("repair", None),
        ("law", Some(date(2025, 12, 31))),
    ] {
        assert_eq!(due(step, 2026, none), day, "{step}");
    }
    assert_eq!(STEPS.len(), 14);
    let approved = |step: &str| (step == "approval").then(|| date(2025, 11, 28));
    assert_eq!(due("governor_sent", 2026, approved), Some(date(2025, 12, 3)));
}

/// Metro's budget of 2026: KUA-PPAS signed on 21 November 2025, the bill handed in on the 24th.
#[test]
fn the_real_days_of_2026_were_late() {
    for (step, done_on, weeks) in
        [("kua_ppas_agreed", date(2025, 11, 21), 14), ("bill", date(2025, 11, 24), 11)]
    {
        let due = due(step, 2026, |_| None);
        let step =
            Step { code: step.to_owned(), due, done_on: Some(done_on), reference: String::new() };
        let Standing::Late(days) = step.standing(date(2026, 11, 28)) else {
            panic!("{step:?} must be late")
        };
        assert_eq!(days / 7, weeks, "{days} days");
    }
}

#[test]
fn what_is_no_day_is_refused() {
    for text in ["", "02-30", "13-01", "5 hk after nothing", "x hk before 11-30", "5 hr after bill"]
    {
        let error = Due::parse(text).unwrap_err();
        assert!(error.internal_context().contains("budget.toml"), "{text}");
    }
}

proptest! {
    /// A step is late exactly by the days between its last day and the day on which it was done, and once
    /// done it no longer matters which day is today.
    #[test]
    fn late_is_after_the_last_day(after in -200i64..200, later in 0i64..400) {
        let due = date(2025, 8, 14);
        let done = due.checked_add(after.days()).unwrap();
        let mut step = Step {
            code: "bill".to_owned(),
            due: Some(due),
            done_on: Some(done),
            reference: String::new(),
        };
        let wanted = if after > 0 { Standing::Late(after) } else { Standing::Done };
        prop_assert_eq!(step.standing(done.checked_add(later.days()).unwrap()), wanted);
        step.done_on = None;
        let open = if after > 0 { Standing::Missed(after) } else { Standing::Runs(-after) };
        prop_assert_eq!(step.standing(done), open);
    }
}
