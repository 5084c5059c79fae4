//! Which report is due.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::scorecard::model::Period;
use crate::scorecard::{Act, due, next};

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn a_period_is_read_as_it_is_written() {
    for text in ["2026-Q1", "2026-Q4", "1999-Q2"] {
        assert_eq!(period(text).to_string(), text);
    }
    for text in ["", "2026", "2026-Q0", "2026-Q5", "26-Q1", "2026-q1", "2026-Q1 ", "2026-Q"] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
    assert_eq!(period("2026-Q3").months(), ["2026-07", "2026-08", "2026-09"]);
    assert_eq!(Period::of(date(2026, 9, 30)), period("2026-Q3"));
    assert_eq!(period("2024-Q1").last(), date(2024, 3, 31));
    assert_eq!(period("2026-Q1").before(), period("2025-Q4"));
    assert_eq!(period("2026-Q3").year_before(), period("2025-Q3"));
}

#[test]
fn a_report_is_due_so_many_days_after_its_quarter() {
    assert_eq!(due(period("2026-Q3"), 20), date(2026, 10, 20));
    // The day before, at the day, and long after, when nothing was ever published.
    assert_eq!(next(None, date(2026, 10, 19), 20), [Act::Publish(period("2026-Q2"))]);
    assert_eq!(next(None, date(2026, 10, 20), 20), [Act::Publish(period("2026-Q3"))]);
    assert_eq!(next(Some(period("2026-Q2")), date(2026, 10, 19), 20), []);
    assert_eq!(
        next(Some(period("2025-Q4")), date(2026, 10, 20), 20),
        [
            Act::Skip(period("2026-Q1")),
            Act::Skip(period("2026-Q2")),
            Act::Publish(period("2026-Q3"))
        ]
    );
}

proptest! {
    /// However seldom somebody looks, every quarter gets exactly one act, in order, and none before its
    /// day.
    #[test]
    fn every_quarter_is_published_or_skipped_once(
        first in 0i64..4_000,
        waits in prop::collection::vec(0i64..200, 1..40),
        days in 1i64..60,
    ) {
        let mut today: Date = date(2020, 1, 1) + first.days();
        let mut known = None;
        for wait in waits {
            today += wait.days();
            for act in next(known, today, days) {
                let (Act::Publish(period) | Act::Skip(period)) = act;
                prop_assert!(due(period, days) <= today, "{period} before its day");
                if let Some(known) = known {
                    prop_assert_eq!(period, Period::after(known), "none is left out or told twice");
                }
                known = Some(period);
            }
            let known = known.unwrap();
            prop_assert!(due(known.after(), days) > today, "{known} is the newest that is due");
        }
    }
}
