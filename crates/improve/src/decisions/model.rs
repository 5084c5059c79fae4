//! A finding that asks for a decision, and where the decision stands.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::facts::decision::{Reviewed, Taken};
use kernel::id::DecisionId;
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use platform::running::Clocks;
use serde::{Deserialize, Serialize};

/// What a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A pattern that is very unlikely to be chance.
    Signal,
    /// A step at which files wait.
    Bottleneck,
    /// A trial that was judged.
    Trial,
    /// Promises that a unit misses.
    Deadline,
    /// Complaints that wait beyond their time.
    Complaint,
    /// A building or a counter.
    Facility,
    /// Money that flows against the order.
    Budget,
    /// A promise of a meeting.
    Commitment,
    /// The head of the city thought of it.
    Own,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Signal,
        Self::Bottleneck,
        Self::Trial,
        Self::Deadline,
        Self::Complaint,
        Self::Facility,
        Self::Budget,
        Self::Commitment,
        Self::Own,
    ];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::Bottleneck => "bottleneck",
            Self::Trial => "trial",
            Self::Deadline => "deadline",
            Self::Complaint => "complaint",
            Self::Facility => "facility",
            Self::Budget => "budget",
            Self::Commitment => "commitment",
            Self::Own => "own",
        }
    }

    /// The source of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// Code of the option to do nothing, which every decision has.
pub const LEAVE: &str = "leave";

/// What may be decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Its code, unique in the finding.
    pub code: String,
    /// What would be done.
    pub label: Bilingual,
    /// What it would change, with its interval where there is one.
    pub effect: Bilingual,
    /// What it costs, where that is known.
    pub cost: Option<Rupiah>,
    /// The measure of the reform that it should move.
    pub measure: Option<String>,
    /// Where the work goes on after the decision; empty when nothing follows on a page.
    pub then: String,
}

/// A finding that asks for a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// What it rests on.
    pub source: Source,
    /// Its own name, the same as long as it is the same finding.
    pub reference: String,
    /// Codes of the units that it concerns.
    pub units: Vec<String>,
    /// The finding in one sentence.
    pub title: Bilingual,
    /// What speaks for it.
    pub evidence: Bilingual,
    /// Where the evidence is.
    pub link: String,
    /// Chance of as much when nothing is the matter; none for what was simply counted.
    pub chance: Option<f64>,
    /// What it costs people now, in days of a person each month.
    pub loss: f64,
    /// A day by which it must be decided for a reason of its own.
    pub due: Option<Date>,
    /// What may be decided, without doing nothing.
    pub choices: Vec<Choice>,
}

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits.
    Proposed,
    /// It was taken; its effect is not known yet.
    Taken,
    /// It was taken, and its effect was looked at.
    Reviewed,
    /// What it rested on holds no longer.
    Dropped,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Taken, Self::Reviewed, Self::Dropped];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Taken => "taken",
            Self::Reviewed => "reviewed",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Where it stands.
    pub state: State,
    /// The finding.
    pub card: Card,
    /// By when it should be decided.
    pub due: Date,
    /// Whether that day passed.
    pub missed: bool,
    /// Why it was put off; empty when it was not.
    pub postponed: String,
    /// What runs: the time until its day, or the time until its review.
    pub clocks: Clocks,
    /// What was decided.
    pub taken: Option<Taken>,
    /// When.
    pub taken_at: Option<Timestamp>,
    /// What it changed.
    pub reviewed: Option<Reviewed>,
    /// Its last fact.
    pub seq: i64,
}
