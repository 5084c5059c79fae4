//! Files by officer, trainings, and coaching.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::id::{CoachingId, TrainingId, UserId};

/// What may come of a file after an officer verified it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It went back to its citizen.
    Returned,
    /// It went back more than once: not everything that was missing was named at once.
    Again,
}

impl Outcome {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Returned, Self::Again];

    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Again => "again",
        }
    }
}

/// Files that an officer verified and that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// When they were verified, such as `2026-11`; empty when months are taken together.
    pub month: String,
    /// Code of the unit that owes the answer.
    pub unit: String,
    /// Who verified them.
    pub officer: UserId,
    /// Code of the service.
    pub service: String,
    /// Through which door they came.
    pub channel: String,
    /// Whether nothing was missing when they were handed in.
    pub complete: bool,
    /// How many.
    pub files: i64,
    /// How many went back.
    pub returned: i64,
    /// How many went back more than once.
    pub again: i64,
}

impl Cell {
    /// How many files had an outcome.
    pub fn events(&self, outcome: Outcome) -> i64 {
        match outcome {
            Outcome::Returned => self.returned,
            Outcome::Again => self.again,
        }
    }
}

/// A training of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Its id.
    pub id: TrainingId,
    /// Code of the unit.
    pub unit: String,
    /// What is learnt.
    pub topic: String,
    /// When.
    pub day: Date,
    /// For how many.
    pub seats: i64,
    /// Whether it is written down who took part.
    pub held: bool,
}

/// An officer who asked for a coach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coaching {
    /// Its id.
    pub id: CoachingId,
    /// The officer.
    pub user: UserId,
    /// Code of the unit whose coach is asked.
    pub unit: String,
    /// Whether the officer wants a coach now.
    pub open: bool,
    /// Since when, or since when not.
    pub since: Timestamp,
    /// Its last fact.
    pub seq: i64,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Whether the coach wrote it; otherwise the officer.
    pub by_coach: bool,
    /// When.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}
