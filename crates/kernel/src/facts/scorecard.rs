//! Payloads of the city's own report. They are clear and name no person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a number is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Cases that have a trait, of all.
    Share,
    /// A mean of counts.
    Mean,
    /// A mean of office minutes.
    Minutes,
    /// An index of a survey.
    Index,
    /// So many, with nothing to divide by.
    Count,
}

impl Form {
    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Mean => "mean",
            Self::Minutes => "minutes",
            Self::Index => "index",
            Self::Count => "count",
        }
    }
}

/// A number and what it was made of. Whoever has `total` and `n` has the value to the last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Cases behind it; answers of an index.
    pub n: i64,
    /// Their sum; 0 of an index.
    pub total: i64,
    /// The value, in millionths.
    pub value: i64,
    /// The ends of its interval of 95 %, in millionths; none of a count.
    pub interval: Option<(i64, i64)>,
}

/// What it was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The period, such as `2025-Q3`.
    pub period: String,
    /// The number.
    pub figure: Figure,
}

/// What may be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// To the better, beyond chance.
    Better,
    /// To the worse, beyond chance.
    Worse,
    /// It may be chance.
    Uncertain,
    /// There is nothing to compare it with.
    First,
}

impl Moved {
    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Uncertain => "uncertain",
            Self::First => "first",
        }
    }
}

/// One finding of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What is measured, such as `on-time`.
    pub code: String,
    /// Code of the unit; empty for the whole city.
    pub unit: String,
    /// How it is read.
    pub form: Form,
    /// The number of this period.
    pub now: Figure,
    /// What it was before.
    pub before: Option<Before>,
    /// What may be said of the difference.
    pub moved: Moved,
    /// What it should reach, in millionths.
    pub target: Option<i64>,
    /// The kinds of facts that it counts.
    pub kinds: Vec<String>,
}

/// `scorecard.published`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorecardPublished {
    /// Payload version.
    pub v: u8,
    /// The period, such as `2026-Q3`.
    pub period: String,
    /// The day on which it was due.
    pub due: Date,
    /// Days after that day; 0 when it was in time.
    pub late_days: i64,
    /// What it says: of the city, then of each unit.
    pub findings: Vec<Finding>,
    /// The first and the last entry of the log that were written in the period. Reports from before
    /// entries were named have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<(i64, i64)>,
}

/// `scorecard.skipped`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorecardSkipped {
    /// Payload version.
    pub v: u8,
    /// The period that has no report.
    pub period: String,
    /// The day on which it was due.
    pub due: Date,
}
