//! Payloads of partners: who may do which step for the city, under which price, and what they did. A
//! contract is clear, because it is public; what a partner does to a file is sealed under the file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::PartnerId;
use crate::money::Rupiah;

/// Who a partner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerKind {
    /// Neighbours who help without pay: co-production.
    Helper,
    /// A firm under contract: privatisation of a step.
    Contractor,
}

impl PartnerKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Helper, Self::Contractor];

    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Helper => "helper",
            Self::Contractor => "contractor",
        }
    }

    /// The kind of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A step that a partner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerStep {
    /// Help at home to complete a file that came back.
    Assist,
    /// Bring the product to the door.
    Deliver,
}

impl PartnerStep {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Assist, Self::Deliver];

    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Assist => "assist",
            Self::Deliver => "deliver",
        }
    }

    /// The step of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// What was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Name of the firm or group; never of a volunteer.
    pub name: String,
    /// Who they are.
    pub kind: PartnerKind,
    /// Code of the unit whose files they may be handed.
    pub unit: String,
    /// The step.
    pub step: PartnerStep,
    /// Codes of the services.
    pub services: Vec<String>,
    /// Codes of the kelurahan; everywhere when empty.
    pub kelurahan: Vec<String>,
    /// What one step costs; nothing for volunteers.
    pub price: Rupiah,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// `partner.proposed` (sealed) and `partner.contracted` (clear), version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Payload version.
    pub v: u8,
    /// What is agreed.
    pub terms: Terms,
}

/// `partner.refused` (sealed) and `partner.ended` (clear), version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Payload version.
    pub v: u8,
}

/// `partner.step_handed` and `partner.step_done`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepOf {
    /// Payload version.
    pub v: u8,
    /// The partner.
    pub partner: PartnerId,
    /// The step.
    pub step: PartnerStep,
}

/// Why a partner has a step no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenBack {
    /// The head took it back.
    Head,
    /// It was not done in time.
    Late,
    /// The partner knows the person.
    Conflict,
    /// The contract ended.
    Ended,
}

impl TakenBack {
    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Late => "late",
            Self::Conflict => "conflict",
            Self::Ended => "ended",
        }
    }
}

/// `partner.step_taken_back`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTakenBack {
    /// Payload version.
    pub v: u8,
    /// The partner.
    pub partner: PartnerId,
    /// The step.
    pub step: PartnerStep,
    /// Why.
    pub why: TakenBack,
}

/// `partner.rated`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// Payload version.
    pub v: u8,
    /// The partner.
    pub partner: PartnerId,
    /// From 1, bad, to 5, good.
    pub score: i64,
}
