//! A budget and its realisation as CSV. A file is read whole: either every line is good, or each mistake is
//! told with its line and column. Pure.

use std::collections::BTreeSet;

use csv::StringRecord;
use kernel::activity::ActivityCode;
use kernel::money::Rupiah;

use super::model::{BudgetLine, Realised};

/// Columns of a budget.
pub const BUDGET: [&str; 7] = ["kode", "nama", "unit", "akun", "jumlah", "rencana", "layanan"];
/// Columns of what was realised.
pub const REALISED: [&str; 5] = ["kode", "unit", "bulan", "dibayar", "selesai"];
/// The most lines of one file.
pub const MOST: usize = 5000;
/// How many mistakes are told at once.
const TOLD: usize = 20;
/// The largest amount, in rupiah.
const LARGEST: i64 = 100_000_000_000_000;

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its line, from 1.
    pub line: u64,
    /// Its column.
    pub column: String,
    /// Key of the text that says what is wrong.
    pub key: &'static str,
}

impl Mistake {
    fn new(line: u64, column: &str, key: &'static str) -> Self {
        Self { line, column: column.to_owned(), key }
    }
}

/// Lines of a file with their cells in the order of the wanted columns.
struct Row {
    line: u64,
    cells: Vec<String>,
}

fn rows(bytes: &[u8], columns: &[&'static str]) -> Result<Vec<Row>, Vec<Mistake>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let one = |mistake: Mistake| vec![mistake];
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let unread = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        one(Mistake::new(line, columns[0], "execution-file-unreadable"))
    };
    let header = reader.headers().map_err(unread)?.clone();
    let place = |name: &&str| header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let missing = columns.iter().find(|name| place(name).is_none());
    if let Some(name) = missing {
        return Err(one(Mistake::new(1, name, "execution-file-column")));
    }
    let places: Vec<usize> = columns.iter().filter_map(place).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record: StringRecord = record.map_err(unread)?;
        let line = record.position().map_or(1, csv::Position::line);
        if rows.len() == MOST {
            return Err(one(Mistake::new(line, columns[0], "execution-file-many")));
        }
        let cell = |at: &usize| record.get(*at).unwrap_or("").to_owned();
        rows.push(Row { line, cells: places.iter().map(cell).collect() });
    }
    if rows.is_empty() {
        Err(one(Mistake::new(1, columns[0], "execution-file-empty")))
    } else {
        Ok(rows)
    }
}

/// Whole rupiah, such as `1250000000`.
fn rupiah(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|amount| digits && (0..=LARGEST).contains(amount))
}

/// Percent such as `37,5` in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let text = text.trim_end_matches('%').trim_end().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() != 1 {
        return None;
    }
    let share = whole.parse::<i64>().ok()?.checked_mul(10)? + part.parse::<i64>().ok()?;
    (share <= 1000).then_some(share)
}

/// An account of spending such as `5.1.02` (Permendagri 90/2019).
fn is_account(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let digits = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (2..=6).contains(&parts.len())
        && parts[0] == "5"
        && ["1", "2", "3", "4"].contains(&parts[1])
        && parts.iter().all(digits)
}

fn is_word(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-./".contains(&byte))
}

/// Reads the lines of a budget; `has_unit` knows the units of the city, `is_planned` the activities of the
/// plan that holds.
///
/// # Errors
/// Every mistake, up to twenty.
pub fn budget(
    bytes: &[u8],
    has_unit: impl Fn(&str) -> bool,
    is_planned: impl Fn(&str) -> bool,
) -> Result<Vec<BudgetLine>, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let mut lines: Vec<BudgetLine> = Vec::new();
    let mut seen = BTreeSet::new();
    for Row { line, cells } in rows(bytes, &BUDGET)? {
        let mut wrong = |column: &str, key| mistakes.push(Mistake::new(line, column, key));
        let [code, title, unit, account, amount, planned, services] = &cells[..] else { continue };
        let code = code.parse::<ActivityCode>().map(|code| code.as_str().to_owned());
        if code.is_err() {
            wrong("kode", "execution-code-wrong");
        }
        let code = code.unwrap_or_default();
        if !code.is_empty() && !seen.insert((code.clone(), unit.clone())) {
            wrong("kode", "execution-code-twice");
        }
        if !(1..=200).contains(&title.chars().count()) {
            wrong("nama", "execution-title-wrong");
        }
        if !has_unit(unit) {
            wrong("unit", "execution-unit-unknown");
        }
        if !is_account(account) {
            wrong("akun", "execution-account-wrong");
        }
        let amount = rupiah(amount).filter(|amount| *amount > 0);
        if amount.is_none() {
            wrong("jumlah", "execution-amount-wrong");
        }
        if !planned.is_empty() && !is_planned(planned) {
            wrong("rencana", "execution-planned-unknown");
        }
        let services: Vec<String> = services
            .split('|')
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .map(ToOwned::to_owned)
            .collect();
        if !services.iter().all(|code| is_word(code)) {
            wrong("layanan", "execution-services-wrong");
        }
        lines.push(BudgetLine {
            code,
            title: title.clone(),
            unit: unit.clone(),
            account: account.clone(),
            amount: Rupiah::new(amount.unwrap_or(0)),
            planned: planned.clone(),
            services,
        });
    }
    told(mistakes, lines)
}

/// Reads what was realised of the activities of a budget, up to `last`, the newest month that may be told.
///
/// # Errors
/// Every mistake, up to twenty.
pub fn realised(
    bytes: &[u8],
    lines: &[BudgetLine],
    last: i8,
) -> Result<Vec<Realised>, Vec<Mistake>> {
    let known: BTreeSet<(&str, &str)> =
        lines.iter().map(|line| (line.code.as_str(), line.unit.as_str())).collect();
    let units: BTreeSet<&str> = lines.iter().map(|line| line.unit.as_str()).collect();
    let (mut mistakes, mut all, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for Row { line, cells } in rows(bytes, &REALISED)? {
        let mut wrong = |column: &str, key| mistakes.push(Mistake::new(line, column, key));
        let [code, unit, month, paid, done] = &cells[..] else { continue };
        if !units.contains(unit.as_str()) {
            wrong("unit", "execution-unit-no-budget");
        } else if !known.contains(&(code.as_str(), unit.as_str())) {
            wrong("kode", "execution-code-unknown");
        }
        let month = month.parse::<i8>().ok().filter(|month| (1..=12).contains(month));
        match month {
            None => wrong("bulan", "execution-month-wrong"),
            Some(month) if month > last => wrong("bulan", "execution-month-future"),
            Some(month) if !seen.insert((code.clone(), unit.clone(), month)) => {
                wrong("bulan", "execution-month-twice");
            }
            Some(_) => {}
        }
        let paid = rupiah(paid);
        if paid.is_none() {
            wrong("dibayar", "execution-paid-wrong");
        }
        let done = thousandths(done);
        if done.is_none() {
            wrong("selesai", "execution-done-wrong");
        }
        all.push(Realised {
            code: code.clone(),
            unit: unit.clone(),
            month: month.unwrap_or(0),
            paid: paid.unwrap_or(0),
            done: done.unwrap_or(0),
        });
    }
    told(mistakes, all)
}

fn told<T>(mut mistakes: Vec<Mistake>, read: Vec<T>) -> Result<Vec<T>, Vec<Mistake>> {
    if mistakes.is_empty() {
        return Ok(read);
    }
    mistakes.truncate(TOLD);
    Err(mistakes)
}
