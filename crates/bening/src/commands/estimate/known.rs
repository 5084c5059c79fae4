//! Known totals, in CSV files: `level,total` for one column, `column,level,total` for several.

use std::path::Path;

use estimation::sample::Margin;
use estimation::table::Labels;

use super::source::Source;
use crate::cli::Estimate;
use crate::commands::Stop;

/// The known totals of one column.
pub struct Known {
    /// Name of the column.
    pub column: String,
    levels: Vec<(String, f64)>,
}

/// What `--totals` or `--rake` say; nothing without them.
pub fn read(args: &Estimate) -> Result<Vec<Known>, Stop> {
    if let (Some(column), Some(file)) = (&args.poststrata, &args.totals) {
        let rows = rows(file, ["level", "total"])?;
        let levels = rows.into_iter().map(|([level, _], total)| (level, total)).collect();
        return Ok(vec![Known { column: column.clone(), levels }]);
    }
    let Some(file) = &args.rake else { return Ok(Vec::new()) };
    let mut all: Vec<Known> = Vec::new();
    for ([column, level], total) in rows(file, ["column", "level", "total"])? {
        match all.iter_mut().find(|known| known.column == column) {
            Some(known) => known.levels.push((level, total)),
            None => all.push(Known { column, levels: vec![(level, total)] }),
        }
    }
    Ok(all)
}

/// The texts before the total, the last of them possibly empty, and the total.
type Row = ([String; 2], f64);

fn rows<const N: usize>(file: &Path, header: [&str; N]) -> Result<Vec<Row>, Stop> {
    let wrong = |what: String| Stop::Input(vec![format!("{}: {what}", file.display())]);
    let mut reader = csv::Reader::from_path(file).map_err(|error| wrong(error.to_string()))?;
    let columns = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    if columns.iter().map(str::trim).ne(header) {
        return Err(wrong(format!("line 1: the header must be {}", header.join(","))));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let text = record[N - 1].trim();
        let total: Option<f64> = text.parse().ok().filter(|total: &f64| *total > 0.0);
        let total = total.ok_or_else(|| {
            wrong(format!("line {line}, column total: \"{text}\" is no number above zero"))
        })?;
        let text = |i: usize| if i < N - 1 { record[i].trim().to_owned() } else { String::new() };
        rows.push(([text(0), text(1)], total));
    }
    Ok(rows)
}

/// The totals in the order of the levels of the file; each level needs one.
pub fn fitted(known: &[Known], labels: &Labels, source: &Source) -> Result<Vec<Margin>, Stop> {
    let mut margins = Vec::new();
    for ((known, names), rows) in known.iter().zip(&labels.levels).zip(&labels.level_rows) {
        let mut totals = Vec::new();
        for level in names.texts() {
            let level = String::from_utf8_lossy(level);
            let found = known.levels.iter().find(|(name, _)| *name == *level);
            let (_, total) = found.ok_or_else(|| {
                let column = &known.column;
                source.wrong(&format!(
                    "column {column}: the totals have no line for level \"{level}\"; add one"
                ))
            })?;
            totals.push(*total);
        }
        margins.push(Margin { levels: rows.clone(), totals });
    }
    Ok(margins)
}
