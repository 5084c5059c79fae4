//! A meeting, a promise, and what may be done with them when.

use jiff::Timestamp;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::{ClockId, MeetingId, PromiseId, UserId};
use serde::{Deserialize, Serialize};

use super::agenda::Topic;

/// What a meeting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The mayor with all heads, every week (kopi pagi).
    CoffeeMorning,
    /// Some units with each other.
    Coordination,
    /// A round of the task force (Satgas).
    TaskForce,
    /// A visit to a unit that it does not know of before.
    Visit,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] =
        [Self::CoffeeMorning, Self::Coordination, Self::TaskForce, Self::Visit];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::CoffeeMorning => "coffee_morning",
            Self::Coordination => "coordination",
            Self::TaskForce => "task_force",
            Self::Visit => "visit",
        }
    }

    /// The kind of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether so many units may be asked to it; none stands for all.
    pub fn takes(self, units: usize) -> bool {
        match self {
            Self::CoffeeMorning => units == 0,
            Self::Coordination => units >= 2,
            Self::TaskForce => units >= 1,
            Self::Visit => units == 1,
        }
    }
}

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It will be held.
    Called,
    /// Somebody noted who came.
    Held,
    /// It is over.
    Closed,
    /// It will not be held.
    Cancelled,
}

/// What is done with a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Noting who came, which begins it.
    Attend,
    /// Noting what was said.
    Minute,
    /// Noting what was promised.
    Promise,
    /// Ending it.
    Close,
    /// Calling it off.
    Cancel,
    /// Calling it for another time.
    Move,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 4] = [Self::Called, Self::Held, Self::Closed, Self::Cancelled];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Held => "held",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The stage of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Where it stands after `act`; none when that may not be done now.
    pub fn after(self, act: Act) -> Option<Self> {
        match (self, act) {
            (Self::Called | Self::Held, Act::Attend) | (Self::Held, Act::Minute | Act::Promise) => {
                Some(Self::Held)
            }
            (Self::Held, Act::Close) => Some(Self::Closed),
            (Self::Called, Act::Cancel) => Some(Self::Cancelled),
            (Self::Called, Act::Move) => Some(Self::Called),
            _ => None,
        }
    }

    /// Whether it began.
    pub fn was_held(self) -> bool {
        matches!(self, Self::Held | Self::Closed)
    }
}

/// What a meeting keeps under its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is about; may be empty for a coffee morning.
    pub purpose: String,
    /// Where it is held; may be empty.
    pub place: String,
    /// Why it was called off.
    pub reason: String,
    /// Its topics as they stood when it began.
    pub topics: Vec<Topic>,
    /// Promises of earlier meetings that were on the table when it began.
    pub earlier: Vec<PromiseId>,
    /// How each of them stood then; empty in papers from before this was kept.
    #[serde(default)]
    pub stood: Vec<Stood>,
    /// Every other time that it got, in order.
    #[serde(default)]
    pub moves: Vec<Shift>,
}

/// How a promise stood when a later meeting began: nobody had confirmed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// Which promise.
    pub promise: PromiseId,
    /// When that was.
    pub at: Timestamp,
    /// Its unit said that it is done.
    pub done: bool,
    /// By when it was owed.
    pub due: Timestamp,
}

impl Stood {
    /// How `promise` stands at `at`.
    pub fn of(promise: &Promise, at: Timestamp) -> Self {
        let done = promise.standing == Standing::Done;
        Self { promise: promise.id, at, done, due: promise.due }
    }
}

/// How a meeting came by another time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// When that was said.
    pub at: Timestamp,
    /// When it was to begin before.
    pub from: Timestamp,
    /// When it begins since.
    pub starts: Timestamp,
    /// Why.
    pub reason: String,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub stage: Stage,
    /// When it begins.
    pub starts: Timestamp,
    /// Codes of the units that take part or are visited; none means all.
    pub units: Vec<String>,
    /// Who called it.
    pub caller: UserId,
    /// A [`Paper`] under its key.
    pub sealed: Vec<u8>,
    /// Its last fact.
    pub seq: i64,
}

impl Meeting {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Meeting, id: self.id.uuid() }
    }

    /// Whether `unit` takes part or is visited.
    pub fn asks(&self, unit: &str) -> bool {
        self.units.is_empty() || self.units.iter().any(|asked| asked == unit)
    }

    /// Whether only the mayor and its caller may know of it.
    pub fn is_secret(&self) -> bool {
        self.kind == Kind::Visit && !self.stage.was_held()
    }
}

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is owed.
    Open,
    /// Its unit says that it is done.
    Done,
    /// The chair of a later meeting agrees.
    Confirmed,
    /// The chair released its unit: nobody owes it any more.
    Released,
}

/// What is done with a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Its unit says that it is done.
    Report,
    /// Its date passes.
    Lapse,
    /// It gets a later date.
    Postpone,
    /// The chair agrees.
    Confirm,
    /// The chair does not.
    Return,
    /// The chair lets its unit go.
    Release,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Done, Self::Confirmed, Self::Released];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Confirmed => "confirmed",
            Self::Released => "released",
        }
    }

    /// The standing of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// Where it stands after `deed`; none when that may not be done now.
    pub fn after(self, deed: Deed) -> Option<Self> {
        match (self, deed) {
            (Self::Open, Deed::Report) => Some(Self::Done),
            (Self::Open, Deed::Lapse | Deed::Postpone) | (Self::Done, Deed::Return) => {
                Some(Self::Open)
            }
            (Self::Done, Deed::Confirm) => Some(Self::Confirmed),
            (Self::Open, Deed::Release) => Some(Self::Released),
            _ => None,
        }
    }

    /// Whether its unit did what it owed.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Done | Self::Confirmed)
    }
}

/// How a promise came by another date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// It was sent back; otherwise postponed.
    pub returned: bool,
    /// When it was due before.
    pub from: Timestamp,
    /// When it is due since.
    pub due: Timestamp,
    /// Why.
    pub reason: String,
}

/// What a promise keeps under its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What was promised.
    pub text: String,
    /// What was done, as its unit says; empty while it is owed.
    pub done: String,
    /// Where that can be seen; may be empty.
    pub link: String,
    /// Every later date, in order.
    pub changes: Vec<Change>,
    /// Why nobody owes it any more; empty unless its unit was released.
    #[serde(default)]
    pub released: String,
}

/// What a unit promised in a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its id.
    pub id: PromiseId,
    /// In which meeting.
    pub meeting: MeetingId,
    /// Code of the unit that owes. Whoever leads it answers for the promise.
    pub unit: String,
    /// The head who promised for it, when one was named: who is reminded.
    pub head: Option<UserId>,
    /// Where it stands.
    pub standing: Standing,
    /// A date of it passed, now or before.
    pub missed: bool,
    /// The date that holds now passed.
    pub lapsed: bool,
    /// Its clock, while it is owed.
    pub clock: Option<ClockId>,
    /// By when.
    pub due: Timestamp,
    /// By when it was promised first.
    pub first_due: Timestamp,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its unit said that it is done.
    pub done_at: Option<Timestamp>,
    /// [`Words`] under its key.
    pub sealed: Vec<u8>,
    /// Its last fact.
    pub seq: i64,
}

impl Promise {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Promise, id: self.id.uuid() }
    }

    /// Whether it counts among what was to be kept. From what was released in time nobody could tell
    /// anything; a date that had passed stays missed.
    pub fn counts(&self) -> bool {
        self.standing != Standing::Released || self.missed
    }

    /// Whether it is owed and late at `now`. At the very instant of its date it is not yet.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.standing == Standing::Open && self.due < now
    }
}
