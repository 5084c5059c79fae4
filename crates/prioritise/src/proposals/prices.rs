//! The price standard, read from data: what one unit of something costs, each from the day on which it
//! holds. A city keeps thousands of such prices; these few are examples, marked unverified.

use std::sync::LazyLock;

use jiff::civil::Date;
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use serde::Deserialize;

const FILE: &str = include_str!("../../../../data/rules/harga_standar.csv");

/// One price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// Its code.
    pub code: String,
    /// Of what.
    pub name: Bilingual,
    /// What is counted, such as `m`.
    pub measure: String,
    /// What one costs.
    pub price: Rupiah,
    /// First day on which it holds.
    pub valid_from: Date,
    /// Last day on which it holds.
    pub valid_to: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// False until somebody has compared it with the regulation of the mayor.
    pub verified: bool,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name_id: String,
    name_en: String,
    measure: String,
    price: i64,
    valid_from: Date,
    valid_to: Option<Date>,
    source: String,
    verified: String,
}

impl From<Row> for Price {
    fn from(row: Row) -> Self {
        Self {
            code: row.code,
            name: Bilingual { id: row.name_id, en: row.name_en },
            measure: row.measure,
            price: Rupiah::new(row.price),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            source: row.source,
            verified: row.verified == "yes",
        }
    }
}

static PRICES: LazyLock<Vec<Price>> = LazyLock::new(|| {
    let rows = csv::Reader::from_reader(FILE.as_bytes()).into_deserialize();
    // The file travels inside the program; a test reads it whole.
    rows.filter_map(std::result::Result::ok).map(|row: Row| row.into()).collect()
});

/// All prices of a day, in the order of the list.
pub fn on(day: Date) -> impl Iterator<Item = &'static Price> {
    let holds = move |price: &&Price| {
        price.valid_from <= day && price.valid_to.is_none_or(|last| day <= last)
    };
    PRICES.iter().filter(holds)
}

/// The price of that code, as it stands on a day.
pub fn find(code: &str, day: Date) -> Option<&'static Price> {
    on(day).find(|price| price.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_file_is_read_whole_and_names_each_price_once_a_day() {
        assert_eq!(PRICES.len(), FILE.lines().count() - 1);
        for day in ["2025-06-01", "2026-01-15", "2026-11-25"] {
            let day: Date = day.parse().unwrap();
            let codes: BTreeSet<_> = on(day).map(|price| &price.code).collect();
            assert_eq!(codes.len(), on(day).count(), "{day}");
            assert!(codes.len() > 15, "{day}");
        }
        assert!(PRICES.iter().all(|price| price.price.get() > 0 && !price.measure.is_empty()));
        assert!(PRICES.iter().all(|price| !price.verified), "nobody has read the regulation");
        let old = find("HSPK-DRAINASE-U40", "2025-06-01".parse().unwrap()).unwrap();
        let new = find("HSPK-DRAINASE-U40", "2026-06-01".parse().unwrap()).unwrap();
        assert!(old.price < new.price, "a price has its day");
    }
}
