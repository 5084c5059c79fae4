//! Files of what the city gets for its money. Pure.

use std::collections::BTreeMap;

use kernel::Error;
use kernel::error::Result;

use super::rules::{Row, is_timed};
use crate::proposals::outside::Index;

fn written(rows: Vec<Vec<String>>) -> Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(&row).map_err(Error::internal)?;
    }
    let bytes = out.into_inner().map_err(|error| Error::internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(Error::internal)
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The units of a group, as `bening plan frontier` reads them; without the last column where it is not told.
///
/// # Errors
/// Internal when it cannot be written.
pub fn group(rows: &[Row], group: &[usize]) -> Result<String> {
    let timed = is_timed(rows, group);
    let mut names = vec!["unit", "paid", "finished"];
    names.extend(timed.then_some("in_time"));
    let mut all = vec![header(&names)];
    all.extend(group.iter().map(|place| {
        let row = &rows[*place];
        let numbers = [Some(row.paid), Some(row.finished()), row.on_time.filter(|_| timed)];
        let numbers = numbers.iter().flatten().map(ToString::to_string);
        std::iter::once(row.unit.clone()).chain(numbers).collect()
    }));
    written(all)
}

/// All units. Where fewer files are told than may be shown, their numbers are empty. `untold` files more may belong to
/// the row, so a cost has two ends.
///
/// # Errors
/// Internal when it cannot be written.
pub fn all(rows: &[Row], fewest: i64, indices: &BTreeMap<String, Index>) -> Result<String> {
    let names = [
        "unit",
        "services",
        "paid",
        "finished",
        "in_time",
        "untold",
        "cost_per_file_low",
        "cost_per_file_high",
        "cost_per_file_in_time_low",
        "cost_per_file_in_time_high",
        "bought",
        "bought_by_standard",
        "index",
        "index_low",
        "index_high",
    ];
    let mut all = vec![header(&names)];
    for row in rows {
        let shown = row.finished() >= fewest;
        let count = |count: Option<i64>| {
            count.filter(|_| shown).map(|count| count.to_string()).unwrap_or_default()
        };
        let cost = |cost: Option<f64>| cost.map(|cost| format!("{cost:.0}")).unwrap_or_default();
        let (each, in_time) = (row.cost(fewest), row.cost_in_time(fewest));
        let index = indices.get(&row.unit);
        let number = |value: Option<f64>| value.map(|v| format!("{v:.4}")).unwrap_or_default();
        let services: Vec<&str> = row.services.iter().map(|one| one.code.as_str()).collect();
        let amount = |amount: Option<i64>| amount.map(|one| one.to_string()).unwrap_or_default();
        all.push(vec![
            row.unit.clone(),
            services.join("|"),
            row.paid.to_string(),
            count(Some(row.finished())),
            count(row.on_time),
            row.untold.to_string(),
            cost(each.map(|cost| cost.low)),
            cost(each.map(|cost| cost.high)),
            cost(in_time.map(|cost| cost.low)),
            cost(in_time.map(|cost| cost.high)),
            amount(row.bought.map(|(cost, _)| cost)),
            amount(row.bought.map(|(_, standard)| standard)),
            number(index.map(|index| index.value)),
            number(index.map(|index| index.low)),
            number(index.map(|index| index.high)),
        ]);
    }
    written(all)
}
