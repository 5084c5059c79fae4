//! The city's spending as signals see it: contracts, activities, and the order that was adopted.
//!
//! Nothing of it is personal. A contract is looked at by one run alone; so is the order of a budget once most of
//! its year is over, and its last month once all was paid.

mod feed;
mod reader;
mod store;

pub use feed::{Looked, add, looked};
pub use reader::SignalSpending;
pub(super) use store::insert_run;

use detection::cases::Cases;
use detection::spending::{ContractRecord, Way};
use kernel::facts::spending::{ContractAwarded, Method};
use kernel::money::Rupiah;

/// Adds a contract to what is tested. `limit` is up to which price it could be given directly.
pub fn contract(cases: &mut Cases, awarded: &ContractAwarded, limit: Option<Rupiah>) {
    let Some(unit) = cases.units.code(&awarded.unit) else { return };
    let day = awarded.awarded_on;
    let record = ContractRecord {
        number: &awarded.number,
        unit: &awarded.unit,
        supplier: &awarded.supplier_id,
        supplier_name: &awarded.supplier,
        category: awarded.category.code(),
        class: &awarded.class,
        way: match awarded.method {
            Method::Open | Method::Selective => Way::Competed,
            Method::Direct => Way::Direct,
            Method::Catalogue => Way::Catalogue,
        },
        emergency: awarded.emergency,
        bids: awarded.bids.and_then(|bids| u32::try_from(bids).ok()),
        value: awarded.value.get() as f64,
        limit: limit.map(|limit| limit.get() as f64),
        day: day.duration_since(jiff::civil::Date::ZERO).as_hours() as i32 / 24,
        month: i32::from(day.year()) * 12 + i32::from(day.month()),
    };
    let over = |item: &kernel::facts::spending::Bought| {
        let standard = item.standard.filter(|standard| standard.get() > 0)?;
        Some((item.item.clone(), (item.price.get() as f64 / standard.get() as f64).ln()))
    };
    let things: Vec<(String, f64)> = awarded.items.iter().filter_map(over).collect();
    let things: Vec<(&str, f64)> =
        things.iter().map(|(item, over)| (item.as_str(), *over)).collect();
    cases.spending.contract(unit, &record, &things);
}
