//! Payloads of mandates (surat kuasa, KUHPer Art 1792 ff.) and of the register of representatives.
//! Sealed: a mandate under a key of its own, an entry of the register likewise.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::MandateId;

/// `mandate.given`, version 1: somebody applies for another under a letter of mandate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Payload version.
    pub v: u8,
    /// Number of the application that was made under it.
    pub number: String,
    /// Code of the service: the one act for which it is given (KUHPer Art 1795).
    pub service: String,
    /// The last day on which it holds.
    pub until: Date,
    /// Whether the letter bears the stamp duty (UU 10/2020).
    pub stamped: bool,
    /// The registered profession by which no limit applies; none for everyone else.
    pub profession: Option<String>,
}

/// How the giver was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// By the link that was sent to their own phone.
    Link,
    /// They came to the counter.
    Came,
    /// An officer called them.
    Called,
    /// Taken over from a past in which nobody was asked by this system.
    Recorded,
}

impl Asked {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Came => "came",
            Self::Called => "called",
            Self::Recorded => "recorded",
        }
    }
}

/// `mandate.confirmed_by_giver`, version 1: the giver says that it is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Payload version.
    pub v: u8,
    /// How they were asked.
    pub asked: Asked,
    /// What the officer wrote who asked them; empty when no officer did.
    pub note: String,
}

/// `mandate.used`, version 1, about the application: work on it may begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Payload version.
    pub v: u8,
    /// Under which mandate.
    pub mandate: MandateId,
}

/// Who ended a mandate (KUHPer Art 1813).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The giver took it back.
    Giver,
    /// The receiver gave it up.
    Receiver,
    /// Its last day was over.
    Time,
}

/// `mandate.revoked`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// Payload version.
    pub v: u8,
    /// By whom.
    pub by: EndedBy,
    /// How the giver told an officer; none when they did it alone, or it was not they.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// How the officer knew that it was the giver; empty when there was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Revoked {
    /// An end without an officer.
    pub fn by(by: EndedBy) -> Self {
        Self { v: 1, by, asked: None, note: String::new() }
    }
}

/// `mandate.refused`, version 1: the giver says that it is not theirs, or said nothing in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Payload version.
    pub v: u8,
    /// How they were asked; none when they did not answer.
    pub asked: Option<Asked>,
    /// What the officer wrote who asked them; empty when no officer did.
    pub note: String,
}

/// `representative.registered`, version 1: a profession that acts for others without limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Payload version.
    pub v: u8,
    /// `notary`, `advocate` or `company_officer`.
    pub profession: String,
    /// Number of the licence or deed.
    pub licence: String,
    /// The first day.
    pub from: Date,
    /// The last day, if it is known.
    pub until: Option<Date>,
}

/// `representative.bar_proposed`, version 1: an inspector asks to bar somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarProposed {
    /// Payload version.
    pub v: u8,
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: Date,
}

/// `representative.barred`, version 1: a second inspector agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// Payload version.
    pub v: u8,
    /// The last day.
    pub until: Date,
}

/// `representative.ended`, version 1: an entry of the register holds no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Payload version.
    pub v: u8,
    /// Why.
    pub reason: String,
}
