//! What the head of the city decides: the written facts of `improve/decisions`. Proposals are sealed,
//! because they may tell of a pattern that is no verdict; what was decided is clear.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `decision.proposed`, version 1: sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Payload version.
    pub v: u8,
    /// What kind of finding it rests on, such as `bottleneck`.
    pub source: String,
    /// The finding's own name.
    pub reference: String,
    /// Code of the unit, if it concerns one.
    pub unit: Option<String>,
    /// By when it should be decided.
    pub due: Date,
}

/// `decision.dropped`, version 1: sealed. What it rested on holds no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// Payload version.
    pub v: u8,
}

/// `decision.taken`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Payload version.
    pub v: u8,
    /// What kind of finding it rests on; `own` when the head of the city thought of it.
    pub source: String,
    /// Code of the chosen option; `leave` when nothing is to be done.
    pub option: String,
    /// What was decided, in the words of who decided.
    pub words: String,
    /// Codes of the units that it concerns; empty for the whole city.
    pub units: Vec<String>,
    /// The day from which it holds.
    pub from: Date,
    /// The measure of the reform that it should move, if one.
    pub measure: Option<String>,
    /// The day on which its effect is looked at.
    pub review: Date,
}

/// `decision.postponed`, version 1: clear, since everyone may see that something waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postponed {
    /// Payload version.
    pub v: u8,
    /// Until when.
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// `decision.missed`, version 1: clear. Its day passed and nothing was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// Payload version.
    pub v: u8,
    /// What kind of finding waits.
    pub source: String,
    /// The day that passed.
    pub due: Date,
}

/// `decision.reviewed`, version 1: clear. Values are millionths of the measure's unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Payload version.
    pub v: u8,
    /// The difference that it made.
    pub effect_micro: Option<i64>,
    /// Lower end of its interval of 95 %.
    pub low_micro: Option<i64>,
    /// Upper end.
    pub high_micro: Option<i64>,
    /// Units that it was compared with; 0 when with other times.
    pub controls: u64,
    /// `up`, `down` or `uncertain`; empty without an estimate.
    pub verdict: String,
    /// Why there is no estimate: `no_measure`, `no_before`, `no_after`, `entangled` or
    /// `short_history`; empty when there is one.
    pub missing: String,
}
