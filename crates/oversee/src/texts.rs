//! Texts that people write.

use kernel::Error;
use kernel::error::Result;

/// What people write in a field: not empty, not endless.
///
/// # Errors
/// Invalid, with what to do.
pub fn written(typed: &str) -> Result<String> {
    const LONGEST: usize = 4000;
    let text = typed.trim();
    match text.chars().count() {
        0 => Err(Error::invalid("oversee-text-empty")),
        count if count > LONGEST => Err(Error::invalid("oversee-text-long").with("most", LONGEST)),
        _ => Ok(text.to_owned()),
    }
}
