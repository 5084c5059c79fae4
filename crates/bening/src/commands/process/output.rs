//! Results as a table, as CSV, as JSON; on the screen or in a file.

use std::path::Path;

use serde::Serialize;

use crate::cli::{Format, Written};
use crate::commands::estimate::output::{safe, table_text};
use crate::commands::{Done, Stop, say_raw};

/// Rows under a header, the first `texts` columns to the left.
pub struct Table {
    /// Sentences above it, for people only.
    pub above: Vec<String>,
    /// Names of the columns.
    pub header: Vec<&'static str>,
    /// How many columns are texts.
    pub texts: usize,
    /// The rows as people read them.
    pub rows: Vec<Vec<String>>,
    /// The rows for programs, when they are others.
    pub exact: Option<Vec<Vec<String>>>,
}

/// Writes a result as it was asked for.
pub fn write(written: &Written, table: &Table, json: &impl Serialize) -> Done {
    let text = match written.format {
        Format::Table => people(table),
        Format::Csv => csv(table)?,
        Format::Json => {
            let text = serde_json::to_string_pretty(json).map_err(kernel::Error::internal)?;
            format!("{text}\n")
        }
    };
    write_text(written.out.as_deref(), &text)
}

/// Writes a text to the file, or to the screen.
pub fn write_text(out: Option<&Path>, text: &str) -> Done {
    match out {
        None => say_raw(text),
        Some(path) => std::fs::write(path, text)
            .map_err(|error| Stop::Input(vec![format!("{}: {error}", path.display())]))?,
    }
    Ok(())
}

fn people(table: &Table) -> String {
    let header = table.header.iter().map(|name| (*name).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(table.rows.clone()).collect();
    let mut text: String = table.above.iter().map(|line| format!("{line}\n")).collect();
    text += &table_text(&rows, table.texts);
    text
}

fn csv(table: &Table) -> Result<String, Stop> {
    let failed = |error: csv::Error| Stop::Failed(kernel::Error::internal(error));
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&table.header).map_err(failed)?;
    for row in table.exact.as_ref().unwrap_or(&table.rows) {
        let cells = row.iter().enumerate();
        let cells =
            cells.map(|(at, cell)| if at < table.texts { safe(cell) } else { cell.clone() });
        out.write_record(cells).map_err(failed)?;
    }
    let bytes = out.into_inner().map_err(|error| kernel::Error::internal(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A length of time in microseconds as people say it.
pub fn time(micros: f64) -> String {
    let seconds = micros / 1e6;
    match seconds.abs() {
        s if s < 60.0 => format!("{seconds:.0} s"),
        s if s < 3_600.0 => format!("{:.1} min", seconds / 60.0),
        s if s < 86_400.0 => format!("{:.1} h", seconds / 3_600.0),
        _ => format!("{:.1} d", seconds / 86_400.0),
    }
}
