//! The name by which an account logs in.

use std::fmt;

use kernel::Error;
use kernel::error::Result;

/// Characters of a login name, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// The name by which an account logs in: small letters, digits, dots and dashes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginName(String);

impl LoginName {
    /// Reads a typed name. Capitals become small letters, as telephones like to begin with one.
    ///
    /// # Errors
    /// `auth-login-name` when it is shorter than 3 or longer than 40 characters, has any other
    /// character, or begins or ends with a dot or dash.
    pub fn parse(text: &str) -> Result<Self> {
        let name = text.trim().to_ascii_lowercase();
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let known = name.chars().all(|c| letter(c) || c == '.' || c == '-');
        let ends = name.starts_with(letter) && name.ends_with(letter);
        if known && ends && LENGTH.contains(&name.len()) {
            return Ok(Self(name));
        }
        Err(Error::invalid("auth-login-name"))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoginName({})", self.0)
    }
}
