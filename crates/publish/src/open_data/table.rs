//! A table of a release, and its two forms. Pure.

use jiff::civil::Date;
use serde_json::Value;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words or a code.
    Text,
    /// A whole number.
    Whole,
    /// A number with at most six decimals.
    Decimal,
    /// A day.
    Day,
    /// A month, such as `2026-07`.
    Month,
}

/// A column. Its title and meaning are texts of the interface (`open-data-column-...`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the file.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether every row has it.
    pub required: bool,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or nothing that may be told.
    Blank,
    /// Words or a code.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Millionths.
    Decimal(i64),
    /// A number, digit by digit as somebody else wrote it.
    Exact(String),
    /// A day.
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Blank, Self::Whole)
    }
}

/// Millionths as they are written: all six decimals.
pub fn decimal(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let whole = millionths.unsigned_abs();
    format!("{sign}{}.{:06}", whole / 1_000_000, whole % 1_000_000)
}

impl Cell {
    /// As it stands in a CSV file, without quotes around it.
    pub fn plain(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => harmless(text),
            Self::Whole(number) => number.to_string(),
            Self::Decimal(millionths) => decimal(*millionths),
            Self::Exact(text) => text.clone(),
            Self::Day(day) => day.to_string(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Blank => Value::Null,
            Self::Text(text) => Value::from(harmless(text)),
            Self::Whole(number) => Value::from(*number),
            Self::Decimal(millionths) => Value::from(*millionths as f64 / 1e6),
            Self::Exact(text) => text.parse::<f64>().map_or(Value::Null, Value::from),
            Self::Day(day) => Value::from(day.to_string()),
        }
    }
}

/// A spreadsheet must not take a text for a formula (ASVS 5.0, 1.2.10).
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A dataset with its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Code of the dataset, also the name of its files.
    pub dataset: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Names of the columns that tell a row from all others; none when two rows may be the same.
    pub key: Vec<&'static str>,
    /// Its rows, each with a value for every column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// As CSV (RFC 4180), with a header.
    pub fn csv(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
        let mut text = line(&names);
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(Cell::plain).collect();
            text += &line(&cells);
        }
        text
    }

    /// As JSON: a list of objects, each with its columns in their order.
    pub fn json(&self) -> String {
        let mut objects = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let mut pairs = Vec::with_capacity(row.len());
            for (column, cell) in self.columns.iter().zip(row) {
                pairs.push(format!("{}:{}", Value::from(column.name.as_str()), cell.json()));
            }
            objects.push(format!("{{{}}}", pairs.join(",")));
        }
        format!("[\n{}\n]\n", objects.join(",\n"))
    }
}

fn line(cells: &[String]) -> String {
    let quoted = |cell: &String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}
