//! `bening process discover`.

use std::path::Path;

use mining::conformance::replay;
use mining::discovery::inductive;
use mining::petri::{of_tree, write_pnml};
use mining::table::variants;
use mining::tree::write_ptml;
use serde::Serialize;

use super::input;
use super::model::{ending, wrong};
use super::output::write_text;
use crate::cli::{ModelFormat, ProcessDiscover};
use crate::commands::{Done, Stop, progress};

/// Markings that replay keeps.
pub const MARKINGS: usize = 1_000_000;

/// What is written as JSON.
#[derive(Serialize)]
struct Report {
    tree: String,
    noise: f64,
    cases: u64,
    variants: usize,
    fitting_cases: u64,
    fitness: f64,
}

/// Reads the log and writes the model that it shows.
pub async fn run(args: &ProcessDiscover) -> Done {
    let format = format(args)?;
    let log = input::read(&args.source).await?;
    let ways = variants(&log);
    let tree = inductive(&ways, &log.activities, args.noise);
    let name = args.source.file.display().to_string();
    let text = match format {
        ModelFormat::Ptml => write_ptml(&tree, &name),
        ModelFormat::Pnml => write_pnml(&of_tree(&tree), &name),
        ModelFormat::Table | ModelFormat::Json => {
            let bar = progress("variants", ways.len() as u64);
            let net = of_tree(&tree);
            let replayed = replay(&net, &ways, &log.activities, MARKINGS, &|| bar.inc(1));
            bar.finish_and_clear();
            let fits = |tokens: &Option<mining::conformance::Tokens>| {
                tokens.is_some_and(|tokens| tokens.fits() && tokens.unknown == 0)
            };
            let fitting = ways.iter().zip(&replayed.tokens).filter(|(_, tokens)| fits(tokens));
            let report = Report {
                tree: tree.to_string(),
                noise: args.noise,
                cases: log.len() as u64,
                variants: ways.len(),
                fitting_cases: fitting.map(|(way, _)| way.cases).sum(),
                fitness: replayed.total.fitness(),
            };
            said(&report, format)?
        }
    };
    write_text(args.out.as_deref(), &text)
}

fn said(report: &Report, format: ModelFormat) -> Result<String, Stop> {
    if format == ModelFormat::Json {
        let text = serde_json::to_string_pretty(report).map_err(kernel::Error::internal)?;
        return Ok(format!("{text}\n"));
    }
    let share = 100.0 * report.fitting_cases as f64 / report.cases.max(1) as f64;
    Ok(format!(
        "{}\nFitness by token replay {:.4}; {} of {} cases ({share:.1} percent) fit without a fault.\n",
        report.tree, report.fitness, report.fitting_cases, report.cases
    ))
}

/// The format that is asked for, or that the name of the file says.
fn format(args: &ProcessDiscover) -> Result<ModelFormat, Stop> {
    let of_name = |path: &Path| match ending(path).as_str() {
        "ptml" => Ok(ModelFormat::Ptml),
        "pnml" => Ok(ModelFormat::Pnml),
        "json" => Ok(ModelFormat::Json),
        "txt" => Ok(ModelFormat::Table),
        _ => Err(wrong(path, "name the file .ptml, .pnml, .json or .txt, or give --format")),
    };
    match (args.format, &args.out) {
        (Some(format), _) => Ok(format),
        (None, Some(path)) => of_name(path),
        (None, None) => Ok(ModelFormat::Table),
    }
}
