//! Cosignatures (C2SP tlog-cosignature): a witness says when it saw that a log only grew.

use crate::checkpoint::{self, Checkpoint};
use crate::note::{self, KeyType, Note, Signature, SigningKey, VerifierKey};

/// Why a checkpoint is not cosigned as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A witness's line is missing or wrong.
    #[error(transparent)]
    Note(#[from] note::Error),
    /// What should be cosigned is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] checkpoint::Error),
    /// More witnesses are wanted than there are.
    #[error("{wanted} witnesses are wanted and {named} are named")]
    Impossible {
        /// How many must have cosigned.
        wanted: usize,
        /// How many are known.
        named: usize,
    },
    /// One witness would count twice.
    #[error("the witness {0} is named twice")]
    Twice(String),
    /// Too few have cosigned.
    #[error("{found} of {wanted} witnesses have cosigned; missing are {missing}")]
    Missing {
        /// How many must have.
        wanted: usize,
        /// How many have.
        found: usize,
        /// The names of the others.
        missing: String,
    },
}

/// Cosigns the text of a checkpoint at `seconds` since 1970 UTC.
///
/// # Errors
/// When the text is no checkpoint, or the key is not for cosignatures.
pub fn cosign(key: &SigningKey, text: &str, seconds: u64) -> Result<Signature, Error> {
    key.expect_kind(KeyType::Cosignature)?;
    Checkpoint::parse(text)?;
    let signed = key.sign(message(text, seconds).as_bytes());
    Ok(key.signature([seconds.to_be_bytes().as_slice(), &signed].concat()))
}

fn message(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// When the witness with this `key` cosigned the note, in seconds since 1970 UTC; the newest time
/// when it did so more than once.
///
/// # Errors
/// When it did not, or any of its lines does not fit the text.
pub fn verify(note: &Note, key: &VerifierKey) -> Result<u64, Error> {
    key.expect_kind(KeyType::Cosignature)?;
    let mut newest = None;
    for line in note.signatures_of(key) {
        let seconds = time_of(note.text(), key, line);
        let seconds = seconds.ok_or_else(|| note::Error::Wrong(key.name().to_owned()))?;
        newest = newest.max(Some(seconds));
    }
    Ok(newest.ok_or_else(|| note::Error::NotSigned(key.name().to_owned()))?)
}

/// The time in a line, if the line fits the text.
fn time_of(text: &str, key: &VerifierKey, line: &Signature) -> Option<u64> {
    let (seconds, signature) = line.bytes().split_first_chunk::<8>()?;
    let seconds = u64::from_be_bytes(*seconds);
    key.fits(message(text, seconds).as_bytes(), signature).then_some(seconds)
}

/// How many of which witnesses must have cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum {
    witnesses: Vec<VerifierKey>,
    wanted: usize,
}

impl Quorum {
    /// `wanted` of these `witnesses`.
    ///
    /// # Errors
    /// When there are fewer, one is named twice, or one is no witness's key.
    pub fn new(witnesses: Vec<VerifierKey>, wanted: usize) -> Result<Self, Error> {
        for (index, key) in witnesses.iter().enumerate() {
            key.expect_kind(KeyType::Cosignature)?;
            if witnesses[..index].iter().any(|other| other.same_holder(key)) {
                return Err(Error::Twice(key.name().to_owned()));
            }
        }
        if wanted > witnesses.len() {
            return Err(Error::Impossible { wanted, named: witnesses.len() });
        }
        Ok(Self { witnesses, wanted })
    }

    /// The witnesses that cosigned `note`, with the time in seconds since 1970 UTC.
    ///
    /// # Errors
    /// When they are too few, with the names of the others, or the line of one does not fit.
    pub fn met(&self, note: &Note) -> Result<Vec<(String, u64)>, Error> {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for key in &self.witnesses {
            match verify(note, key) {
                Ok(seconds) => found.push((key.name().to_owned(), seconds)),
                Err(Error::Note(note::Error::NotSigned(name))) => missing.push(name),
                Err(error) => return Err(error),
            }
        }
        if found.len() < self.wanted {
            let (wanted, found) = (self.wanted, found.len());
            return Err(Error::Missing { wanted, found, missing: missing.join(", ") });
        }
        Ok(found)
    }
}
