//! A ticket, an appointment, the counters of a unit, and what can happen to them. Pure.

use kernel::Error;
use kernel::error::Result;
use kernel::identity::Phone;
use serde::{Deserialize, Serialize};

/// How the counters of a unit work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// How many counters.
    pub counters: i64,
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// How many people all counters together serve in a slot.
    pub people_per_slot: i64,
    /// Percent of them who are kept for people without an appointment.
    pub walk_in_percent: i64,
}

impl Setting {
    /// The setting, when its numbers can be meant. `least` is the share for walk-ins by rule.
    ///
    /// # Errors
    /// Invalid, under the key of the field that is wrong.
    pub fn checked(self, least: i64) -> Result<Self> {
        if !(1..=50).contains(&self.counters) {
            return Err(Error::invalid("queue-counters-range"));
        }
        if !(5..=120).contains(&self.slot_minutes) {
            return Err(Error::invalid("queue-slot-range"));
        }
        if !(1..=200).contains(&self.people_per_slot) {
            return Err(Error::invalid("queue-people-range"));
        }
        if !(least..=100).contains(&self.walk_in_percent) {
            return Err(Error::invalid("queue-walk-in-range").with("least", least));
        }
        Ok(self)
    }

    /// Appointments of a slot: what is left when the share for walk-ins is kept.
    pub fn seats(&self) -> i64 {
        self.people_per_slot * (100 - self.walk_in_percent) / 100
    }

    /// Minutes that one person takes at one counter, as the setting supposes.
    pub fn minutes_each(&self) -> f64 {
        (self.slot_minutes * self.counters) as f64 / self.people_per_slot as f64
    }
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The holder waits.
    Waiting,
    /// The holder was called to a counter, or is served there.
    Called,
    /// The holder was served.
    Served,
    /// The holder was not served.
    Left,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Called, Self::Served, Self::Left];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Called => "called",
            Self::Served => "served",
            Self::Left => "left",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why a person left without being served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// The holder gave the place up.
    GaveUp,
    /// The holder was called often enough and did not come.
    Absent,
    /// The day ended.
    DayOver,
}

impl Leaving {
    /// The name in facts.
    pub fn code(self) -> &'static str {
        match self {
            Self::GaveUp => "gave_up",
            Self::Absent => "absent",
            Self::DayOver => "day_over",
        }
    }
}

/// Why a person goes on to another counter.
pub const HANDING_REASONS: [&str; 2] = ["next_step", "conflict"];

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Booking {
    /// The seat is kept.
    Booked,
    /// The holder came and has a ticket.
    Arrived,
    /// The holder did not come.
    Missed,
    /// The holder gave the seat back.
    Cancelled,
}

impl Booking {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Booked, Self::Arrived, Self::Missed, Self::Cancelled];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Arrived => "arrived",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How the holder can be reached, as it is sealed under the key of the ticket or appointment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Contact {
    /// A telephone, for messages.
    pub phone: Option<Phone>,
    /// The secret, so that a message can hold the address of the page.
    pub secret: String,
}

/// What is called out: the letter of the service and the number of the day, such as `A-023`.
pub fn label(letter: char, number: i64) -> String {
    format!("{letter}-{number:03}")
}

/// The letter of the service that stands at `place` in the unit's list; from the 27th on they begin
/// again, because the number alone is unique.
pub fn letter(place: usize) -> char {
    let step = u8::try_from(place % 26).unwrap_or_default();
    char::from(b'A' + step)
}
