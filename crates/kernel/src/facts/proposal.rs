//! Musrenbang: the written facts of `prioritise/proposals`. They are clear and name no person: a proposal
//! names the group, office or council body behind it, a deliberation counts who came.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::activity::ActivityCode;
use crate::id::{ForumId, ProposalId};
use crate::money::Rupiah;

/// A deliberation on the way to the city's plan (Permendagri 86/2017), the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Musrenbang kelurahan.
    Kelurahan,
    /// Musrenbang kecamatan.
    District,
    /// Musrenbang RKPD kota.
    City,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Kelurahan, Self::District, Self::City];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kelurahan => "kelurahan",
            Self::District => "district",
            Self::City => "city",
        }
    }

    /// The stage of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A group of residents, such as an RW.
    Resident,
    /// An office of the city.
    Unit,
    /// The council (pokok-pokok pikiran DPRD); always marked so in public.
    Council,
}

impl Origin {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Resident, Self::Unit, Self::Council];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Unit => "unit",
            Self::Council => "council",
        }
    }

    /// The origin of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.code() == code)
    }
}

/// `forum.held`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForumHeld {
    /// Payload version.
    pub v: u8,
    /// Which deliberation.
    pub stage: Stage,
    /// Code of the kelurahan or kecamatan; empty for the city.
    pub area: String,
    /// The budget that it was for.
    pub budget_year: i16,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Men who came.
    pub men: i64,
    /// Women who came.
    pub women: i64,
    /// Persons with a disability among them.
    pub disabled: i64,
    /// RW that were represented.
    pub rw: i64,
}

/// A repair that was found and costed in an audit of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Code of the unit.
    pub unit: String,
    /// Code of what is mended.
    pub item: String,
}

/// `proposal.made`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Payload version.
    pub v: u8,
    /// Its number, by which everyone finds it.
    pub number: String,
    /// The budget that it is for.
    pub budget_year: i16,
    /// What it is called.
    pub title: String,
    /// What is to be done.
    pub what: String,
    /// Code of the kelurahan; empty when it concerns the whole city.
    pub kelurahan: String,
    /// Where in it.
    pub place: String,
    /// Who asks.
    pub origin: Origin,
    /// The group, office or body of the council; no name of a person.
    pub proposer: String,
    /// How much, in thousandths.
    pub volume_milli: i64,
    /// Of what, such as `m` or `unit`.
    pub measure: String,
    /// What whoever asks says that it costs.
    pub asked: Option<Rupiah>,
    /// Code of the unit that would do it.
    pub office: String,
    /// Its place in the classification of the budget.
    pub activity: Option<ActivityCode>,
    /// The repair from which it was made.
    pub repair: Option<Repair>,
}

/// `proposal.costed`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Costed {
    /// Payload version.
    pub v: u8,
    /// Code in the price standard (SSH or HSPK, Perpres 33/2020).
    pub price_code: String,
    /// Price of one unit on that day.
    pub price: Rupiah,
    /// How much, in thousandths.
    pub volume_milli: i64,
    /// Of what.
    pub measure: String,
    /// Price times volume, to the next rupiah.
    pub cost: Rupiah,
    /// What whoever asks said that it costs.
    pub asked: Option<Rupiah>,
    /// Code of the unit that would do it.
    pub office: String,
    /// Its place in the classification of the budget.
    pub activity: Option<ActivityCode>,
}

/// `proposal.supported`, version 1: clear. It says how many, never who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supported {
    /// Payload version.
    pub v: u8,
    /// Browsers that support it now.
    pub supporters: i64,
}

/// `proposal.merged`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Payload version.
    pub v: u8,
    /// The proposal as part of which it goes on.
    pub into: ProposalId,
    /// Browsers that support that one now.
    pub supporters: i64,
}

/// `proposal.accepted`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Payload version.
    pub v: u8,
    /// The deliberation.
    pub forum: ForumId,
    /// Which one it was.
    pub stage: Stage,
    /// Its place in the order of that deliberation, from 1.
    pub rank: i64,
}

/// `proposal.returned`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Payload version.
    pub v: u8,
    /// The deliberation.
    pub forum: ForumId,
    /// Which one it was.
    pub stage: Stage,
    /// Why.
    pub reason: String,
}
