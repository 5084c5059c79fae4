//! The index in a release: every published round, its terms, and the answers behind the report's number.

use std::collections::BTreeSet;

use kernel::Error;
use kernel::error::Result;
use listen::surveys::results::{self, Figure, Published, published};
use platform::App;
use platform::db::Tx;
use publish::open_data::datasets::{ANSWERS, CITY};
use publish::open_data::model::Period;
use publish::open_data::table::{Cell, Column, Kind, Table};
use publish::open_data::tables::table;

use crate::scorecard::{index_round, millionths};

/// Tables of the index; without those that have no row.
pub(super) async fn tables(tx: &mut Tx<'_>, app: &App, period: Period) -> Result<Vec<Table>> {
    let mut rounds = published(tx).await?;
    let day = publish::scorecard::due(period, publish::scorecard::verbs::days(app, app.today())?);
    rounds.retain(|one| one.round.closes < day);
    let mut all = vec![index(&rounds)?, terms(&rounds)?];
    if let Some(round) = index_round(app, &rounds, period)?
        && let Some(data) = results::data(tx, round.round.id).await?
    {
        all.push(answers(&data)?);
    }
    all.retain(|table| !table.rows.is_empty());
    Ok(all)
}

fn number(value: f64) -> Cell {
    Cell::Decimal(millionths(value))
}

fn count(number: u64) -> Cell {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn index(rounds: &[Published]) -> Result<Table> {
    let mut rows = Vec::new();
    for one in rounds {
        let row = |unit: &str, population: i64, figure: &Figure| {
            vec![
                Cell::from(one.round.id.to_string().as_str()),
                Cell::from(unit),
                Cell::from(one.report.code.as_str()),
                Cell::Day(one.round.from),
                Cell::Day(one.round.to),
                Cell::Whole(population),
                count(figure.n),
                number(figure.value),
                number(figure.low),
                number(figure.high),
            ]
        };
        rows.extend(one.report.city.iter().map(|city| row(CITY, one.report.population, city)));
        let units = one.report.units.iter();
        rows.extend(units.map(|unit| row(&unit.unit, unit.population, &unit.figure)));
    }
    table("indeks", rows)
}

fn terms(rounds: &[Published]) -> Result<Table> {
    let mut rows = Vec::new();
    for one in rounds {
        for term in &one.report.terms {
            rows.push(vec![
                Cell::from(one.round.id.to_string().as_str()),
                Cell::from(term.key.as_str()),
                Cell::from(term.id.as_str()),
                Cell::from(term.en.as_str()),
                number(term.mean.value),
                number(term.mean.low),
                number(term.mean.high),
                number(term.lost.value),
            ]);
        }
    }
    table("unsur", rows)
}

/// The answers as they are published with their round.
fn answers(data: &str) -> Result<Table> {
    let mut reader = csv::Reader::from_reader(data.as_bytes());
    let header = reader.headers().map_err(Error::internal)?.clone();
    let records: Vec<csv::StringRecord> =
        reader.records().collect::<std::result::Result<_, _>>().map_err(Error::internal)?;
    let numbers: BTreeSet<usize> = (0..header.len())
        .filter(|place| &header[*place] == "skor" || header[*place].starts_with("nilai_"))
        .collect();
    let columns = header.iter().enumerate().map(|(place, name)| Column {
        name: name.to_owned(),
        kind: match name {
            "N" => Kind::Whole,
            _ if numbers.contains(&place) => Kind::Decimal,
            _ => Kind::Text,
        },
        required: ["unit", "N"].contains(&name),
    });
    let columns: Vec<Column> = columns.collect();
    // As they are written there, to the last digit: the index follows from them.
    let cell = |(column, text): (&Column, &str)| match column.kind {
        Kind::Whole => text.parse().map_or(Cell::Blank, Cell::Whole),
        Kind::Decimal => Cell::Exact(text.to_owned()),
        _ => Cell::from(text),
    };
    let row = |record: &csv::StringRecord| columns.iter().zip(record.iter()).map(cell).collect();
    Ok(Table {
        dataset: ANSWERS,
        rows: records.iter().map(row).collect(),
        key: Vec::new(),
        columns,
    })
}
