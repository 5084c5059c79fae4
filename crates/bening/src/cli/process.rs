//! `bening process`.

mod models;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::{Format, Place, ProcessCompare, ProcessEvaluate, ProcessFindings, ProcessWhatif};

pub use models::{Method, ModelFormat, ProcessConformance, ProcessDiscover};

/// `bening process`. Exit codes: 0 good, 2 the log or the arguments are wrong.
#[derive(Debug, Subcommand)]
pub enum Process {
    /// How many cases, events and variants, and how long cases take, wait and are worked on.
    Stats(Box<ProcessStats>),
    /// The ways in which cases go, the most frequent first.
    Variants(Box<ProcessVariants>),
    /// The model that the log shows: a process tree, also as a Petri net.
    Discover(Box<ProcessDiscover>),
    /// How far cases go as a model, or the service standard, says.
    Conformance(Box<ProcessConformance>),
    /// What directly follows what, how often, and how long that takes.
    Dfg(Box<ProcessDfg>),
    /// A map of the process, as SVG.
    Map(Box<ProcessMap>),
    /// Write the log in another format: .csv, .xes or .jsonocel, each also .gz.
    Convert(Box<ProcessConvert>),
    /// Where files wait and why, what is done again, which step decides nothing: what to look at first.
    Findings(Box<ProcessFindings>),
    /// Two periods, two groups or two logs side by side: times, ways and waits.
    Compare(Box<ProcessCompare>),
    /// What a change would do: remove or merge a step, add an officer, open a Saturday.
    Whatif(Box<ProcessWhatif>),
    /// How often the interval of `whatif --backtest` holds the truth, on synthetic cities.
    Evaluate(ProcessEvaluate),
}

/// A log and what is read of it. Columns are found by their usual names when no option names them;
/// attributes of a XES trace are named case:NAME.
#[derive(Args, Clone, Debug)]
pub struct LogSource {
    /// The log: .csv, .xes, .jsonocel (or .json), .xmlocel, each also .gz; or `journal`, the log of
    /// the city in --data.
    pub file: PathBuf,
    /// Column of the case.
    #[arg(long, value_name = "COLUMN")]
    pub case: Option<String>,
    /// Column of the activity.
    #[arg(long, value_name = "COLUMN")]
    pub activity: Option<String>,
    /// Column of the time at which it was done.
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// Column of the time at which work on it began.
    #[arg(long, value_name = "COLUMN")]
    pub start: Option<String>,
    /// Column of who did it.
    #[arg(long, value_name = "COLUMN")]
    pub resource: Option<String>,
    /// Column of the office, unit or group in which it was done.
    #[arg(long, value_name = "COLUMN")]
    pub place: Option<String>,
    /// Which events count when they are marked as start and complete.
    #[arg(long, value_enum, default_value_t = Lifecycle::All)]
    pub lifecycle: Lifecycle,
    /// Of an object-centric log, the type of object whose objects are the cases.
    #[arg(long, value_name = "TYPE")]
    pub object_type: Option<String>,
    /// Only cases that began on this day or later.
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// Only cases that began on this day or earlier.
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Only events whose column has this value; may be given several times.
    #[arg(long = "where", value_name = "COLUMN=VALUE", value_parser = condition)]
    pub conditions: Vec<(String, String)>,
    /// Offset of times that are written without one, and of the days of --from and --until.
    #[arg(long, default_value = "+07:00", allow_hyphen_values = true)]
    pub utc_offset: String,
    /// Where the city is kept, for `journal`.
    #[command(flatten)]
    pub city: Place,
}

/// Which events of a life cycle count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lifecycle {
    /// Every event is one act, as PM4Py counts.
    #[default]
    All,
    /// Only completed ones.
    Complete,
    /// A start and the next complete of the same activity are one act that has a beginning.
    Pair,
}

/// Where and how the result is written.
#[derive(Args, Clone, Debug)]
pub struct Written {
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to this file instead of the screen.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `bening process stats`.
#[derive(Args, Clone, Debug)]
pub struct ProcessStats {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// Count only office hours: `city` for those of the city in --data, `metro`, or a city's file
    /// (city.toml) [default: every hour counts].
    #[arg(long, value_name = "CITY")]
    pub hours: Option<String>,
    /// How it is written.
    #[command(flatten)]
    pub written: Written,
}

/// `bening process variants`.
#[derive(Args, Clone, Debug)]
pub struct ProcessVariants {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// How many; 0 for all.
    #[arg(long, default_value_t = 20)]
    pub top: usize,
    /// How it is written.
    #[command(flatten)]
    pub written: Written,
}

/// `bening process dfg`.
#[derive(Args, Clone, Debug)]
pub struct ProcessDfg {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// How it is written.
    #[command(flatten)]
    pub written: Written,
}

/// `bening process map`.
#[derive(Args, Clone, Debug)]
pub struct ProcessMap {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// Percent of the activities shown, the most frequent; at most 40 are drawn.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub activities: u8,
    /// Percent of the paths shown, the most frequent; those that keep every activity connected
    /// always stay.
    #[arg(long, value_name = "PERCENT", default_value_t = 40, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub paths: u8,
    /// Write to this file instead of the screen.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `bening process convert`.
#[derive(Args, Clone, Debug)]
pub struct ProcessConvert {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// The file to write; its name says the format.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

fn condition(text: &str) -> Result<(String, String), String> {
    let split = text.split_once('=').filter(|(column, _)| !column.is_empty());
    let (column, value) =
        split.ok_or_else(|| format!("{text} names no column; write it as unit=KTP"))?;
    Ok((column.to_owned(), value.to_owned()))
}
