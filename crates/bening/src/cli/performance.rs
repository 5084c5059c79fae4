//! `bening process compare` and `bening process findings`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::{LogSource, Written};

/// `bening process compare`.
#[derive(Args, Clone, Debug)]
pub struct ProcessCompare {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// Another log, read with the same columns, to compare with.
    #[arg(conflicts_with_all = ["split", "by"], required_unless_present_any = ["split", "by"])]
    pub other: Option<PathBuf>,
    /// Cases that began before this day with those that began on it or later.
    #[arg(long, value_name = "DATE", conflicts_with = "by")]
    pub split: Option<Date>,
    /// Cases with one value of this column with those with another; the first value of a case counts.
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// The two values, with a comma between them [default: the two that there are].
    #[arg(long, value_name = "A,B", requires = "by", value_delimiter = ',')]
    pub groups: Vec<String>,
    /// Count only office hours: `city` for those of the city in --data, `metro`, or a city's file
    /// (city.toml) [default: every hour counts].
    #[arg(long, value_name = "CITY")]
    pub hours: Option<String>,
    /// How it is written.
    #[command(flatten)]
    pub written: Written,
}

/// `bening process findings`.
#[derive(Args, Clone, Debug)]
pub struct ProcessFindings {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// Activities of the citizen, with commas between them: waits for these are the citizen's.
    #[arg(long, value_name = "ACTIVITIES", value_delimiter = ',')]
    pub citizen: Vec<String>,
    /// Activities that say no, such as returns and refusals.
    #[arg(long, value_name = "ACTIVITIES", value_delimiter = ',')]
    pub negative: Vec<String>,
    /// Steps of approval to look at [default: steps of a few minutes by another hand].
    #[arg(long, value_name = "ACTIVITIES", value_delimiter = ',')]
    pub approval: Vec<String>,
    /// Count only office hours: `city` for those of the city in --data, `metro`, or a city's file
    /// (city.toml) [default: every hour counts].
    #[arg(long, value_name = "CITY")]
    pub hours: Option<String>,
    /// How it is written.
    #[command(flatten)]
    pub written: Written,
}
