//! Slots, shifts and swaps. Pure.

use jiff::Timestamp;
use kernel::facts::shift::{Outcome, Part, Slot};
use kernel::id::{SwapId, UserId};

/// Both halves of a day.
pub const PARTS: [Part; 2] = [Part::Morning, Part::Afternoon];

/// The stored name of a half of a day, also used in locale keys.
pub fn part_code(part: Part) -> &'static str {
    match part {
        Part::Morning => "morning",
        Part::Afternoon => "afternoon",
    }
}

/// The half of that name.
pub fn part_of(code: &str) -> Option<Part> {
    PARTS.into_iter().find(|part| part_code(*part) == code)
}

/// The half to which a local hour belongs.
pub fn part_of_hour(hour: i64) -> Part {
    if hour < 12 { Part::Morning } else { Part::Afternoon }
}

/// A slot as the value of a field.
pub fn slot_value(slot: &Slot) -> String {
    format!("{}/{}/{}/{}", slot.day, part_code(slot.part), slot.counter, slot.unit)
}

/// The slot of such a value.
pub fn slot_of(value: &str) -> Option<Slot> {
    let mut parts = value.splitn(4, '/');
    let (day, part, counter) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Slot {
        day: day.parse().ok()?,
        part: part_of(part)?,
        counter: counter.parse().ok()?,
        unit: parts.next()?.to_owned(),
    })
}

/// An officer at a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Where and when.
    pub slot: Slot,
    /// Who.
    pub officer: UserId,
}

/// Where a swap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The colleague has not answered.
    Asked,
    /// It is over.
    Ended(Outcome),
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [
        Self::Asked,
        Self::Ended(Outcome::Accepted),
        Self::Ended(Outcome::Declined),
        Self::Ended(Outcome::Withdrawn),
    ];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Ended(Outcome::Accepted) => "accepted",
            Self::Ended(Outcome::Declined) => "declined",
            Self::Ended(Outcome::Withdrawn) => "withdrawn",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Two shifts that two officers may swap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// Its id.
    pub id: SwapId,
    /// Where it stands.
    pub state: State,
    /// Who asks.
    pub asker: UserId,
    /// What they give.
    pub give: Slot,
    /// Who is asked.
    pub colleague: UserId,
    /// What that colleague gives.
    pub take: Slot,
    /// When it was asked.
    pub asked_at: Timestamp,
}
