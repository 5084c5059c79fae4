//! `bening signals`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::Format;

/// `bening signals`.
#[derive(Debug, Subcommand)]
pub enum Signals {
    /// Test an event log (.csv, .xes, each also .gz), or contracts (.csv, or OCDS 1.1 as .json), and say what is
    /// very unlikely to be chance.
    Run(Box<SignalsRun>),
    /// Find what was planted in synthetic cities, and count what was found falsely.
    Evaluate(SignalsEvaluate),
}

/// `bening signals run`. Columns are found by their usual names when no option names them; attributes
/// of a XES trace are named case:NAME.
#[derive(Args, Clone, Debug)]
pub struct SignalsRun {
    /// The log.
    pub file: PathBuf,
    /// Column of the case.
    #[arg(long, value_name = "COLUMN")]
    pub case: Option<String>,
    /// Column of the act.
    #[arg(long, value_name = "COLUMN")]
    pub activity: Option<String>,
    /// Column of the time at which it happened.
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// Column of the time at which it was recorded.
    #[arg(long, value_name = "COLUMN")]
    pub recorded: Option<String>,
    /// Column of the legal or promised time.
    #[arg(long, value_name = "COLUMN")]
    pub due: Option<String>,
    /// Column of the officer.
    #[arg(long, value_name = "COLUMN")]
    pub officer: Option<String>,
    /// Column of the service.
    #[arg(long, value_name = "COLUMN")]
    pub service: Option<String>,
    /// Column of the office.
    #[arg(long, value_name = "COLUMN")]
    pub unit: Option<String>,
    /// Column of the channel.
    #[arg(long, value_name = "COLUMN")]
    pub channel: Option<String>,
    /// Column of kinds of cases that are not compared with each other.
    #[arg(long, value_name = "COLUMN")]
    pub mix: Option<String>,
    /// Column of the one who applies for another.
    #[arg(long, value_name = "COLUMN")]
    pub representative: Option<String>,
    /// Column that says 1 when that is a registered profession or an office's own help.
    #[arg(long, value_name = "COLUMN")]
    pub registered: Option<String>,
    /// Column of the telephone number or address for news.
    #[arg(long, value_name = "COLUMN")]
    pub contact: Option<String>,
    /// Column of the family.
    #[arg(long, value_name = "COLUMN")]
    pub family: Option<String>,
    /// Column that says 1 when the case goes first by rule.
    #[arg(long, value_name = "COLUMN")]
    pub priority: Option<String>,
    /// Column of a group of people, such as kelurahan or sex; may be given several times.
    #[arg(long, value_name = "COLUMN")]
    pub group: Vec<String>,
    /// Act with which a case is complete and has its place in the queue [default: its first].
    #[arg(long, value_name = "ACT")]
    pub ready: Vec<String>,
    /// Act with which an officer takes it up in its turn.
    #[arg(long, value_name = "ACT")]
    pub picked: Vec<String>,
    /// Act with which an officer takes it up before its turn.
    #[arg(long, value_name = "ACT")]
    pub out_of_turn: Vec<String>,
    /// Act with which it goes back to the citizen.
    #[arg(long, value_name = "ACT")]
    pub returned: Vec<String>,
    /// Act with which it comes back from there.
    #[arg(long, value_name = "ACT")]
    pub supplemented: Vec<String>,
    /// Act with which it is decided [default: its last].
    #[arg(long, value_name = "ACT")]
    pub done: Vec<String>,
    /// Column of a table of contracts, as number=NOMOR; may be given several times. Names: number, unit,
    /// supplier, supplier_id, title, category, class, method, emergency, bids, estimate, value, awarded_on,
    /// item, quantity, price.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = field)]
    pub contract: Vec<(String, String)>,
    /// Take a .csv for contracts and not for an event log; it is when it has columns value and supplier.
    #[arg(long)]
    pub contracts: bool,
    /// Share of false discoveries that is held over all tests.
    #[arg(long, default_value_t = 0.05, value_parser = share)]
    pub level: f64,
    /// Fewest cases of someone who is tested.
    #[arg(long, default_value_t = 8)]
    pub fewest: u32,
    /// Other families whom someone helps in a year who helps now and then.
    #[arg(long, default_value_t = 3.0)]
    pub ordinary_help: f64,
    /// Minutes after which a record is a late one.
    #[arg(long, default_value_t = 15)]
    pub late_after: i64,
    /// Offset of local times in the log, and of the office's day.
    #[arg(long, default_value = "+07:00", allow_hyphen_values = true)]
    pub utc_offset: String,
    /// Seed of the draws: the same seed gives the same result.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

fn field(text: &str) -> Result<(String, String), String> {
    let read = text.split_once('=').filter(|(field, column)| {
        prioritise::procurement::files::table::COLUMNS.iter().any(|(known, _)| known == field)
            && !column.is_empty()
    });
    let owned = |(field, column): (&str, &str)| (field.to_owned(), column.to_owned());
    read.map(owned)
        .ok_or_else(|| format!("{text} names no field of a contract; write it as number=NOMOR"))
}

fn share(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|share: &f64| *share > 0.0 && *share < 1.0);
    read.ok_or_else(|| format!("{text} is no share; write a number between 0 and 1, as 0.05"))
}

/// `bening signals evaluate`.
#[derive(Args, Clone, Debug)]
pub struct SignalsEvaluate {
    /// Seeds of the cities, as FIRST..LAST, both included.
    #[arg(long, value_name = "A..B", default_value = "1..20", value_parser = seeds)]
    pub seeds: (u64, u64),
    /// Strengths of the planted patterns; each has a city of its own for every seed.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Strength::ALL)]
    pub strengths: Vec<Strength>,
    /// Applications in each city's year.
    #[arg(long, default_value_t = 24_000)]
    pub applications: u32,
    /// Last day of each city's year.
    #[arg(long, value_name = "DATE", default_value = "2026-11-24")]
    pub until: Date,
    /// Evaluate one part alone [default: both].
    #[arg(long, value_enum)]
    pub only: Option<Evaluated>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// A part of what is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Evaluated {
    /// Files of citizens.
    Files,
    /// Contracts and activities.
    Spending,
}

/// How strong a planted pattern is: how many times faster, more often or slower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Strength {
    /// Half as much again.
    Weak,
    /// Twice.
    Medium,
    /// Three or four times.
    Strong,
}

impl Strength {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Weak, Self::Medium, Self::Strong];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Medium => "medium",
            Self::Strong => "strong",
        }
    }
}

pub(super) fn seeds(text: &str) -> Result<(u64, u64), String> {
    let read = || {
        let (from, to) = text.split_once("..")?;
        let (from, to) = (from.parse().ok()?, to.trim_start_matches('=').parse().ok()?);
        (from <= to).then_some((from, to))
    };
    read().ok_or_else(|| format!("{text} names no seeds; write the first and the last, as 1..20"))
}
