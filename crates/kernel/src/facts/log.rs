//! Payloads about the public log itself. Clear: they are for those who check it.

use serde::{Deserialize, Serialize};

/// `key.published`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPublished {
    /// Payload version.
    pub v: u8,
    /// What the key signs: `log`.
    pub purpose: String,
    /// The verifier's key, as `name+id+base64` (C2SP signed-note).
    pub vkey: String,
}

/// `key.revoked`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRevoked {
    /// Payload version.
    pub v: u8,
    /// What the key signed: `log`.
    pub purpose: String,
    /// The verifier's key that holds no longer.
    pub vkey: String,
    /// Why, in the operator's words.
    pub reason: String,
}

/// `log.recovered`, version 1: the city's database was older than what it had published, and the
/// published log was adopted. What stood in the lost positions is known to the log alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovered {
    /// Payload version.
    pub v: u8,
    /// The first position whose fact the database no longer has; from 1.
    pub from: i64,
    /// The last one.
    pub to: i64,
    /// Root of the adopted tree of size `to`, in base64.
    pub root: String,
}
