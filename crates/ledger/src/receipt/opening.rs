//! What opens the commitment of a fact: the fact itself and its salt.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use super::Error;
use super::promise::Promise;
use crate::entry::Entry;
use crate::hash::Hash;

/// The kind of fact that a receipt is about.
const KIND: &str = "application.submitted";

/// A fact and its salt. Whoever has both can show what a commitment stands for; the log has
/// neither.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The salt.
    pub salt: [u8; 32],
    /// The fact in canonical JSON (RFC 8785).
    pub fact: String,
    /// The ticket of the citizen's place in the queue, once there is one. The commitment does not
    /// bind it.
    pub ticket: Option<String>,
}

impl Opening {
    /// The fact as JSON, if it is canonical.
    pub(super) fn value(&self) -> Result<Value, Error> {
        let value: Value = serde_json::from_str(&self.fact).map_err(|_| Error::Fact)?;
        let canonical = serde_json_canonicalizer::to_string(&value).map_err(|_| Error::Fact)?;
        if canonical == self.fact { Ok(value) } else { Err(Error::Fact) }
    }

    /// HMAC-SHA256 under the salt over the fact.
    ///
    /// # Errors
    /// Never for a salt of this length; the library cannot say so.
    pub fn commitment(&self) -> Result<[u8; 32], Error> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.salt).map_err(|_| Error::Fact)?;
        Ok(mac.chain_update(&self.fact).finalize().into_bytes().into())
    }

    /// The hash of the log's entry for this fact.
    ///
    /// # Errors
    /// As [`Opening::commitment`].
    pub fn leaf(&self) -> Result<Hash, Error> {
        let entry = Entry::Sealed { commitment: self.commitment()? };
        Ok(entry.leaf()?)
    }

    /// Checks that the fact says what the promise says.
    pub(super) fn agrees(&self, promise: &Promise) -> Result<(), Error> {
        let Fact { payload, recorded_at } =
            serde_json::from_str(&self.fact).map_err(|_| Error::NotSubmitted)?;
        if payload.kind != KIND {
            return Err(Error::NotSubmitted);
        }
        let fact = Submitted::deserialize(payload.data).map_err(|_| Error::NotSubmitted)?;
        let number = promise.number.replace('-', "");
        same("number", &number, &fact.number)?;
        same("service", &promise.service, &fact.service)?;
        same("fee", &promise.fee.to_string(), &fact.fee.to_string())?;
        // The promise speaks of the second in which the fact was recorded.
        let second = recorded_at.div_euclid(1_000_000);
        same("second", &promise.received.as_second().to_string(), &second.to_string())
    }
}

impl std::fmt::Debug for Opening {
    /// Shows neither: together they undo what the seal hides.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opening(redacted)")
    }
}

fn same(what: &'static str, promised: &str, logged: &str) -> Result<(), Error> {
    if promised == logged {
        return Ok(());
    }
    let (promised, logged) = (promised.to_owned(), logged.to_owned());
    Err(Error::Disagree { what, promised, logged })
}

/// What is read of a fact. Later releases may add members; these stay.
#[derive(Deserialize)]
struct Fact {
    payload: Payload,
    recorded_at: i64,
}

#[derive(Deserialize)]
struct Payload {
    kind: String,
    data: Value,
}

#[derive(Deserialize)]
struct Submitted {
    number: String,
    service: String,
    fee: i64,
}
