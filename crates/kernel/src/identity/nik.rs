//! NIK: the population number of a resident.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{IdentityError, Sex, ShortDate, deserialize_with, digits, mask, value};

/// Digits of a NIK.
const LENGTH: usize = 16;
/// What is added to the day of birth of women.
const FEMALE_DAY: i16 = 40;

/// Nomor Induk Kependudukan: province, regency and district (two digits each) of the **first**
/// registration, date of birth as DDMMYY (women DD + 40), and a serial from 0001. It has no check
/// digit.
///
/// A NIK is for life (UU 23/2006 Art 13): it **never changes**, not when the person moves, and not
/// when the register corrects the date of birth or the sex. What its digits say may therefore
/// rightly differ from what the person states: [`Nik::warnings`] tells an officer, and nothing
/// may refuse a person for it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nik {
    digits: String,
    birth: ShortDate,
    sex: Sex,
}

/// What the person stated elsewhere; `None` where nothing was asked.
#[derive(Clone, Copy, Default)]
pub struct Stated<'a> {
    /// Date of birth.
    pub birth: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Code of a province, regency or district: 2, 4 or 6 digits, with or without dots.
    pub region: Option<&'a str>,
}

/// Where a NIK and what the person stated differ: worth a look, never a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The dates of birth differ.
    Birth,
    /// The sexes differ.
    Sex,
    /// The NIK was first registered in another region.
    Region,
}

impl Warning {
    /// Key of the public text; the text needs no values.
    pub fn key(self) -> &'static str {
        match self {
            Self::Birth => "identity-warning-birth",
            Self::Sex => "identity-warning-sex",
            Self::Region => "identity-warning-region",
        }
    }
}

impl Nik {
    /// Reads a typed NIK; spaces, dots and dashes are ignored.
    ///
    /// # Errors
    /// An [`IdentityError`] whose name begins with `Nik`: a foreign character, not 16 digits, a
    /// date that no calendar has, or serial 0000. Any region is accepted, because regions that no
    /// longer exist live on in the numbers.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = digits(text).map_err(|position| IdentityError::NikCharacter { position })?;
        if digits.len() != LENGTH {
            return Err(IdentityError::NikLength { found: digits.len() });
        }
        let (day, sex) = match value(&digits[6..8]) {
            day if day > FEMALE_DAY => (day - FEMALE_DAY, Sex::Female),
            day => (day, Sex::Male),
        };
        let birth = ShortDate::new(day, value(&digits[8..10]), value(&digits[10..12]))
            .ok_or(IdentityError::NikDate)?;
        if value(&digits[12..]) == 0 {
            return Err(IdentityError::NikSerial);
        }
        Ok(Self { digits, birth, sex })
    }

    /// All 16 digits. For encryption, look-up digests and the page of those who may see it.
    pub fn expose(&self) -> &str {
        &self.digits
    }

    /// The first six and the last two digits.
    pub fn masked(&self) -> String {
        mask(&self.digits, 6, 2)
    }

    /// The region of the first registration: 6 digits, province, regency and district.
    pub fn region(&self) -> &str {
        &self.digits[..6]
    }

    /// The date of birth as the digits say it. The century is not written: of 19YY and 20YY it is
    /// the latest that is not after `today`, so that a centenarian reads as a child. Where the age
    /// matters, ask for it.
    pub fn birth(&self, today: Date) -> Date {
        self.birth.latest(today)
    }

    /// The sex as the digits say it.
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// Where the digits and what the person stated differ. A stated date of birth may be in either
    /// century, but not after `today`; a stated region that is no code of 2, 4 or 6 digits agrees
    /// with no NIK.
    pub fn warnings(&self, stated: &Stated<'_>, today: Date) -> Vec<Warning> {
        let birth = stated.birth.is_none_or(|birth| self.birth.may_be(birth, today));
        let sex = stated.sex.is_none_or(|sex| sex == self.sex);
        let region = stated.region.is_none_or(|region| self.is_of(region));
        let agreement = [(birth, Warning::Birth), (sex, Warning::Sex), (region, Warning::Region)];
        agreement.into_iter().filter(|(agrees, _)| !agrees).map(|(_, warning)| warning).collect()
    }

    /// Whether the NIK was first registered in the region with this code.
    fn is_of(&self, region: &str) -> bool {
        digits(region)
            .is_ok_and(|code| matches!(code.len(), 2 | 4 | 6) && self.region().starts_with(&code))
    }
}

impl FromStr for Nik {
    type Err = IdentityError;
    fn from_str(text: &str) -> Result<Self, IdentityError> {
        Self::parse(text)
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}

impl Serialize for Nik {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Nik {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_with(deserializer, Self::parse)
    }
}
