//! `bening estimate` and `bening index`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// How a result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs, in full precision.
    Json,
}

/// Which columns say how the sample was drawn.
#[derive(Args, Clone, Debug, Default)]
pub struct Design {
    /// Column of strata.
    #[arg(long, value_name = "COLUMN")]
    pub strata: Option<String>,
    /// Column of first-stage units, when rows come in clusters.
    #[arg(long, value_name = "COLUMN")]
    pub cluster: Option<String>,
    /// Column of weights [default: populations over units drawn, or one].
    #[arg(long, value_name = "COLUMN")]
    pub weight: Option<String>,
    /// Column with the number of units there are in the row's stratum.
    #[arg(long, value_name = "COLUMN")]
    pub population: Option<String>,
    /// Column of second-stage units.
    #[arg(long, value_name = "COLUMN", requires = "cluster")]
    pub stage2: Option<String>,
    /// Column with the number of second-stage units there are in the row's first-stage unit.
    #[arg(long, value_name = "COLUMN", requires = "cluster")]
    pub population2: Option<String>,
    /// A stratum with one unit: refuse, collapse it with the next, or centre it on the whole.
    #[arg(long, value_enum, default_value_t = Lone::Refuse)]
    pub lone: Lone,
    /// Repeat for each text of this column.
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Only rows such as "unit=KTP and waited>=5"; the others still count in the design.
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<String>,
    /// Confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    pub level: f64,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What to do with a lone unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lone {
    /// Refuse.
    #[default]
    Refuse,
    /// Count it with the next stratum.
    Collapse,
    /// Measure it from the mean of all.
    Centre,
}

/// How an interval is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// t, for anything.
    T,
    /// Korn and Graubard, for shares.
    Beta,
    /// t on the scale of the logit, for shares.
    Logit,
    /// Wilson, for shares.
    Wilson,
    /// Clopper and Pearson, for shares.
    Exact,
    /// Mid-P, for shares of rare events.
    Rare,
    /// Hall, for skewed values such as days or counts; needs every row in memory.
    Skew,
}

/// Which replicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Replicates {
    /// Leave out one unit at a time, without strata.
    Jk1,
    /// Leave out one unit of one stratum at a time.
    Jkn,
    /// Draw units again, 500 times.
    Bootstrap,
}

/// `bening estimate`.
#[derive(Args, Clone, Debug)]
pub struct Estimate {
    /// A CSV file with a header.
    pub file: PathBuf,
    /// Means of these columns, with commas between them; a column may be a-b.
    #[arg(long, value_name = "COLUMNS")]
    pub mean: Vec<String>,
    /// Totals of these columns.
    #[arg(long, value_name = "COLUMNS")]
    pub total: Vec<String>,
    /// Ratios of totals, such as api.stu/enroll.
    #[arg(long, value_name = "FORMULAS")]
    pub ratio: Vec<String>,
    /// Shares: columns of 0 and 1, or COLUMN=VALUE.
    #[arg(long, value_name = "FORMULAS")]
    pub proportion: Vec<String>,
    /// Of the columns of --mean, this quantile instead (0.5 is the median).
    #[arg(long, value_name = "SHARE")]
    pub quantile: Option<f64>,
    /// How the sample was drawn.
    #[command(flatten)]
    pub design: Design,
    /// Column whose totals are known; weights are scaled to them.
    #[arg(long, value_name = "COLUMN", requires = "totals")]
    pub poststrata: Option<String>,
    /// CSV file with the known totals: level,total.
    #[arg(long, value_name = "FILE", requires = "poststrata")]
    pub totals: Option<PathBuf>,
    /// CSV file with known totals of several columns: column,level,total.
    #[arg(long, value_name = "FILE", conflicts_with = "poststrata")]
    pub rake: Option<PathBuf>,
    /// Standard errors by replicates instead of linearisation.
    #[arg(long, value_enum)]
    pub replicates: Option<Replicates>,
    /// Seed of the bootstrap.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How intervals are computed [default: t, and beta for shares].
    #[arg(long, value_enum)]
    pub ci: Option<Ci>,
}

/// `bening index`.
#[derive(Debug, Subcommand)]
pub enum Index {
    /// Satisfaction of users (PermenPANRB 14/2017): one row a respondent, columns u1 to u9.
    Skm(OfRespondents),
    /// Integrity as the KPK surveyed it until 2013: one row a respondent, columns pengalaman and
    /// potensi, or their six indicators.
    Kpk2011(OfRespondents),
    /// Integrity as the KPK assesses it since 2021: one row an institution.
    Spi(OfInstitutions),
    /// Index of public service (PEKPPP): one row an institution, one column an aspect.
    Ipp(OfInstitutions),
}

/// An index of what respondents said.
#[derive(Args, Clone, Debug)]
pub struct OfRespondents {
    /// A CSV file with a header.
    pub file: PathBuf,
    /// How the sample was drawn.
    #[command(flatten)]
    pub design: Design,
    /// A printed rounding of the weights, such as 0.11 [default: exact].
    #[arg(long, value_name = "WEIGHT")]
    pub weights: Option<String>,
    /// Name of a version, such as kep25-2004, or a file with another one [default: the newest].
    #[arg(long, value_name = "NAME|FILE")]
    pub version: Option<String>,
}

/// An index of institutions' scores.
#[derive(Args, Clone, Debug)]
pub struct OfInstitutions {
    /// A CSV file with a header.
    pub file: PathBuf,
    /// Name of a version, such as spi-2024, or a file with another one [default: by the column
    /// tahun, or the newest].
    #[arg(long, value_name = "NAME|FILE")]
    pub version: Option<String>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
