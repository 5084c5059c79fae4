//! Reading what the treasurer pastes, and adding up. Pure.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::fee::Way;
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;

use super::model::{Fee, State};

/// Columns of the treasurer's lines, in this order.
pub const COLUMNS: [&str; 5] = ["reference", "number", "amount", "paid_on", "way"];

/// The rule that lists the reasons for which a fee may be waived.
pub const REASONS_RULE: &str = "serve.fee_waiver_reasons";

/// Lines that one import takes at most.
pub const MOST_LINES: usize = 2000;

/// One line of the bank or of QRIS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line of the text, from 1.
    pub at: u64,
    /// Its reference.
    pub reference: String,
    /// The application that it pays.
    pub number: ApplicationNumber,
    /// What came in.
    pub amount: Rupiah,
    /// The day on which it came in.
    pub paid_on: Date,
    /// By which way.
    pub way: Way,
}

/// A reference as it is kept: 4 to 40 letters, digits and hyphens, upper case.
///
/// # Errors
/// Invalid when it is anything else.
pub fn reference(typed: &str) -> Result<String> {
    let text = typed.trim().to_ascii_uppercase();
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && (4..=40).contains(&text.len()) {
        return Ok(text);
    }
    Err(Error::invalid("fees-reference-bad"))
}

/// A day on which money came in: not after today.
///
/// # Errors
/// Invalid when it is no day, or one to come.
pub fn paid_on(typed: &str, today: Date) -> Result<Date> {
    let day: Option<Date> = typed.trim().parse().ok();
    day.filter(|day| *day <= today).ok_or_else(|| Error::invalid("fees-day-bad"))
}

/// An amount as people write it: `315000`, `315.000`, `Rp315.000`.
///
/// # Errors
/// Invalid when it is no whole amount above nothing.
pub fn amount(typed: &str) -> Result<Rupiah> {
    let text = typed.trim().trim_start_matches("Rp");
    // A dot groups thousands and is no decimal point: `315000.5` must not become ten times as much.
    let (first, groups) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
    let grouped = groups.is_none_or(|groups| {
        (1..=3).contains(&first.len()) && groups.split('.').all(|group| group.len() == 3)
    });
    let digits = text.replace('.', "");
    let plain = grouped && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let amount = digits.parse().ok().filter(|amount: &i64| plain && *amount > 0);
    amount.map(Rupiah::new).ok_or_else(|| Error::invalid("fees-amount-bad"))
}

/// A way in which money comes in.
///
/// # Errors
/// Invalid when there is none of that name.
pub fn way(typed: &str) -> Result<Way> {
    let found = Way::parse(&typed.trim().to_ascii_lowercase());
    found.ok_or_else(|| Error::invalid("fees-way-bad"))
}

/// The place of a mistake, for the sentence that names it.
pub fn at(error: &Error, line: u64, column: &str) -> Error {
    let placed = Error::invalid("fees-import-at").with("line", line).with("column", column);
    let placed = placed.with("mistake", error.key());
    error.args().iter().fold(placed, |placed, (name, value)| placed.with(name, value))
}

/// Every line of the treasurer's table, whose first line names the [`COLUMNS`].
///
/// # Errors
/// Invalid: the first mistake, with its line and column.
pub fn lines(text: &str, today: Date) -> Result<Vec<Line>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let mut header = false;
    for record in reader.records() {
        let broken = Error::invalid("fees-row-bad");
        let record = record.map_err(|error| {
            at(&broken, error.position().map_or(1, csv::Position::line), COLUMNS[0])
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        if !header {
            head(&record)?;
            header = true;
            continue;
        }
        if record.len() != COLUMNS.len() {
            let column = COLUMNS[record.len().min(COLUMNS.len() - 1)];
            return Err(at(&broken, line, column));
        }
        lines.push(cells(&record, line, today)?);
        if lines.len() > MOST_LINES {
            return Err(at(&Error::invalid("fees-import-long"), line, COLUMNS[0]));
        }
    }
    if lines.is_empty() { Err(Error::invalid("fees-import-empty")) } else { Ok(lines) }
}

fn head(record: &csv::StringRecord) -> Result<()> {
    let wrong = Error::invalid("fees-import-header");
    for (at_column, column) in COLUMNS.into_iter().enumerate() {
        if record.get(at_column).map(str::to_ascii_lowercase).as_deref() != Some(column) {
            return Err(at(&wrong, 1, column));
        }
    }
    Ok(())
}

fn cells(record: &csv::StringRecord, line: u64, today: Date) -> Result<Line> {
    let get = |column: usize| record.get(column).unwrap_or_default();
    let placed = |column: usize| move |error: Error| at(&error, line, COLUMNS[column]);
    let number = ApplicationNumber::parse(get(1)).map_err(|_| Error::invalid("fees-number-bad"));
    Ok(Line {
        at: line,
        reference: reference(get(0)).map_err(placed(0))?,
        number: number.map_err(placed(1))?,
        amount: amount(get(2)).map_err(placed(2))?,
        paid_on: paid_on(get(3), today).map_err(placed(3))?,
        way: way(get(4)).map_err(placed(4))?,
    })
}

/// What fees add up to: how many, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many fees.
    pub count: i64,
    /// Their amounts together.
    pub amount: Rupiah,
}

impl Sum {
    /// With one more.
    ///
    /// # Errors
    /// Internal when the city is richer than a number.
    pub fn and(self, amount: Rupiah) -> Result<Self> {
        let sum = self.amount.checked_add(amount);
        let amount = sum.ok_or_else(|| Error::internal("a sum of fees that does not fit"))?;
        Ok(Self { count: self.count + 1, amount })
    }
}

/// The sums of some fees, wherever they stand now: charged is what was paid, waived or is outstanding;
/// what was given back had been paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// All that were charged.
    pub charged: Sum,
    /// Paid, also when given back later.
    pub paid: Sum,
    /// Waived.
    pub waived: Sum,
    /// Still owed.
    pub outstanding: Sum,
    /// Given back.
    pub refunded: Sum,
}

/// Adds fees up.
///
/// # Errors
/// As [`Sum::and`].
pub fn sums<'f>(fees: impl IntoIterator<Item = &'f Fee>) -> Result<Sums> {
    let mut sums = Sums::default();
    for fee in fees {
        sums.charged = sums.charged.and(fee.amount)?;
        match fee.state {
            State::Due | State::Asked => sums.outstanding = sums.outstanding.and(fee.amount)?,
            State::Waived => sums.waived = sums.waived.and(fee.amount)?,
            State::Paid => sums.paid = sums.paid.and(fee.amount)?,
            State::Refunded => {
                sums.paid = sums.paid.and(fee.amount)?;
                sums.refunded = sums.refunded.and(fee.amount)?;
            }
        }
    }
    Ok(sums)
}
