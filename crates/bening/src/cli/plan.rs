//! `bening plan`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Format;

/// `bening plan`.
#[derive(Debug, Subcommand)]
pub enum Plan {
    /// Choose the activities with the most points that keep the budget and every rule.
    Solve(PlanSolve),
    /// Count the votes of a Pabulib file (.pb) by a rule that anyone can recompute.
    Vote(PlanVote),
    /// Weights of criteria from comparisons of two at a time (CSV: judge,first,second,value).
    Ahp(PlanAhp),
    /// Why an activity of a plan, or a project of a vote, is in or out, and what would change that.
    Explain(PlanExplain),
    /// Efficiency of units beside best practice, with intervals.
    Frontier(PlanFrontier),
}

/// `bening plan solve`.
#[derive(Args, Clone, Debug)]
pub struct PlanSolve {
    /// The plan (TOML); it names its table of activities.
    pub file: PathBuf,
    /// How long the search may take.
    #[command(flatten)]
    pub search: Search,
    /// By how much points may be off, as a share: says how often each activity stays in.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub stability: Option<f64>,
    /// Choices that are made for the stability.
    #[arg(long, default_value_t = 100)]
    pub times: u32,
    /// Seed of the draws: the same seed gives the same result.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// How long a search may take, and how near to the best it must come.
#[derive(Args, Clone, Copy, Debug)]
pub struct Search {
    /// Seconds for one search.
    #[arg(long, default_value_t = 60.0, value_parser = seconds)]
    pub seconds: f64,
    /// Share of the points within which a choice is good enough; 0 for the best.
    #[arg(long, default_value_t = 0.0, value_parser = gap)]
    pub gap: f64,
}

/// A rule of votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VoteRule {
    /// Most worth for the money first.
    Greedy,
    /// The Method of Equal Shares.
    Mes,
    /// Phragmén's sequential rule.
    Phragmen,
}

/// What a chosen project is worth to its voters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Worth {
    /// Its cost.
    Cost,
    /// One, whatever it costs.
    Count,
    /// The number of projects placed below it.
    Borda,
    /// The points given to it.
    Points,
}

/// What is done with money that equal shares leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rest {
    /// It is left.
    None,
    /// Shares grow by --step until the budget would be broken.
    Add1,
    /// The same, then the greedy rule.
    Add1u,
    /// The budget grows by a hundredth at a time until it would be broken.
    Percent,
    /// The greedy rule goes on.
    Greedy,
    /// Phragmén's rule goes on.
    Phragmen,
}

/// How votes are counted.
#[derive(Args, Clone, Copy, Debug)]
pub struct Counting {
    /// The rule.
    #[arg(long, value_enum, default_value_t = VoteRule::Mes)]
    pub rule: VoteRule,
    /// What a chosen project is worth [default: cost for approval, borda for ordinal, else points].
    #[arg(long, value_enum)]
    pub utility: Option<Worth>,
    /// What is done with money that equal shares leave.
    #[arg(long, value_enum, default_value_t = Rest::Add1u)]
    pub completion: Rest,
    /// By how much of the currency each share grows.
    #[arg(long, default_value_t = 1)]
    pub step: u64,
}

/// `bening plan vote`. Projects that are tied come in the order of their ids.
#[derive(Args, Clone, Debug)]
pub struct PlanVote {
    /// The file of votes.
    pub file: PathBuf,
    /// How votes are counted.
    #[command(flatten)]
    pub counting: Counting,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `bening plan ahp`.
#[derive(Args, Clone, Debug)]
pub struct PlanAhp {
    /// The comparisons.
    pub file: PathBuf,
    /// The consistency ratio above which comparisons are asked to be made again.
    #[arg(long, default_value_t = 0.10)]
    pub limit: f64,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `bening plan explain`.
#[derive(Args, Clone, Debug)]
pub struct PlanExplain {
    /// The plan (.toml) or the votes (.pb).
    pub file: PathBuf,
    /// Id of the activity or project.
    pub id: String,
    /// How votes are counted.
    #[command(flatten)]
    pub counting: Counting,
    /// How long each search may take.
    #[command(flatten)]
    pub search: Search,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// With what units are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Returns {
    /// Mixtures of units of any size (constant returns to scale).
    Constant,
    /// Mixtures of units of about the same size (variable returns to scale).
    Variable,
    /// Single units (free disposal hull).
    Free,
}

/// `bening plan frontier`.
#[derive(Args, Clone, Debug)]
pub struct PlanFrontier {
    /// The table of units.
    pub file: PathBuf,
    /// Columns of what units use, several with commas.
    #[arg(long, value_delimiter = ',', required = true, value_name = "COLUMNS")]
    pub inputs: Vec<String>,
    /// Columns of what units bring about, several with commas.
    #[arg(long, value_delimiter = ',', required = true, value_name = "COLUMNS")]
    pub outputs: Vec<String>,
    /// Column of the unit's name [default: the first].
    #[arg(long, value_name = "COLUMN")]
    pub unit: Option<String>,
    /// With what units are compared.
    #[arg(long, value_enum, default_value_t = Returns::Variable)]
    pub returns: Returns,
    /// Repetitions of the bootstrap, 100 or more; 0 for no interval.
    #[arg(long, default_value_t = 500, value_parser = replicates)]
    pub replicates: u32,
    /// Confidence of the intervals.
    #[arg(long, default_value_t = 0.95, value_parser = share)]
    pub level: f64,
    /// Seed of the bootstrap: the same seed gives the same result.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// The longest search, a day.
const LONGEST: f64 = 86_400.0;

fn seconds(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|seconds: &f64| *seconds > 0.0 && *seconds <= LONGEST);
    read.ok_or_else(|| format!("{text} is no time; write seconds above 0 and up to {LONGEST}"))
}

fn gap(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|gap: &f64| (0.0..1.0).contains(gap));
    read.ok_or_else(|| format!("{text} is no share; write 0, or a number below 1, as 0.01"))
}

fn replicates(text: &str) -> Result<u32, String> {
    let read = text.parse().ok().filter(|times: &u32| *times == 0 || *times >= 100);
    read.ok_or_else(|| format!("{text} repetitions give no interval; write 0, or 100 or more"))
}

fn share(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|share: &f64| *share > 0.0 && *share < 1.0);
    read.ok_or_else(|| format!("{text} is no share; write a number between 0 and 1, as 0.05"))
}
