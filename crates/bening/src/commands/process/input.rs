//! The log that a command reads: a file, or the journal of a city.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::Offset;
use mining::log::load::{Columns, Format, Lifecycle, Loaded, Reading, load_parts};
use mining::table::Log;

use super::journal;
use crate::cli::{self, LogSource};
use crate::commands::{Stop, progress, say_error};

/// Reads the log, with what its options leave of it.
pub async fn read(source: &LogSource) -> Result<Log, Stop> {
    let offset = offset(&source.utc_offset)?;
    let log = if is_journal(source) {
        journal::read(source).await?
    } else {
        file(source, &reading(source, offset))?
    };
    let log = between(log, source, offset);
    if log.is_empty() {
        return Err(wrong(source, "nothing is left of the log; it has no such events"));
    }
    Ok(log)
}

/// Whether the log is that of a city.
pub fn is_journal(source: &LogSource) -> bool {
    source.file == Path::new("journal")
}

/// A sentence about the log.
pub fn wrong(source: &LogSource, what: impl std::fmt::Display) -> Stop {
    Stop::Input(vec![format!("{}: {what}", source.file.display())])
}

fn reading(source: &LogSource, offset: Offset) -> Reading {
    Reading {
        columns: Columns {
            case: source.case.clone(),
            activity: source.activity.clone(),
            time: source.time.clone(),
            start: source.start.clone(),
            resource: source.resource.clone(),
            place: source.place.clone(),
        },
        lifecycle: match source.lifecycle {
            cli::Lifecycle::All => Lifecycle::All,
            cli::Lifecycle::Complete => Lifecycle::Complete,
            cli::Lifecycle::Pair => Lifecycle::Pair,
        },
        object_type: source.object_type.clone(),
        conditions: source.conditions.clone(),
        offset,
    }
}

/// What names of files end in.
pub const NAMES: &str = ".csv, .xes, .jsonocel or .xmlocel, with or without .gz";

fn file(source: &LogSource, reading: &Reading) -> Result<Log, Stop> {
    let format = Format::of_name(&source.file.to_string_lossy())
        .ok_or_else(|| wrong(source, format!("the name does not end in {NAMES}")))?;
    let size = std::fs::metadata(&source.file).map_err(|error| wrong(source, error))?.len();
    let threads = std::thread::available_parallelism()?.get();
    let bar = progress("log", size);
    let open = |range: Range<u64>| {
        let mut file = File::open(&source.file)?;
        file.seek(SeekFrom::Start(range.start))?;
        Ok(bar.wrap_read(file.take(range.end - range.start)))
    };
    let loaded = load_parts(size, threads, open, format, reading);
    bar.finish_and_clear();
    let Loaded { log, left_out } = loaded.map_err(|error| wrong(source, error))?;
    if log.is_empty() && left_out > 0 {
        return Err(wrong(
            source,
            format!(
                "none of its {left_out} events, from the first on, has a case, an activity and a time; \
                 --case, --activity and --time name where they stand"
            ),
        ));
    }
    if left_out > 0 {
        let file = source.file.display();
        say_error(&format!(
            "{file}: {left_out} events without case, activity or time are left out"
        ));
    }
    Ok(log)
}

/// The cases that began in the days that are asked for.
fn between(log: Log, source: &LogSource, offset: Offset) -> Log {
    if source.from.is_none() && source.until.is_none() {
        return log;
    }
    let midnight = |day: Date| {
        let at = offset.to_timestamp(day.at(0, 0, 0, 0));
        at.map_or(i64::MAX, jiff::Timestamp::as_microsecond)
    };
    let first = source.from.map_or(i64::MIN, midnight);
    let behind = source.until.map(|day| day.saturating_add(1.day()));
    let behind = behind.map_or(i64::MAX, midnight);
    log.filter(|case| log.at[log.case(case)].first().is_some_and(|at| (first..behind).contains(at)))
}

/// What --utc-offset says.
pub fn offset(text: &str) -> Result<Offset, Stop> {
    let parsed = jiff::fmt::strtime::parse("%:z", text).ok();
    parsed
        .and_then(|parsed| parsed.offset())
        .ok_or_else(|| Stop::Input(vec![format!("--utc-offset {text}: write it as +07:00")]))
}
