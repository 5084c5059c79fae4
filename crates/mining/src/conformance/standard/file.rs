//! Files of standards: TOML, or CSV with the columns step, optional, repeatable.

use serde::Deserialize;

use super::{Promise, Standard, Step, Unit};
use crate::tree::Broken;

/// How a standard is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `promise = "10 working days"` and a `[[step]]` for each step.
    Toml,
    /// A header and a line for each step; the promise is not in it.
    Csv,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    promise: Option<toml::Spanned<String>>,
    step: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    repeatable: bool,
}

/// Reads a standard.
///
/// # Errors
/// The first mistake, with its line.
pub fn read(text: &str, format: Format) -> Result<Standard, Broken> {
    match format {
        Format::Toml => of_toml(text),
        Format::Csv => of_csv(text),
    }
}

fn line_of(text: &str, byte: usize) -> u64 {
    let before = text.as_bytes().get(..byte).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn of_toml(text: &str) -> Result<Standard, Broken> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        Broken::new(line, error.message().trim().replace('\n', ", "))
    })?;
    let given = file.promise.map(|text_of| {
        let line = line_of(text, text_of.span().start);
        promise(text_of.get_ref()).map_err(|what| Broken::new(line, what))
    });
    let steps = file.step.into_iter().map(|row| Step {
        code: row.code,
        optional: row.optional,
        repeatable: row.repeatable,
    });
    Standard::new(steps.collect(), given.transpose()?).map_err(|what| Broken::new(1, what))
}

/// Reads a promise: `48 hours`, `14 days`, `10 working days`.
///
/// # Errors
/// A sentence that says how it is written.
pub fn promise(text: &str) -> Result<Promise, String> {
    let wrong =
        || format!("a promise is written as 48 hours, 14 days or 10 working days, not {text:?}");
    let (amount, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let unit = match unit.trim() {
        "hour" | "hours" => Unit::Hours,
        "day" | "days" => Unit::Days,
        "working day" | "working days" => Unit::WorkingDays,
        _ => return Err(wrong()),
    };
    let amount = amount.parse().ok().filter(|amount| (1..=10_000).contains(amount));
    Ok(Promise { amount: amount.ok_or_else(wrong)?, unit })
}

fn of_csv(text: &str) -> Result<Standard, Broken> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Broken::new(line, "the line has not as many cells as the header")
    };
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let column = |name: &str| header.iter().position(|other| other == name);
    let Some(code) = column("step") else {
        return Err(Broken::new(
            1,
            "a standard in CSV has the column step, and may have optional and repeatable",
        ));
    };
    let (optional, repeatable) = (column("optional"), column("repeatable"));
    let mut steps = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let flag = |column: Option<usize>| match column.and_then(|at| record.get(at)).unwrap_or("")
        {
            "yes" | "true" | "1" => Ok(true),
            "no" | "false" | "0" | "" => Ok(false),
            other => Err(Broken::new(line, format!("write yes or no, not {other:?}"))),
        };
        let name = record.get(code).unwrap_or("").to_owned();
        if name.is_empty() {
            return Err(Broken::new(line, "the step has no code"));
        }
        steps.push(Step { code: name, optional: flag(optional)?, repeatable: flag(repeatable)? });
    }
    Standard::new(steps, None).map_err(|what| Broken::new(1, what))
}
