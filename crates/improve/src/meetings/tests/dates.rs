//! Dates of promises and meetings against the city's calendar.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time, time};
use platform::testing::{calendar, units};
use proptest::prelude::*;

use super::super::rules::{self, closing, due, later, next_coffee};
use super::at;

fn date(ahead: i32) -> Date {
    Date::constant(2026, 1, 1).checked_add(ahead.days()).unwrap()
}

proptest! {
    /// A promise is never due on a day off, never before the day that was named, and a later day never
    /// gives an earlier instant.
    #[test]
    fn due_on_a_working_day(first in 0..600_i32, more in 0..60_i32) {
        let calendar = calendar();
        let (named, next) = (date(first), date(first + more));
        let due = closing(&calendar, units::REGISTRY, named).unwrap();
        let day = calendar.tz().to_datetime(due).date();
        prop_assert!(calendar.is_working_day(units::REGISTRY, day), "{day}");
        prop_assert!(calendar.holiday(day).is_none(), "{day}");
        prop_assert!(named <= day);
        let skipped = (0..).map(|ahead| named.checked_add(ahead.days()).unwrap());
        let mut skipped = skipped.take_while(|one| *one < day);
        prop_assert!(skipped.all(|one| !calendar.is_working_day(units::REGISTRY, one)));
        prop_assert!(due <= closing(&calendar, units::REGISTRY, next).unwrap());
    }

    /// Putting off never loses time: every date that is taken is later than the one before it.
    #[test]
    fn putting_off_never_loses_time(days in prop::collection::vec(0..400_i32, 1..12)) {
        let calendar = calendar();
        let now = at("2026-03-02T09:00:00+07:00");
        let mut before = due(&calendar, "", date(61), now).unwrap();
        for day in days {
            match later(&calendar, "", date(day), (before, now)) {
                Ok(after) => {
                    prop_assert!(after > before && after > now);
                    before = after;
                }
                Err(error) => {
                    let known = ["meetings-day-past", "meetings-day-earlier"];
                    prop_assert!(known.contains(&error.key()), "{}", error.key());
                    let there = closing(&calendar, "", date(day)).unwrap();
                    prop_assert!(there <= before || there <= now);
                }
            }
        }
    }

    /// The coffee morning is on its weekday, on a working day, ahead, and no week with such a day is
    /// left out.
    #[test]
    fn coffee_on_its_weekday(hours in 0..14_000_i64, weekday in 1..=5_i64) {
        let calendar = calendar();
        let now = at("2026-01-01T00:00:00+07:00").checked_add(hours.hours()).unwrap();
        let coffee = next_coffee(&calendar, (weekday, time(7, 30, 0, 0)), now).unwrap();
        let local = calendar.tz().to_datetime(coffee);
        prop_assert!(coffee > now && calendar.is_working_day("", local.date()));
        prop_assert_eq!(i64::from(local.date().weekday().to_monday_one_offset()), weekday);
        let mut day = local.date().checked_sub(7.days()).unwrap();
        while calendar.tz().to_timestamp(day.at(7, 30, 0, 0)).unwrap() > now {
            prop_assert!(!calendar.is_working_day("", day), "{day} was left out");
            day = day.checked_sub(7.days()).unwrap();
        }
    }
}

#[test]
fn a_date_beyond_the_known_holidays_is_refused() {
    let calendar = calendar();
    let beyond = calendar.last_day().checked_add(30.days()).unwrap();
    assert_eq!(closing(&calendar, "", beyond).unwrap_err().key(), "meetings-day-unknown");
    let now = at("2026-11-26T20:00:00+07:00");
    let today = Date::constant(2026, 11, 26);
    assert_eq!(due(&calendar, "", today, now).unwrap_err().key(), "meetings-day-past");
}

#[test]
fn times_and_links_as_people_write_them() {
    for (text, time) in [
        ("07.30", Some(time(7, 30, 0, 0))),
        (" 7:05 ", Some(time(7, 5, 0, 0))),
        ("7.5", None),
        ("24.00", None),
        ("pagi", None),
        ("", None::<Time>),
    ] {
        assert_eq!(rules::time(text), time, "{text}");
    }
    for (text, kept) in [
        ("", Some("")),
        (" /perbaikan/uji ", Some("/perbaikan/uji")),
        ("https://kota.go.id/foto.jpg", Some("https://kota.go.id/foto.jpg")),
        ("javascript:alert(1)", None),
        ("//elsewhere.example", None),
        ("/a b", None),
    ] {
        assert_eq!(rules::link(text).as_deref(), kept, "{text}");
    }
    let calendar = calendar();
    let due = at("2026-11-30T15:00:00+07:00");
    let reminder = rules::reminder(calendar.tz(), due, 2);
    assert_eq!(reminder, Some(at("2026-11-28T07:00:00+07:00")));
    assert_eq!(rules::month(calendar.tz(), at("2026-11-30T23:30:00Z")), "2026-12");
}

/// What happens at the very instant is settled: then it is too late.
#[test]
fn the_instant_itself_is_over() {
    let calendar = calendar();
    let morning = closing(&calendar, "", date(61)).unwrap();
    let error = due(&calendar, "", date(61), morning).unwrap_err();
    assert_eq!(error.key(), "meetings-day-past");
    assert!(due(&calendar, "", date(61), morning - 1.second()).is_ok());
    // Thursday at half past seven, asked on a Thursday at half past seven.
    let thursday = (4, time(7, 30, 0, 0));
    let first = next_coffee(&calendar, thursday, at("2026-03-02T09:00:00+07:00")).unwrap();
    let second = next_coffee(&calendar, thursday, first).unwrap();
    assert!(second > first, "the one that begins now is no next one");
}

#[test]
fn a_text_may_be_as_long_as_it_may_be() {
    assert_eq!(rules::written(" seribu ", 6).as_deref(), Some("seribu"));
    assert_eq!(rules::written("seribu", 5), None);
    assert_eq!(rules::written("  ", 5), None);
}
