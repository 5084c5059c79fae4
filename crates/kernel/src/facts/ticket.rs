//! Payloads of people at counters: tickets and appointments, sealed under the key of the ticket or
//! the appointment. The order of files in a queue is another matter, see [`super::queue`].
//!
//! Every payload names unit and service by code, so that an event map can be drawn from it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{ApplicationId, AppointmentId, TicketId};

/// `ticket.taken`, version 1: somebody waits for a counter of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// What is called, such as `A-023`.
    pub label: String,
    /// The day of the ticket, in local time.
    pub day: Date,
    /// Code of the group that goes first, if the holder belongs to one.
    pub group: Option<String>,
    /// The appointment from which it grew.
    pub appointment: Option<AppointmentId>,
    /// The instant by which its place is reckoned: the start of the slot, or the arrival.
    pub place_at: Timestamp,
}

/// `ticket.called`, version 1: an officer calls, for the first time or again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// Code of the group that goes first, if the holder belongs to one.
    pub group: Option<String>,
    /// Number of the counter.
    pub counter: i64,
    /// How often it was called, this time included.
    pub call: i64,
    /// By which turn: `priority`, `appointment` or `ordinary`.
    pub lane: String,
    /// Seconds since it was taken.
    pub waited: i64,
}

/// `ticket.handed`, version 1: the person goes on to another counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// From which counter.
    pub from: i64,
    /// To which counter.
    pub to: i64,
    /// Why: `conflict` (officer and person know each other) or `next_step`.
    pub reason: String,
}

/// `ticket.served`, version 1: the person was served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// Code of the group that goes first, if the holder belongs to one.
    pub group: Option<String>,
    /// Number of the counter.
    pub counter: i64,
    /// Seconds from taking the ticket to the first call.
    pub waited: i64,
    /// Seconds from the last call to the end.
    pub served: i64,
    /// The application that was handed in at the counter, which ties both event maps together.
    pub application: Option<ApplicationId>,
}

/// `ticket.left`, version 1: the person was not served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// Why: `gave_up`, `absent` (called and did not come) or `day_over`.
    pub reason: String,
    /// Seconds since it was taken.
    pub waited: i64,
}

/// `appointment.booked`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// When the slot starts.
    pub starts_at: Timestamp,
    /// Which of the slot's seats, from 1.
    pub seat: i64,
}

/// `appointment.moved`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// When the old slot would have started.
    pub from: Timestamp,
    /// When the new one starts.
    pub starts_at: Timestamp,
    /// Which of the new slot's seats, from 1.
    pub seat: i64,
}

/// `appointment.arrived`, version 1: the person is there and waits with a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// When the slot starts.
    pub starts_at: Timestamp,
    /// The ticket.
    pub ticket: TicketId,
    /// Came in time, so that the slot gives the place.
    pub in_time: bool,
}

/// `appointment.cancelled` and `appointment.missed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// When the slot starts.
    pub starts_at: Timestamp,
}

/// `counter.arranged`, version 1, clear: how a unit's counters work from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arranged {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// How many counters.
    pub counters: i64,
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// How many people all counters together serve in a slot.
    pub people_per_slot: i64,
    /// Percent of them who are kept for people without an appointment.
    pub walk_in_percent: i64,
}
