//! Spending: contracts with firms and activities of a budget. Firms stand here as parties to a pattern; who
//! answers for it is the unit that bought.

use std::collections::BTreeMap;

use crate::cases::{Code, Names};

/// How a contract was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Everyone, or a few who were asked, could offer.
    Competed,
    /// One firm was asked.
    Direct,
    /// From a public catalogue.
    Catalogue,
}

/// A contract as records give it.
#[derive(Clone, Copy, Debug)]
pub struct ContractRecord<'r> {
    /// Its number.
    pub number: &'r str,
    /// The unit that buys.
    pub unit: &'r str,
    /// The number by which the firm is known.
    pub supplier: &'r str,
    /// What the firm is called.
    pub supplier_name: &'r str,
    /// What it is for, such as `goods`.
    pub category: &'r str,
    /// The market in which the firm stands; empty when it is not known.
    pub class: &'r str,
    /// How it was given.
    pub way: Way,
    /// Whether it met an emergency, for which other rules hold.
    pub emergency: bool,
    /// How many firms made an offer.
    pub bids: Option<u32>,
    /// The price.
    pub value: f64,
    /// Up to which price it could be given directly.
    pub limit: Option<f64>,
    /// Its day, counted from any first one.
    pub day: i32,
    /// Its month, counted from any first one.
    pub month: i32,
}

/// A contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// Code of its number.
    pub number: Code,
    /// The unit, as in [`crate::cases::Cases::units`].
    pub unit: Code,
    /// The firm.
    pub supplier: Code,
    /// Category and class together.
    pub market: Code,
    /// Whether the class is known.
    pub classed: bool,
    /// What it is for.
    pub category: Code,
    /// How it was given.
    pub way: Way,
    /// Whether it met an emergency.
    pub emergency: bool,
    /// How many firms made an offer.
    pub bids: Option<u32>,
    /// The price.
    pub value: f64,
    /// Up to which price it could be given directly.
    pub limit: Option<f64>,
    /// Its day.
    pub day: i32,
    /// Its month.
    pub month: i32,
    /// Things with a standard price: which, and ln of price over standard.
    pub things: Vec<(Code, f64)>,
}

/// An activity of a budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Code of its code.
    pub code: Code,
    /// The unit.
    pub unit: Code,
    /// Its account: only activities of one account are alike.
    pub account: Code,
    /// Its place in the adopted order, the best first; none when the plan does not know it.
    pub place: Option<u32>,
    /// The month in which it began, or a later number when it has not; none when that is not looked at.
    pub began: Option<u32>,
    /// The share of its year's money that was paid in the last month; none when that is not looked at.
    pub last_month: Option<f64>,
}

/// All of it, and the names behind its codes. Units stand in [`crate::cases::Cases::units`].
#[derive(Clone, Debug, Default)]
pub struct Spending {
    /// Contracts.
    pub contracts: Vec<Contract>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Numbers of contracts.
    pub numbers: Names,
    /// Firms, as they are shown.
    pub suppliers: Names,
    /// Markets.
    pub markets: Names,
    /// Categories.
    pub categories: Names,
    /// Things with a standard price.
    pub items: Names,
    /// Codes of activities.
    pub codes: Names,
    /// Accounts.
    pub accounts: Names,
    labels: BTreeMap<String, Code>,
}

impl Spending {
    /// Adds a contract. `unit` is its code in [`crate::cases::Cases::units`]; `things` are the standard
    /// prices' codes with ln of what was paid over them.
    pub fn contract(&mut self, unit: Code, record: &ContractRecord<'_>, things: &[(&str, f64)]) {
        let supplier = self.supplier(record);
        let market = format!("{} {}", record.category, record.class);
        let codes = (
            self.numbers.code(record.number),
            self.markets.code(&market),
            self.categories.code(record.category),
        );
        let (Some(number), Some(market), Some(category), Some(supplier)) =
            (codes.0, codes.1, codes.2, supplier)
        else {
            return;
        };
        let named = things.iter().filter_map(|(item, over)| Some((self.items.code(item)?, *over)));
        let things = named.filter(|(_, over)| over.is_finite()).collect();
        self.contracts.push(Contract {
            number,
            unit,
            supplier,
            market,
            classed: !record.class.is_empty(),
            category,
            way: record.way,
            emergency: record.emergency,
            bids: record.bids,
            value: record.value,
            limit: record.limit,
            day: record.day,
            month: record.month,
            things,
        });
    }

    /// A firm is its number; it is shown with the name that came first.
    fn supplier(&mut self, record: &ContractRecord<'_>) -> Option<Code> {
        if let Some(code) = self.labels.get(record.supplier) {
            return Some(*code);
        }
        let label = match record.supplier == record.supplier_name {
            true => record.supplier.to_owned(),
            false => format!("{} ({})", record.supplier_name, record.supplier),
        };
        let code = self.suppliers.code(&label)?;
        self.labels.insert(record.supplier.to_owned(), code);
        Some(code)
    }

    /// Adds an activity by its words; the rest is as in [`Activity`].
    pub fn activity(
        &mut self,
        unit: Code,
        (code, account): (&str, &str),
        place: Option<u32>,
        began: Option<u32>,
        last_month: Option<f64>,
    ) {
        if let (Some(code), Some(account)) = (self.codes.code(code), self.accounts.code(account)) {
            self.activities.push(Activity { code, unit, account, place, began, last_month });
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.contracts.is_empty() && self.activities.is_empty()
    }
}
