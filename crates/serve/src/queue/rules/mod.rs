//! What is decided without a database: who is called next, when slots are, how long it takes, and
//! how many will come.

pub mod forecast;
pub mod order;
pub mod slots;
pub mod wait;

use jiff::civil::Date;
use kernel::error::Result;
use kernel::rulebook::Rulebook;

/// The city's own numbers of a day.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// How often in a row somebody may be called before the order of arrival has its turn.
    pub turns: usize,
    /// Calls before a person counts as absent.
    pub calls: i64,
    /// People in front when the holder is told.
    pub soon: usize,
    /// Minutes before the opening from which a ticket can be taken.
    pub open_before: i64,
    /// Percent of the capacity for walk-ins, at least.
    pub walk_in_least: i64,
    /// Days ahead that can be booked.
    pub ahead: i64,
    /// Minutes before a slot from which an arrival can be noted.
    pub early: i64,
    /// Minutes after the start of a slot for which it gives the place.
    pub grace: i64,
    /// Hours before a slot at which the holder is reminded.
    pub reminder: i64,
    /// Weeks from which is forecast.
    pub weeks: i64,
}

impl Numbers {
    /// As the rulebook has them on `day`.
    ///
    /// # Errors
    /// When a rule is missing.
    pub fn on(book: &Rulebook, day: Date) -> Result<Self> {
        let count = |code: &str| -> Result<i64> { Ok(book.count(code, day)?) };
        let small = |code: &str| -> Result<usize> {
            usize::try_from(count(code)?).map_err(kernel::Error::internal)
        };
        Ok(Self {
            turns: small("queue.turns")?,
            calls: count("queue.calls")?,
            soon: small("queue.soon")?,
            open_before: count("queue.open_before")?,
            walk_in_least: count("queue.walk_in_least")?,
            ahead: count("appointment.ahead")?,
            early: count("appointment.early")?,
            grace: count("appointment.grace")?,
            reminder: count("appointment.reminder")?,
            weeks: count("queue.forecast_weeks")?,
        })
    }
}

/// Codes of the groups that go first on `day`.
///
/// # Errors
/// When the rule is missing.
pub fn groups(book: &Rulebook, day: Date) -> Result<Vec<String>> {
    let text = book.text("queue.priority_groups", day)?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}
