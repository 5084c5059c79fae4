//! Files of what the city gets for its money. Pure.

use std::collections::BTreeMap;

use kernel::Error;
use kernel::error::Result;

use super::rules::Row;
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

/// The units of a group, as `bening plan frontier` reads them.
///
/// # Errors
/// Internal when it cannot be written.
pub fn group(rows: &[Row], group: &[usize]) -> Result<String> {
    let mut all = vec![header(&["unit", "paid", "finished", "in_time"])];
    all.extend(group.iter().map(|place| {
        let row = &rows[*place];
        let numbers = [row.paid, row.finished(), row.on_time()];
        let numbers = numbers.iter().map(ToString::to_string);
        std::iter::once(row.unit.clone()).chain(numbers).collect()
    }));
    written(all)
}

/// All units. Where fewer files were answered than may be shown, their numbers are empty.
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
        "cost_per_file",
        "cost_per_file_in_time",
        "bought",
        "bought_by_standard",
        "index",
        "index_low",
        "index_high",
    ];
    let mut all = vec![header(&names)];
    for row in rows {
        let shown = row.finished() >= fewest;
        let count = |count: i64| if shown { count.to_string() } else { String::new() };
        let cost = |cost: Option<f64>| cost.map(|cost| format!("{cost:.0}")).unwrap_or_default();
        let index = indices.get(&row.unit);
        let number = |value: Option<f64>| value.map(|v| format!("{v:.4}")).unwrap_or_default();
        let services: Vec<&str> = row.services.iter().map(|one| one.code.as_str()).collect();
        let amount = |amount: Option<i64>| amount.map(|one| one.to_string()).unwrap_or_default();
        all.push(vec![
            row.unit.clone(),
            services.join("|"),
            row.paid.to_string(),
            count(row.finished()),
            count(row.on_time()),
            cost(row.cost(fewest)),
            cost(row.cost_in_time(fewest)),
            amount(row.bought.map(|(cost, _)| cost)),
            amount(row.bought.map(|(_, standard)| standard)),
            number(index.map(|index| index.value)),
            number(index.map(|index| index.low)),
            number(index.map(|index| index.high)),
        ]);
    }
    written(all)
}
