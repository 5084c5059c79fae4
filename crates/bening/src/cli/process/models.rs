//! Arguments of `bening process discover` and `bening process conformance`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use mining::conformance::standard::{Promise, promise};

use super::{LogSource, Written};

/// `bening process discover`.
#[derive(Args, Clone, Debug)]
pub struct ProcessDiscover {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// Leave out what is rarer than this share of what is usual at the same place; with 0 the model
    /// allows every case of the log.
    #[arg(long, value_name = "SHARE", default_value_t = 0.2, value_parser = share)]
    pub noise: f64,
    /// How the model is written [default: by the name of --out, otherwise table].
    #[arg(long, value_enum)]
    pub format: Option<ModelFormat>,
    /// Write the model to this file (.ptml, .pnml, .json) instead of the screen.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How a model is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModelFormat {
    /// The tree as a line of text, and its fitness.
    Table,
    /// The same for programs.
    Json,
    /// Process tree, as ProM and PM4Py read it.
    Ptml,
    /// Petri net (ISO/IEC 15909-2).
    Pnml,
}

/// `bening process conformance`.
#[derive(Args, Clone, Debug)]
pub struct ProcessConformance {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// The model: .pnml or .ptml [default: the one that `discover` finds in the log].
    #[arg(long, value_name = "FILE", conflicts_with = "standard")]
    pub model: Option<PathBuf>,
    /// The service standard: .toml or .csv, steps in order and the promised time.
    #[arg(long, value_name = "FILE")]
    pub standard: Option<PathBuf>,
    /// The promised time: 48 hours, 14 days, 10 working days [default: that of the standard].
    #[arg(long, value_name = "TIME", value_parser = promise, requires = "standard")]
    pub promise: Option<Promise>,
    /// Whose working days count for a promise: `city` for those of the city in --data, `metro`, or
    /// a city's file (city.toml).
    #[arg(long, value_name = "CITY", requires = "standard")]
    pub hours: Option<String>,
    /// How cases are held against a model.
    #[arg(long, value_enum, default_value_t = Method::Alignments)]
    pub method: Method,
    /// Time that alignments may take in all; what is not finished then is said.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub budget: u64,
    /// Do not search for what costs more than this; such cases are said to cost more.
    #[arg(long, value_name = "DEVIATIONS")]
    pub max_cost: Option<u32>,
    /// How it is written.
    #[command(flatten)]
    pub written: Written,
}

/// How cases are held against a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Exactly: the cheapest way to read each case as a run of the model.
    #[default]
    Alignments,
    /// Roughly and fast: tokens that are missing or left over.
    Replay,
}

fn share(text: &str) -> Result<f64, String> {
    let share: Option<f64> = text.parse().ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| format!("{text} is no share from 0 to 1, such as 0.2"))
}
