//! Payloads of cases of the Inspectorate. Sealed under the case's own key, but for the one that tells
//! of a final case without a name.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{FileId, UserId};

/// `case.opened`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Payload version.
    pub v: u8,
    /// The number of the case.
    pub number: String,
    /// Code of the unit concerned.
    pub unit: String,
    /// What it comes from: `signal`, `complaint`, `gift` or `other`.
    pub origin: String,
    /// Number or id of that.
    pub reference: String,
}

/// `case.person_named`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonNamed {
    /// Payload version.
    pub v: u8,
    /// The account, when it is one; an intermediary from outside has none.
    pub account: Option<UserId>,
}

/// `case.evidence_added`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAdded {
    /// Payload version.
    pub v: u8,
    /// The kept file.
    pub file: FileId,
    /// SHA-256 of what was kept, in hexadecimal digits.
    pub sha256: String,
    /// What it is.
    pub what: String,
    /// Where it comes from.
    pub from: String,
}

/// A link of the chain of custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustodyStep {
    /// The Inspectorate took it.
    Taken,
    /// It was handed over to another keeper.
    HandedOver,
    /// It went back to whom it belongs.
    Returned,
}

impl CustodyStep {
    /// All steps, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Taken, Self::HandedOver, Self::Returned];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::HandedOver => "handed_over",
            Self::Returned => "returned",
        }
    }

    /// The step of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// `case.custody_moved`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyMoved {
    /// Payload version.
    pub v: u8,
    /// Which piece of evidence.
    pub file: FileId,
    /// What happened to it.
    pub step: CustodyStep,
    /// Who has it from now on.
    pub keeper: String,
}

/// `case.summoned`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summoned {
    /// Payload version.
    pub v: u8,
    /// The first or the second.
    pub nth: u8,
    /// When the hearing is.
    pub hearing: Timestamp,
    /// Where.
    pub place: String,
}

/// `case.heard`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Payload version.
    pub v: u8,
    /// The person did not come.
    pub absent: bool,
    /// The minutes, or how the absence was established.
    pub minutes: String,
}

/// `case.stated`, version 1: in the person's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Payload version.
    pub v: u8,
    /// What they say.
    pub text: String,
}

/// Whether the allegation is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is.
    Proven,
    /// A part of it is.
    Partly,
    /// It is not, or cannot be shown to be.
    NotProven,
}

impl Verdict {
    /// All verdicts, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Proven, Self::Partly, Self::NotProven];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Partly => "partly",
            Self::NotProven => "not_proven",
        }
    }

    /// The verdict of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// `case.found`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Payload version.
    pub v: u8,
    /// Whether it is true.
    pub verdict: Verdict,
    /// Letter of the prohibition (PP 94/2021 Art 5).
    pub prohibition: String,
    /// Whom it harmed: `unit`, `agency` or `state`.
    pub harm: String,
    /// Why.
    pub text: String,
}

/// `case.sanction_proposed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SanctionProposed {
    /// Payload version.
    pub v: u8,
    /// Code of the sanction, such as `sedang-2`.
    pub sanction: String,
    /// Why this one.
    pub text: String,
}

/// A case fact that is a text alone, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Payload version.
    pub v: u8,
    /// What was written.
    pub text: String,
}

/// How an appeal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The sanction stays.
    Upheld,
    /// A lighter one takes its place.
    Lightened,
    /// There is no sanction.
    Lifted,
}

impl Outcome {
    /// All outcomes, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Upheld, Self::Lightened, Self::Lifted];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Lightened => "lightened",
            Self::Lifted => "lifted",
        }
    }

    /// The outcome of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// `case.appeal_decided`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealDecided {
    /// Payload version.
    pub v: u8,
    /// How.
    pub outcome: Outcome,
    /// Code of the lighter sanction; none unless it was lightened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanction: Option<String>,
    /// Why.
    pub text: String,
}

/// `case.final`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Final {
    /// Payload version.
    pub v: u8,
}

/// `case.closed_publicly`, version 1: clear. A final case with a sanction, without a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedPublicly {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Letter of the prohibition.
    pub prohibition: String,
    /// Tier of the sanction, such as `sedang`.
    pub tier: String,
    /// Whether an earlier case about the same person had ended with a sanction.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// `case.deadline_missed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineMissed {
    /// Payload version.
    pub v: u8,
    /// Which rule.
    pub rule: String,
}
