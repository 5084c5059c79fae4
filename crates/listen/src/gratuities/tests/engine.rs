//! The exemptions and the legal times, before and after 20 January 2026.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kernel::money::Rupiah;
use platform::testing::{calendar, rulebook};
use proptest::prelude::*;

use crate::gratuities::exemptions::{Gift, Verdict, Why, all, judge};

const OLD: Date = date(2026, 1, 19);
const NEW: Date = date(2026, 1, 20);

fn gift(given_on: Date, letter: &str, value: i64) -> Gift {
    Gift {
        given_on,
        letter: Some(letter.to_owned()),
        value: Rupiah::new(value),
        is_money: false,
        conflict: false,
        open_application: false,
        before: Rupiah::ZERO,
    }
}

#[test]
fn the_seventeen_exemptions_by_the_day_of_the_gift() {
    let book = rulebook();
    let letters: Vec<&str> = all().iter().map(|one| one.letter.as_str()).collect();
    assert_eq!(letters.concat(), "abcdefghijklmnopq");
    let judged = |gift: &Gift| judge(&book, gift).unwrap();
    let exempt = Verdict::Exempt;
    let table = [
        (gift(OLD, "l", 1_000_000), exempt),
        (gift(OLD, "l", 1_000_001), Verdict::Reportable(Why::OverLimit)),
        (gift(NEW, "l", 1_500_000), exempt),
        (gift(NEW, "l", 1_500_001), Verdict::Reportable(Why::OverLimit)),
        (gift(OLD, "o", 200_000), exempt),
        (gift(OLD, "o", 200_001), Verdict::Reportable(Why::OverLimit)),
        (gift(NEW, "o", 500_000), exempt),
        (gift(OLD, "n", 300_000), exempt),
        (gift(NEW, "n", 1), Verdict::Reportable(Why::NotInForce)),
        (gift(NEW, "p", 5_000_000), exempt),
        (gift(NEW, "z", 1), Verdict::Reportable(Why::NoExemption)),
        (Gift { before: Rupiah::new(1_200_000), ..gift(NEW, "o", 300_000) }, exempt),
        (
            Gift { before: Rupiah::new(1_200_001), ..gift(NEW, "o", 300_000) },
            Verdict::Reportable(Why::OverYear),
        ),
        (Gift { conflict: true, ..gift(NEW, "a", 1) }, Verdict::Reportable(Why::Conflict)),
        (Gift { conflict: true, ..gift(NEW, "p", 1) }, Verdict::Reportable(Why::Conflict)),
        (Gift { is_money: true, ..gift(NEW, "o", 1) }, Verdict::Reportable(Why::Money)),
        (
            Gift { open_application: true, ..gift(NEW, "a", 1) },
            Verdict::Reportable(Why::OpenApplication),
        ),
    ];
    for (gift, expected) in table {
        assert_eq!(judged(&gift), expected, "{gift:?}");
    }
}

/// A gift of Friday 13 March 2026, at the start of that day.
#[test]
fn every_time_of_the_law_falls_on_its_day() {
    let (calendar, rulebook) = (calendar(), rulebook());
    let zone = TimeZone::get("Asia/Jakarta").unwrap();
    let day = date(2026, 3, 13);
    let start = zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
    let table = [
        ("gift.report", day, date(2026, 5, 5)),
        ("gift.report_upg", day, date(2026, 4, 6)),
        ("gift.forward", day, date(2026, 4, 6)),
        ("gift.complete", day, date(2026, 4, 20)),
        ("gift.complete", OLD, date(2026, 5, 5)),
        ("gift.decision", day, date(2026, 5, 5)),
        ("gift.hand_over", day, date(2026, 3, 31)),
        ("gift.to_treasury", day, date(2026, 3, 31)),
    ];
    let mut wrong = Vec::new();
    for (code, law_of, expected) in table {
        let rule = rulebook.on(code, law_of).unwrap();
        assert!(rule.legal_basis.contains("KPK"), "{code}");
        let term = rulebook.term(code, law_of).unwrap();
        let due = calendar.due("", start, term, &[]).unwrap().unwrap();
        let found = zone.to_datetime(due - SignedDuration::from_secs(1)).date();
        if found != expected {
            wrong.push(format!("{code} under the law of {law_of}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest! {
    /// More of anything that speaks against a gift never makes it exempt.
    #[test]
    fn nothing_that_speaks_against_it_helps(
        letter in prop::sample::select(all().iter().map(|one| one.letter.clone()).collect::<Vec<_>>()),
        value in 1..3_000_000_i64,
        more in 0..3_000_000_i64,
        before in 0..3_000_000_i64,
        money in any::<bool>(),
        conflict in any::<bool>(),
        day in prop::sample::select(vec![OLD, NEW]),
    ) {
        let book = rulebook();
        let less = Gift {
            before: Rupiah::new(before),
            is_money: money,
            conflict,
            ..gift(day, &letter, value)
        };
        if judge(&book, &less).unwrap() == Verdict::Exempt {
            return Ok(());
        }
        let worse = [
            Gift { value: Rupiah::new(value + more), ..less.clone() },
            Gift { before: Rupiah::new(before + more), ..less.clone() },
            Gift { is_money: true, ..less.clone() },
            Gift { conflict: true, ..less.clone() },
            Gift { open_application: true, ..less.clone() },
        ];
        for one in worse {
            prop_assert_ne!(judge(&book, &one).unwrap(), Verdict::Exempt, "{:?}", one);
        }
    }
}
