//! One pass over the rows of a file, or of a part of it.

use std::io::Read;

use super::{Condition, Header, Mistake, Names, Roles, condition, formula, number};
use crate::design::Target;
use crate::sample::Collecting;
use crate::streaming::{NO_DOMAIN, Row, Shape, Streaming, Translation};

/// What rows are given to.
pub trait Sink {
    /// A row and the pair of each quantity.
    fn row(&mut self, row: Row, values: &[Option<(f64, f64)>]);
    /// Units in a stratum.
    fn population(&mut self, stratum: u32, there: f64);
    /// Units in a first-stage unit.
    fn second_population(&mut self, psu: u32, there: f64);
}

impl Sink for Streaming {
    fn row(&mut self, row: Row, values: &[Option<(f64, f64)>]) {
        self.push(row, values);
    }
    fn population(&mut self, stratum: u32, there: f64) {
        Self::population(self, stratum, there);
    }
    fn second_population(&mut self, psu: u32, there: f64) {
        Self::second_population(self, psu, there);
    }
}

impl Sink for Collecting {
    fn row(&mut self, row: Row, values: &[Option<(f64, f64)>]) {
        self.push(row, values);
    }
    fn population(&mut self, stratum: u32, there: f64) {
        Self::population(self, stratum, there);
    }
    fn second_population(&mut self, psu: u32, there: f64) {
        Self::second_population(self, psu, there);
    }
}

/// The texts behind the numbers that a sink was given.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Strata.
    pub strata: Names,
    /// First-stage units, each within its stratum.
    pub psus: Names,
    /// Second-stage units, each within its first-stage unit.
    pub ssus: Names,
    /// Groups.
    pub domains: Names,
    /// Levels of each further column.
    pub levels: Vec<Names>,
    /// The level of each row, for each further column.
    pub level_rows: Vec<Vec<u32>>,
    /// Populations, as they were written, with the number that they are.
    populations: Vec<(Box<[u8]>, f64)>,
    second_populations: Vec<(Box<[u8]>, f64)>,
}

/// A sink that has seen a part, with its labels.
#[derive(Clone, Debug)]
pub struct Counted<S> {
    /// What was counted.
    pub sink: S,
    /// What its numbers mean.
    pub labels: Labels,
}

impl Counted<Streaming> {
    /// Adds a later part of the same file.
    ///
    /// # Errors
    /// [`Mistake::Formula`] when a stratum has another population there.
    pub fn absorb(&mut self, other: &Self) -> Result<(), Mistake> {
        let names = Translation {
            strata: self.labels.strata.absorb(&other.labels.strata),
            domains: self.labels.domains.absorb(&other.labels.domains),
            ..Translation::default()
        };
        let psus = nested(&other.labels.psus, &names.strata);
        let psus = self.labels.psus.absorb(&psus);
        let ssus = self.labels.ssus.absorb(&nested(&other.labels.ssus, &psus));
        let names = Translation { psus, ssus, ..names };
        agree(&mut self.labels.populations, &other.labels.populations, &names.strata, |stratum| {
            format!("stratum {}", other.labels.strata.text(stratum))
        })?;
        agree(
            &mut self.labels.second_populations,
            &other.labels.second_populations,
            &names.psus,
            |psu| format!("first-stage unit {}", unit_text(&other.labels.psus, psu)),
        )?;
        self.sink.absorb(&other.sink, &names);
        Ok(())
    }
}

type Written = Vec<(Box<[u8]>, f64)>;

fn agree(
    mine: &mut Written,
    theirs: &Written,
    names: &[u32],
    what: impl Fn(u32) -> String,
) -> Result<(), Mistake> {
    for (i, (text, value)) in (0_u32..).zip(theirs) {
        let here = names[i as usize] as usize;
        match mine.get(here) {
            Some((_, other)) if other != value && !text.is_empty() => {
                return Err(Mistake::Formula(format!(
                    "{} has a population of {other} in one row and {value} in another",
                    what(i)
                )));
            }
            Some(_) => {}
            None => mine.resize(here + 1, (text.clone(), *value)),
        }
    }
    Ok(())
}

/// Names of units begin with the number of what they stand in, which another part counts anew.
fn nested(names: &Names, outer: &[u32]) -> Names {
    let mut renamed = Names::default();
    for text in names.texts() {
        let (number, rest) = text.split_at(4);
        let number = u32::from_le_bytes(number.try_into().unwrap_or_default());
        let number = outer.get(number as usize).copied().unwrap_or(number);
        renamed.number(&inside(number, rest));
    }
    renamed
}

fn inside(outer: u32, text: &[u8]) -> Vec<u8> {
    [&outer.to_le_bytes()[..], text].concat()
}

/// The text of a unit that stands in another.
pub fn unit_text(names: &Names, number: u32) -> String {
    let text = names.texts().nth(number as usize).and_then(|text| text.get(4..));
    String::from_utf8_lossy(text.unwrap_or_default()).into_owned()
}

/// The columns of one file, each in its place.
#[derive(Clone, Debug)]
pub struct Pass {
    header: Header,
    formulas: Vec<formula::Placed>,
    /// For each formula the column whose number it is, when it is that and nothing more.
    plain: Vec<Option<usize>>,
    strata: Option<usize>,
    cluster: Option<usize>,
    second: Option<usize>,
    weight: Option<usize>,
    population: Option<usize>,
    population2: Option<usize>,
    by: Option<usize>,
    condition: condition::Placed,
    range: Option<(f64, f64)>,
    levels: Vec<usize>,
}

impl Pass {
    /// Finds every column of the roles.
    ///
    /// # Errors
    /// The first that is not there, or a formula that cannot be read.
    pub fn new(header: Header, roles: &Roles) -> Result<Self, Mistake> {
        let find =
            |column: &Option<String>| column.as_ref().map(|column| header.find(column)).transpose();
        let formulas = roles.formulas.iter().map(|formula| formula.place(&header));
        let formulas = formulas.collect::<Result<Vec<_>, _>>()?;
        let plain = |formula: &formula::Placed| formula.plain().filter(|_| roles.range.is_none());
        Ok(Self {
            plain: formulas.iter().map(plain).collect(),
            formulas,
            strata: find(&roles.strata)?,
            cluster: find(&roles.cluster)?,
            second: find(&roles.second)?,
            weight: find(&roles.weight)?,
            population: find(&roles.population)?,
            population2: find(&roles.population2)?,
            by: find(&roles.by)?,
            condition: Condition::place(&roles.condition, &header)?,
            range: roles.range,
            levels: roles.levels.iter().map(|one| header.find(one)).collect::<Result<_, _>>()?,
            header,
        })
    }

    /// What is estimated, in order.
    pub fn targets(&self) -> Vec<Target> {
        self.formulas.iter().map(|formula| formula.target).collect()
    }

    /// The shape of the design.
    pub fn shape(&self, lone: crate::design::Lone) -> Shape {
        Shape { clustered: self.cluster.is_some(), second: self.second.is_some(), lone }
    }

    /// The values of a record, as shifts for [`Streaming::new`].
    pub fn shifts(&self, record: &csv::ByteRecord) -> Vec<f64> {
        let value = |formula: &formula::Placed| {
            self.value(record, &formula.above).ok().flatten().unwrap_or(0.0)
        };
        self.formulas.iter().map(value).collect()
    }

    /// Gives every row that `bytes` hold to a sink. `first` is the line of the first of them;
    /// `seen` is told how many bytes have been read, now and then.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub fn run<S: Sink>(
        &self,
        bytes: impl Read,
        first: u64,
        mut sink: S,
        seen: impl Fn(u64),
    ) -> Result<Counted<S>, Mistake> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(bytes);
        let mut labels = Labels {
            levels: vec![Names::default(); self.levels.len()],
            level_rows: vec![Vec::new(); self.levels.len()],
            ..Labels::default()
        };
        let mut record = csv::ByteRecord::new();
        let mut values = vec![None; self.formulas.len()];
        let mut rows = 0_u64;
        let read = |error: csv::Error| Mistake::Read(error.to_string());
        while reader.read_byte_record(&mut record).map_err(read)? {
            let line = || record.position().map_or(0, csv::Position::line) + first - 1;
            if record.len() != self.header.names().len() {
                let (is, should) = (record.len(), self.header.names().len());
                let what = format!("it has {is} columns and the header {should}");
                return Err(Mistake::Line { line: line(), what });
            }
            self.row(&record, &line, &mut labels, &mut sink, &mut values)?;
            rows += 1;
            if rows.is_multiple_of(8192) {
                seen(reader.position().byte());
            }
        }
        Ok(Counted { sink, labels })
    }

    fn row<S: Sink>(
        &self,
        record: &csv::ByteRecord,
        line: &impl Fn() -> u64,
        labels: &mut Labels,
        sink: &mut S,
        values: &mut [Option<(f64, f64)>],
    ) -> Result<(), Mistake> {
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let number = |names: &mut Names, column: Option<usize>| {
            column.map_or(0, |column| names.number(cell(column)))
        };
        let stratum = number(&mut labels.strata, self.strata);
        let within = |names: &mut Names, outer: u32, column: Option<usize>| {
            column.map_or(0, |column| names.number(&inside(outer, cell(column))))
        };
        let psu = within(&mut labels.psus, stratum, self.cluster);
        let ssu = within(&mut labels.ssus, psu, self.second);
        if let Some(column) = self.population {
            let known = &mut labels.populations;
            if let Some(there) = self.written(cell(column), column, stratum, known, line)? {
                sink.population(stratum, there);
            }
        }
        if let Some(column) = self.population2 {
            let known = &mut labels.second_populations;
            if let Some(there) = self.written(cell(column), column, psu, known, line)? {
                sink.second_population(psu, there);
            }
        }
        for ((names, rows), column) in
            labels.levels.iter_mut().zip(&mut labels.level_rows).zip(&self.levels)
        {
            rows.push(names.number(cell(*column)));
        }
        let weight =
            self.weight.map(|column| self.weight(cell(column), column, line)).transpose()?;
        let domain = if self.condition.holds(record) {
            number(&mut labels.domains, self.by)
        } else {
            NO_DOMAIN
        };
        for ((value, formula), plain) in values.iter_mut().zip(&self.formulas).zip(&self.plain) {
            let digit = plain.and_then(|column| number::digit(record.get(column)?));
            *value = match digit {
                Some(digit) => Some((1.0, digit)),
                None => self.pair(record, formula, line)?,
            };
        }
        sink.row(Row { stratum, psu, ssu, domain, weight }, values);
        Ok(())
    }

    /// A population: the same text for every row of one unit, so it is read once.
    fn written(
        &self,
        cell: &[u8],
        column: usize,
        unit: u32,
        known: &mut Written,
        line: &impl Fn() -> u64,
    ) -> Result<Option<f64>, Mistake> {
        let unit = unit as usize;
        if known.get(unit).is_some_and(|(text, _)| **text == *cell) {
            return Ok(None);
        }
        let wrong = |what: String| Mistake::Cell { line: line(), column: self.name(column), what };
        let there = number::parse(cell).ok().flatten().filter(|there| *there > 0.0);
        let Some(there) = there else {
            let text = String::from_utf8_lossy(cell);
            return Err(wrong(format!(
                "\"{text}\" is no population; write how many units there are"
            )));
        };
        match known.get(unit) {
            Some((text, other)) if !text.is_empty() && *other != there => {
                Err(wrong(format!("the population is {there} here and {other} in an earlier row")))
            }
            _ => {
                if known.len() <= unit {
                    known.resize(unit + 1, (Box::default(), 0.0));
                }
                known[unit] = (cell.into(), there);
                Ok(Some(there))
            }
        }
    }

    fn weight(&self, cell: &[u8], column: usize, line: &impl Fn() -> u64) -> Result<f64, Mistake> {
        let weight = number::parse(cell).ok().flatten().filter(|weight| *weight >= 0.0);
        weight.ok_or_else(|| {
            let text = String::from_utf8_lossy(cell);
            let what = format!("\"{text}\" is no weight; write a number that is not below zero");
            Mistake::Cell { line: line(), column: self.name(column), what }
        })
    }

    fn pair(
        &self,
        record: &csv::ByteRecord,
        formula: &formula::Placed,
        line: &impl Fn() -> u64,
    ) -> Result<Option<(f64, f64)>, Mistake> {
        let value = |side: &formula::Side| {
            self.value(record, side).map_err(|column| self.no_number(record, column, line()))
        };
        let Some(above) = value(&formula.above)? else { return Ok(None) };
        if formula.target == Target::Proportion && above != 0.0 && above != 1.0 {
            let formula::Side::Column(column) = formula.above else { return Ok(None) };
            let name = self.name(column);
            let what = format!("{above} is neither 0 nor 1; write --proportion {name}=VALUE");
            return Err(Mistake::Cell { line: line(), column: name, what });
        }
        if let (Some((low, high)), formula::Side::Column(column)) = (self.range, &formula.above)
            && (above < low || above > high)
        {
            let what = format!("{above} is not between {low} and {high}");
            return Err(Mistake::Cell { line: line(), column: self.name(*column), what });
        }
        match &formula.below {
            None => Ok(Some((1.0, above))),
            Some(below) => Ok(value(below)?.map(|below| (below, above))),
        }
    }

    /// A value, or the column that has none to give.
    fn value(&self, record: &csv::ByteRecord, side: &formula::Side) -> Result<Option<f64>, usize> {
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let number = |column: usize| number::parse(cell(column)).map_err(|_| column);
        Ok(match side {
            formula::Side::Column(column) => number(*column)?,
            formula::Side::Minus(a, b) => number(*a)?.zip(number(*b)?).map(|(a, b)| a - b),
            formula::Side::Is(column, text) => match cell(*column) {
                b"" | b"NA" => None,
                cell => Some(f64::from(u8::from(cell == &text[..]))),
            },
        })
    }

    fn no_number(&self, record: &csv::ByteRecord, column: usize, line: u64) -> Mistake {
        let text = String::from_utf8_lossy(record.get(column).unwrap_or_default());
        let what = format!("\"{text}\" is not a number; write one, or leave the cell empty");
        Mistake::Cell { line, column: self.name(column), what }
    }

    fn name(&self, column: usize) -> String {
        self.header.names().get(column).cloned().unwrap_or_default()
    }
}
