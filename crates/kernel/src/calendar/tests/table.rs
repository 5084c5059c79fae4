//! Deadlines that a person can check with a calendar on the wall.

use jiff::SignedDuration;
use jiff::civil::date;

use super::super::{CalendarError, HolidayKind, Hours, Pause, Term};
use super::{at, hk, hr, jam, menit, metro};

#[test]
fn deadlines() {
    let office = |n| jam(n, Hours::Office);
    let elapsed = |n| jam(n, Hours::Elapsed);
    let table: &[(&str, &str, &str, Term, &str)] = &[
        ("over a weekend", "DLH", "2026-11-20T10:40", hk(3), "2026-11-25T15:00"),
        ("nothing", "DLH", "2026-11-21T10:40", hk(0), "2026-11-21T10:40"),
        ("after closing", "DLH", "2026-11-19T23:00", hk(1), "2026-11-20T15:00"),
        ("from a Saturday", "DLH", "2026-11-21T10:00", hk(1), "2026-11-23T15:00"),
        ("from a Sunday", "DLH", "2026-11-22T10:00", hk(5), "2026-11-27T15:00"),
        ("over Independence Day", "DLH", "2026-08-14T09:00", hk(1), "2026-08-18T15:00"),
        ("over Christmas and joint leave", "DLH", "2026-12-23T09:00", hk(1), "2026-12-28T15:00"),
        ("a hospital on joint leave", "RSUDAY", "2026-12-23T09:00", hk(1), "2026-12-24T15:00"),
        ("a hospital on Christmas", "RSUDAY", "2026-12-24T09:00", hk(1), "2026-12-28T15:00"),
        ("over Eid", "DLH", "2026-03-17T09:00", hk(1), "2026-03-25T15:00"),
        ("in Ramadan", "DLH", "2026-03-02T09:00", hk(2), "2026-03-04T14:00"),
        ("into Ramadan", "DLH", "2026-02-17T09:00", hk(2), "2026-02-19T14:00"),
        ("Saturday counter", "DPMPTSP", "2026-11-20T10:40", hk(3), "2026-11-25T15:00"),
        ("office hours overnight", "DLH", "2026-11-23T14:00", office(2), "2026-11-24T09:00"),
        ("office hours to closing", "DLH", "2026-11-23T14:00", office(1), "2026-11-23T15:00"),
        ("office hours over prayer", "DLH", "2026-11-20T11:00", office(1), "2026-11-20T13:30"),
        ("office hours in Ramadan", "DLH", "2026-03-02T13:00", office(2), "2026-03-03T09:00"),
        ("Saturday's own hours", "DPMPTSP", "2026-11-20T14:30", office(1), "2026-11-21T09:30"),
        ("the same, no counter", "DLH", "2026-11-20T14:30", office(1), "2026-11-23T08:30"),
        ("elapsed", "DLH", "2026-12-24T09:00", elapsed(24), "2026-12-25T09:00"),
        ("minutes", "DLH", "2026-12-24T09:00", menit(90, Hours::Elapsed), "2026-12-24T10:30"),
        ("calendar days", "DLH", "2026-12-24T09:00", hr(3), "2026-12-28T00:00"),
        ("beyond the list", "DLH", "2027-12-31T09:00", hr(1825), "2032-12-30T00:00"),
    ];
    let metro = metro();
    for (name, unit, start, term, due) in table {
        let got = metro.due(unit, at(start), *term, &[]);
        assert_eq!(got, Ok(Some(at(due))), "{name}");
    }
}

#[test]
fn open_and_working_days() {
    let metro = metro();
    let table = [
        ("DLH", date(2026, 11, 20), 2, true, "Friday with prayer"),
        ("DLH", date(2026, 11, 21), 0, false, "Saturday"),
        ("DPMPTSP", date(2026, 11, 21), 1, false, "Saturday counter"),
        ("DPMPTSP", date(2025, 3, 29), 0, false, "Saturday counter on Nyepi"),
        ("DLH", date(2025, 8, 18), 0, false, "joint leave"),
        ("RSUDAY", date(2025, 8, 18), 1, true, "joint leave of a hospital"),
        ("RSUDAY", date(2026, 8, 17), 0, false, "Independence Day of a hospital"),
        ("DLH", date(2026, 8, 18), 1, true, "the day after"),
    ];
    for (unit, day, sessions, working, name) in table {
        assert_eq!(metro.office_hours(unit, day).len(), sessions, "{name}");
        assert_eq!(metro.is_working_day(unit, day), working, "{name}");
    }
    assert_eq!(
        metro.office_hours("DLH", date(2026, 3, 6)),
        [
            (at("2026-03-06T08:00"), at("2026-03-06T11:30")),
            (at("2026-03-06T13:00"), at("2026-03-06T14:00"))
        ]
    );
}

#[test]
fn holidays_know_their_kind_and_doubt() {
    let metro = metro();
    let eid = metro.holiday(date(2027, 3, 10)).unwrap();
    assert_eq!((eid.kind, eid.verified), (HolidayKind::National, false));
    let leave = metro.holiday(date(2025, 8, 18)).unwrap();
    assert_eq!((leave.kind, leave.verified), (HolidayKind::JointLeave, true));
    assert_eq!(metro.holiday(date(2025, 8, 19)), None);
    let count =
        |year, kind| metro.holidays().filter(|h| h.day.year() == year && h.kind == kind).count();
    let counts = [2025, 2026, 2027]
        .map(|year| (count(year, HolidayKind::National), count(year, HolidayKind::JointLeave)));
    assert_eq!(counts, [(17, 11), (17, 8), (18, 8)]);
    let doubtful: Vec<String> =
        metro.holidays().filter(|h| !h.verified).map(|h| h.day.to_string()).collect();
    assert_eq!(doubtful, ["2027-03-10", "2027-03-11", "2027-05-17", "2027-12-26"]);
}

#[test]
fn a_pause_over_a_closing_saves_the_day() {
    let metro = metro();
    let start = at("2026-11-20T10:40");
    let pause = |from, until: Option<&str>| Pause { from: at(from), until: until.map(at) };
    let due = |pauses: &[Pause]| metro.due("DLH", start, hk(3), pauses).unwrap();
    let monday = pause("2026-11-23T10:00", Some("2026-11-24T09:00"));
    assert_eq!(due(&[monday]), Some(at("2026-11-26T15:00")));
    let noon = pause("2026-11-23T10:00", Some("2026-11-23T14:59"));
    assert_eq!(due(&[noon]), Some(at("2026-11-25T15:00")));
    assert_eq!(due(&[pause("2026-11-24T10:00", None)]), None);
    assert_eq!(due(&[pause("2026-11-25T15:00", None)]), Some(at("2026-11-25T15:00")));
}

#[test]
fn progress_says_which_day_it_is() {
    let metro = metro();
    let start = at("2026-11-20T10:40");
    let read = |now, pauses: &[Pause]| {
        let p = metro.progress("DLH", start, at(now), hk(3), pauses);
        assert_eq!(p.of, 3);
        (p.day, (p.share * 1000.0).round() / 1000.0, p.paused)
    };
    assert_eq!(read("2026-11-20T14:00", &[]), (1, 0.0, false));
    assert_eq!(read("2026-11-22T12:00", &[]), (1, 0.0, false));
    assert_eq!(read("2026-11-23T11:30", &[]), (1, 0.167, false));
    assert_eq!(read("2026-11-24T11:30", &[]), (2, 0.5, false));
    assert_eq!(read("2026-11-25T14:59", &[]), (3, 0.999, false));
    assert_eq!(read("2026-11-25T15:00", &[]), (3, 1.0, false));
    assert_eq!(read("2027-11-25T15:00", &[]), (3, 1.0, false));
    let pause = Pause { from: at("2026-11-24T11:30"), until: None };
    assert_eq!(read("2026-11-24T14:00", &[pause]), (2, 0.5, true));
    assert_eq!(read("2026-12-24T14:00", &[pause]), (2, 0.333, true));
    let hours = metro.progress("DLH", start, at("2026-11-20T14:40"), jam(8, Hours::Elapsed), &[]);
    assert_eq!((hours.day, hours.share), (5, 0.5));
}

#[test]
fn opening_and_working_time() {
    let metro = metro();
    let opening = |unit, from| metro.next_opening(unit, at(from)).unwrap();
    assert_eq!(opening("DLH", "2026-11-20T15:00"), at("2026-11-23T08:00"));
    assert_eq!(opening("DPMPTSP", "2026-11-20T15:00"), at("2026-11-21T09:00"));
    assert_eq!(opening("DLH", "2026-11-20T12:00"), at("2026-11-20T13:00"));
    assert_eq!(opening("DLH", "2026-11-20T09:17"), at("2026-11-20T09:17"));
    let time = |from, to| metro.working_time("DLH", at(from), at(to));
    let week = time("2026-11-16T00:00", "2026-11-23T00:00");
    assert_eq!(week, SignedDuration::from_mins(4 * 420 + 330));
    assert_eq!(time("2026-11-20T11:00", "2026-11-20T13:10"), SignedDuration::from_mins(40));
    assert_eq!(time("2026-11-20T11:00", "2026-11-20T09:00"), SignedDuration::ZERO);
}

#[test]
fn days_beyond_the_list_are_an_error_that_names_the_next_step() {
    let metro = metro();
    assert_eq!(metro.last_day(), date(2027, 12, 31));
    let error = metro.due("DLH", at("2027-12-30T09:00"), hk(2), &[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the holidays of 2028-01-01 are unknown, because holidays.csv covers 2025-01-01 to \
         2027-12-31 only; add the holidays of that year to the file"
    );
    let unknown = |result| matches!(result, Err(CalendarError::Unknown { .. }));
    assert!(unknown(metro.due("DLH", at("2024-12-30T09:00"), hk(1), &[])));
    assert!(unknown(metro.due("DLH", at("2027-12-31T14:00"), jam(2, Hours::Office), &[])));
    assert!(metro.next_opening("DLH", at("2027-12-31T15:00")).is_err());
    let far = metro.due("DLH", at("2026-01-01T00:00"), jam(u32::MAX, Hours::Elapsed), &[]);
    assert!(matches!(far, Err(CalendarError::OutOfRange { .. })));
    let far = metro.due("DLH", at("2026-01-01T00:00"), hr(u32::MAX), &[]);
    assert!(matches!(far, Err(CalendarError::OutOfRange { .. })));
}
