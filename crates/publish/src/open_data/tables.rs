//! The tables of a release, from what may be told. Pure.

use std::collections::BTreeMap;

use kernel::Error;
use kernel::error::Result;
use kernel::facts::scorecard::Finding;
use kernel::service::Standard;

use super::counts::Line;
use super::datasets::{CITY, dataset};
use super::guarded::{Guarded, OF_PEOPLE};
use super::table::{Cell, Table};

/// Acts of the whole city itself. Each of them stands in the ledger by itself, so they may be few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acts {
    /// The measure.
    pub measure: String,
    /// Cases.
    pub n: i64,
    /// Those that have the trait.
    pub total: i64,
}

/// A table of a dataset.
///
/// # Errors
/// When there is no such dataset.
pub fn table(code: &str, rows: Vec<Vec<Cell>>) -> Result<Table> {
    let dataset = dataset(code).ok_or_else(|| Error::internal(format!("no dataset {code}")))?;
    Ok(Table { dataset: dataset.code, columns: dataset.columns(), key: dataset.key.to_vec(), rows })
}

fn place(unit: &str) -> Cell {
    Cell::from(if unit.is_empty() { CITY } else { unit })
}

/// Names of the columns that are blank because what they would say is small.
fn hidden(columns: &[(&str, Option<i64>)]) -> Cell {
    let blank = columns.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name);
    Cell::from(blank.collect::<Vec<_>>().join(" ").as_str())
}

/// `rapor`: what the report says, as the ledger has it.
///
/// # Errors
/// Never in practice.
pub fn rapor(findings: &[Finding]) -> Result<Table> {
    let row = |finding: &Finding| {
        let Finding { code, unit, form, now, before, moved, target, .. } = finding;
        let unit = if unit.is_empty() { CITY } else { unit };
        let end = |end: fn((i64, i64)) -> i64| {
            now.interval.map_or(Cell::Blank, |interval| Cell::Decimal(end(interval)))
        };
        let mut row = vec![
            Cell::from(format!("{code}:{unit}").as_str()),
            Cell::from(code.as_str()),
            Cell::from(unit),
            Cell::from(form.code()),
            Cell::Whole(now.n),
            Cell::Whole(now.total),
            Cell::Decimal(now.value),
            end(|ends| ends.0),
            end(|ends| ends.1),
        ];
        match before {
            Some(before) => row.extend([
                Cell::from(before.period.as_str()),
                Cell::Whole(before.figure.n),
                Cell::Whole(before.figure.total),
                Cell::Decimal(before.figure.value),
            ]),
            None => row.extend([Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank]),
        }
        row.push(Cell::from(moved.code()));
        row.push(target.map_or(Cell::Blank, Cell::Decimal));
        row
    };
    table("rapor", findings.iter().map(row).collect())
}

/// `ukuran`: cases and their traits by measure, of the city and of each unit. Behind every share of the report.
///
/// # Errors
/// Never in practice.
pub fn ukuran(guarded: &Guarded, acts: &[Acts]) -> Result<Table> {
    let mut rows = Vec::new();
    for measure in OF_PEOPLE {
        let (lines, trait_place, levels) = match measure {
            "on-time" => (&guarded.answered, Some(0), 2),
            "returned" => (&guarded.answered, Some(1), 2),
            "self-application" => (&guarded.complete, Some(0), 2),
            "agreed-closing" => (&guarded.closed, Some(0), 1),
            "out-of-turn" => (&guarded.picked, Some(0), 2),
            _ => (&guarded.gifts, None, 1),
        };
        for line in lines.iter().filter(|line| line.path.len() < levels) {
            let total = trait_place.map_or(Some(line.n), |place| line.traits[place]);
            let unit = line.path.first().map_or("", String::as_str);
            rows.push(vec![
                Cell::from(measure),
                place(unit),
                Cell::from(if measure == "out-of-turn" { "turns" } else { "people" }),
                Cell::Whole(line.n),
                Cell::from(total),
                hidden(&[("total", total)]),
            ]);
        }
    }
    for act in acts {
        rows.push(vec![
            Cell::from(act.measure.as_str()),
            Cell::from(CITY),
            Cell::from("acts"),
            Cell::Whole(act.n),
            Cell::Whole(act.total),
            Cell::Blank,
        ]);
    }
    table("ukuran", rows)
}

#[derive(Default)]
struct Files {
    complete: Option<i64>,
    own: Option<i64>,
    answered: Option<i64>,
    on_time: Option<i64>,
    returned: Option<i64>,
}

/// Files by unit and service (`depth` 2), by month too (3), by channel too (4). A row that is not there has no files,
/// or too few.
///
/// # Errors
/// Never in practice.
pub fn permohonan(guarded: &Guarded, code: &str, depth: usize) -> Result<Table> {
    let mut found: BTreeMap<&[String], Files> = BTreeMap::new();
    let here = |line: &&Line| line.path.len() == depth;
    for line in guarded.answered.iter().filter(here) {
        let files = found.entry(line.path.as_slice()).or_default();
        files.answered = Some(line.n);
        (files.on_time, files.returned) = (line.traits[0], line.traits[1]);
    }
    for line in guarded.complete.iter().filter(here) {
        let files = found.entry(line.path.as_slice()).or_default();
        (files.complete, files.own) = (Some(line.n), line.traits[0]);
    }
    let row = |(path, files): (&[String], Files)| {
        let columns = [
            ("complete", files.complete),
            ("own", files.own),
            ("answered", files.answered),
            ("on_time", files.on_time),
            ("returned", files.returned),
        ];
        let mut row: Vec<Cell> = path.iter().map(|part| Cell::from(part.as_str())).collect();
        row.extend(columns.iter().map(|(_, value)| Cell::from(*value)));
        row.push(hidden(&columns));
        row
    };
    table(code, found.into_iter().map(row).collect())
}

/// `pengaduan`: reports that were closed, by month.
///
/// # Errors
/// Never in practice.
pub fn pengaduan(guarded: &Guarded) -> Result<Table> {
    let months = guarded.closed.iter().filter(|line| line.path.len() == 1);
    let row = |line: &Line| {
        let month = Cell::from(line.path[0].as_str());
        let agreed = line.traits[0];
        vec![month, Cell::Whole(line.n), Cell::from(agreed), hidden(&[("agreed", agreed)])]
    };
    table("pengaduan", months.map(row).collect())
}

/// `gratifikasi`: gifts that officers reported or refused, by month.
///
/// # Errors
/// Never in practice.
pub fn gratifikasi(guarded: &Guarded) -> Result<Table> {
    let months = guarded.gifts.iter().filter(|line| line.path.len() == 1);
    let row = |line: &Line| vec![Cell::from(line.path[0].as_str()), Cell::Whole(line.n)];
    table("gratifikasi", months.map(row).collect())
}

/// `layanan`: the standards that hold on the day of the release.
///
/// # Errors
/// Never in practice.
pub fn layanan<'s>(standards: impl Iterator<Item = &'s Standard>) -> Result<Table> {
    let row = |standard: &Standard| {
        vec![
            Cell::from(standard.code.as_str()),
            Cell::from(standard.name.id.as_str()),
            Cell::from(standard.name.en.as_str()),
            Cell::from(standard.unit.as_str()),
            Cell::Whole(i64::from(standard.promise.amount)),
            Cell::from(standard.promise.unit.code()),
            Cell::Whole(standard.fee.get()),
            Cell::Whole(i64::try_from(standard.documents.len()).unwrap_or(i64::MAX)),
            Cell::Day(standard.valid_from),
            Cell::from(standard.legal_basis.as_str()),
        ]
    };
    table("layanan", standards.map(row).collect())
}
