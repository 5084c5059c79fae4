//! The signed promise that a citizen holds from the first moment.

use jiff::Timestamp;

use crate::note::{self, Note, SigningKey, VerifierKey};
use crate::text::{decimal, has_control};

/// The first line.
pub const HEADER: &str = "bening-promise/v1";
/// The names of the other lines, in their order.
const NAMES: [&str; 7] = ["origin", "number", "service", "received", "promise", "check", "fee"];

/// Why a note is no promise of this log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PromiseError {
    /// The note cannot be read or is not signed.
    #[error("the promise: {0}")]
    Note(#[from] note::Error),
    /// Another first line.
    #[error("line 1 of the promise is not {HEADER}")]
    Header,
    /// A line that is missing, out of order, empty or wrong.
    #[error("line {line} of the promise is not the word {name} and its value")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// The word that it should begin with.
        name: &'static str,
    },
    /// Lines after the last.
    #[error("the promise has {0} lines instead of 8")]
    Lines(usize),
    /// Another log's promise.
    #[error("the promise is of {found}, not of {expected}")]
    Origin {
        /// The log whose key was given.
        expected: String,
        /// The log that the promise names.
        found: String,
    },
}

/// What the city has promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Name of the log, which is that of its key.
    pub origin: String,
    /// Number of the application, as printed.
    pub number: String,
    /// Code of the service.
    pub service: String,
    /// When the application was received, to the second.
    pub received: Timestamp,
    /// The rule that holds and its length.
    pub promise: String,
    /// The rule of the check for completeness and its length.
    pub check: String,
    /// The whole price in rupiah.
    pub fee: i64,
}

impl Promise {
    /// The note that the citizen gets.
    ///
    /// # Errors
    /// When a value is empty or holds a line break, the time has fractions of a second, or the key
    /// is not the log's.
    pub fn sign(&self, key: &SigningKey) -> Result<Note, PromiseError> {
        self.expect_origin(key.name())?;
        let values = [
            &self.origin,
            &self.number,
            &self.service,
            &self.received.to_string(),
            &self.promise,
            &self.check,
            &self.fee.to_string(),
        ];
        let lines = NAMES.iter().zip(values).map(|(name, value)| format!("{name} {value}\n"));
        let text = format!("{HEADER}\n{}", lines.collect::<String>());
        Self::parse(&text)?;
        Ok(Note::sign(text, key)?)
    }

    /// Reads the text of a note as a promise, of any log.
    ///
    /// # Errors
    /// When a line is not what it should be.
    pub fn parse(text: &str) -> Result<Self, PromiseError> {
        let body = text.strip_suffix('\n').ok_or(note::Error::Unfinished)?;
        let mut lines = body.split('\n');
        if lines.next() != Some(HEADER) {
            return Err(PromiseError::Header);
        }
        let mut values = NAMES.iter().zip(2..).map(|(name, line)| {
            let value = lines.next().and_then(|text| text.strip_prefix(name)?.strip_prefix(' '));
            let value = value.filter(|value| is_value(value));
            value.ok_or(PromiseError::Line { line, name })
        });
        let mut next = || values.next().unwrap_or(Err(PromiseError::Lines(0)));
        let promise = Self {
            origin: next()?.to_owned(),
            number: next()?.to_owned(),
            service: next()?.to_owned(),
            received: instant(next()?).ok_or(PromiseError::Line { line: 5, name: "received" })?,
            promise: next()?.to_owned(),
            check: next()?.to_owned(),
            fee: rupiah(next()?).ok_or(PromiseError::Line { line: 8, name: "fee" })?,
        };
        let count = body.split('\n').count();
        if count == NAMES.len() + 1 { Ok(promise) } else { Err(PromiseError::Lines(count)) }
    }

    /// Reads the promise of the log with this `key`, and checks its signature.
    ///
    /// # Errors
    /// When it is no promise, is of another log, or was not signed by the key.
    pub fn open(note: &Note, key: &VerifierKey) -> Result<Self, PromiseError> {
        let promise = Self::parse(note.text())?;
        promise.expect_origin(key.name())?;
        note.verify(key)?;
        Ok(promise)
    }

    fn expect_origin(&self, name: &str) -> Result<(), PromiseError> {
        if self.origin == name {
            return Ok(());
        }
        let found = self.origin.clone();
        Err(PromiseError::Origin { expected: name.to_owned(), found })
    }
}

fn is_value(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !has_control(text)
}

/// An amount in its only spelling: whole rupiah, not below 0.
fn rupiah(text: &str) -> Option<i64> {
    i64::try_from(decimal(text)?).ok()
}

/// An instant in its only spelling here: RFC 3339, UTC, whole seconds.
fn instant(text: &str) -> Option<Timestamp> {
    let instant: Timestamp = text.parse().ok()?;
    (instant.subsec_nanosecond() == 0 && instant.to_string() == text).then_some(instant)
}
