//! Whom a counter calls next. One rule for all counters of all units, and pure, so that it can be
//! read, tested and recomputed from the journal.
//!
//! There are three lanes. *Priority*: groups that the law names, by arrival. *Appointment*: people
//! who came in time and whose slot has begun, by slot. *Ordinary*: everybody else, by arrival; who
//! came before the slot began stands there at the slot's time. The rule:
//!
//! 1. Whoever was handed to this counter comes first.
//! 2. After as many calls in a row from the two first lanes as `turns` says, the ordinary lane has
//!    its turn.
//! 3. Else the two first lanes take turns with each other, the priority lane first; but it has at
//!    most every second call while anybody else waits.
//! 4. A lane in which nobody waits loses its turn to the next one.
//!
//! Within a lane the place decides, then the number. So with `turns` two, whoever has *k* people of
//! the own lane in front is called within `3 (k + 1)` calls, whatever the other lanes bring.

use jiff::Timestamp;
use kernel::id::TicketId;

/// In whose turn a ticket is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// A group that goes first.
    Priority,
    /// An appointment whose slot has begun.
    Appointment,
    /// The order of arrival.
    Ordinary,
}

impl Lane {
    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Appointment => "appointment",
            Self::Ordinary => "ordinary",
        }
    }

    /// The lane of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Priority, Self::Appointment, Self::Ordinary]
            .into_iter()
            .find(|lane| lane.code() == code)
    }
}

/// Somebody who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The ticket.
    pub id: TicketId,
    /// Its number of the day.
    pub number: i64,
    /// Whether a group goes first.
    pub priority: bool,
    /// When the ticket was taken, or the slot starts.
    pub place_at: Timestamp,
    /// The slot, of whoever came in time to an appointment.
    pub slot_at: Option<Timestamp>,
    /// The counter to which the person was handed; 0 for none.
    pub handed_to: i64,
}

impl Waiting {
    /// The lane in which it stands at `now`.
    pub fn lane(&self, now: Timestamp) -> Lane {
        match self.slot_at {
            _ if self.priority => Lane::Priority,
            Some(slot) if slot <= now => Lane::Appointment,
            _ => Lane::Ordinary,
        }
    }

    fn place(&self) -> (Timestamp, i64) {
        (self.place_at, self.number)
    }
}

/// How many calls back it matters which of the two first lanes was called.
pub const RECENT: usize = 20;

/// What a call is decided from, beside who waits.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The instant.
    pub now: Timestamp,
    /// Lanes of the last first calls of the day, the newest first; [`RECENT`] of them are enough.
    pub recent: &'a [Lane],
    /// How often in a row the two first lanes may be called.
    pub turns: usize,
}

/// Whom the counter calls next, and in which turn.
pub fn next(waiting: &[Waiting], counter: i64, moment: &Moment<'_>) -> Option<(TicketId, Lane)> {
    let handed = waiting.iter().filter(|one| one.handed_to != 0 && one.handed_to == counter);
    if let Some(one) = handed.min_by_key(|one| one.place()) {
        return Some((one.id, one.lane(moment.now)));
    }
    let first = |lane: Lane| {
        let free = waiting.iter().filter(|one| one.handed_to == 0);
        free.filter(|one| one.lane(moment.now) == lane).min_by_key(|one| one.place())
    };
    lanes(moment).into_iter().find_map(|lane| first(lane).map(|one| (one.id, lane)))
}

/// The lanes in the order in which this call asks them.
fn lanes(moment: &Moment<'_>) -> [Lane; 3] {
    use Lane::{Appointment, Ordinary, Priority};
    let privileged = moment.recent.iter().take_while(|lane| **lane != Ordinary).count();
    let last = moment.recent.iter().find(|lane| **lane != Ordinary);
    let (one, two) = match last {
        Some(Priority) => (Appointment, Priority),
        _ => (Priority, Appointment),
    };
    if privileged >= moment.turns {
        [Ordinary, one, two]
    } else if moment.recent.first() == Some(&Priority) {
        [Appointment, Ordinary, Priority]
    } else {
        [one, two, Ordinary]
    }
}

/// Everybody who waits, in the order in which they will be called if nobody else comes.
pub fn line(waiting: &[Waiting], moment: &Moment<'_>) -> Vec<TicketId> {
    let mut left: Vec<Waiting> = waiting.to_vec();
    // Those who were handed over are called first, by one counter or another.
    left.sort_by_key(|one| (one.handed_to == 0, one.place()));
    let handed = left.iter().take_while(|one| one.handed_to != 0).count();
    let mut line: Vec<TicketId> = left.drain(..handed).map(|one| one.id).collect();
    let mut recent: Vec<Lane> = moment.recent.iter().take(RECENT).copied().collect();
    while let Some((id, lane)) = next(&left, 0, &Moment { recent: &recent, ..*moment }) {
        left.retain(|one| one.id != id);
        line.push(id);
        recent.insert(0, lane);
        recent.truncate(RECENT);
    }
    line
}
