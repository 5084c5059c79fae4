//! Files with one mistake each.

use jiff::civil::date;

use super::super::WorkCalendar;
use super::{CALENDAR, HOLIDAYS, at, hk};

fn mistake(calendar: &str, holidays: &str) -> String {
    WorkCalendar::parse(("c.toml", calendar), ("h.csv", holidays)).unwrap_err().to_string()
}

/// The shipped calendar with one text replaced.
fn changed(old: &str, new: &str) -> String {
    assert!(CALENDAR.contains(old));
    CALENDAR.replacen(old, new, 1)
}

#[test]
fn mistakes_in_the_calendar_are_named() {
    let twice = format!("{CALENDAR}\n[[unit]]\ncode = \"RSUDAY\"\nverified = true\n");
    let special = format!(
        "{CALENDAR}\n[[special]]\nday = \"2026-13-01\"\nhours = \"closed\"\nverified = true\n"
    );
    let table = [
        (changed("Asia/Jakarta", "Asia/Metro"), ": no such time zone"),
        (changed("mon = ", "senin = "), "unknown variant `senin`"),
        (changed("08:00-15:00", "8-15"), ": give hours as"),
        (changed("08:00-15:00", "15:00-08:00"), ": each of the hours must be later"),
        (changed("08:00-15:00", "08:00-24:01"), ": give hours as"),
        (
            changed("fri = \"08:00-11:30, 13:00", "fri = \"08:00-13:00, 11:30"),
            ": each of the hours must be later",
        ),
        (changed("2026-02-19", "2026-03-21"), ": the period ends before it begins"),
        (changed("2026-02-19", "2025-03-30"), ": the period overlaps the one from 2025-03-01"),
        (changed("note = \"Jam", "nota = \"Jam"), "unknown field `nota`"),
        (changed("note = \"Rumah", "#"), ": what is not verified needs a note"),
        (twice, ": the unit RSUDAY is named twice"),
        (special, "not in the required range of 1..=12"),
    ];
    for (text, wanted) in table {
        let message = mistake(&text, HOLIDAYS);
        assert!(message.starts_with("c.toml, line "), "{message}");
        assert!(message.contains(wanted), "{message} does not contain {wanted}");
    }
    let message = mistake(&changed("08:00-15:00", "8-15"), HOLIDAYS);
    let line = CALENDAR.lines().position(|line| line == "mon = \"08:00-15:00\"").unwrap() + 1;
    assert!(message.starts_with(&format!("c.toml, line {line}, column 7: ")), "{message}");
}

#[test]
fn mistakes_in_the_holidays_are_named() {
    let head = "tanggal,jenis,nama,catatan\n2026-01-01,libur_nasional,Tahun Baru,\n";
    let table = [
        ("", "h.csv, line 1: the columns must be tanggal,jenis,nama,catatan."),
        ("17/8/2026,libur_nasional,x,", "h.csv, line 3, column tanggal: \"17/8/2026\" is not"),
        ("2026-08-17,libur,x,", "h.csv, line 3, column jenis: \"libur\" must be"),
        ("2026-08-17,cuti_bersama,,", "h.csv, line 3, column nama: the holiday has no name."),
        ("2026-01-01,cuti_bersama,x,", "h.csv, line 3, column tanggal: 2026-01-01 is listed"),
        ("2028-01-01,libur_nasional,x,", "h.csv, line 1: there are no holidays of 2027"),
        ("2026-08-17,cuti_bersama", "h.csv, line 3: "),
    ];
    for (row, wanted) in table {
        let text = if row.is_empty() { String::new() } else { format!("{head}{row}\n") };
        let message = mistake(CALENDAR, &text);
        assert!(message.starts_with(wanted), "{message} does not start with {wanted}");
    }
    assert!(mistake(CALENDAR, "tanggal,jenis,nama,catatan\n").contains("the list is empty"));
}

#[test]
fn special_days_win_and_may_count() {
    let text = format!(
        "{CALENDAR}\n\
         [[unit.special]]\nday = \"2026-11-24\"\nhours = \"closed\"\nverified = true\n\
         [[special]]\nday = \"2026-11-24\"\nhours = \"08:00-24:00\"\nverified = true\n\
         [[special]]\nday = \"2026-11-28\"\nhours = \"08:00-10:00\"\ncounts = true\nverified = true\n\
         [[special]]\nday = \"2026-12-25\"\nhours = \"08:00-10:00\"\nverified = false\nnote = \"x\"\n"
    );
    let calendar = WorkCalendar::parse(("c.toml", &text), ("h.csv", HOLIDAYS)).unwrap();
    let due = |unit, start| calendar.due(unit, at(start), hk(1), &[]).unwrap().unwrap();
    assert_eq!(due("DLH", "2026-11-23T09:00"), at("2026-11-25T00:00"));
    assert_eq!(due("RSUDAY", "2026-11-23T09:00"), at("2026-11-25T15:00"));
    assert_eq!(due("DLH", "2026-11-27T09:00"), at("2026-11-28T10:00"));
    assert!(calendar.is_working_day("DLH", date(2026, 12, 25)));
    let whats: Vec<&str> = calendar.unverified().iter().map(|u| u.what.as_str()).collect();
    assert_eq!(
        whats,
        [
            "week",
            "Ramadan 1446 H",
            "Ramadan 1447 H",
            "Ramadan 1448 H",
            "2026-12-25",
            "DPMPTSP",
            "RSUDAY"
        ]
    );
}
