//! `bening process variants`.

use mining::stats::{Way, ways};
use mining::table::Log;
use serde::Serialize;

use super::input;
use super::output::{Table, time, write};
use crate::cli::ProcessVariants;
use crate::commands::Done;

/// A variant as it is written.
#[derive(Serialize)]
struct Line<'l> {
    cases: u64,
    share: f64,
    cumulative: f64,
    median_seconds: f64,
    activities: Vec<&'l str>,
}

/// Reads the log and writes its most frequent variants.
pub async fn run(args: &ProcessVariants) -> Done {
    let log = input::read(&args.source).await?;
    let all = ways(&log);
    let top = if args.top == 0 { all.len() } else { args.top };
    let lines = lines(&log, &all[..top.min(all.len())]);
    let shown = lines.last().map_or(0.0, |line| line.cumulative);
    let above = format!(
        "{} cases went {} ways; the {} most frequent are {:.1} percent of the cases.",
        log.len(),
        all.len(),
        lines.len(),
        shown * 100.0
    );
    let table = Table {
        above: vec![above],
        header: vec!["variant", "cases", "share", "cumulative", "median_seconds"],
        texts: 1,
        rows: lines.iter().map(for_people).collect(),
        exact: Some(lines.iter().map(exact).collect()),
    };
    write(&args.written, &table, &lines)
}

fn lines<'l>(log: &'l Log, ways: &[Way]) -> Vec<Line<'l>> {
    let all = log.len().max(1) as f64;
    let mut sum = 0;
    let line = |way: &Way| {
        sum += way.cases;
        Line {
            cases: way.cases,
            share: way.cases as f64 / all,
            cumulative: sum as f64 / all,
            median_seconds: way.throughput.median / 1e6,
            activities: way.activities.iter().map(|act| log.activities.name(*act)).collect(),
        }
    };
    ways.iter().map(line).collect()
}

fn for_people(line: &Line<'_>) -> Vec<String> {
    vec![
        line.activities.join(" > "),
        line.cases.to_string(),
        format!("{:.1}%", line.share * 100.0),
        format!("{:.1}%", line.cumulative * 100.0),
        time(line.median_seconds * 1e6),
    ]
}

fn exact(line: &Line<'_>) -> Vec<String> {
    vec![
        line.activities.join(" > "),
        line.cases.to_string(),
        line.share.to_string(),
        line.cumulative.to_string(),
        line.median_seconds.to_string(),
    ]
}
