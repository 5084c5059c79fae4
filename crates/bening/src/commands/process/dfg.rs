//! `bening process dfg`.

use mining::dfg::Dfg;

use super::input;
use super::output::{Table, time, write};
use crate::cli::ProcessDfg;
use crate::commands::Done;

/// What stands for the place where cases begin, and for that where they end.
const ENDS: [&str; 2] = ["(start)", "(end)"];

/// Reads the log and writes its directly-follows graph. Times in JSON are microseconds.
pub async fn run(args: &ProcessDfg) -> Done {
    let log = input::read(&args.source).await?;
    let dfg = Dfg::of(&log);
    let table = Table {
        above: vec![format!(
            "{} cases; {} activities follow each other in {} ways.",
            dfg.cases,
            dfg.nodes.len(),
            dfg.edges.len()
        )],
        header: vec!["from", "to", "count", "mean", "median", "nine_tenths"],
        texts: 2,
        rows: rows(&dfg, &|micros| time(micros)),
        exact: Some(rows(&dfg, &|micros| (micros / 1e6).to_string())),
    };
    write(&args.written, &table, &dfg)
}

/// A row for each edge, the most frequent first; those from the start and to the end have no times.
fn rows(dfg: &Dfg, show: &dyn Fn(f64) -> String) -> Vec<Vec<String>> {
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let mut push = |from: &str, to: &str, count: u64, times: [String; 3]| {
        let mut row = vec![from.to_owned(), to.to_owned(), count.to_string()];
        row.extend(times);
        rows.push((count, row));
    };
    for edge in &dfg.edges {
        let name = |node: u32| dfg.nodes[node as usize].name.as_str();
        let times = match edge.takes.known {
            0 => [const { String::new() }; 3],
            _ => [edge.takes.mean, edge.takes.median, edge.takes.nine_tenths].map(show),
        };
        push(name(edge.from), name(edge.to), edge.count, times);
    }
    for node in &dfg.nodes {
        let none = [const { String::new() }; 3];
        if node.starts > 0 {
            push(ENDS[0], &node.name, node.starts, none.clone());
        }
        if node.ends > 0 {
            push(&node.name, ENDS[1], node.ends, none);
        }
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    rows.into_iter().map(|(_, row)| row).collect()
}
