//! Texts that data files bring, and texts that people write.

use kernel::Error;
use kernel::error::Result;
use serde::Deserialize;

/// A text in both languages of the interface.
#[derive(Clone, Debug, Deserialize)]
pub struct Words {
    id: String,
    en: String,
}

impl Words {
    /// The text in the language with that code.
    pub fn get(&self, lang: &str) -> &str {
        if lang == "en" { &self.en } else { &self.id }
    }
}

/// What people write to each other: not empty, not endless.
///
/// # Errors
/// Invalid, with what to do.
pub fn written(typed: &str) -> Result<String> {
    const LONGEST: usize = 4000;
    let text = typed.trim();
    match text.chars().count() {
        0 => Err(Error::invalid("complaint-text-empty")),
        count if count > LONGEST => {
            Err(Error::invalid("complaint-text-long").with("most", LONGEST))
        }
        _ => Ok(text.to_owned()),
    }
}
