//! CSV: a header, then one event a row. Commas, semicolons or tabs, by what the header has most of.

use std::io::BufRead;

use super::{Event, Mistake};

pub fn read(
    mut reader: impl BufRead,
    mut sink: impl FnMut(&Event) -> Result<(), Mistake>,
) -> Result<(), Mistake> {
    let start = reader.fill_buf().map_err(|error| Mistake::Read(error.to_string()))?;
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| header.iter().filter(|byte| **byte == wanted).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|byte| count(*byte)).unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(reader);
    let mut event = Event::default();
    let header = rows.headers().map_err(|error| mistake(&error))?;
    for (place, name) in header.iter().enumerate() {
        event.places.insert(name.trim_start_matches('\u{feff}').to_owned(), place);
        event.values.push(String::new());
    }
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row).map_err(|error| mistake(&error))? {
        event.line = row.position().map_or(0, csv::Position::line);
        for (value, field) in event.values.iter_mut().zip(&row) {
            value.clear();
            value.push_str(field);
        }
        sink(&event)?;
    }
    Ok(())
}

fn mistake(error: &csv::Error) -> Mistake {
    let line = error.position().map(csv::Position::line);
    match (error.kind(), line) {
        (csv::ErrorKind::UnequalLengths { expected_len, len, .. }, Some(line)) => Mistake::Line {
            line,
            what: format!("this row has {len} values and the header {expected_len}"),
        },
        (csv::ErrorKind::Utf8 { .. }, Some(line)) => {
            Mistake::Line { line, what: "this row is not UTF-8; save the file as UTF-8".to_owned() }
        }
        _ => Mistake::Read(error.to_string()),
    }
}
