//! Reading a whole log into columns, as fast as it can be unpacked: one thread reads and unpacks, one
//! parses; names become numbers at once, so that no event is kept as text. A log takes 28 bytes an
//! event and what its names take; while it is read, 4 more, and at most 20 more when its events have to
//! be put in order (`docs/reference/performance.md` has the measured figures).

mod clock;
mod csv;
mod near;
mod ocel;
mod parts;
mod pipe;
mod sink;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod xes;

use std::io::Read;
use std::ops::Range;

use jiff::tz::Offset;

use super::Mistake;
use crate::table::Log;

/// How a log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, with a header.
    Csv,
    /// IEEE 1849.
    Xes,
    /// Object-centric, OCEL 2.0 as JSON.
    OcelJson,
    /// Object-centric, OCEL 2.0 as XML.
    OcelXml,
}

impl Format {
    /// By the name of a file, `.gz` or not.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "csv" => Some(Self::Csv),
            "xes" | "xml" => Some(Self::Xes),
            "jsonocel" | "json" => Some(Self::OcelJson),
            "xmlocel" => Some(Self::OcelXml),
            _ => None,
        }
    }
}

/// Which events of a life cycle count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lifecycle {
    /// Every event is one act.
    #[default]
    All,
    /// Only completed ones, and those that say nothing of it.
    Complete,
    /// A start and the next complete of the same activity are one act that has a beginning.
    Pair,
}

/// Columns by what they say; those that are not named are found by their usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The case.
    pub case: Option<String>,
    /// The activity.
    pub activity: Option<String>,
    /// When it was done.
    pub time: Option<String>,
    /// When work on it began.
    pub start: Option<String>,
    /// Who did it.
    pub resource: Option<String>,
    /// Where it was done.
    pub place: Option<String>,
}

/// What is read of a log.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its columns.
    pub columns: Columns,
    /// Which events count.
    pub lifecycle: Lifecycle,
    /// Of an object-centric log, the type of object whose objects are the cases.
    pub object_type: Option<String>,
    /// Only events that have these values in these columns.
    pub conditions: Vec<(String, String)>,
    /// Offset of times that are written without one.
    pub offset: Offset,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            columns: Columns::default(),
            lifecycle: Lifecycle::All,
            object_type: None,
            conditions: Vec::new(),
            offset: Offset::UTC,
        }
    }
}

/// Usual names of columns, the first that is there counts: those of XES, plain ones, and those of the
/// tables that tools of process mining export.
pub const USUAL: [(&str, &[&str]); 6] = [
    ("case", &["case:concept:name", "case_id", "case", "Case ID"]),
    ("activity", &["concept:name", "activity", "Activity"]),
    ("time", &["time:timestamp", "timestamp", "time", "Complete Timestamp"]),
    ("start", &["start_timestamp", "start", "Start Timestamp"]),
    ("resource", &["org:resource", "resource", "officer", "Resource"]),
    ("place", &["org:group", "place", "unit"]),
];

/// A log, and what is not in it.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The log.
    pub log: Log,
    /// How many events have no case, no activity or no time. They are not in the log; PM4Py leaves
    /// them out too (`format_dataframe`).
    pub left_out: u64,
}

/// More conditions than this are not asked of an event.
const MOST_CONDITIONS: usize = 64;

/// Reads a log, gzip or not, into columns.
///
/// # Errors
/// The first mistake, with its line.
pub fn load(
    reader: impl Read + Send,
    format: Format,
    reading: &Reading,
) -> Result<Loaded, Mistake> {
    if reading.conditions.len() > MOST_CONDITIONS {
        return Err(Mistake::Read(format!("there are more than {MOST_CONDITIONS} conditions")));
    }
    pipe::piped(reader, |window| match format {
        Format::Csv => csv::load(window, reading),
        Format::Xes => xes::load(window, reading),
        Format::OcelJson => ocel::json(window, reading),
        Format::OcelXml => ocel::xml(window, reading),
    })
}

/// Reads a log that can be opened at any place; a CSV that is not compressed is read in `threads`
/// parts at once. `open` gives the bytes of a range, of a file of `size` bytes.
///
/// # Errors
/// The first mistake, with its line.
pub fn load_parts<R: Read + Send>(
    size: u64,
    threads: usize,
    open: impl Fn(Range<u64>) -> std::io::Result<R> + Sync,
    format: Format,
    reading: &Reading,
) -> Result<Loaded, Mistake> {
    if format == Format::Csv
        && reading.conditions.len() <= MOST_CONDITIONS
        && let Some(loaded) = parts::csv(size, threads, &open, reading)
    {
        return Ok(loaded);
    }
    let whole = open(0..size).map_err(|error| Mistake::Read(error.to_string()))?;
    load(whole, format, reading)
}

/// A mistake in the last events, whose lines are behind us.
fn unplaced(wrong: sink::Wrong) -> Mistake {
    Mistake::Read(sentence(wrong, b""))
}

fn sentence(wrong: sink::Wrong, value: &[u8]) -> String {
    let value = String::from_utf8_lossy(value);
    match wrong {
        sink::Wrong::Utf8 => "this is not UTF-8; save the file as UTF-8".to_owned(),
        sink::Wrong::Instant => {
            format!("{value} is no instant; write it as 2026-03-02T08:00:00+07:00")
        }
    }
}
