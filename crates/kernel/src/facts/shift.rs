//! Payloads of shifts at counters: who sits where, and shifts that two officers swap. Sealed, because
//! they name officers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// A half of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Before noon.
    Morning,
    /// From noon on.
    Afternoon,
}

/// A counter of a unit in a half of a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// Code of the unit.
    pub unit: String,
    /// The day, in local time.
    pub day: Date,
    /// Which half of it.
    pub part: Part,
    /// Number of the counter.
    pub counter: i64,
}

/// `shift.planned`, version 1: a head says who sits at a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Payload version.
    pub v: u8,
    /// The counter and its time.
    pub slot: Slot,
    /// Who sits there; none leaves it free.
    pub officer: Option<UserId>,
}

/// `shift.swap_asked`, version 1: an officer asks a colleague to swap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapAsked {
    /// Payload version.
    pub v: u8,
    /// What the asking officer gives.
    pub give: Slot,
    /// The colleague.
    pub colleague: UserId,
    /// What the asking officer takes.
    pub take: Slot,
}

/// What became of a swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The colleague agreed: the two sit in each other's place.
    Accepted,
    /// The colleague did not agree.
    Declined,
    /// Who asked took it back.
    Withdrawn,
}

/// `shift.swap_ended`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapEnded {
    /// Payload version.
    pub v: u8,
    /// What became of it.
    pub outcome: Outcome,
}
