//! `bening simulate city`: the events of a synthetic year as files, without a server.
//!
//! `events.jsonl` is the simulation's own words, `log.csv` the same as an event log such as any office
//! could export, `tickets.csv` what happens in waiting rooms, and `manifest.json` says what is true.

mod tickets;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};

use detection::log::Record;
use jiff::Timestamp;
use kernel::Error;
use simulation::{Act, Event};

use super::signals::log::{GROUPS, Log};
use super::{Done, Stop, say};
use crate::city::{self, Sources};
use crate::cli::SimulateCity;
use crate::load;

/// Writes `events.jsonl`, `log.csv`, `manifest.json` and, when people take tickets, `tickets.csv`.
pub fn run(args: SimulateCity) -> Done {
    let sources = Sources::metro();
    let city = city::read(&sources)?;
    let demand = load::demand("demand.csv", sources.text("demand.csv")?).map_err(|e| vec![e])?;
    let mut options = load::options(args.seed, args.until, args.applications, args.plant);
    let spec = load::spec(&city, &demand, options.first_day())?;
    options.counters = args.tickets;
    options.plant.process = load::story::without(options.plant.process, &args.without);
    if args.trial {
        options.plant.process.trials = vec![load::story::trial(&options, &spec)];
    }
    let simulated = simulation::City::new(spec, options).map_err(wrong)?;
    let until = end_of_day(&city, args.until)?;
    std::fs::create_dir_all(&args.out)?;

    let bar = super::progress("events", u64::from(simulated.planned()) * 10);
    let mut out = BufWriter::new(File::create(args.out.join("events.jsonl"))?);
    let mut log = Log::new(&simulated);
    let mut rows = csv::Writer::from_path(args.out.join("log.csv")).map_err(Error::internal)?;
    rows.write_record(HEADER.iter().chain(&GROUPS)).map_err(Error::internal)?;
    let mut open = HashMap::new();
    let mut stream = simulated.stream(until);
    for event in stream.by_ref() {
        let event = event.map_err(wrong)?;
        let begun = begun(&mut open, &event);
        // The begin of a step stands in the line of its end.
        if !matches!(event.act, Act::StepStart { .. }) {
            log.event(&event, |record, _, groups| row(&mut rows, record, begun, groups))?;
        }
        serde_json::to_writer(&mut out, &event).map_err(Error::internal)?;
        out.write_all(b"\n")?;
        bar.inc(1);
    }
    out.flush()?;
    rows.flush()?;
    bar.finish_and_clear();
    if args.tickets {
        let rows = csv::Writer::from_path(args.out.join("tickets.csv")).map_err(Error::internal)?;
        tickets::write(rows, &simulated, &stream.tickets())?;
    }
    let mut manifest = stream.manifest().clone();
    manifest.reckon(&simulated.effects(until).map_err(wrong)?);
    let manifest = serde_json::to_string_pretty(&manifest).map_err(Error::internal)?;
    std::fs::write(args.out.join("manifest.json"), manifest)?;
    say(&format!("{} events in {}", stream.manifest().events(), args.out.display()));
    Ok(())
}

/// Columns of the log, before those of the groups.
const HEADER: [&str; 15] = [
    "case",
    "activity",
    "time",
    "start",
    "recorded",
    "resource",
    "service",
    "unit",
    "channel",
    "representative",
    "registered",
    "contact",
    "family",
    "priority",
    "due",
];

/// When the step that ends with an event began; remembers those that begin.
fn begun(open: &mut HashMap<u32, Timestamp>, event: &Event) -> Option<Timestamp> {
    match event.act {
        Act::StepStart { .. } => open.insert(event.application, event.at),
        Act::StepFinish { .. } => open.remove(&event.application),
        _ => None,
    }
}

fn row(
    rows: &mut csv::Writer<File>,
    record: &Record<'_>,
    begun: Option<Timestamp>,
    groups: &[&str],
) -> Done {
    let instant = |at: i64| kernel::time::from_micros(at).to_string();
    let or_none = |at: Option<i64>| at.map(instant).unwrap_or_default();
    let yes = |yes: bool| if yes { "1" } else { "0" };
    let (at, recorded, due) = (instant(record.at), or_none(record.recorded), or_none(record.due));
    let start = begun.map(|at| at.to_string()).unwrap_or_default();
    let told = [
        record.case,
        record.activity,
        &at,
        &start,
        &recorded,
        record.officer,
        record.service,
        record.unit,
        record.channel,
        record.representative,
        yes(record.registered),
        record.contact,
        record.family,
        yes(record.priority),
        &due,
    ];
    rows.write_record(told.iter().chain(groups)).map_err(Error::internal)?;
    Ok(())
}

/// The last instant of `day` in the city.
pub fn end_of_day(city: &city::City, day: jiff::civil::Date) -> Result<jiff::Timestamp, Stop> {
    let next = day.tomorrow().map_err(Error::internal)?;
    let midnight = city.calendar.tz().to_timestamp(next.into()).map_err(Error::internal)?;
    Ok(midnight.checked_sub(jiff::SignedDuration::from_millis(1)).map_err(Error::internal)?)
}

fn wrong(error: simulation::Error) -> Stop {
    Stop::Input(vec![error.to_string()])
}
