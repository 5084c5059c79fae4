//! Payloads of commitment: integrity pacts, declared interests, rounds of supervision.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// `pact.signed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PactSigned {
    /// Payload version.
    pub v: u8,
    /// For which year.
    pub year: i16,
    /// Which text was signed.
    pub text: u8,
}

/// `interest.declared`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterestDeclared {
    /// Payload version.
    pub v: u8,
    /// For which year.
    pub year: i16,
    /// `family`, `business`, `property`, or `none` when there is no interest.
    pub relation: String,
    /// Who or what it is.
    pub what: String,
    /// Code of the unit that it concerns, if one.
    pub unit: Option<String>,
    /// The relative's NIK, if told.
    pub nik: Option<String>,
    /// The relative's KK, if told.
    pub kk: Option<String>,
}

/// `commitment.share_counted`, version 1: clear. Only for units that are large enough to hide each
/// of their people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCounted {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// For which year.
    pub year: i16,
    /// How many signed and declared.
    pub done: i64,
    /// Of how many.
    pub of: i64,
}

/// `round.planned`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundPlanned {
    /// Payload version.
    pub v: u8,
    /// Code of the unit that is visited.
    pub unit: String,
    /// `routine`, `unannounced` or `follow_up`.
    pub kind: String,
    /// By when.
    pub due: Timestamp,
}

/// `round.done`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundDone {
    /// Payload version.
    pub v: u8,
    /// How many findings.
    pub findings: u32,
    /// What follows.
    pub follow_up: String,
}

/// `round.missed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundMissed {
    /// Payload version.
    pub v: u8,
}
