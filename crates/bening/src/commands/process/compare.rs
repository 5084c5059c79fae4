//! `bening process compare`: two periods, two groups or two logs.

use jiff::civil::Date;
use mining::compare::{Comparison, Difference, by_date, compare, joined};
use mining::stats::Stats;
use mining::table::{Log, variants};
use mining::wait::{Setting, Spot};
use serde::Serialize;

use super::input;
use super::output::{Table, write};
use super::stats::calendar;
use crate::cli::{LogSource, ProcessCompare};
use crate::commands::{Done, Stop};

/// Groups with their names.
struct Sides {
    log: Log,
    group: Vec<Option<u8>>,
    names: [String; 2],
    periods: bool,
}

/// What is written as JSON. Times are working minutes.
#[derive(Serialize)]
struct Report<'r> {
    first: &'r str,
    second: &'r str,
    cases: [u64; 2],
    days: [u64; 2],
    straddling: Option<u64>,
    differences: Vec<Line>,
}

/// One difference.
#[derive(Serialize)]
struct Line {
    what: &'static str,
    of: String,
    #[serde(flatten)]
    values: Difference,
    q: f64,
}

/// Reads the log or logs, and writes how they differ.
pub async fn run(args: &ProcessCompare) -> Done {
    let sides = sides(args).await?;
    for (group, name) in (0u8..).zip(&sides.names) {
        if !sides.group.contains(&Some(group)) {
            return Err(input::wrong(&args.source, format!("there is no case of {name}")));
        }
    }
    let offset = input::offset(&args.source.utc_offset)?;
    let stats = Stats::of(&sides.log, variants(&sides.log).len() as u64);
    let calendar = calendar(args.hours.as_deref(), &args.source, &sides.log, &stats)?;
    let micros = i64::from(offset.seconds()) * 1_000_000;
    let setting = Setting { offset: micros, ..Setting::new(&calendar) };
    let found = compare(&sides.log, &sides.group, &setting);
    let lines = lines(&sides.log, &found);
    let table = Table {
        above: above(&sides, &found, args.hours.is_some()),
        header: vec!["what", "of", "first", "second", "difference", "low", "high", "p", "q"],
        texts: 2,
        rows: for_people(&lines),
        exact: Some(lines.iter().map(exact).collect()),
    };
    let report = Report {
        first: &sides.names[0],
        second: &sides.names[1],
        cases: found.cases,
        days: found.days,
        straddling: sides.periods.then_some(found.straddling),
        differences: lines,
    };
    write(&args.written, &table, &report)
}

async fn sides(args: &ProcessCompare) -> Result<Sides, Stop> {
    if let Some(other) = &args.other {
        let first = input::read(&args.source).await?;
        let second = LogSource { file: other.clone(), ..args.source.clone() };
        let (log, group) = joined(&first, &input::read(&second).await?);
        let names = [&args.source.file, other].map(|file| file.display().to_string());
        return Ok(Sides { log, group, names, periods: false });
    }
    if let Some(split) = args.split {
        let log = input::read(&args.source).await?;
        let group = by_date(&log, midnight(&args.source, split)?);
        let names = [format!("before {split}"), format!("from {split}")];
        return Ok(Sides { log, group, names, periods: true });
    }
    by_column(args, args.by.as_deref().unwrap_or_default()).await
}

/// The log, and the same log with the column in the place of the place.
async fn by_column(args: &ProcessCompare, column: &str) -> Result<Sides, Stop> {
    let log = input::read(&args.source).await?;
    let of_units = ["unit", "place"].contains(&column);
    let grouped = if input::is_journal(&args.source) {
        if !of_units {
            let what = format!(
                "a journal is compared by unit, not by {column}; use --where and two files"
            );
            return Err(input::wrong(&args.source, what));
        }
        log.clone()
    } else {
        let place = Some(column.to_owned());
        input::read(&LogSource { place, ..args.source.clone() }).await?
    };
    let names = names(args, column, &grouped)?;
    let numbers = [0, 1].map(|side| grouped.places.get(&names[side]));
    let group = (0..grouped.len()).map(|case| {
        let of_case = &grouped.place[grouped.case(case)];
        let own = of_case.iter().find(|place| **place != mining::table::NONE).copied();
        (0u8..)
            .zip(numbers)
            .find(|(_, number)| own.is_some() && own == *number)
            .map(|(side, _)| side)
    });
    Ok(Sides { group: group.collect(), log, names, periods: false })
}

fn names(args: &ProcessCompare, column: &str, grouped: &Log) -> Result<[String; 2], Stop> {
    let there: Vec<String> = grouped.places.iter().map(str::to_owned).collect();
    let given = if args.groups.is_empty() { &there } else { &args.groups };
    if let [first, second] = given.as_slice()
        && first != second
    {
        return Ok([first.clone(), second.clone()]);
    }
    let shown: Vec<&str> = there.iter().take(20).map(String::as_str).collect();
    let what = format!(
        "{column} has {} values ({}); name two with --groups A,B",
        there.len(),
        shown.join(", ")
    );
    Err(input::wrong(&args.source, what))
}

fn midnight(source: &LogSource, day: Date) -> Result<i64, Stop> {
    let at = input::offset(&source.utc_offset)?.to_timestamp(day.at(0, 0, 0, 0));
    at.map(jiff::Timestamp::as_microsecond).map_err(|error| input::wrong(source, error))
}

fn above(sides: &Sides, found: &Comparison, office: bool) -> Vec<String> {
    let [first, second] = &sides.names;
    let mut lines = vec![
        format!("First: {first}, {} cases that began on {} days.", found.cases[0], found.days[0]),
        format!("Second: {second}, {} cases that began on {} days.", found.cases[1], found.days[1]),
    ];
    if sides.periods && found.straddling > 0 {
        lines.push(format!(
            "{} cases of the first ended in the second; they count for the first.",
            found.straddling
        ));
    }
    let hours = if office { "office hours" } else { "every hour" };
    lines.push(format!("Times are minutes, by {hours}. Intervals are those of 95 percent."));
    if found.mean.interval.low.is_infinite() {
        lines.push("A group has fewer than five days or cases, so nothing is certain.".to_owned());
    }
    lines
}

fn lines(log: &Log, found: &Comparison) -> Vec<Line> {
    let quantiles = found.quantiles.iter().map(|line| Line {
        what: "time",
        of: format!("{:.0} % take at most", 100.0 * line.quantile),
        values: line.minutes,
        q: line.minutes.p,
    });
    let mean = Line { what: "time", of: "mean".to_owned(), values: found.mean, q: found.mean.p };
    let ways = found.ways.iter().map(|way| {
        let names: Vec<&str> = way.activities.iter().map(|one| log.activities.name(*one)).collect();
        Line { what: "share of way", of: names.join(" > "), values: way.share, q: way.q }
    });
    let places = found.places.iter().map(|place| Line {
        what: "wait for",
        of: spot(log, place.spot),
        values: place.minutes,
        q: place.q,
    });
    quantiles.chain([mean]).chain(places).chain(ways).collect()
}

/// What a spot is called.
pub fn spot(log: &Log, spot: Spot) -> String {
    let place = |number: u32| match log.places.name(number) {
        "" => "a place that is not written down",
        name => name,
    };
    match spot {
        Spot::Activity(activity) => log.activities.name(activity).to_owned(),
        Spot::At { activity, place } if log.places.name(place).is_empty() => {
            log.activities.name(activity).to_owned()
        }
        Spot::At { activity, place: at } => {
            format!("{} at {}", log.activities.name(activity), place(at))
        }
        Spot::HandOver { from, to } => format!("{} to {}", place(from), place(to)),
        Spot::Within(within) => place(within).to_owned(),
    }
}

/// Ways and places that may differ; all others are in CSV and JSON.
fn for_people(lines: &[Line]) -> Vec<Vec<String>> {
    let shown = lines.iter().filter(|line| line.what != "share of way" || line.q <= 0.05);
    let mut shown: Vec<&Line> = shown.collect();
    let mut places = 0;
    shown.retain(|line| {
        places += u32::from(line.what == "wait for");
        line.what != "wait for" || places <= 15
    });
    shown.into_iter().map(row).collect()
}

fn row(line: &Line) -> Vec<String> {
    let Difference { first, second, difference, interval, p } = line.values;
    let of_way = line.what == "share of way";
    let number = |value: f64| match of_way {
        true => format!("{:.1}%", 100.0 * value),
        false => format!("{value:.0}"),
    };
    let mut row = vec![line.what.to_owned(), line.of.clone()];
    row.extend([first, second, difference, interval.low, interval.high].map(number));
    row.extend([p, line.q].map(|chance| format!("{chance:.4}")));
    row
}

fn exact(line: &Line) -> Vec<String> {
    let Difference { first, second, difference, interval, p } = line.values;
    let mut row = vec![line.what.to_owned(), line.of.clone()];
    let values = [first, second, difference, interval.low, interval.high, p, line.q];
    row.extend(values.map(|value| value.to_string()));
    row
}
