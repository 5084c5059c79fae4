//! The code of a sub-activity of the budget: Permendagri 90/2019, Annex (classification of planning and
//! finance), with four digits at its end since Kepmendagri 050-5889/2021.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Digits of each part of a code: affair, field, programme, level of government, activity,
/// sub-activity.
const PARTS: [usize; 6] = [1, 2, 2, 1, 2, 4];
/// Level of government: 2 is a city or regency.
const CITY: &str = "2";

/// Why a typed code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivityCodeError {
    /// Not six parts between dots.
    #[error("an activity code has six parts between dots such as 1.03.10.2.01.0005, not {0}")]
    Parts(usize),
    /// A part that is no number of the right length.
    #[error(
        "part {place} of an activity code must have {digits} digits; compare 1.03.10.2.01.0005"
    )]
    Digits {
        /// Which part, from 1.
        place: usize,
        /// How many digits it has.
        digits: usize,
    },
    /// The fourth part is not that of a city.
    #[error("the fourth part of an activity code must be 2, which stands for a city or regency")]
    Level,
    /// A part that counts from one is zero.
    #[error("part {0} of an activity code must not be zero")]
    Zero(usize),
}

impl ActivityCodeError {
    /// Key of the public text.
    pub fn key(self) -> &'static str {
        match self {
            Self::Parts(_) => "activity-code-parts",
            Self::Digits { .. } => "activity-code-digits",
            Self::Level => "activity-code-level",
            Self::Zero(_) => "activity-code-zero",
        }
    }
}

impl From<ActivityCodeError> for crate::Error {
    fn from(error: ActivityCodeError) -> Self {
        let public = Self::invalid(error.key());
        match error {
            ActivityCodeError::Digits { place, digits } => {
                public.with("place", place).with("digits", digits)
            }
            ActivityCodeError::Zero(place) => public.with("place", place),
            ActivityCodeError::Parts(_) | ActivityCodeError::Level => public,
        }
    }
}

/// `X.XX.XX.2.XX.XXXX`: affair (urusan) and field (bidang), programme, `2` for a city or regency, activity
/// (kegiatan) and sub-activity (sub-kegiatan).
///
/// ```
/// use kernel::activity::ActivityCode;
/// let code: ActivityCode = "1.03.10.2.01.0005".parse().unwrap();
/// assert_eq!(code.programme(), "1.03.10");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivityCode(String);

impl ActivityCode {
    /// The whole code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Affair and field: `1.03`.
    pub fn field(&self) -> &str {
        &self.0[..4]
    }

    /// Affair, field and programme: `1.03.10`.
    pub fn programme(&self) -> &str {
        &self.0[..7]
    }
}

impl FromStr for ActivityCode {
    type Err = ActivityCodeError;

    /// Reads a typed code; blanks around it are ignored. The affair may be `X`, as in the activities that
    /// every office has.
    fn from_str(text: &str) -> Result<Self, ActivityCodeError> {
        let text = text.trim().to_ascii_uppercase();
        let parts: Vec<&str> = text.split('.').collect();
        if parts.len() != PARTS.len() {
            return Err(ActivityCodeError::Parts(parts.len()));
        }
        let every_office = parts[0] == "X" && parts[1] == "XX";
        for (index, (part, digits)) in parts.iter().zip(PARTS).enumerate() {
            let place = index + 1;
            if every_office && index < 2 {
                continue;
            }
            if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(ActivityCodeError::Digits { place, digits });
            }
            if part.bytes().all(|byte| byte == b'0') {
                return Err(ActivityCodeError::Zero(place));
            }
        }
        if parts[3] != CITY {
            return Err(ActivityCodeError::Level);
        }
        Ok(Self(text))
    }
}

impl fmt::Display for ActivityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ActivityCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ActivityCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn codes_are_read_and_refused_at_the_part_that_is_wrong() {
        let digits = |place, digits| Err(ActivityCodeError::Digits { place, digits });
        for (text, found) in [
            ("1.03.10.2.01.0005", Ok("1.03.10.2.01.0005")),
            (" 1.03.10.2.01.0005 ", Ok("1.03.10.2.01.0005")),
            ("x.xx.01.2.06.0004", Ok("X.XX.01.2.06.0004")),
            ("1.03.10.2.01", Err(ActivityCodeError::Parts(5))),
            ("", Err(ActivityCodeError::Parts(1))),
            ("1.3.10.2.01.0005", digits(2, 2)),
            ("1.03.10.2.01.05", digits(6, 4)),
            ("A.03.10.2.01.0005", digits(1, 1)),
            ("X.03.10.2.01.0005", digits(1, 1)),
            ("1.03.10.1.01.0005", Err(ActivityCodeError::Level)),
            ("0.03.10.2.01.0005", Err(ActivityCodeError::Zero(1))),
            ("1.03.10.2.01.0000", Err(ActivityCodeError::Zero(6))),
            ("1.03.1\u{660}.2.01.0005", digits(3, 2)),
        ] {
            let read = text.parse::<ActivityCode>();
            assert_eq!(
                read.as_ref().map(ActivityCode::as_str),
                found.as_ref().map(|s| *s),
                "{text}"
            );
        }
    }

    #[test]
    fn a_code_survives_its_json_and_knows_its_parts() {
        let code: ActivityCode = "1.03.10.2.01.0005".parse().unwrap();
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(serde_json::from_str::<ActivityCode>(&json).unwrap(), code);
        assert!(serde_json::from_str::<ActivityCode>("\"1.03\"").is_err());
        assert_eq!((code.field(), code.programme()), ("1.03", "1.03.10"));
    }
}
