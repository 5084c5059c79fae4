//! `bening process conformance --standard`.

use std::path::Path;

use jiff::civil::Date;
use kernel::calendar::WorkCalendar;
use kernel::time::from_micros;
use mining::conformance::standard::{Checked, Format, Promise, Standard, Unit, check, read};
use mining::table::Log;

use super::conformance::percent;
use super::model::{ending, text, wrong};
use super::output::{Table, write};
use crate::city::{self, Sources};
use crate::cli::ProcessConformance;
use crate::commands::{Done, Stop};
use crate::config::Settings;
use crate::start;

/// How many deviations a table shows.
const SHOWN: usize = 10;
const HOUR: i64 = 3_600_000_000;

/// Holds every case against the standard.
pub fn run(args: &ProcessConformance, log: &Log) -> Done {
    let Some(path) = &args.standard else { return Ok(()) };
    let mut standard = standard(path)?;
    standard.promise = args.promise.or(standard.promise);
    let calendar = calendar(args, &standard)?;
    let checked =
        check(log, &standard, |promise, from, until| kept(calendar.as_ref(), promise, from, until));
    let rows = |shown: usize| {
        let rows = checked.deviations.iter().take(shown);
        rows.map(|(deviation, cases)| {
            vec![deviation.sentence(*cases), cases.to_string(), percent(*cases, checked.cases)]
        })
        .collect()
    };
    let table = Table {
        above: above(&checked, standard.promise),
        header: vec!["deviation", "cases", "share"],
        texts: 1,
        rows: rows(SHOWN),
        exact: Some(rows(usize::MAX)),
    };
    write(&args.written, &table, &checked)
}

fn standard(path: &Path) -> Result<Standard, Stop> {
    let format = match ending(path).as_str() {
        "toml" => Format::Toml,
        "csv" => Format::Csv,
        _ => return Err(wrong(path, "a standard is a file .toml or .csv")),
    };
    read(&text(path)?, format).map_err(|error| wrong(path, error))
}

/// The calendar, if the promise needs one.
fn calendar(args: &ProcessConformance, standard: &Standard) -> Result<Option<WorkCalendar>, Stop> {
    if standard.promise.is_none_or(|promise| promise.unit != Unit::WorkingDays) {
        return Ok(None);
    }
    let city = match args.hours.as_deref() {
        None => {
            let line = "the promise counts working days; name whose with --hours metro, --hours city or a city's file";
            return Err(Stop::Input(vec![line.to_owned()]));
        }
        Some("metro") => city::read(&Sources::metro())?,
        Some("city") => start::kept_city(&Settings::of_place(&args.source.city)?)?,
        Some(file) => city::read(&Sources::from_disk(Path::new(file))?)?,
    };
    Ok(Some(city.calendar))
}

/// Whether a promise that began at one instant is kept at another. Working days are counted from
/// the day after the first, as deadlines of the law are.
fn kept(calendar: Option<&WorkCalendar>, promise: Promise, from: i64, until: i64) -> bool {
    let amount = i64::from(promise.amount);
    match (promise.unit, calendar) {
        (Unit::Hours, _) => until.saturating_sub(from) <= amount * HOUR,
        (Unit::Days, _) | (Unit::WorkingDays, None) => {
            until.saturating_sub(from) <= amount * 24 * HOUR
        }
        (Unit::WorkingDays, Some(calendar)) => {
            let day = |at: i64| calendar.tz().to_datetime(from_micros(at)).date();
            let days = std::iter::successors(day(from).tomorrow().ok(), |day| day.tomorrow().ok());
            let open = |day: &Date| calendar.is_working_day("", *day);
            let limit = usize::try_from(amount + 1).unwrap_or(usize::MAX);
            let last = day(until);
            days.take_while(|one| *one <= last).filter(open).take(limit).count() < limit
        }
    }
}

fn above(checked: &Checked, promise: Option<Promise>) -> Vec<String> {
    let mut lines = vec![format!(
        "{} of {} cases ({}) went as declared; {} are finished.",
        checked.as_declared,
        checked.cases,
        percent(checked.as_declared, checked.cases),
        checked.finished
    )];
    if let Some(promise) = promise {
        let unit = match promise.unit {
            Unit::Hours => "hours",
            Unit::Days => "days",
            Unit::WorkingDays => "working days",
        };
        let told = checked.kept + checked.late;
        lines.push(format!(
            "Promised: {} {unit}. {} cases kept it, {} did not ({} of those that can be told kept it).",
            promise.amount,
            checked.kept,
            checked.late,
            percent(checked.kept, told)
        ));
        if checked.open + checked.unknown > 0 {
            lines.push(format!(
                "{} cases are open with time left when the log ends, {} have no times to tell.",
                checked.open, checked.unknown
            ));
        }
    }
    lines
}
