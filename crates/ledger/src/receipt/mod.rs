//! The citizen's file: the signed promise and, once the log holds the application, the proof. It is
//! verified offline, with the city's public key alone.

mod opening;
mod promise;

pub use opening::Opening;
pub use promise::{Promise, PromiseError};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::checkpoint::{self, Checkpoint};
use crate::cosignature::Quorum;
use crate::entry;
use crate::hash::Hash;
use crate::note::{Note, VerifierKey};
use crate::text::{base64, unbase64_32};
use crate::tlog_proof::{self, TlogProof};

/// Version of what a receipt adds to the proof.
const VERSION: u8 = 1;

/// Why a file is no receipt, or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The promise is none, or not of this city.
    #[error(transparent)]
    Promise(#[from] PromiseError),
    /// The proof cannot be read, or its checkpoint or witnesses do not hold.
    #[error(transparent)]
    Proof(#[from] tlog_proof::Error),
    /// The fact with its salt is not the entry that the proof is about.
    #[error("fact, salt, index and hashes of the receipt do not belong together: {0}")]
    NotInLog(crate::proof::Error),
    /// The line with fact, salt and promise.
    #[error("the extra line of the receipt is not what a receipt holds: {0}")]
    Extra(String),
    /// The fact is not canonical JSON.
    #[error("the fact of the receipt is not canonical JSON")]
    Fact,
    /// The fact is of another kind.
    #[error("the fact of the receipt is not that an application was submitted")]
    NotSubmitted,
    /// What was promised is not what was logged.
    #[error("the promise says {what} {promised} and the logged fact says {logged}")]
    Disagree {
        /// Which of them: `number`, `service`, `fee` or `second` (of receipt, since 1970 UTC).
        what: &'static str,
        /// In the promise.
        promised: String,
        /// In the fact.
        logged: String,
    },
    /// The entry cannot be written.
    #[error(transparent)]
    Entry(#[from] entry::Error),
}

/// A receipt that has been read, and not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    promise: Note,
    proven: Option<(Opening, TlogProof)>,
}

/// What a receipt has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What the city has promised.
    pub promise: Promise,
    /// That the log holds it; `None` while the receipt is the promise alone.
    pub entry: Option<InLog>,
}

/// What the proof of a receipt has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InLog {
    /// Number of the entry, from 0.
    pub index: u64,
    /// The hash of the entry.
    pub leaf: Hash,
    /// The log and its size when the proof was made.
    pub checkpoint: Checkpoint,
    /// The witnesses of the quorum that had seen it, and when, in seconds since 1970 UTC; empty
    /// when none was asked for.
    pub witnesses: Vec<(String, u64)>,
}

/// What a receipt adds to the proof, in the order of the names.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extra {
    fact: Value,
    promise: String,
    salt: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ticket: Option<String>,
    v: u8,
}

impl Receipt {
    /// The receipt before the log holds the application.
    ///
    /// # Errors
    /// When the note is no promise.
    pub fn promised(promise: Note) -> Result<Self, Error> {
        Promise::parse(promise.text())?;
        Ok(Self { promise, proven: None })
    }

    /// The receipt with its proof: entry `index` of the log with this signed `checkpoint`.
    ///
    /// # Errors
    /// When a part is not what it should be. Whether they belong together, [`Receipt::verify`] says.
    pub fn proven(
        promise: Note,
        opening: Opening,
        index: u64,
        hashes: Vec<Hash>,
        checkpoint: &str,
    ) -> Result<Self, Error> {
        let extra = Extra {
            fact: opening.value()?,
            promise: promise.to_string(),
            salt: base64(&opening.salt),
            ticket: opening.ticket.clone(),
            v: VERSION,
        };
        let extra = Some(serde_json_canonicalizer::to_vec(&extra).map_err(not_extra)?);
        let checkpoint = checkpoint.parse().map_err(checkpoint::Error::from);
        let checkpoint = checkpoint.map_err(tlog_proof::Error::from)?;
        let proof = TlogProof { extra, index, hashes, checkpoint };
        Ok(Self { proven: Some((opening, proof)), ..Self::promised(promise)? })
    }

    /// The promise's note. Nothing in it has been verified.
    pub fn promise(&self) -> &Note {
        &self.promise
    }

    /// The ticket of the place in the queue, when there is one.
    pub fn ticket(&self) -> Option<&str> {
        self.proven.as_ref()?.0.ticket.as_deref()
    }

    /// The checkpoint's note, once the log holds the application.
    pub fn checkpoint(&self) -> Option<&Note> {
        self.proven.as_ref().map(|(_, proof)| &proof.checkpoint)
    }

    /// Checks the whole receipt against the city's `key`, and that the `quorum` has seen the
    /// checkpoint.
    ///
    /// # Errors
    /// [`Error`], which says which part is wrong.
    pub fn verify(&self, key: &VerifierKey, quorum: Option<&Quorum>) -> Result<Verified, Error> {
        let promise = Promise::open(&self.promise, key)?;
        let entry = match &self.proven {
            None => None,
            Some((opening, proof)) => {
                opening.agrees(&promise)?;
                let leaf = opening.leaf()?;
                let shown = proof.verify(leaf, key, quorum).map_err(|error| match error {
                    tlog_proof::Error::Inclusion(error) => Error::NotInLog(error),
                    error => Error::Proof(error),
                })?;
                let tlog_proof::Shown { checkpoint, witnesses } = shown;
                Some(InLog { index: proof.index, leaf, checkpoint, witnesses })
            }
        };
        Ok(Verified { promise, entry })
    }
}

/// The seal: the first 16 hex digits of the entry's hash.
pub fn seal_digits(leaf: &Hash) -> String {
    leaf.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Digits in groups of four, as printed.
pub fn grouped(digits: &str) -> String {
    let letters: Vec<char> = digits.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

fn not_extra(why: impl fmt::Display) -> Error {
    Error::Extra(why.to_string())
}

/// The promise and what opens the commitment, from the extra line of a proof.
fn open_extra(bytes: &[u8]) -> Result<(Note, Opening), Error> {
    let extra: Extra = serde_json::from_slice(bytes).map_err(not_extra)?;
    if serde_json_canonicalizer::to_vec(&extra).map_err(not_extra)? != bytes {
        return Err(not_extra("it is not canonical JSON"));
    }
    if extra.v != VERSION {
        return Err(not_extra(format!("this release does not know version {}", extra.v)));
    }
    let salt = unbase64_32(&extra.salt);
    let salt = salt.ok_or_else(|| not_extra("the salt is not 32 bytes in base64"))?;
    let promise = extra.promise.parse().map_err(PromiseError::from)?;
    let fact = serde_json_canonicalizer::to_string(&extra.fact).map_err(|_| Error::Fact)?;
    Ok((promise, Opening { salt, fact, ticket: extra.ticket }))
}

impl FromStr for Receipt {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if !text.starts_with(tlog_proof::HEADER) {
            return Self::promised(text.parse().map_err(PromiseError::from)?);
        }
        let proof: TlogProof = text.parse()?;
        let extra = proof.extra.as_deref().ok_or_else(|| not_extra("there is none"))?;
        let (promise, opening) = open_extra(extra)?;
        Ok(Self { proven: Some((opening, proof)), ..Self::promised(promise)? })
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.proven {
            None => self.promise.fmt(f),
            Some((_, proof)) => proof.fmt(f),
        }
    }
}
