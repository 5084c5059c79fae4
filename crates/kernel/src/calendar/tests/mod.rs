mod files;
mod oracle;
mod table;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{Hours, Term, TimeUnit, WorkCalendar};

const CALENDAR: &str = include_str!("../../../../../data/metro/calendar.toml");
const HOLIDAYS: &str = include_str!("../../../../../data/rules/hari_libur_2025_2027.csv");

/// The shipped calendar of Kota Metro.
fn metro() -> WorkCalendar {
    WorkCalendar::parse(("calendar.toml", CALENDAR), ("holidays.csv", HOLIDAYS)).unwrap()
}

/// An instant from local time in Jakarta, such as `2026-11-20T10:40`.
fn at(local: &str) -> Timestamp {
    let local: DateTime = local.parse().unwrap();
    TimeZone::get("Asia/Jakarta").unwrap().to_timestamp(local).unwrap()
}

fn hk(amount: u32) -> Term {
    Term { amount, unit: TimeUnit::WorkingDay, hours: Hours::Office }
}

fn hr(amount: u32) -> Term {
    Term { amount, unit: TimeUnit::CalendarDay, hours: Hours::Elapsed }
}

fn jam(amount: u32, hours: Hours) -> Term {
    Term { amount, unit: TimeUnit::Hour, hours }
}

fn menit(amount: u32, hours: Hours) -> Term {
    Term { amount, unit: TimeUnit::Minute, hours }
}
