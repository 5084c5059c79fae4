//! Periods and reports. Pure.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
pub use kernel::facts::scorecard::{Before, Figure, Finding, Form, Moved, ScorecardPublished};

/// A quarter of a year. Written `2026-Q3`, in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    first: Date,
}

impl Period {
    /// The quarter in which a day lies.
    pub fn of(day: Date) -> Self {
        let month = (day.month() - 1) / 3 * 3 + 1;
        Self { first: day.first_of_year().saturating_add(i64::from(month - 1).months()) }
    }

    /// Its first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.first.saturating_add(3.months()).saturating_sub(1.day())
    }

    /// The quarter before.
    #[must_use]
    pub fn before(self) -> Self {
        Self { first: self.first.saturating_sub(3.months()) }
    }

    /// The quarter after.
    #[must_use]
    pub fn after(self) -> Self {
        Self { first: self.first.saturating_add(3.months()) }
    }

    /// The same quarter of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self { first: self.first.saturating_sub(1.year()) }
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// Which of four, from 1.
    pub fn quarter(self) -> i8 {
        (self.first.month() - 1) / 3 + 1
    }

    /// Its months, such as `2026-07`.
    pub fn months(self) -> [String; 3] {
        [0, 1, 2].map(|after: i64| {
            let month = self.first.saturating_add(after.months());
            format!("{:04}-{:02}", month.year(), month.month())
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year(), self.quarter())
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts = text.split_once("-Q").filter(|(year, _)| year.len() == 4);
        let (year, quarter) = parts.ok_or_else(Error::not_found)?;
        let (year, quarter) = (year.parse::<i16>().ok(), quarter.parse::<i8>().ok());
        let first = year.zip(quarter.filter(|quarter| (1..=4).contains(quarter)));
        let first = first.and_then(|(year, quarter)| Date::new(year, quarter * 3 - 2, 1).ok());
        first.map(|first| Self { first }).ok_or_else(Error::not_found)
    }
}

/// A report, published or skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The quarter.
    pub period: Period,
    /// The day on which it was due.
    pub due: Date,
    /// What it says; nothing when it was skipped.
    pub said: Option<ScorecardPublished>,
}

impl Report {
    /// What it says of a unit; of the city when `unit` is empty.
    pub fn of(&self, unit: &str) -> Vec<&Finding> {
        let all = self.said.iter().flat_map(|said| &said.findings);
        all.filter(|finding| finding.unit == unit).collect()
    }

    /// Codes of the units of which it says something, in order.
    pub fn units(&self) -> Vec<&str> {
        let mut units: Vec<&str> = Vec::new();
        for finding in self.said.iter().flat_map(|said| &said.findings) {
            if !finding.unit.is_empty() && !units.contains(&finding.unit.as_str()) {
                units.push(&finding.unit);
            }
        }
        units.sort_unstable();
        units
    }
}
