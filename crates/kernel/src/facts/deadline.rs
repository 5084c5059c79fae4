//! Payloads of supervision: missed times that go up, and what a superior owes (PP 94/2021).

use serde::{Deserialize, Serialize};

use crate::id::ClockId;

/// `deadline.escalated`, version 1: a missed time went up one level. Never twice for one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    /// Payload version.
    pub v: u8,
    /// Which clock.
    pub clock: ClockId,
    /// 1 the head, 2 the Inspectorate, 3 the mayor's room.
    pub level: u8,
    /// The rule by which the clock ran.
    pub rule: String,
    /// Code of whoever owed.
    pub owner: String,
}

/// `duty.assigned`, version 1: a head must summon and examine (PP 94/2021 Art 28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyAssigned {
    /// Payload version.
    pub v: u8,
    /// Code of the unit whose head owes it.
    pub unit: String,
    /// The kind of the fact that it comes from.
    pub because: String,
}

/// `duty.done`, version 1: the first summons went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyDone {
    /// Payload version.
    pub v: u8,
    /// The letter of the summons, or the kind of the fact that shows it.
    pub shown_by: String,
}

/// `duty.missed`, version 1: no summons went out in time. It is still owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyMissed {
    /// Payload version.
    pub v: u8,
}

/// `duty.missed_counted`, version 1: clear. One missed duty of a unit, without what it was about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyMissedCounted {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
}
