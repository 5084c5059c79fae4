//! What is done with trainings and coaching.

mod coaching;
mod training;

pub use coaching::{Answer, Ask, End, Note, Open};
pub use training::{Hold, Plan};

use kernel::Error;
use kernel::error::Result;

/// The longest text, in characters.
const LONGEST: usize = 2_000;

/// A text that was really written.
fn written(text: &str, longest: usize, key: &'static str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > longest {
        return Err(Error::invalid(key));
    }
    Ok(text.to_owned())
}
