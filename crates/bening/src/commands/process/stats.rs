//! `bening process stats`.

use std::path::Path;

use jiff::Timestamp;
use kernel::calendar::WorkCalendar;
use kernel::time::from_micros;
use mining::spread::Spread;
use mining::stats::Stats;
use mining::table::{Log, variants};
use mining::times::{Calendar, Hours, Times};
use serde::Serialize;

use super::input;
use super::output::{Table, time, write};
use crate::city::{self, Sources};
use crate::cli::ProcessStats;
use crate::commands::{Done, Stop};
use crate::config::Settings;
use crate::start;

/// What is written as JSON. Times are microseconds.
#[derive(Serialize)]
struct Report {
    log: Stats,
    times: Times,
}

/// Reads the log and writes its numbers.
pub async fn run(args: &ProcessStats) -> Done {
    let log = input::read(&args.source).await?;
    let stats = Stats::of(&log, variants(&log).len() as u64);
    let calendar = calendar(args, &log, &stats)?;
    let times = Times::of(&log, &calendar);
    let report = Report { log: stats, times };
    let (rows, exact) = rows(&report.times);
    let table = Table {
        above: above(&report, args.hours.is_some()),
        header: vec![
            "what",
            "events",
            "mean",
            "quarter",
            "median",
            "three_quarters",
            "nine_tenths",
        ],
        texts: 1,
        rows,
        exact: Some(exact),
    };
    write(&args.written, &table, &report)
}

/// Hours of the city that is named.
fn calendar(args: &ProcessStats, log: &Log, stats: &Stats) -> Result<Calendar, Stop> {
    let city = match args.hours.as_deref() {
        None => return Ok(Calendar::Always),
        Some("metro") => city::read(&Sources::metro())?,
        Some("city") => start::kept_city(&Settings::of_place(&args.source.city)?)?,
        Some(file) => city::read(&Sources::from_disk(Path::new(file))?)?,
    };
    let (Some(first), Some(last)) = (stats.first, stats.last) else { return Ok(Calendar::Always) };
    let (first, last) = (from_micros(first), from_micros(last));
    let of = log.places.iter().map(|place| hours(&city.calendar, place, first, last)).collect();
    Ok(Calendar::Office { usual: hours(&city.calendar, "", first, last), of })
}

/// When a unit is open between two instants.
fn hours(calendar: &WorkCalendar, unit: &str, first: Timestamp, last: Timestamp) -> Hours {
    let day = |at| calendar.tz().to_datetime(at).date();
    let days = std::iter::successors(Some(day(first)), |day| day.tomorrow().ok());
    let open =
        days.take_while(|one| *one <= day(last)).flat_map(|day| calendar.office_hours(unit, day));
    Hours::new(open.map(|(from, to)| (from.as_microsecond(), to.as_microsecond())).collect())
}

fn above(report: &Report, office: bool) -> Vec<String> {
    let log = &report.log;
    let mut lines = vec![format!(
        "{} events of {} cases in {} variants; {} activities, {} resources, {} places.",
        log.events, log.cases, log.variants, log.activities, log.resources, log.places
    )];
    if let (Some(first), Some(last)) = (log.first, log.last) {
        lines.push(format!("From {} to {}.", from_micros(first), from_micros(last)));
    }
    if log.without_time > 0 {
        lines.push(format!("{} events have no time.", log.without_time));
    }
    lines.push(match report.times.begun {
        0 => "No event says when it began, so all time is waiting.".to_owned(),
        begun => format!("{begun} events say when they began."),
    });
    if office {
        lines.push("Only office hours are counted, but for the first row.".to_owned());
    }
    lines
}

type Rows = (Vec<Vec<String>>, Vec<Vec<String>>);

fn rows(times: &Times) -> Rows {
    let cases = [
        ("case, every hour", &times.throughput),
        ("case", &times.counted),
        ("case waits", &times.waiting),
        ("case is worked on", &times.touch),
    ];
    let cases = cases.map(|(what, spread)| (what.to_owned(), *spread));
    let waits = times.activities.iter().map(|act| (format!("wait for {}", act.name), act.waiting));
    let acts = times.activities.iter().filter(|act| act.touch.known > 0);
    let acts = acts.map(|act| (format!("work on {}", act.name), act.touch));
    cases.into_iter().chain(waits).chain(acts).map(|(what, spread)| row(&what, &spread)).unzip()
}

fn row(what: &str, spread: &Spread) -> (Vec<String>, Vec<String>) {
    let values =
        [spread.mean, spread.quarter, spread.median, spread.three_quarters, spread.nine_tenths];
    let line = |show: &dyn Fn(f64) -> String| {
        let mut line = vec![what.to_owned(), spread.known.to_string()];
        line.extend(values.map(show));
        line
    };
    (line(&time), line(&|micros| (micros / 1e6).to_string()))
}
