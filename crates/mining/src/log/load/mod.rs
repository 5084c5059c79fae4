//! Reading a whole log into columns.

use std::io::Read;

use jiff::tz::Offset;

use super::{Event, Mistake, instant};
use crate::table::{Builder, Log, Row, UNKNOWN};

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
        match super::Format::of_name(name)? {
            super::Format::Csv => Some(Self::Csv),
            super::Format::Xes => Some(Self::Xes),
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

/// Usual names of columns, the first that is there counts.
pub const USUAL: [(&str, &[&str]); 6] = [
    ("case", &["case:concept:name", "case_id", "case"]),
    ("activity", &["concept:name", "activity"]),
    ("time", &["time:timestamp", "timestamp", "time"]),
    ("start", &["start_timestamp", "start"]),
    ("resource", &["org:resource", "resource", "officer"]),
    ("place", &["org:group", "place", "unit"]),
];

/// Reads a log, gzip or not, into columns.
///
/// # Errors
/// The first mistake, with its line.
pub fn load(reader: impl Read, format: Format, reading: &Reading) -> Result<Log, Mistake> {
    let format = match format {
        Format::Csv => super::Format::Csv,
        Format::Xes => super::Format::Xes,
    };
    let mut builder = Builder::default();
    super::read(reader, format, |event| {
        let columns = &reading.columns;
        let given = [
            &columns.case,
            &columns.activity,
            &columns.time,
            &columns.start,
            &columns.resource,
            &columns.place,
        ];
        let value = |place: usize| match given[place] {
            Some(name) => event.get(name),
            None => USUAL[place]
                .1
                .iter()
                .map(|name| event.get(name))
                .find(|v| !v.is_empty())
                .unwrap_or_default(),
        };
        if reading.conditions.iter().any(|(column, value)| event.get(column) != value) {
            return Ok(());
        }
        let row = Row {
            case: value(0),
            activity: value(1),
            at: at(event, value(2), reading.offset)?,
            started: at(event, value(3), reading.offset)?,
            resource: value(4),
            place: value(5),
        };
        builder.push(&row);
        Ok(())
    })?;
    Ok(builder.finish())
}

fn at(event: &Event, text: &str, offset: Offset) -> Result<i64, Mistake> {
    if text.is_empty() {
        return Ok(UNKNOWN);
    }
    instant(text, offset).ok_or_else(|| {
        event.mistake(format!("{text} is no instant; write it as 2026-03-02T08:00:00+07:00"))
    })
}
