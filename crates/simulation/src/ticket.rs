//! What happens in waiting rooms, as a list of its own beside the acts on applications.

use jiff::Timestamp;
use serde::Serialize;

use crate::event::PriorityGroup;

/// One act in a waiting room at one instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TicketEvent {
    /// When.
    pub at: Timestamp,
    /// Code of the unit.
    pub unit: String,
    /// What.
    #[serde(flatten)]
    pub act: TicketAct,
}

/// One act in a waiting room. Tickets and appointments are numbered from 0 in the whole run.
///
/// The order is: `Booked` days before, for those who have an appointment, then `Missed` or a ticket;
/// a ticket is `Taken`, then `Called` and `Served`, or `Left` by one who waits no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum TicketAct {
    /// Somebody books a time.
    Booked {
        /// Which appointment.
        appointment: u32,
        /// The time.
        slot: Timestamp,
    },
    /// A quarter of an hour after the time nobody has come.
    Missed {
        /// Which appointment.
        appointment: u32,
    },
    /// Somebody comes and takes a ticket.
    Taken {
        /// Which ticket.
        ticket: u32,
        /// What it says: the unit's tickets of the day, from 1.
        number: u32,
        /// What they come for.
        errand: Errand,
        /// The group by which they go first, if any.
        priority: Option<PriorityGroup>,
        /// Their appointment, if they have one.
        appointment: Option<u32>,
    },
    /// Their number is called.
    Called {
        /// Which ticket.
        ticket: u32,
        /// To which counter of the unit, from 1.
        counter: u32,
    },
    /// They have what they came for; an application was made a moment before.
    Served {
        /// Which ticket.
        ticket: u32,
    },
    /// They wait no longer, or the counter closes before their turn.
    Left {
        /// Which ticket.
        ticket: u32,
    },
}

impl TicketAct {
    /// Short name, such as `taken`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Booked { .. } => "booked",
            Self::Missed { .. } => "missed",
            Self::Taken { .. } => "taken",
            Self::Called { .. } => "called",
            Self::Served { .. } => "served",
            Self::Left { .. } => "left",
        }
    }

    /// Which ticket it is about, if about one.
    pub fn ticket(&self) -> Option<u32> {
        match *self {
            Self::Taken { ticket, .. }
            | Self::Called { ticket, .. }
            | Self::Served { ticket }
            | Self::Left { ticket } => Some(ticket),
            Self::Booked { .. } | Self::Missed { .. } => None,
        }
    }
}

/// What somebody comes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Errand {
    /// To apply. Who leaves before their turn applies from home in the evening.
    Apply {
        /// Index of the service in the city's list.
        service: usize,
        /// Which application.
        application: u32,
    },
    /// To ask something.
    Ask,
}
