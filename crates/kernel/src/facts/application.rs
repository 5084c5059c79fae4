//! Payloads of an application's life. Sealed: they stand under the key of the person.

use serde::{Deserialize, Serialize};

use crate::id::FileId;
use crate::money::Rupiah;
use crate::service::Applicant;

/// `application.submitted`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// Payload version.
    pub v: u8,
    /// The number that the citizen holds.
    pub number: String,
    /// Code of the service.
    pub service: String,
    /// Version of the standard that applies.
    pub standard: i64,
    /// Code of the unit that owes.
    pub unit: String,
    /// Who applies for the person.
    pub applicant: Applicant,
    /// The whole price.
    pub fee: Rupiah,
    /// Required documents that were not there yet.
    pub missing: Vec<String>,
    /// Why an officer helped to fill it in (UU 23/2006 Art 26), by code; none without help. Facts
    /// from before help was recorded have no such field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<String>,
}

/// `application.taken_over`, version 1: its person goes on with it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// Payload version.
    pub v: u8,
}

/// How an application became complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// Everything required was there.
    AtOnce,
    /// An officer checked it.
    Checked,
    /// Nobody checked in time, so it counts as complete.
    Deemed,
}

/// `application.completed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    /// Payload version.
    pub v: u8,
    /// How it became complete.
    pub how: Completion,
    /// The ticket of its place in the queue.
    pub ticket: String,
}

/// `application.returned`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Payload version.
    pub v: u8,
    /// Codes of the documents that are missing or unreadable.
    pub missing: Vec<String>,
    /// What the officer wrote to the citizen.
    pub note: String,
}

/// What the rule of a measure begins with that says who brought documents; a [`HandedInBy`] code follows.
pub const BROUGHT: &str = "brought/";

/// Who brings what was missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedInBy {
    /// The person whose file it is.
    #[serde(rename = "self")]
    Oneself,
    /// Family or the holder of a mandate, who applied for that person.
    Representative,
    /// Someone who is in the file for the first time.
    Other,
    /// An officer took in what came without anyone, by post for instance.
    Office,
}

impl HandedInBy {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Oneself, Self::Representative, Self::Other, Self::Office];

    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Oneself => "self",
            Self::Representative => "representative",
            Self::Other => "other",
            Self::Office => "office",
        }
    }
}

/// `application.supplemented`, version 2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplemented {
    /// Payload version.
    pub v: u8,
    /// Codes of the documents that came.
    pub documents: Vec<String>,
    /// Who brought them; version 1 does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<HandedInBy>,
}

/// `application.picked` and `.picked_out_of_turn`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Payload version.
    pub v: u8,
    /// The listed reason, when it was not its turn.
    pub reason: Option<String>,
    /// How many were passed over.
    pub passed: i64,
}

/// `application.step_started` and `.step_finished`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Payload version.
    pub v: u8,
    /// Code of the step.
    pub step: String,
}

/// `application.approved`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Payload version.
    pub v: u8,
}

/// `application.refused`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Payload version.
    pub v: u8,
    /// The listed ground.
    pub ground: String,
    /// What the officer wrote to the citizen.
    pub note: String,
}

/// `application.issued`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Payload version.
    pub v: u8,
    /// The product as a file, when there is one.
    pub file: Option<FileId>,
}

/// `application.collected`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// Payload version.
    pub v: u8,
}

/// `application.withdrawn`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Payload version.
    pub v: u8,
}

/// `application.deadline_missed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineMissed {
    /// Payload version.
    pub v: u8,
}

/// `application.deemed_granted`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeemedGranted {
    /// Payload version.
    pub v: u8,
    /// The law that says so.
    pub legal_basis: String,
}
