//! A trial and where it stands.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::facts::trial::{Change, Evaluated, Started};
use kernel::id::{TrialId, UserId};

/// Where a trial stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody proposed it.
    Proposed,
    /// Another person started it; it waits for its first day or runs.
    Running,
    /// It is over and judged.
    Evaluated,
    /// All units work in the new way.
    Kept,
    /// All units went back.
    Undone,
    /// It was never started.
    Dropped,
}

impl State {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Proposed, Self::Running, Self::Evaluated, Self::Kept, Self::Undone, Self::Dropped];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Running => "running",
            Self::Evaluated => "evaluated",
            Self::Kept => "kept",
            Self::Undone => "undone",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether facts tell of it, so that everyone may read it.
    pub fn is_public(self) -> bool {
        !matches!(self, Self::Proposed | Self::Dropped)
    }

    /// Whether another trial of the service must wait for it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Running | Self::Evaluated)
    }

    /// Whether it may end so now: a running one can only be undone.
    pub fn may_end(self, kept: bool) -> bool {
        self == Self::Evaluated || (self == Self::Running && !kept)
    }
}

/// A trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Its id.
    pub id: TrialId,
    /// Code of the service.
    pub service: String,
    /// Version of the process that it makes; 0 before it starts.
    pub version: u32,
    /// Where it stands.
    pub state: State,
    /// What changes.
    pub changes: Vec<Change>,
    /// The units that take part.
    pub units: Vec<String>,
    /// Its first day.
    pub first_day: Date,
    /// Why it is proposed.
    pub why: String,
    /// Who proposed it.
    pub proposer: UserId,
    /// When.
    pub proposed_at: Timestamp,
    /// Its lot, from its start on.
    pub design: Option<Started>,
    /// What it changed, once it is judged.
    pub effect: Option<Evaluated>,
    /// Why it ended as it did; empty before.
    pub reason: String,
    /// Its last fact; 0 before it starts.
    pub seq: i64,
}

/// What an estimate allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The interval lies below zero.
    Faster,
    /// The interval lies above zero.
    Slower,
    /// The interval holds zero, or lacks an end.
    Uncertain,
    /// There is no estimate.
    Unknown,
}

impl Verdict {
    /// What `effect` allows to say.
    pub fn of(effect: &Evaluated) -> Self {
        match (effect.effect_minutes, effect.low_minutes, effect.high_minutes) {
            (None, ..) => Self::Unknown,
            (_, _, Some(high)) if high < 0 && effect.low_minutes.is_some() => Self::Faster,
            (_, Some(low), Some(_)) if low > 0 => Self::Slower,
            _ => Self::Uncertain,
        }
    }

    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::Uncertain => "uncertain",
            Self::Unknown => "unknown",
        }
    }
}
