//! Rows of a spreadsheet, with the place of every cell.

use std::collections::BTreeMap;

use kernel::data::DataError;

use crate::catalogue::mistake::Mistake;

/// A file that was handed in: its name, for messages, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    /// Name of the file.
    pub name: &'t str,
    /// Its whole text.
    pub text: &'t str,
}

/// One row, its cells by column name.
pub(super) struct Row<'t> {
    source: Source<'t>,
    line: u64,
    cells: BTreeMap<&'static str, String>,
}

impl Row<'_> {
    /// The cell of `column`, without spaces around it.
    pub(super) fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The line on which the row begins, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// A mistake in the cell of `column`.
    pub(super) fn error(&self, column: &str, mistake: &Mistake) -> DataError {
        DataError::cell(self.source.name, self.line, column, mistake)
    }

    /// The cell of `column` as `parse` reads it. A mistake is noted, and the placeholder stands
    /// in so that the rest of the row is read as well; it never leaves the import.
    pub(super) fn take<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Mistake>,
        placeholder: T,
        errors: &mut Vec<DataError>,
    ) -> T {
        parse(self.get(column)).unwrap_or_else(|mistake| {
            errors.push(self.error(column, &mistake));
            placeholder
        })
    }
}

/// All rows of `source`, which must have exactly these `columns` in any order.
pub(super) fn rows<'t>(
    source: Source<'t>,
    columns: &[&'static str],
    errors: &mut Vec<DataError>,
) -> Vec<Row<'t>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source.text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            errors.push(DataError::csv(source.name, &error));
            return Vec::new();
        }
    };
    let Some(order) = order(source, &header, columns, errors) else { return Vec::new() };
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => rows.extend(row(source, &order, &record, errors)),
            Err(error) => errors.push(DataError::csv(source.name, &error)),
        }
    }
    rows
}

/// The known columns in the order of the header; `None` when one is missing or unknown.
fn order(
    source: Source<'_>,
    header: &csv::StringRecord,
    columns: &[&'static str],
    errors: &mut Vec<DataError>,
) -> Option<Vec<&'static str>> {
    let before = errors.len();
    for column in columns.iter().filter(|column| !header.iter().any(|name| name == **column)) {
        errors.push(DataError::cell(source.name, 1, column, "this column is missing; add it"));
    }
    let mut order = Vec::with_capacity(columns.len());
    for name in header {
        match columns.iter().find(|column| **column == name) {
            Some(column) if !order.contains(column) => order.push(*column),
            Some(_) => {
                let message = "this column is there twice; remove one";
                errors.push(DataError::cell(source.name, 1, name, message));
            }
            None => {
                let message = format!("no such column; the columns are {}", columns.join(", "));
                errors.push(DataError::cell(source.name, 1, name, message));
            }
        }
    }
    (errors.len() == before).then_some(order)
}

fn row<'t>(
    source: Source<'t>,
    order: &[&'static str],
    record: &csv::StringRecord,
    errors: &mut Vec<DataError>,
) -> Option<Row<'t>> {
    let line = record.position().map_or(1, csv::Position::line);
    if record.len() != order.len() {
        let (has, wants) = (record.len(), order.len());
        let column = order[has.min(wants - 1)];
        let message = format!(
            "the row has {has} cells and the header {wants}; put a text with commas between quotes"
        );
        errors.push(DataError::cell(source.name, line, column, message));
        return None;
    }
    let cells = order.iter().zip(record).map(|(column, cell)| (*column, cell.trim().to_owned()));
    Some(Row { source, line, cells: cells.collect() })
}
