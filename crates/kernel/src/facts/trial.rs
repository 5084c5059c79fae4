//! A better way of working, tried before it is ordered: the written facts of `improve/processes`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What changes in the work on a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A step is no longer done.
    Remove {
        /// Its code.
        step: String,
    },
    /// A step is done together with another, by the same officer.
    Merge {
        /// Code of the step that ends.
        step: String,
        /// Code of the step that takes it over.
        into: String,
    },
}

impl Change {
    /// Code of the step that ends.
    pub fn step(&self) -> &str {
        match self {
            Self::Remove { step } | Self::Merge { step, .. } => step,
        }
    }
}

/// From when a unit works in the new way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Code of the unit.
    pub unit: String,
    /// Its first day.
    pub from: Date,
}

/// `trial.started`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// Payload version.
    pub v: u8,
    /// Code of the service.
    pub service: String,
    /// Version of the process that the trial makes, from 2 on.
    pub version: u32,
    /// What changes.
    pub changes: Vec<Change>,
    /// The units that take part, in the order in which the lot numbered them.
    pub units: Vec<String>,
    /// First day of the trial.
    pub from: Date,
    /// Last day of the trial.
    pub until: Date,
    /// Days from which the lot chose: one window for each unit, in the order of time.
    pub windows: Vec<Vec<Date>>,
    /// Seed of the draw, in hexadecimal, so that anyone can draw it again.
    pub seed: String,
    /// What was drawn: units in the order of their first days.
    pub stages: Vec<Stage>,
    /// What is measured, frozen before the first day: `working_minutes` from the instant at which a
    /// file was complete to its answer, without the time in which the citizen had it.
    pub outcome: String,
}

/// `trial.ended`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Payload version.
    pub v: u8,
    /// Whether all units work in the new way from now on; otherwise all go back to the old one.
    pub kept: bool,
    /// Why.
    pub reason: String,
}

/// `trial.decision_missed`, version 1: clear. The trial waits on, and may still be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionMissed {
    /// Payload version.
    pub v: u8,
    /// By which rule it was due.
    pub rule: String,
}

/// `trial.evaluated`, version 1: clear. Times are working minutes of a day's median file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// Payload version.
    pub v: u8,
    /// Difference that the new way makes; negative is faster. None when nothing could be compared.
    pub effect_minutes: Option<i64>,
    /// Lower end of the interval; none when it has no end there.
    pub low_minutes: Option<i64>,
    /// Upper end of the interval; none when it has no end there.
    pub high_minutes: Option<i64>,
    /// Confidence of the interval in thousandths, such as 950.
    pub level_permille: u16,
    /// Chance of an effect at least as large if the new way changed nothing, in millionths.
    pub p_micro: u32,
    /// The smallest chance that the lot could give, in millionths.
    pub least_p_micro: u32,
    /// Files that the estimate rests on.
    pub files: u64,
    /// Why there is no estimate: `no_before` or `nothing_to_compare`; empty when there is one.
    pub missing: String,
}
