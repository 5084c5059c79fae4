//! A trial and where it stands.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::calendar::Term;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::facts::trial::{Change, Evaluated, Started};
use kernel::id::{ClockId, TrialId, UserId};
use platform::App;
use serde::{Deserialize, Serialize};

/// The rule by which a judged trial waits for its decision.
pub const DECISION: &str = "improve.trial_decision";
/// Who owes the decision: the approvers of the city, who are no unit.
pub const APPROVER: &str = "APPROVER";

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
    /// By when it is to be decided, while it waits for that.
    pub due: Option<Due>,
    /// Why it ended as it did; empty before.
    pub reason: String,
    /// Its last fact; 0 before it starts.
    pub seq: i64,
}

/// By when a judged trial is to be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When the time runs out.
    pub at: Timestamp,
    /// It ran out before anybody decided.
    pub lapsed: bool,
}

impl Due {
    /// The time that begins at `judged`, and its length.
    ///
    /// # Errors
    /// Internal when the rulebook has no such term on that day, or the calendar no such date.
    pub fn from(app: &App, judged: Timestamp) -> Result<(Self, Term)> {
        let term = app.rulebook.term(DECISION, app.tz().to_datetime(judged).date())?;
        let at = app.calendar.due("", judged, term, &[]).map_err(Error::internal)?;
        let at = at.ok_or_else(|| Error::internal("the time for a decision has no end"))?;
        Ok((Self { at, lapsed: false }, term))
    }

    /// How a fact of `trial` moves its clock. A trial has one clock, so that bears its id.
    pub fn moved(&self, trial: TrialId, op: ClockOp) -> ClockMove {
        ClockMove {
            clock: ClockId::from_uuid(trial.uuid()),
            rule: DECISION.to_owned(),
            owner: APPROVER.to_owned(),
            due_at: Some(self.at),
            op,
        }
    }
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
