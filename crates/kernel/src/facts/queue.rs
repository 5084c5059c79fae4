//! Payloads of queues. Clear: they show only order and counts, no person.

use serde::{Deserialize, Serialize};

/// `queue.entered`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Payload version.
    pub v: u8,
    /// The queue: `unit/service`.
    pub queue: String,
    /// The random ticket, known only to the receipt's holder.
    pub ticket: String,
    /// 0 for a priority group by rule, 1 for everyone else; lower goes first.
    pub priority: i64,
}

/// `queue.picked`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Payload version.
    pub v: u8,
    /// The queue.
    pub queue: String,
    /// The ticket.
    pub ticket: String,
    /// The listed reason, when it was not its turn.
    pub reason: Option<String>,
}

/// `queue.left`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Payload version.
    pub v: u8,
    /// The queue.
    pub queue: String,
    /// The ticket.
    pub ticket: String,
}
