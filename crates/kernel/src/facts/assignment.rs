//! Payloads of fair assignment: pools, draws, and who leaves them. What is clear names officers by
//! pseudonyms of a month alone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{ApplicationId, UserId};

/// An officer in a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// 32 hexadecimal digits that change every month.
    pub pseudonym: String,
    /// Files of this queue that were drawn for the officer and are not decided.
    pub load: u64,
}

/// `pool.published`, version 1: from whom is drawn until the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolPublished {
    /// Payload version.
    pub v: u8,
    /// The queue: `unit/service`.
    pub queue: String,
    /// The month of the pseudonyms, such as `2026-11`.
    pub period: String,
    /// Members, by pseudonym.
    pub members: Vec<Member>,
}

/// `queue.drawn`, version 1: everything from which the draw can be computed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Payload version.
    pub v: u8,
    /// The queue.
    pub queue: String,
    /// The ticket.
    pub ticket: String,
    /// Number of the entry with the pool, from 0.
    pub pool: u64,
    /// SHA-256 of the pool's canonical JSON, in hexadecimal digits.
    pub pool_hash: String,
    /// The whole note of the checkpoint whose cosignature is the seed.
    pub checkpoint: String,
    /// Key of the witness whose line is the seed; none when the city has no witness, and then the
    /// seed is the city's own signature.
    pub witness: Option<String>,
    /// Members that may not have this file; no reason is told.
    pub excluded: Vec<String>,
    /// Who was drawn.
    pub drawn: String,
}

/// `queue.reassigned`, version 1: a superior gave a drawn file to someone else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassigned {
    /// Payload version.
    pub v: u8,
    /// The queue.
    pub queue: String,
    /// The ticket.
    pub ticket: String,
    /// The listed reason.
    pub reason: String,
    /// Who has it now.
    pub pseudonym: String,
}

/// `application.assigned`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// Payload version.
    pub v: u8,
    /// Who was drawn.
    pub officer: UserId,
}

/// `assignment.overridden`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overridden {
    /// Payload version.
    pub v: u8,
    /// Who had the file.
    pub from: Option<UserId>,
    /// Who has it now.
    pub to: UserId,
    /// The listed reason.
    pub reason: String,
    /// What the superior wrote to it.
    pub note: String,
}

/// `officer.absent`, version 1: of whom nothing is drawn on these days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// Payload version.
    pub v: u8,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// With what an officer has a conflict of interest (UU 30/2014 Art 42 to 45).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// One application.
    Application(ApplicationId),
    /// A person, by the keyed hash of the NIK, in hexadecimal digits.
    Person(String),
}

/// `officer.conflicted`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflicted {
    /// Payload version.
    pub v: u8,
    /// With what.
    pub about: Conflict,
}
