//! NIP: the number of a civil servant.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{IdentityError, Sex, date, deserialize_with, digits, mask, value};

/// Digits of a NIP.
const LENGTH: usize = 18;
/// Years between the months of birth and of appointment, at least: a mark of the number's
/// plausibility, not the rule of recruitment.
const LEAST_AGE: i16 = 18;

/// Nomor Induk Pegawai of a civil servant (PNS): date of birth YYYYMMDD, month of appointment as a
/// candidate (CPNS) YYYYMM, sex (1 male, 2 female), serial (3 digits).
///
/// The number of a contract employee (NI PPPK) is as long, but its digits 13 and 14 are no month
/// (layout unverified); it is not a NIP.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nip {
    digits: String,
    birth: Date,
    appointed: Date,
    sex: Sex,
}

impl Nip {
    /// Reads a typed NIP; spaces, dots and dashes are ignored.
    ///
    /// # Errors
    /// An [`IdentityError`] whose name begins with `Nip`: a foreign character, not 18 digits, an
    /// impossible date or month, an appointment before the month of the 18th birthday, or a sex
    /// other than 1 and 2.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = digits(text).map_err(|position| IdentityError::NipCharacter { position })?;
        if digits.len() != LENGTH {
            return Err(IdentityError::NipLength { found: digits.len() });
        }
        let birth = date(value(&digits[..4]), value(&digits[4..6]), value(&digits[6..8]))
            .ok_or(IdentityError::NipBirth)?;
        let appointed = date(value(&digits[8..12]), value(&digits[12..14]), 1)
            .ok_or(IdentityError::NipAppointment)?;
        if (appointed.year(), appointed.month()) < (birth.year() + LEAST_AGE, birth.month()) {
            return Err(IdentityError::NipAge);
        }
        let sex = match &digits[14..15] {
            "1" => Sex::Male,
            "2" => Sex::Female,
            _ => return Err(IdentityError::NipSex),
        };
        Ok(Self { digits, birth, appointed, sex })
    }

    /// All 18 digits. For letters, look-up digests and the page of those who may see it.
    pub fn expose(&self) -> &str {
        &self.digits
    }

    /// The first four digits (the year of birth) and the last two.
    pub fn masked(&self) -> String {
        mask(&self.digits, 4, 2)
    }

    /// Date of birth.
    pub fn birth(&self) -> Date {
        self.birth
    }

    /// First day of the month of appointment as a candidate (CPNS).
    pub fn appointed(&self) -> Date {
        self.appointed
    }

    /// Sex.
    pub fn sex(&self) -> Sex {
        self.sex
    }
}

impl FromStr for Nip {
    type Err = IdentityError;
    fn from_str(text: &str) -> Result<Self, IdentityError> {
        Self::parse(text)
    }
}

impl fmt::Debug for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nip({})", self.masked())
    }
}

impl Serialize for Nip {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Nip {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_with(deserializer, Self::parse)
    }
}
