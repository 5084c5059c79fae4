//! Estimates as a table, as CSV, as JSON.

use estimation::design::{Estimate, Target};
use estimation::interval::Interval;
use estimation::table::Formula;
use serde::Serialize;

use crate::cli::Format;
use crate::commands::{Done, say, say_raw};

/// One estimate of one group.
pub struct Line {
    target: Target,
    formula: String,
    /// The text of its group.
    pub group: Option<String>,
    /// What was found; nothing where there is no value.
    pub found: Option<(Estimate, Interval)>,
}

impl Line {
    /// An estimate.
    pub fn new(
        formula: &Formula,
        group: Option<String>,
        estimate: Estimate,
        interval: Interval,
    ) -> Self {
        let found = Some((estimate, interval));
        Self { target: formula.target, formula: formula.text.clone(), group, found }
    }

    /// A group without a value.
    pub fn empty(formula: &Formula, group: Option<String>) -> Self {
        Self { target: formula.target, formula: formula.text.clone(), group, found: None }
    }
}

/// What a command found.
pub struct Report {
    /// The file.
    pub file: String,
    /// How it came to be.
    pub method: String,
    /// Confidence of the intervals.
    pub level: f64,
    /// Column of groups.
    pub by: Option<String>,
    /// The estimates.
    pub lines: Vec<Line>,
}

/// Writes a report to stdout.
pub fn write(report: &Report, format: Format) -> Done {
    match format {
        Format::Table => table(report),
        Format::Csv => csv(report)?,
        Format::Json => say_raw(&to_json(report).map_err(kernel::Error::internal)?),
    }
    Ok(())
}

/// What is estimated, in one word.
pub fn word(target: Target) -> &'static str {
    match target {
        Target::Mean => "mean",
        Target::Proportion => "proportion",
        Target::Total => "total",
        Target::Ratio => "ratio",
    }
}

fn table(report: &Report) {
    say(&format!("Method: {}.", report.method));
    let mut rows = Vec::new();
    let mut header: Vec<String> = report.by.iter().cloned().collect();
    header.extend(["", "estimate", "se", "low", "high", "df", "deff", "n"].map(str::to_owned));
    rows.push(header);
    for line in &report.lines {
        let mut row: Vec<String> = line.group.iter().cloned().collect();
        row.push(format!("{} {}", word(line.target), line.formula));
        match &line.found {
            Some((estimate, interval)) => {
                let Estimate { value, se, df, deff, n, .. } = *estimate;
                row.extend([value, se, interval.low, interval.high].map(digits));
                row.push(format!("{df}"));
                row.push(if deff.is_finite() { format!("{deff:.2}") } else { "-".to_owned() });
                row.push(n.to_string());
            }
            None => row.extend(["-", "-", "-", "-", "-", "-", "0"].map(str::to_owned)),
        }
        rows.push(row);
    }
    let texts = 1 + usize::from(report.by.is_some());
    say_table(&rows, texts);
}

/// Columns below each other; the first `texts` to the left, the rest to the right.
pub fn say_table(rows: &[Vec<String>], texts: usize) {
    say_raw(&table_text(rows, texts));
}

/// What [`say_table`] says.
pub fn table_text(rows: &[Vec<String>], texts: usize) -> String {
    let mut text = String::new();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let widths = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(width - cell.chars().count());
            let cell = if column < texts { format!("{cell}{gap}") } else { format!("{gap}{cell}") };
            line += &cell;
            line += "  ";
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Seven digits that count.
pub fn digits(value: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let before = value.abs().log10().floor();
    let decimals = (6.0 - before).clamp(0.0, 12.0) as usize;
    format!("{value:.decimals$}")
}

fn csv(report: &Report) -> Done {
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut header: Vec<&str> = report.by.iter().map(String::as_str).collect();
    header.extend([
        "what", "formula", "estimate", "se", "ci_low", "ci_high", "df", "deff", "n", "method",
    ]);
    let failed = |error: csv::Error| super::Stop::Failed(kernel::Error::internal(error));
    out.write_record(&header).map_err(failed)?;
    for line in &report.lines {
        let mut row: Vec<String> = line.group.iter().map(|group| safe(group)).collect();
        row.extend([word(line.target).to_owned(), safe(&line.formula)]);
        match &line.found {
            Some((estimate, interval)) => {
                let Estimate { value, se, df, deff, n, .. } = *estimate;
                let numbers = [value, se, interval.low, interval.high, df, deff];
                row.extend(
                    numbers
                        .map(|one| if one.is_finite() { one.to_string() } else { String::new() }),
                );
                row.push(n.to_string());
            }
            None => row.extend(["", "", "", "", "", "", "0"].map(str::to_owned)),
        }
        row.push(report.method.clone());
        out.write_record(&row).map_err(failed)?;
    }
    let bytes = out.into_inner().map_err(|error| kernel::Error::internal(error.to_string()))?;
    say_raw(&String::from_utf8_lossy(&bytes));
    Ok(())
}

/// A text that no spreadsheet takes for a formula.
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A report as JSON.
#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    method: &'a str,
    level: f64,
    estimates: Vec<JsonLine<'a>>,
}

#[derive(Serialize)]
struct JsonLine<'a> {
    what: &'static str,
    formula: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<JsonGroup<'a>>,
    estimate: Option<f64>,
    #[serde(flatten)]
    found: Option<JsonFound>,
    n: u64,
}

#[derive(Serialize)]
struct JsonGroup<'a> {
    column: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct JsonFound {
    se: f64,
    ci: [f64; 2],
    df: f64,
    deff: f64,
}

fn to_json(report: &Report) -> serde_json::Result<String> {
    let all = Json {
        file: &report.file,
        method: &report.method,
        level: report.level,
        estimates: report.lines.iter().map(|line| json_line(report, line)).collect(),
    };
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

fn json_line<'a>(report: &'a Report, line: &'a Line) -> JsonLine<'a> {
    let found = line.found.as_ref();
    JsonLine {
        what: word(line.target),
        formula: &line.formula,
        by: report.by.as_deref().zip(line.group.as_deref()).map(JsonGroup::new),
        estimate: found.map(|(estimate, _)| estimate.value),
        found: found.map(|(estimate, interval)| JsonFound {
            se: estimate.se,
            ci: [interval.low, interval.high],
            df: estimate.df,
            deff: estimate.deff,
        }),
        n: found.map_or(0, |(estimate, _)| estimate.n),
    }
}

impl<'a> JsonGroup<'a> {
    fn new((column, value): (&'a str, &'a str)) -> Self {
        Self { column, value }
    }
}
