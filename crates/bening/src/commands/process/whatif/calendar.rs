//! When offices are open: as a city's calendar says, or as the log shows it.

use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::calendar::WorkCalendar;
use kernel::time::from_micros;
use mining::table::{Log, UNKNOWN};
use mining::whatif::{Calendar, Day, Open, learn};

use crate::city::{self, Sources};
use crate::cli::ProcessWhatif;
use crate::commands::Stop;
use crate::commands::process::input;
use crate::config::Settings;
use crate::start;

/// Days behind the last one that is foretold, so that no month is cut.
const MORE: i64 = 40;

/// The hours that were asked for, from the first event to the last day that is foretold.
pub fn of(args: &ProcessWhatif, log: &Log) -> Result<Calendar, Stop> {
    let more = i64::from(args.days) + MORE;
    let city = match args.hours.as_deref() {
        None => {
            let offset = i64::from(input::offset(&args.source.utc_offset)?.seconds()) * 1_000_000;
            return Ok(learn::calendar(log, offset, more));
        }
        Some("metro") => city::read(&Sources::metro())?,
        Some("city") => start::kept_city(&Settings::of_place(&args.source.city)?)?,
        Some(file) => city::read(&Sources::from_disk(Path::new(file))?)?,
    };
    let Some((first, last)) = ends(log, city.calendar.tz()) else {
        return Ok(Calendar::always(Vec::new()));
    };
    Ok(of_city(&city.calendar, log, first, last.saturating_add(more.days())))
}

/// Hours of a city's calendar between two days, for every place of the log by its name.
pub fn of_city(calendar: &WorkCalendar, log: &Log, first: Date, last: Date) -> Calendar {
    let dates: Vec<Date> = std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take_while(|day| *day <= last)
        .collect();
    let midnight = |day: Date| {
        let at = calendar.tz().to_timestamp(day.at(0, 0, 0, 0));
        at.map_or(i64::MAX, jiff::Timestamp::as_microsecond)
    };
    let days = dates.iter().map(|day| Day {
        midnight: midnight(*day),
        weekday: day.weekday().to_monday_zero_offset().unsigned_abs(),
        rests: calendar.holiday(*day).is_some(),
    });
    let hours = |unit: &str| {
        let open = dates.iter().flat_map(|day| calendar.office_hours(unit, *day));
        Open::new(open.map(|(from, to)| (from.as_microsecond(), to.as_microsecond())))
    };
    Calendar::new(days.collect(), hours(""), log.places.iter().map(hours).collect())
}

/// Whole months within the log, each from its first instant to the first one after it.
pub fn months(args: &ProcessWhatif, log: &Log) -> Result<Vec<(i64, i64)>, Stop> {
    let tz = input::offset(&args.source.utc_offset)?.to_time_zone();
    let Some((first, last)) = ends(log, &tz) else { return Ok(Vec::new()) };
    let begin = |day: Date| {
        let at = tz.to_timestamp(day.at(0, 0, 0, 0));
        at.map_or(i64::MAX, jiff::Timestamp::as_microsecond)
    };
    let months = std::iter::successors(Some(first.first_of_month()), |month| {
        month.checked_add(1.month()).ok()
    });
    // The month of the last event is whole when that event is on its last day.
    let behind = last.saturating_add(1.day());
    Ok(months
        .map(|month| (month, month.saturating_add(1.month())))
        .skip_while(|(month, _)| *month < first)
        .take_while(|(_, next)| *next <= behind)
        .map(|(month, next)| (begin(month), begin(next)))
        .collect())
}

/// Days of the first and of the last event.
fn ends(log: &Log, tz: &TimeZone) -> Option<(Date, Date)> {
    let known = || log.at.iter().copied().filter(|at| *at != UNKNOWN);
    let day = |at: i64| tz.to_datetime(from_micros(at)).date();
    Some((day(known().min()?), day(known().max()?)))
}
