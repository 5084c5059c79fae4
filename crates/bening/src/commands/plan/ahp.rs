//! `bening plan ahp`.

use std::fs::File;

use allocation::ahp::{Group, Weighed, read};
use serde::Serialize;

use super::{csv, json, table, wrong};
use crate::cli::{Format, PlanAhp};
use crate::commands::{Done, say};

/// How many comparisons are asked to be looked at again.
const ASKED: usize = 3;

#[derive(Serialize)]
struct Report {
    ratio: f64,
    index: f64,
    largest_eigenvalue: f64,
    weights: Vec<Row>,
    judges: Vec<JudgeRow>,
}

#[derive(Serialize)]
struct Row {
    thing: String,
    weight: f64,
    geometric: f64,
    lowest: f64,
    highest: f64,
}

#[derive(Serialize)]
struct JudgeRow {
    judge: String,
    ratio: f64,
    strains: Vec<StrainRow>,
}

#[derive(Serialize)]
struct StrainRow {
    first: String,
    second: String,
    said: f64,
    implied: f64,
}

/// Weighs comparisons and says how consistent they are.
pub fn run(args: &PlanAhp) -> Done {
    let file = File::open(&args.file).map_err(|error| wrong(&args.file, error))?;
    let group = read(file).map_err(|mistake| wrong(&args.file, mistake))?;
    let joined = group.joined().map_err(|error| wrong(&args.file, error))?;
    let report = report(&group, &joined.weigh(), &joined.geometric());
    match args.format {
        Format::Json => json(&report),
        Format::Csv => csv(&report.weights),
        Format::Table => {
            print(&report, args.limit);
            Ok(())
        }
    }
}

fn report(group: &Group, weighed: &Weighed, geometric: &[f64]) -> Report {
    let spread = group.spread();
    let row = |(place, thing): (usize, &String)| Row {
        thing: thing.clone(),
        weight: weighed.weights[place],
        geometric: geometric[place],
        lowest: spread[place].0,
        highest: spread[place].1,
    };
    let judge = |judge: &allocation::ahp::Judge| {
        let weighed = judge.comparisons.weigh();
        let strain = |strain: &allocation::ahp::Strain| StrainRow {
            first: group.things[strain.first].clone(),
            second: group.things[strain.second].clone(),
            said: strain.said,
            implied: strain.implied,
        };
        JudgeRow {
            judge: judge.name.clone(),
            ratio: weighed.ratio,
            strains: weighed.strains.iter().take(ASKED).map(strain).collect(),
        }
    };
    Report {
        ratio: weighed.ratio,
        index: weighed.index,
        largest_eigenvalue: weighed.largest,
        weights: group.things.iter().enumerate().map(row).collect(),
        judges: group.judges.iter().map(judge).collect(),
    }
}

fn print(report: &Report, limit: f64) {
    let row = |row: &Row| {
        let mut cells = vec![row.thing.clone(), format!("{:.4}", row.weight)];
        if report.judges.len() > 1 {
            cells.push(format!("{:.4} to {:.4}", row.lowest, row.highest));
        }
        cells
    };
    let mut header = vec!["what", "weight"];
    header.extend((report.judges.len() > 1).then_some("judges apart"));
    table(&header, &report.weights.iter().map(row).collect::<Vec<_>>());
    say(&format!("\nConsistency ratio {:.3}; {limit:.2} is the limit.", report.ratio));
    for judge in report.judges.iter().filter(|judge| judge.ratio > limit) {
        let who = if judge.judge.is_empty() { "The judge" } else { &judge.judge };
        say(&format!("{who} contradicts themselves (ratio {:.3}); look again at:", judge.ratio));
        for strain in &judge.strains {
            say(&format!(
                "  {} against {}: said {:.2}, the others imply {:.2}",
                strain.first, strain.second, strain.said, strain.implied
            ));
        }
    }
}
