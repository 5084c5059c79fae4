//! Dates of meetings and promises. Pure.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::calendar::{CalendarError, Hours, Term, TimeUnit, WorkCalendar};
use kernel::error::Result;

/// The rule by which a promise runs when nobody names a date.
pub const RULE: &str = "improve.commitment";

/// At what hour a reminder goes out.
const MORNING: i8 = 7;
/// How far ahead the next coffee morning is looked for.
const WEEKS: i32 = 9;

/// The instant by which `unit` must have done what it owes on `day`: the closing of that day, or of its
/// first working day after it.
///
/// # Errors
/// Invalid when the holidays of that time are not known.
pub fn closing(calendar: &WorkCalendar, unit: &str, day: Date) -> Result<Timestamp> {
    let unknown = || Error::invalid("meetings-day-unknown");
    let before = day.yesterday().map_err(|_| unknown())?;
    let noon = calendar.tz().to_timestamp(before.at(12, 0, 0, 0)).map_err(|_| unknown())?;
    let term = Term { amount: 1, unit: TimeUnit::WorkingDay, hours: Hours::Office };
    match calendar.due(unit, noon, term, &[]) {
        Ok(due) => due.ok_or_else(unknown),
        Err(CalendarError::Unknown { .. } | CalendarError::OutOfRange { .. }) => Err(unknown()),
    }
}

/// When a promise is due that is made at `now` for `day`.
///
/// # Errors
/// Invalid when that has passed, or the holidays of that time are not known.
pub fn due(calendar: &WorkCalendar, unit: &str, day: Date, now: Timestamp) -> Result<Timestamp> {
    let due = closing(calendar, unit, day)?;
    if due <= now { Err(Error::invalid("meetings-day-past")) } else { Ok(due) }
}

/// When a promise is due that was due at `before` and is put off to `day`: always later, so that nobody
/// loses time by it.
///
/// # Errors
/// Invalid when it is not later, has passed, or the holidays of that time are not known.
pub fn later(
    calendar: &WorkCalendar,
    unit: &str,
    day: Date,
    (before, now): (Timestamp, Timestamp),
) -> Result<Timestamp> {
    let due = due(calendar, unit, day, now)?;
    if due <= before { Err(Error::invalid("meetings-day-earlier")) } else { Ok(due) }
}

/// The next coffee morning after `now`: on that weekday (1 is Monday) and at that time, on a day on
/// which the city works.
pub fn next_coffee(
    calendar: &WorkCalendar,
    (weekday, time): (i64, Time),
    now: Timestamp,
) -> Option<Timestamp> {
    let today = calendar.tz().to_datetime(now).date();
    (0..7 * WEEKS)
        .filter_map(|ahead| today.checked_add(ahead.days()).ok())
        .filter(|day| i64::from(day.weekday().to_monday_one_offset()) == weekday)
        .filter(|day| calendar.is_working_day("", *day))
        .filter_map(|day| calendar.tz().to_timestamp(day.to_datetime(time)).ok())
        .find(|at| *at > now)
}

/// A time as people write it: `07.30` or `7:30`.
pub fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(['.', ':'])?;
    let minute = Some(minute).filter(|text| text.len() == 2)?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// The month of an instant, such as `2026-11`.
pub fn month(tz: &TimeZone, at: Timestamp) -> String {
    let day = tz.to_datetime(at).date();
    format!("{:04}-{:02}", day.year(), day.month())
}

/// When its unit is reminded of a promise that is due at `due`: in the morning so many days before.
pub fn reminder(tz: &TimeZone, due: Timestamp, days: i64) -> Option<Timestamp> {
    let day = tz.to_datetime(due).date();
    let day = day.checked_sub(i32::try_from(days).ok()?.days()).ok()?;
    tz.to_timestamp(day.at(MORNING, 0, 0, 0)).ok()
}

/// Days on the wall calendar from one instant to another.
pub fn days_between(tz: &TimeZone, from: Timestamp, to: Timestamp) -> i64 {
    let date = |at: Timestamp| tz.to_datetime(at).date();
    date(from).duration_until(date(to)).as_hours() / 24
}

/// What people write in a field: not empty, and not longer than that.
pub fn written(typed: &str, most: usize) -> Option<String> {
    let text = typed.trim();
    let fits = !text.is_empty() && text.chars().count() <= most;
    fits.then(|| text.to_owned())
}

/// An address of this city or of another site; empty when none is told, none when it is no address.
pub fn link(typed: &str) -> Option<String> {
    let text = typed.trim();
    let own = text.starts_with('/') && !text.starts_with("//");
    let known =
        text.is_empty() || own || text.starts_with("https://") || text.starts_with("http://");
    let whole = text.chars().count() <= 300 && !text.contains(char::is_whitespace);
    (known && whole).then(|| text.to_owned())
}
