//! Payloads of gratuities. Sealed under the report's own key.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::FileId;
use crate::money::Rupiah;

/// `gift.reported`, version 1: an officer says that they were given something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Payload version.
    pub v: u8,
    /// The number of the report.
    pub number: String,
    /// Code of the officer's unit.
    pub unit: String,
    /// When it was given.
    pub given_on: Date,
    /// What it is worth.
    pub value: Rupiah,
    /// The letter of the exemption that holds, if one does.
    pub exempt: Option<String>,
    /// Why it must be reported, by code; none when it is exempt.
    pub why: Option<String>,
    /// It came later than the law allows.
    pub late: bool,
}

/// `gift.refused`, version 1: an officer was offered something and did not take it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Payload version.
    pub v: u8,
    /// The number of the report.
    pub number: String,
    /// Code of the officer's unit.
    pub unit: String,
    /// When it was offered.
    pub offered_on: Date,
    /// Whether an application of the giver was named.
    pub application: bool,
}

/// `gift.returned` and `gift.completed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Payload version.
    pub v: u8,
    /// What was written.
    pub text: String,
}

/// `gift.forwarded`, version 1: the gratuity unit passed it on to the KPK.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    /// Payload version.
    pub v: u8,
    /// The letter or number under which it was passed on.
    pub reference: String,
    /// It was reported only after an internal audit had found it.
    pub after_audit: bool,
}

/// Whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The recipient's.
    Recipient,
    /// The state's.
    State,
}

impl Owner {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::State => "state",
        }
    }

    /// The owner of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Recipient, Self::State].into_iter().find(|owner| owner.code() == code)
    }
}

/// `gift.decided`, version 1: the KPK said whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Payload version.
    pub v: u8,
    /// Whose it is.
    pub owner: Owner,
    /// The number of the decision.
    pub reference: String,
}

/// `gift.handed_over`, version 1: the object is where the decision says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Payload version.
    pub v: u8,
    /// To whom, in words.
    pub to: String,
}

/// `gift.custody_moved`, version 1: the object went from one keeper to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyMoved {
    /// Payload version.
    pub v: u8,
    /// Who keeps it from now on.
    pub keeper: String,
    /// Where.
    pub place: String,
    /// Pictures of it.
    pub files: Vec<FileId>,
}

/// `gift.thanked`, version 1: the gratuity unit thanked the officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thanked {
    /// Payload version.
    pub v: u8,
}

/// `gift.deadline_missed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineMissed {
    /// Payload version.
    pub v: u8,
    /// The rule whose time ran out.
    pub rule: String,
}
