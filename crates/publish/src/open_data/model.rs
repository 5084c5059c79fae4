//! Releases and their files. Pure.

use jiff::Timestamp;
use jiff::civil::Date;
pub use kernel::facts::open_data::{Released, ReleasedFile, Skipped};

pub use crate::scorecard::model::Period;

/// The licence of all files.
pub const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";

/// A file as it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, such as `ukuran.csv`.
    pub name: String,
    /// Code of the dataset; empty of what describes the whole release.
    pub dataset: String,
    /// Its media type.
    pub media: &'static str,
    /// Rows of data, or events.
    pub rows: i64,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// What is to be released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The quarter.
    pub period: Period,
    /// Counts above 0 and below this are in none of the files.
    pub fewest: i64,
    /// Files that the event log leaves out.
    pub left_out: i64,
    /// The files.
    pub files: Vec<File>,
}

/// A release, given or skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The quarter.
    pub period: Period,
    /// The day on which it was due.
    pub due: Date,
    /// When it was given.
    pub released_at: Option<Timestamp>,
    /// What it holds; nothing when it was skipped.
    pub said: Option<Released>,
}

impl Release {
    /// Its files of a dataset.
    pub fn of<'r>(&'r self, dataset: &'r str) -> impl Iterator<Item = &'r ReleasedFile> {
        let files = self.said.iter().flat_map(|said| &said.files);
        files.filter(move |file| file.dataset == dataset)
    }
}
