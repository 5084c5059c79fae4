//! The mobile number to which messages go.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{IdentityError, deserialize_with, digits, mask};

/// Length of a mobile number without its prefix: `8`, a digit from 1 to 9, then 6 to 10 digits.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=12;

/// An Indonesian mobile number, `^(\+62|62|0)8[1-9]\d{6,10}$`, kept as `+628…`. A landline (Metro:
/// 0725) is refused, since it gets no SMS.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone {
    international: String,
}

impl Phone {
    /// Reads a typed number; spaces, dots and dashes are ignored.
    ///
    /// # Errors
    /// An [`IdentityError`] whose name begins with `Phone`: a foreign character, another prefix
    /// than 0, 62 or +62, a landline, 080, or a wrong length.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let national = national(text)?;
        match (national.as_bytes().first(), national.as_bytes().get(1)) {
            (Some(b'8'), Some(b'0')) => return Err(IdentityError::PhoneOperator),
            (Some(b'8'), _) => {}
            // Area codes begin with 2 to 7 or 9.
            (Some(b'2'..=b'7' | b'9'), _) => return Err(IdentityError::PhoneLandline),
            _ => return Err(IdentityError::PhonePrefix),
        }
        if !LENGTH.contains(&national.len()) {
            return Err(IdentityError::PhoneLength { found: national.len() });
        }
        Ok(Self { international: format!("+62{national}") })
    }

    /// The whole number, `+628…`. For sending, encryption and look-up digests.
    pub fn expose(&self) -> &str {
        &self.international
    }

    /// The number as written at home, `08…`, with only its first four and last two digits.
    pub fn masked(&self) -> String {
        let national = self.international.trim_start_matches("+62");
        mask(&format!("0{national}"), 4, 2)
    }
}

/// The digits after the prefix 0, 62 or +62.
fn national(text: &str) -> Result<String, IdentityError> {
    let text_start = text.trim_start();
    let skipped = text[..text.len() - text_start.len()].chars().count();
    let (prefixes, rest, offset): (&[&str], _, _) = match text_start.strip_prefix('+') {
        Some(rest) => (&["62"], rest, skipped + 1),
        None => (&["62", "0"], text_start, skipped),
    };
    let digits = digits(rest)
        .map_err(|position| IdentityError::PhoneCharacter { position: position + offset })?;
    let after = prefixes.iter().find_map(|prefix| digits.strip_prefix(prefix));
    after.map(str::to_owned).ok_or(IdentityError::PhonePrefix)
}

impl FromStr for Phone {
    type Err = IdentityError;
    fn from_str(text: &str) -> Result<Self, IdentityError> {
        Self::parse(text)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_with(deserializer, Self::parse)
    }
}
