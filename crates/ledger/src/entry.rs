//! What Bening writes into the log: for a sealed fact its commitment alone, for a clear one also
//! what it says. Canonical JSON (RFC 8785), so that each entry has one spelling.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bundle::MAX_ENTRY;
use crate::hash::{Hash, leaf_hash};
use crate::text::{base64, unbase64_32};

/// Version of the form.
const VERSION: u8 = 1;

/// Why bytes are no entry, or an entry cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No JSON, or other members than an entry has.
    #[error("the entry cannot be read as JSON: {0}")]
    Json(String),
    /// The form of a later release.
    #[error("the entry is of version {0}, which this release does not know")]
    Version(u8),
    /// The commitment.
    #[error("the commitment of the entry is not 32 bytes in base64")]
    Commitment,
    /// Only one of the two members that a clear entry adds.
    #[error("the entry has only one of kind and data")]
    Half,
    /// Right, but spelled otherwise than RFC 8785 says.
    #[error("the entry is not canonical JSON")]
    Spelling,
    /// Longer than a bundle can hold.
    #[error("the entry has {0} bytes; 65,535 fit")]
    TooLong(usize),
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A fact that is nobody's business: even its kind stands only inside the commitment.
    Sealed {
        /// HMAC-SHA256 under the fact's own salt over its canonical bytes.
        commitment: [u8; 32],
    },
    /// A public fact.
    Clear {
        /// As for a sealed fact: binds time and actor without telling them.
        commitment: [u8; 32],
        /// The kind, such as `queue.entered`.
        kind: String,
        /// The payload.
        data: Value,
    },
}

/// The members, in the order of their names.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    commitment: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    data: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    v: u8,
}

/// A member that is there, also when it is null.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Entry {
    /// The commitment.
    pub fn commitment(&self) -> [u8; 32] {
        match self {
            Self::Sealed { commitment } | Self::Clear { commitment, .. } => *commitment,
        }
    }

    /// The bytes that go into the log.
    ///
    /// # Errors
    /// When they are too many for a bundle.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let commitment = base64(&self.commitment());
        let (kind, data) = match self {
            Self::Sealed { .. } => (None, None),
            Self::Clear { kind, data, .. } => (Some(kind.clone()), Some(data.clone())),
        };
        let members = Members { commitment, data, kind, v: VERSION };
        let bytes = serde_json_canonicalizer::to_vec(&members).map_err(json)?;
        if bytes.len() > MAX_ENTRY { Err(Error::TooLong(bytes.len())) } else { Ok(bytes) }
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// When the bytes are not exactly what [`Entry::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let members: Members = serde_json::from_slice(bytes).map_err(json)?;
        if members.v != VERSION {
            return Err(Error::Version(members.v));
        }
        let commitment = unbase64_32(&members.commitment).ok_or(Error::Commitment)?;
        let entry = match (members.kind, members.data) {
            (None, None) => Self::Sealed { commitment },
            (Some(kind), Some(data)) => Self::Clear { commitment, kind, data },
            _ => return Err(Error::Half),
        };
        if entry.encode()? == bytes { Ok(entry) } else { Err(Error::Spelling) }
    }

    /// Its hash in the tree.
    ///
    /// # Errors
    /// As [`Entry::encode`].
    pub fn leaf(&self) -> Result<Hash, Error> {
        Ok(leaf_hash(&self.encode()?))
    }
}

fn json(error: impl std::fmt::Display) -> Error {
    Error::Json(error.to_string())
}
