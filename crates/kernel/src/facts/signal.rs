//! Payloads of signals. Sealed under the signal's own key, but for the count of a run.

use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// `signal.raised`, version 1: a pattern that is very unlikely to be chance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// Payload version.
    pub v: u8,
    /// The run that raised it.
    pub run: i64,
    /// Code of its kind, such as `steering`.
    pub pattern: String,
    /// Parts and who plays them: accounts, pseudonyms, codes.
    pub subject: Vec<(String, String)>,
    /// Number of files.
    pub files: u32,
    /// Chance of as much or more when nothing is the matter, as `1.2e-7`.
    pub p: String,
    /// The rate of false discoveries at which it counts, as `3e-4`.
    pub q: String,
}

/// `signal.explained`, version 1: what someone concerned says to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// Payload version.
    pub v: u8,
    /// Who says it: `officer`, `representative`, `head` or `other`.
    pub by: String,
    /// Their words.
    pub text: String,
}

/// `signal.dismissed`, version 1: nothing is the matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissed {
    /// Payload version.
    pub v: u8,
    /// The listed reason.
    pub reason: String,
    /// The inspector's words.
    pub text: String,
}

/// `signal.asked`, version 1: an inspector asks the officer concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Payload version.
    pub v: u8,
    /// Whom.
    pub officer: UserId,
    /// What.
    pub question: String,
}

/// `signal.escalated`, version 2: it goes on as a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    /// Payload version.
    pub v: u8,
    /// Number of the case.
    pub case: String,
    /// Why it could not wait until someone concerned was heard; empty when it did, and in version 1.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub urgent: String,
}

/// `signal.unanswered`, version 1: the time for a decision ran out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// Payload version.
    pub v: u8,
}

/// `signal.run_counted`, version 1: how many tests a run made and how many passed. Whoever counts the
/// signals knows that none was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCounted {
    /// Payload version.
    pub v: u8,
    /// Its number, from 1.
    pub run: i64,
    /// Files that were looked at.
    pub cases: u64,
    /// Tests.
    pub tests: u64,
    /// Signals that were raised.
    pub found: u64,
    /// The rate of false discoveries of this run, as `0.0219`.
    pub level: String,
}
