//! Payloads about accounts and about who opened personal data. Sealed.

use serde::{Deserialize, Serialize};

use crate::actor::Role;

/// `person.opened`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Payload version.
    pub v: u8,
    /// Why: a code from the locale files, such as `work` or `counter`.
    pub purpose: String,
    /// What was opened, such as `file` or `document:kk`.
    pub what: String,
}

/// `user.granted`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// Payload version.
    pub v: u8,
    /// Which role.
    pub role: Role,
    /// For which unit, by code.
    pub unit: Option<String>,
}

/// `user.revoked`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// Payload version.
    pub v: u8,
    /// Which role.
    pub role: Role,
    /// For which unit, by code.
    pub unit: Option<String>,
}
