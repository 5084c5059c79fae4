//! Files of contracts: CSV in our own columns, and OCDS 1.1 as JSON. Pure.
//!
//! A file is read as far as it can be: each contract that is whole is given, and for each that is not the
//! sentence that says what is missing and where.

pub mod ocds;
mod package;
mod release;
pub mod table;

use std::collections::BTreeMap;

use kernel::facts::spending::{Bought, ContractAwarded};
use kernel::money::Rupiah;
use platform::i18n::Lang;

/// The largest price.
const DEAREST: i64 = 100_000_000_000_000;
/// The most of anything, in thousandths.
const MOST: i64 = 100_000_000_000;
/// The most things in one contract.
const THINGS: usize = 500;
/// The most offers.
const BIDS: i64 = 1_000;

/// Where in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A row and a column of a table; no column when it is the whole row.
    Cell(u64, String),
    /// A path in JSON, such as `releases[0].tender.procurementMethod`.
    Path(String),
}

impl Place {
    /// In words.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Cell(line, column) if column.is_empty() => {
                lang.t1("procurement-place-line", "line", line)
            }
            Self::Cell(line, column) => lang.with(
                "procurement-place-cell",
                &[("line", line.to_string()), ("column", column.clone())],
            ),
            Self::Path(path) if path.is_empty() => lang.t("procurement-place-file"),
            Self::Path(path) => path.clone(),
        }
    }
}

/// What is wrong in a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// Key of the sentence.
    pub key: &'static str,
    /// What was found there; empty when nothing.
    pub found: String,
}

impl Mistake {
    /// The sentence, with its place.
    pub fn sentence(&self, lang: Lang) -> String {
        format!("{}: {}", self.place.words(lang), lang.t1(self.key, "found", &self.found))
    }
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Contracts, each with the place at which it begins. Standard prices are not filled in.
    pub contracts: Vec<(Place, ContractAwarded)>,
    /// What could not be read.
    pub mistakes: Vec<Mistake>,
    /// How many processes of the file have no contract yet, or one that was cancelled.
    pub waiting: usize,
}

impl Read {
    /// Takes a contract unless the file has named it before; two that differ under one number are a mistake.
    fn take(
        &mut self,
        seen: &mut BTreeMap<String, usize>,
        place: Place,
        contract: ContractAwarded,
    ) {
        match seen.get(&contract.number) {
            Some(before) if self.contracts[*before].1 == contract => {}
            Some(_) => {
                self.wrong(place, "procurement-file-differs", &contract.number);
            }
            None => {
                seen.insert(contract.number.clone(), self.contracts.len());
                self.contracts.push((place, contract));
            }
        }
    }

    fn wrong(&mut self, place: Place, key: &'static str, found: &str) {
        self.mistakes.push(Mistake { place, key, found: found.chars().take(60).collect() });
    }
}

/// Reads a file, whichever it is. `named` gives columns of a table other names than ours.
pub fn read(text: &str, named: &BTreeMap<String, String>) -> Read {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        Some('{' | '[') => ocds::read(text),
        _ => table::read(text, named),
    }
}

/// What is wrong with a whole contract: the field, and the key of the sentence. Fields are named as columns.
fn check(contract: &ContractAwarded) -> Result<(), (&'static str, &'static str)> {
    let long = |text: &str, least: usize, most: usize| {
        let count = text.chars().count();
        (least..=most).contains(&count)
            && !text.chars().any(char::is_control)
            && text.trim() == text
    };
    let texts = [
        ("number", long(&contract.number, 1, 120)),
        ("title", long(&contract.title, 1, 300)),
        ("supplier", long(&contract.supplier, 1, 200)),
        ("supplier_id", long(&contract.supplier_id, 1, 200)),
        ("unit", long(&contract.unit, 1, 120)),
        ("activity", long(&contract.activity, 0, 60)),
        ("class", long(&contract.class, 0, 60)),
    ];
    if let Some((field, _)) = texts.into_iter().find(|(_, fits)| !fits) {
        return Err((field, "procurement-file-text"));
    }
    let money = |amount: Rupiah| (1..=DEAREST).contains(&amount.get());
    if !money(contract.value) {
        return Err(("value", "procurement-file-money"));
    }
    if contract.estimate.is_some_and(|estimate| !money(estimate)) {
        return Err(("estimate", "procurement-file-money"));
    }
    if contract.bids.is_some_and(|bids| !(1..=BIDS).contains(&bids)) {
        return Err(("bids", "procurement-file-bids"));
    }
    if !(2000..=2100).contains(&contract.budget_year) {
        return Err(("budget_year", "procurement-file-year"));
    }
    if contract.items.len() > THINGS {
        return Err(("item", "procurement-file-things"));
    }
    let fits = |item: &Bought| {
        let texts = long(&item.item, 0, 60) && long(&item.title, 0, 300);
        texts && (1..=MOST).contains(&item.quantity) && money(item.price)
    };
    match contract.items.iter().all(fits) {
        true => Ok(()),
        false => Err(("item", "procurement-file-thing")),
    }
}

/// Whole rupiah from a number of JSON or a cell: `1500000`, `1500000.00`, `Rp1.500.000`.
fn rupiah(text: &str) -> Option<Rupiah> {
    let bare = text.trim().trim_start_matches("Rp").trim();
    let parts: Vec<&str> = bare.split('.').collect();
    let grouped = parts.len() > 1
        && (1..=3).contains(&parts[0].len())
        && parts[1..].iter().all(|part| part.len() == 3);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if grouped && parts.iter().all(|part| digits(part)) {
        return parts.concat().parse().ok().map(Rupiah::new);
    }
    if digits(bare) {
        return bare.parse().ok().map(Rupiah::new);
    }
    let amount: f64 = bare.parse().ok()?;
    (amount.is_finite() && amount.abs() < 9e15).then(|| Rupiah::new(amount.round() as i64))
}

/// Thousandths from a number of JSON or a cell: `12`, `12.5`, `12,5`.
fn thousandths(text: &str) -> Option<i64> {
    let amount: f64 = text.trim().replace(',', ".").parse().ok()?;
    let thousandths = (amount * 1000.0).round();
    (thousandths.is_finite() && thousandths.abs() <= MOST as f64).then_some(thousandths as i64)
}

/// Thousandths as they are written: `12`, `12.5`.
fn written(thousandths: i64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
