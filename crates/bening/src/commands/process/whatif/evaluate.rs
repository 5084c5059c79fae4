//! `bening process evaluate`: the last month of synthetic cities, foretold from the months before.

use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use mining::table::{Builder, Log, Row, UNKNOWN};
use mining::whatif::{Asked, Held, backtest};
use serde::Serialize;

use super::{ENDS, calendar, span, working_day};
use crate::city::{self, Sources};
use crate::cli::{Format, Planting, ProcessEvaluate};
use crate::commands::signals::log;
use crate::commands::simulate::end_of_day;
use crate::commands::{Done, Stop, advance, progress, say, say_raw};
use crate::load;

/// Sizes of the cities, in applications a year.
const SIZES: [u32; 4] = [6_000, 12_000, 18_000, 24_000];
/// The first of twelve months that are held back.
const FIRST: Date = date(2026, 3, 1);

/// A city and its month.
#[derive(Clone, Debug, Serialize)]
pub struct City {
    seed: u64,
    applications: u32,
    month: String,
    inside: bool,
    working_day: f64,
    held: Held,
}

/// Evaluates.
pub fn run(args: &ProcessEvaluate) -> Done {
    let (from, to) = args.seeds;
    let bar = progress("cities", to - from + 1);
    let threads = std::thread::available_parallelism()?.get() as u64;
    let parts: Vec<Result<Vec<City>, Stop>> = std::thread::scope(|scope| {
        let part = |thread: u64| {
            let bar = &bar;
            scope.spawn(move || {
                let seeds = (from + thread..=to).step_by(threads as usize);
                let one = |seed| city(seed, args).inspect(|_| advance(bar));
                seeds.map(one).collect::<Result<Vec<City>, Stop>>()
            })
        };
        let handles: Vec<_> = (0..threads).map(part).collect();
        let join = |handle: std::thread::ScopedJoinHandle<'_, _>| {
            handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        handles.into_iter().map(join).collect()
    });
    bar.finish_and_clear();
    let mut cities = Vec::new();
    for part in parts {
        cities.extend(part?);
    }
    cities.sort_by_key(|city| city.seed);
    match args.format {
        Format::Json => {
            say_raw(&serde_json::to_string_pretty(&cities).map_err(kernel::Error::internal)?);
            say_raw("\n");
        }
        Format::Table | Format::Csv => markdown(&cities, args),
    }
    Ok(())
}

/// The size and the held-back month of a seed: all sizes, and in turn all months of a year.
pub fn of_seed(seed: u64) -> (u32, Date) {
    let size = SIZES[(seed % 4) as usize];
    (size, FIRST.saturating_add(((seed / 4 % 12) as i64).months()))
}

fn city(seed: u64, args: &ProcessEvaluate) -> Result<City, Stop> {
    let (applications, month) = of_seed(seed);
    let next = month.saturating_add(1.month());
    let until = next.saturating_sub(1.day());
    let sources = Sources::metro();
    let city = city::read(&sources)?;
    let demand = load::demand("demand.csv", sources.text("demand.csv")?).map_err(|e| vec![e])?;
    let options = load::options(seed, until, applications, Planting::None);
    let first = options.first_day();
    let spec = load::spec(&city, &demand, first)?;
    let wrong = |error: simulation::Error| Stop::Input(vec![error.to_string()]);
    let simulated = simulation::City::new(spec, options).map_err(wrong)?;
    let log = read(&simulated, end_of_day(&city, until)?)?;
    let calendar = calendar::of_city(&city.calendar, &log, first, until);
    let ends: Vec<u32> = ENDS.iter().filter_map(|name| log.activities.get(name)).collect();
    let midnight = |day: Date| {
        let at = city.calendar.tz().to_timestamp(day.at(0, 0, 0, 0));
        at.map(jiff::Timestamp::as_microsecond).map_err(kernel::Error::internal)
    };
    let asked =
        Asked { replications: args.replications, seed, level: args.level, ..Asked::default() };
    let period = (midnight(month)?, midnight(next)?);
    let held = backtest(&log, &calendar, &ends, &[period], &asked, &|| ())
        .map_err(|error| Stop::Input(vec![format!("seed {seed}: {error}")]))?;
    let held = *held.first().ok_or_else(|| kernel::Error::internal("no month was foretold"))?;
    Ok(City {
        seed,
        applications,
        month: month.strftime("%Y-%m").to_string(),
        inside: held.is_inside(),
        working_day: working_day(&calendar),
        held,
    })
}

/// The events of a city as a log; the beginning of a step belongs to the step.
fn read(city: &simulation::City<'_>, until: jiff::Timestamp) -> Result<Log, Stop> {
    let mut builder = Builder::default();
    let mut records = log::Log::new(city);
    let mut begun: HashMap<String, i64> = HashMap::new();
    for event in city.stream(until) {
        let event = event.map_err(|error| Stop::Input(vec![error.to_string()]))?;
        records.event(&event, |record, _, _| {
            if record.activity == "step_start" {
                begun.insert(record.case.to_owned(), record.at);
                return Ok(());
            }
            let started = match record.officer {
                "" => UNKNOWN,
                _ => begun.remove(record.case).unwrap_or(UNKNOWN),
            };
            builder.push(&Row {
                case: record.case,
                activity: record.activity,
                at: record.at,
                started,
                resource: record.officer,
                place: record.unit,
            });
            Ok(())
        })?;
    }
    Ok(builder.finish())
}

/// A table that is read as it is and in a page.
fn markdown(cities: &[City], args: &ProcessEvaluate) {
    let inside = cities.iter().filter(|city| city.inside).count();
    let widths = |cities: &[&City]| {
        let mut widths: Vec<f64> = cities.iter().map(|city| city.held.width()).collect();
        widths.sort_unstable_by(f64::total_cmp);
        widths.get(widths.len() / 2).copied().unwrap_or_default()
    };
    let all: Vec<&City> = cities.iter().collect();
    say(&format!(
        "Seeds {} to {}; {} futures each. The interval of {:.0} % holds the median throughput of the \
         held-back month in {inside} of {} cities ({:.1} %); its width is {:.2} of that median (middle).\n",
        args.seeds.0,
        args.seeds.1,
        args.replications,
        100.0 * args.level,
        cities.len(),
        100.0 * inside as f64 / cities.len().max(1) as f64,
        widths(&all)
    ));
    let mut groups: BTreeMap<String, Vec<&City>> = BTreeMap::new();
    for city in cities {
        groups.entry(format!("{:>5} a year", city.applications)).or_default().push(city);
        groups.entry(city.month.clone()).or_default().push(city);
    }
    say("| cities | inside | of | median, truth | foretold | width | bias |");
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (name, cities) in &groups {
        let count = cities.len() as f64;
        let mean =
            |of: &dyn Fn(&City) -> f64| cities.iter().map(|city| of(city)).sum::<f64>() / count;
        let day = cities.first().map_or(1.0, |city| city.working_day);
        let (truth, foretold) = (mean(&|city| city.held.truth), mean(&|city| city.held.value));
        let (shown, unit) = span(truth, truth, day);
        say(&format!(
            "| {name} | {} | {} | {shown:.0} {unit} | {:.0} | {:.2} | {:+.2} |",
            cities.iter().filter(|city| city.inside).count(),
            cities.len(),
            span(foretold, truth, day).0,
            widths(cities),
            mean(&|city| (city.held.value / city.held.truth).ln()),
        ));
    }
}
