//! Meetings of the city's heads and what units promise in them: the written facts of
//! `improve/meetings`. They share the word `commitment` with the pacts of `oversee/commitment`, not a
//! subject.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{MeetingId, UserId};

/// `meeting.called`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// Payload version.
    pub v: u8,
    /// `coffee_morning`, `coordination`, `task_force` or `visit`.
    pub kind: String,
    /// When it begins.
    pub starts: Timestamp,
    /// Codes of the units that take part or are visited; none means all.
    pub units: Vec<String>,
    /// What it is about.
    pub purpose: String,
    /// Where it is held.
    pub place: String,
}

/// `meeting.attended`, version 1: the first one opens the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    /// Payload version.
    pub v: u8,
    /// Accounts that came.
    pub present: Vec<UserId>,
    /// Accounts that were asked and did not come.
    pub absent: Vec<UserId>,
}

/// `meeting.minuted`, version 1: one short note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minuted {
    /// Payload version.
    pub v: u8,
    /// Item of the agenda: 0 for the promises of earlier meetings, then the topics from 1 on, then
    /// everything else.
    pub item: u32,
    /// What was said.
    pub text: String,
}

/// `meeting.closed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Payload version.
    pub v: u8,
    /// How many promises were made in it.
    pub promises: u32,
}

/// `meeting.cancelled`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Payload version.
    pub v: u8,
    /// Why.
    pub reason: String,
}

/// `commitment.made`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Payload version.
    pub v: u8,
    /// In which meeting.
    pub meeting: MeetingId,
    /// Code of the unit that owes.
    pub unit: String,
    /// The head who promised for it, when one was named.
    pub head: Option<UserId>,
    /// What was promised.
    pub text: String,
    /// By when.
    pub due: Timestamp,
}

/// `commitment.done`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Payload version.
    pub v: u8,
    /// What was done, in one sentence.
    pub text: String,
    /// Where it can be seen; may be empty.
    pub link: String,
}

/// `commitment.missed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// Payload version.
    pub v: u8,
    /// When it was due.
    pub due: Timestamp,
}

/// `commitment.confirmed`, version 1: the chair of a later meeting agrees that it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Payload version.
    pub v: u8,
    /// In which meeting.
    pub meeting: MeetingId,
}

/// `commitment.returned`, version 1: the chair of a later meeting does not agree that it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Payload version.
    pub v: u8,
    /// In which meeting.
    pub meeting: MeetingId,
    /// Why.
    pub reason: String,
    /// By when it is due now.
    pub due: Timestamp,
}

/// `commitment.postponed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postponed {
    /// Payload version.
    pub v: u8,
    /// Why.
    pub reason: String,
    /// When it was due before.
    pub from: Timestamp,
    /// By when it is due now.
    pub due: Timestamp,
}

/// `meeting.moved`, version 1: it was called for another time before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Payload version.
    pub v: u8,
    /// When it was to begin before.
    pub from: Timestamp,
    /// When it begins now.
    pub starts: Timestamp,
    /// Why.
    pub reason: String,
}

/// `commitment.released`, version 1: nobody owes it any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// Payload version.
    pub v: u8,
    /// Why.
    pub reason: String,
    /// When it was due.
    pub due: Timestamp,
}

/// `meeting.held`, version 1: clear. A meeting is over: how many were asked and came, and no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Payload version.
    pub v: u8,
    /// What kind of meeting it was.
    pub kind: String,
    /// How many were asked.
    pub asked: u32,
    /// How many of them came.
    pub came: u32,
    /// How many promises were made.
    pub promises: u32,
}
