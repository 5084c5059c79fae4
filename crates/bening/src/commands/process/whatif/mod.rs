//! `bening process whatif`: what a change would do to the work that a log shows.

mod calendar;
pub mod evaluate;
mod output;

use mining::table::Log;
use mining::whatif::calendar::MINUTE;
use mining::whatif::{Asked, Calendar, Held, Model, Options, ask, backtest};

use super::input;
use super::output::write;
use crate::cli::ProcessWhatif;
use crate::commands::{Done, Stop, progress};

/// Steps with which a case ends in our own logs.
pub const ENDS: [&str; 3] = ["issue", "refuse", "withdraw"];
/// Fewest months before one that is held back.
const MONTHS_BEFORE: usize = 2;

/// Reads the log and answers.
pub async fn run(args: &ProcessWhatif) -> Done {
    let log = input::read(&args.source).await?;
    let ends = ends(args, &log)?;
    let calendar = calendar::of(args, &log)?;
    let promise = args.promise.map(|days| (days * calendar.working_day() as f64) as i64);
    let asked = Asked {
        days: args.days.into(),
        replications: args.replications,
        seed: args.seed,
        level: args.level,
        promise,
        threads: std::thread::available_parallelism()?.get(),
    };
    if args.backtest {
        let held = held(args, &log, &calendar, &ends, &asked)?;
        let table = output::held(&held, &calendar, args.level);
        return write(&args.written, &table, &held);
    }
    let said = |error: mining::whatif::Error| input::wrong(&args.source, error);
    let model = Model::fit(&log, &calendar, &Options { ends, until: None }).map_err(said)?;
    let bar = progress("futures", args.replications);
    let answer = ask(&model, &args.changes(), &asked, &|| bar.inc(1)).map_err(said)?;
    bar.finish_and_clear();
    write(&args.written, &output::answer(&answer, &model, args.promise), &answer)
}

fn ends(args: &ProcessWhatif, log: &Log) -> Result<Vec<u32>, Stop> {
    if args.end.is_empty() {
        let own = ["submit", "issue"].iter().all(|name| log.activities.get(name).is_some());
        let names = ENDS.iter().filter_map(|name| log.activities.get(name));
        return Ok(if own { names.collect() } else { Vec::new() });
    }
    let known = |name: &String| {
        log.activities.get(name).ok_or_else(|| {
            let mut known: Vec<&str> = log.activities.iter().collect();
            known.sort_unstable();
            let there = known.join(", ");
            input::wrong(&args.source, format!("no step is named {name}; the log has {there}"))
        })
    };
    args.end.iter().map(known).collect()
}

/// The last whole months of the log, each foretold from what was before it.
fn held(
    args: &ProcessWhatif,
    log: &Log,
    calendar: &Calendar,
    ends: &[u32],
    asked: &Asked,
) -> Result<Vec<Held>, Stop> {
    let months = calendar::months(args, log)?;
    let before = months.len().saturating_sub(MONTHS_BEFORE);
    let count = usize::from(args.hold_back).min(before);
    if count == 0 {
        let what = "holding back a month needs three whole months; give a longer log";
        return Err(input::wrong(&args.source, what));
    }
    let periods = &months[months.len() - count..];
    let bar = progress("months", args.replications * count as u64);
    let held = backtest(log, calendar, ends, periods, asked, &|| bar.inc(1))
        .map_err(|error| input::wrong(&args.source, error))?;
    bar.finish_and_clear();
    Ok(held)
}

/// Minutes of open time as working days, hours or minutes: all in the unit that suits `like`.
pub fn span(minutes: f64, like: f64, working_day: f64) -> (f64, &'static str) {
    match like.abs() {
        length if length >= working_day => (minutes / working_day, "working days"),
        length if length >= 90.0 => (minutes / 60.0, "office hours"),
        _ => (minutes, "office minutes"),
    }
}

/// Open minutes of a usual day.
pub fn working_day(calendar: &Calendar) -> f64 {
    calendar.working_day() as f64 / MINUTE as f64
}
