//! Payloads of the releases of the city's data. They are clear and name no person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedFile {
    /// Its name, such as `ukuran.csv`.
    pub name: String,
    /// Code of the dataset of which it is a form or a description; empty of what describes the whole release.
    pub dataset: String,
    /// Rows of data in it; events of an event log; 0 of a description.
    pub rows: i64,
    /// Its length in bytes.
    pub bytes: i64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// `open_data.released`, version 1: clear. Whoever has a file and the log can tell that it is the one that was
/// released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// Payload version.
    pub v: u8,
    /// The period, such as `2026-Q3`.
    pub period: String,
    /// The day on which it was due.
    pub due: Date,
    /// Days after that day; 0 when it was in time.
    pub late_days: i64,
    /// The licence of all files, as an address.
    pub licence: String,
    /// Counts above 0 and below this are in none of the files.
    pub fewest: i64,
    /// Files that the event log leaves out: they went in a way that too few share.
    pub left_out: i64,
    /// The files.
    pub files: Vec<ReleasedFile>,
}

/// `open_data.skipped`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Payload version.
    pub v: u8,
    /// The period of which there is no data.
    pub period: String,
    /// The day on which it was due.
    pub due: Date,
}
