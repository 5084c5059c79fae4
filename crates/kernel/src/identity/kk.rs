//! KK: the number of a family card.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{IdentityError, ShortDate, deserialize_with, digits, mask, value};

/// Digits of a KK number.
const LENGTH: usize = 16;

/// Nomor Kartu Keluarga: region (6 digits), date of issue as DDMMYY, serial (4 digits). The layout
/// is known but was not seen in a public source (mark \[K\]), so that only the length and the date
/// are checked; any region and any serial pass.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Kk {
    digits: String,
    issued: ShortDate,
}

impl Kk {
    /// Reads a typed KK number; spaces, dots and dashes are ignored.
    ///
    /// # Errors
    /// An [`IdentityError`] whose name begins with `Kk`: a foreign character, not 16 digits, or a
    /// date that no calendar has.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = digits(text).map_err(|position| IdentityError::KkCharacter { position })?;
        if digits.len() != LENGTH {
            return Err(IdentityError::KkLength { found: digits.len() });
        }
        let (day, month) = (value(&digits[6..8]), value(&digits[8..10]));
        let issued = ShortDate::new(day, month, value(&digits[10..12]));
        Ok(Self { issued: issued.ok_or(IdentityError::KkDate)?, digits })
    }

    /// All 16 digits. For encryption, look-up digests and the page of those who may see it.
    pub fn expose(&self) -> &str {
        &self.digits
    }

    /// The first six and the last two digits.
    pub fn masked(&self) -> String {
        mask(&self.digits, 6, 2)
    }

    /// The region of issue: 6 digits, province, regency and district.
    pub fn region(&self) -> &str {
        &self.digits[..6]
    }

    /// The date of issue: of 19YY and 20YY the latest that is not after `today`.
    pub fn issued(&self, today: Date) -> Date {
        self.issued.latest(today)
    }
}

impl FromStr for Kk {
    type Err = IdentityError;
    fn from_str(text: &str) -> Result<Self, IdentityError> {
        Self::parse(text)
    }
}

impl fmt::Debug for Kk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kk({})", self.masked())
    }
}

impl Serialize for Kk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Kk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_with(deserializer, Self::parse)
    }
}
