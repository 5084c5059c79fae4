//! `bening plan frontier`.

use allocation::frontier::{Interval, Technology, Unit, efficiencies, intervals};
use serde::Serialize;

use super::{csv as write_csv, json, table, text, wrong};
use crate::cli::{Format, PlanFrontier, Returns};
use crate::commands::{Done, Stop, say};

#[derive(Serialize)]
struct Row {
    unit: String,
    efficiency: f64,
    corrected: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    peers: String,
}

/// Compares units and says how much less would do.
pub fn run(args: &PlanFrontier) -> Done {
    let units = read(args)?;
    let technology = match args.returns {
        Returns::Constant => Technology::ConstantReturns,
        Returns::Variable => Technology::VariableReturns,
        Returns::Free => Technology::FreeDisposal,
    };
    let fail = |error| wrong(&args.file, error);
    let found = efficiencies(&units, technology).map_err(fail)?;
    let ranges = match args.replicates {
        0 => None,
        times => Some(intervals(&units, technology, times, args.level, args.seed).map_err(fail)?),
    };
    let row = |(place, unit): (usize, &Unit)| {
        let range: Option<&Interval> = ranges.as_ref().map(|ranges| &ranges[place]);
        let peer = |(peer, weight): &(usize, f64)| format!("{} ({weight:.3})", units[*peer].name);
        Row {
            unit: unit.name.clone(),
            efficiency: found[place].score,
            corrected: range.map(|range| range.corrected),
            low: range.map(|range| range.low),
            high: range.map(|range| range.high),
            peers: found[place].peers.iter().map(peer).collect::<Vec<_>>().join(", "),
        }
    };
    let rows: Vec<Row> = units.iter().enumerate().map(row).collect();
    match args.format {
        Format::Json => json(&rows),
        Format::Csv => write_csv(&rows),
        Format::Table => {
            print(&rows, args);
            Ok(())
        }
    }
}

fn read(args: &PlanFrontier) -> Result<Vec<Unit>, Stop> {
    let text = text(&args.file)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let broken = |error: csv::Error| wrong(&args.file, error);
    let header = reader.headers().map_err(broken)?.clone();
    let find = |name: &String| {
        let place = header.iter().position(|column| column == name);
        let there = || header.iter().collect::<Vec<_>>().join(", ");
        place.ok_or_else(|| {
            wrong(&args.file, format!("there is no column {name}; there is {}", there()))
        })
    };
    let inputs: Vec<usize> = args.inputs.iter().map(find).collect::<Result<_, _>>()?;
    let outputs: Vec<usize> = args.outputs.iter().map(find).collect::<Result<_, _>>()?;
    let name = args.unit.as_ref().map(find).transpose()?.unwrap_or(0);
    let mut units = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let number = |column: &usize| {
            let cell = record.get(*column).unwrap_or("");
            cell.parse::<f64>().map_err(|_| {
                let column = header.get(*column).unwrap_or("");
                wrong(&args.file, format!("line {line}, column {column}: {cell} is no number"))
            })
        };
        units.push(Unit {
            name: record.get(name).unwrap_or("").to_owned(),
            inputs: inputs.iter().map(number).collect::<Result<_, _>>()?,
            outputs: outputs.iter().map(number).collect::<Result<_, _>>()?,
        });
    }
    Ok(units)
}

fn print(rows: &[Row], args: &PlanFrontier) {
    let cell = |number: Option<f64>| number.map_or_else(String::new, |n| format!("{n:.3}"));
    let row = |row: &Row| {
        let mut cells = vec![row.unit.clone(), format!("{:.3}", row.efficiency)];
        if args.replicates > 0 {
            cells.extend([cell(row.corrected), cell(row.low), cell(row.high)]);
        }
        cells.push(row.peers.clone());
        cells
    };
    let mut header = vec!["unit", "efficiency"];
    if args.replicates > 0 {
        header.extend(["corrected", "low", "high"]);
    }
    header.push("compared with");
    table(&header, &rows.iter().map(row).collect::<Vec<_>>());
    say(
        "\nEfficiency: the share of its inputs with which these units' best practice brings about as much. A description, not a verdict.",
    );
}
