//! Samples in CSV files: which column plays which part, and one pass that reads them.
//!
//! A file may be read in several parts at once ([`parts`]); what the parts counted adds up.

mod condition;
mod formula;
mod names;
mod number;
mod pass;
mod split;

use thiserror::Error;

pub use condition::Condition;
pub use formula::{Formula, Side};
pub use names::Names;
pub use number::{NoNumber, parse as parse_number};
pub use pass::{Counted, Labels, Pass, Sink, unit_text};
pub use split::parts;

/// What is wrong in a file, and where. Lines count from 1, the header's.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Mistake {
    /// A column that the file does not have.
    #[error("there is no column {column}; the file has {}", .there.join(", "))]
    Column {
        /// The column that was asked for.
        column: String,
        /// Those that there are.
        there: Vec<String>,
    },
    /// A formula that cannot be read.
    #[error("{0}")]
    Formula(String),
    /// A cell.
    #[error("line {line}, column {column}: {what}")]
    Cell {
        /// Line in the file.
        line: u64,
        /// Column of the cell.
        column: String,
        /// What is wrong and what should stand there.
        what: String,
    },
    /// A line that is no row of this file.
    #[error("line {line}: {what}")]
    Line {
        /// Line in the file.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// The file cannot be read.
    #[error("{0}")]
    Read(String),
}

/// Which column plays which part.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// What is estimated.
    pub formulas: Vec<Formula>,
    /// Column of strata.
    pub strata: Option<String>,
    /// Column of first-stage units.
    pub cluster: Option<String>,
    /// Column of second-stage units.
    pub second: Option<String>,
    /// Column of weights.
    pub weight: Option<String>,
    /// Column with the number of first-stage units in the row's stratum.
    pub population: Option<String>,
    /// Column with the number of second-stage units in the row's first-stage unit.
    pub population2: Option<String>,
    /// Column of groups.
    pub by: Option<String>,
    /// The lowest and highest value that a quantity may have.
    pub range: Option<(f64, f64)>,
    /// Which rows are estimated; the others still count in the design.
    pub condition: Condition,
    /// Further columns whose texts are wanted, as levels.
    pub levels: Vec<String>,
}

/// The columns of a file.
#[derive(Clone, Debug)]
pub struct Header(Vec<String>);

impl Header {
    /// From the first record.
    pub fn new(record: &csv::ByteRecord) -> Self {
        let text = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
        let mut columns: Vec<String> = record.iter().map(text).collect();
        if let Some(first) = columns.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        Self(columns)
    }

    /// Names of columns.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Where a column stands.
    ///
    /// # Errors
    /// [`Mistake::Column`] with those that there are.
    pub fn find(&self, column: &str) -> Result<usize, Mistake> {
        self.0
            .iter()
            .position(|one| one == column)
            .ok_or_else(|| Mistake::Column { column: column.to_owned(), there: self.0.clone() })
    }
}
