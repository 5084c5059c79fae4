//! `bening plan`: what comes first, from plain files and without a server.

mod ahp;
mod explain;
mod frontier;
mod solve;
mod vote;
mod words;

use std::path::Path;

use serde::Serialize;

use super::{Done, Stop, say, say_raw};
use crate::cli::Plan;

/// Runs the command.
pub fn run(plan: Plan) -> Done {
    match plan {
        Plan::Solve(args) => solve::run(&args),
        Plan::Vote(args) => vote::show(&args),
        Plan::Ahp(args) => ahp::run(&args),
        Plan::Explain(args) => explain::run(&args),
        Plan::Frontier(args) => frontier::run(&args),
    }
}

/// What is wrong in a file.
fn wrong(file: &Path, what: impl std::fmt::Display) -> Stop {
    Stop::Input(vec![format!("{}: {what}", file.display())])
}

fn text(file: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(file).map_err(|error| wrong(file, error))
}

fn json(value: &impl Serialize) -> Done {
    say_raw(&serde_json::to_string_pretty(value).map_err(kernel::Error::internal)?);
    say_raw("\n");
    Ok(())
}

/// Rows as CSV, a header first.
fn csv(rows: &[impl Serialize]) -> Done {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(kernel::Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(kernel::Error::internal)?;
    say_raw(&String::from_utf8_lossy(&bytes));
    Ok(())
}

/// Rows as a table whose columns are as wide as they need to be; numbers stand at the right.
fn table(header: &[&str], rows: &[Vec<String>]) {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let is_number = |column: usize| {
        let digit = |row: &Vec<String>| row[column].chars().all(|c| !c.is_alphabetic());
        rows.iter().all(digit)
    };
    let line = |cells: &[&str]| {
        let cell = |(column, cell): (usize, &&str)| {
            let width = width(column);
            if is_number(column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        };
        let cells: Vec<String> = cells.iter().enumerate().map(cell).collect();
        say(cells.join("  ").trim_end());
    };
    line(header);
    for row in rows {
        line(&row.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
