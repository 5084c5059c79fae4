//! Identifiers that people carry, parsed at the door: [`Nik`], [`Kk`], [`Nip`] and [`Phone`].
//!
//! All accept spaces, dots and dashes as people type them and keep digits only. None shows itself
//! by accident: `Debug` prints the masked form, there is no `Display`, and the whole value comes
//! out of `expose()` alone (and of serde, whose output must be encrypted before it is stored).

mod error;
mod kk;
mod nik;
mod nip;
mod phone;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

pub use error::IdentityError;
pub use kk::Kk;
pub use nik::{Nik, Stated, Warning};
pub use nip::Nip;
pub use phone::Phone;

/// Sex, as the population register and the identifiers record it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Laki-laki.
    Male,
    /// Perempuan.
    Female,
}

/// Whether people put `typed` between digits only to read them better: white space, dots, and
/// dashes of every length that phones and word processors make.
pub(crate) fn is_separator(typed: char) -> bool {
    typed.is_whitespace() || matches!(typed, '.' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The digits of `text` without separators; the place of the first other character, counted from
/// 1, when there is one.
fn digits(text: &str) -> Result<String, usize> {
    let mut digits = String::with_capacity(text.len());
    for (index, typed) in text.chars().enumerate() {
        if typed.is_ascii_digit() {
            digits.push(typed);
        } else if !is_separator(typed) {
            return Err(index + 1);
        }
    }
    Ok(digits)
}

/// `value` with only its first `head` and last `tail` characters; the rest are asterisks, which
/// also an SMS can carry.
fn mask(value: &str, head: usize, tail: usize) -> String {
    let hidden = head..value.len().saturating_sub(tail);
    let shown = |(index, c)| if hidden.contains(&index) { '*' } else { c };
    value.chars().enumerate().map(shown).collect()
}

/// The value of at most four digits.
fn value(digits: &str) -> i16 {
    digits.bytes().fold(0, |value, digit| value * 10 + i16::from(digit - b'0'))
}

/// The date, if the calendar has it.
fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A date whose century was not written: in the 2000s or in the 1900s. No one who has such an
/// identifier was born earlier, and the register began only later.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct ShortDate {
    later: Date,
    /// `None` for 29 February of year 00, which 1900 did not have.
    earlier: Option<Date>,
}

impl ShortDate {
    /// Whatever the 1900s had the 2000s have too, 29 February 2000 included.
    fn new(day: i16, month: i16, year: i16) -> Option<Self> {
        let later = date(2000 + year, month, day)?;
        Some(Self { later, earlier: date(1900 + year, month, day) })
    }

    /// The latest reading not after `today`; a date that is in the future in both centuries is
    /// read in the earlier one.
    fn latest(&self, today: Date) -> Date {
        match self.earlier {
            Some(earlier) if self.later > today => earlier,
            _ => self.later,
        }
    }

    /// Whether `stated` is one of the readings and not after `today`.
    fn may_be(&self, stated: Date, today: Date) -> bool {
        stated <= today && (stated == self.later || Some(stated) == self.earlier)
    }
}

/// Reads a string and parses it, without ever repeating the value in the error.
fn deserialize_with<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: fn(&str) -> Result<T, IdentityError>,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)
        .map_err(|_| de::Error::custom("an identifier must be written as text, in quotes"))?;
    parse(&text).map_err(de::Error::custom)
}

#[cfg(test)]
mod tests;
