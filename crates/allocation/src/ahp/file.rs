//! Comparisons as CSV: columns `first`, `second`, `value` and, for several judges, `judge`. A value
//! is a number such as `3`, `0.5` or `1/3`: how many times as important the first is.

use std::io::Read;

use rustc_hash::FxHashMap;
use thiserror::Error;

use super::{Comparisons, Group, Judge, MOST};

/// What is wrong in a file, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Mistake {
    /// A place in the file.
    #[error("line {line}, column {column}: {what}")]
    Cell {
        /// Line in the file, from 1 on.
        line: u64,
        /// Name of the column.
        column: &'static str,
        /// What is wrong and what should stand there.
        what: String,
    },
    /// Something that is missing, or the whole file.
    #[error("{0}")]
    Whole(String),
}

/// Judges in the order of the file, and what each said of two things, by their numbers.
#[derive(Default)]
struct Said {
    things: Vec<String>,
    judges: Vec<String>,
    values: FxHashMap<(usize, usize, usize), f64>,
}

/// Reads comparisons. Everyone must compare every two things once.
///
/// # Errors
/// The first mistake, with its place.
pub fn read(reader: impl Read) -> Result<Group, Mistake> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let broken = |error: csv::Error| Mistake::Whole(error.to_string());
    let header = reader.headers().map_err(broken)?.clone();
    let find = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
    let needed = |name: &str| {
        let there = || header.iter().collect::<Vec<_>>().join(", ");
        find(name).ok_or_else(|| {
            Mistake::Whole(format!("there is no column {name}; the file has {}", there()))
        })
    };
    let (first, second, value) = (needed("first")?, needed("second")?, needed("value")?);
    let judge = find("judge");
    let mut said = Said::default();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: usize| record.get(column).unwrap_or("");
        let judge = judge.map_or("", cell);
        said.add(line, judge, [cell(first), cell(second)], cell(value))?;
    }
    said.group()
}

impl Said {
    fn add(
        &mut self,
        line: u64,
        judge: &str,
        things: [&str; 2],
        value: &str,
    ) -> Result<(), Mistake> {
        let wrong = |column, what| Mistake::Cell { line, column, what };
        for (column, thing) in [("first", things[0]), ("second", things[1])] {
            if thing.is_empty() {
                return Err(wrong(column, "the name of what is compared is missing".to_owned()));
            }
        }
        if things[0] == things[1] {
            return Err(wrong("second", format!("{} is compared with itself", things[0])));
        }
        let Some(number) = number(value) else {
            let what = format!("{value} is no number above 0, such as 3, 0.5 or 1/3");
            return Err(wrong("value", what));
        };
        let judge = place(&mut self.judges, judge);
        let [i, j] = things.map(|thing| place(&mut self.things, thing));
        if self.things.len() > MOST {
            return Err(wrong("second", format!("more than {MOST} things are compared")));
        }
        let (key, number) =
            if i < j { ((judge, i, j), number) } else { ((judge, j, i), 1.0 / number) };
        if self.values.insert(key, number).is_some() {
            let what = format!("{} and {} are compared twice", things[0], things[1]);
            return Err(wrong("second", what));
        }
        Ok(())
    }

    fn group(self) -> Result<Group, Mistake> {
        let mut judges = Vec::new();
        for (number, name) in self.judges.iter().enumerate() {
            for i in 0..self.things.len() {
                for j in i + 1..self.things.len() {
                    if !self.values.contains_key(&(number, i, j)) {
                        let who =
                            if name.is_empty() { String::new() } else { format!(" by {name}") };
                        let (a, b) = (&self.things[i], &self.things[j]);
                        return Err(Mistake::Whole(format!("{a} and {b} are not compared{who}")));
                    }
                }
            }
            let value = |i, j| self.values.get(&(number, i, j)).copied().unwrap_or(f64::NAN);
            let comparisons = Comparisons::new(self.things.len(), value)
                .map_err(|error| Mistake::Whole(error.to_string()))?;
            judges.push(Judge { name: name.clone(), comparisons });
        }
        if judges.is_empty() {
            return Err(Mistake::Whole("the file has no comparison".to_owned()));
        }
        Ok(Group { things: self.things, judges })
    }
}

fn place(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

fn number(text: &str) -> Option<f64> {
    let number = match text.split_once('/') {
        Some((above, below)) => {
            above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?
        }
        None => text.replace(',', ".").parse().ok()?,
    };
    (number.is_finite() && number > 0.0).then_some(number)
}
