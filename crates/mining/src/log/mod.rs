//! Reading event logs: CSV with a header, and XES (IEEE 1849-2016), each also compressed with gzip.
//!
//! A log is read once, event by event; memory holds one event (and for XES the attributes of its
//! trace). Attributes of a trace have names that begin with `case:`, as usual among tools.

mod csv;
pub mod load;
mod time;
pub mod write;
mod xes;

use std::io::{BufRead, BufReader, Read};

use rustc_hash::FxHashMap;
use thiserror::Error;

pub use time::instant;

/// What is wrong in a log, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Mistake {
    /// A place in the file.
    #[error("line {line}: {what}")]
    Line {
        /// Line in the file, from 1 on.
        line: u64,
        /// What is wrong and what should stand there.
        what: String,
    },
    /// A column that the log does not have.
    #[error("there is no column {column}; the log has {}", .there.join(", "))]
    Column {
        /// The column that was asked for.
        column: String,
        /// Those that there are.
        there: Vec<String>,
    },
    /// The file cannot be read.
    #[error("{0}")]
    Read(String),
}

/// One event: its attributes by name.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// Where it stands in the file.
    pub line: u64,
    places: FxHashMap<String, usize>,
    values: Vec<String>,
}

impl Event {
    /// The value of an attribute, empty when the event has none.
    pub fn get(&self, name: &str) -> &str {
        let value = self.places.get(name).and_then(|place| self.values.get(*place));
        value.map_or("", String::as_str)
    }

    /// Names of all attributes seen so far.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<(&usize, &String)> =
            self.places.iter().map(|(name, place)| (place, name)).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name.clone()).collect()
    }

    /// A mistake at this event.
    pub fn mistake(&self, what: impl Into<String>) -> Mistake {
        Mistake::Line { line: self.line, what: what.into() }
    }

    fn set(&mut self, name: &str, value: &str) {
        let place = match self.places.get(name) {
            Some(place) => *place,
            None => {
                let place = self.values.len();
                self.places.insert(name.to_owned(), place);
                self.values.push(String::new());
                place
            }
        };
        self.values[place].clear();
        self.values[place].push_str(value);
    }
}

/// How a log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, with a header.
    Csv,
    /// IEEE 1849.
    Xes,
}

impl Format {
    /// By the name of a file, `.gz` or not.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "csv" => Some(Self::Csv),
            "xes" | "xml" => Some(Self::Xes),
            _ => None,
        }
    }
}

/// Reads a log and gives each event to `sink`.
///
/// # Errors
/// The first mistake, the reader's or the sink's, with its line.
pub fn read(
    reader: impl Read,
    format: Format,
    sink: impl FnMut(&Event) -> Result<(), Mistake>,
) -> Result<(), Mistake> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let start = reader.fill_buf().map_err(|error| Mistake::Read(error.to_string()))?;
    if start.starts_with(&[0x1F, 0x8B]) {
        let unpacked =
            BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(reader));
        return read_plain(unpacked, format, sink);
    }
    read_plain(reader, format, sink)
}

fn read_plain(
    reader: impl BufRead,
    format: Format,
    sink: impl FnMut(&Event) -> Result<(), Mistake>,
) -> Result<(), Mistake> {
    match format {
        Format::Csv => csv::read(reader, sink),
        Format::Xes => xes::read(reader, sink),
    }
}

#[cfg(test)]
mod tests;
