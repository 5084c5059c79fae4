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
    /// Units in the order that was drawn, each with its first day.
    pub stages: Vec<Stage>,
    /// Last day of the trial.
    pub until: Date,
    /// Seed of the draw of the order, in hexadecimal, so that anyone can draw it again.
    pub seed: String,
    /// What is measured, frozen before the first day: `working_minutes` from the day on which the
    /// file was complete to its decision.
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

/// `trial.evaluated`, version 1: clear. Times are working minutes of the median file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// Payload version.
    pub v: u8,
    /// Difference that the new way makes, in working minutes; negative is faster.
    pub effect_minutes: i64,
    /// Lower end of the interval.
    pub low_minutes: i64,
    /// Upper end of the interval.
    pub high_minutes: i64,
    /// Confidence of the interval in thousandths, such as 950.
    pub level_permille: u16,
    /// Chance of an effect at least as large if the new way changed nothing, in millionths.
    pub p_micro: u32,
    /// Files that the estimate rests on.
    pub files: u64,
}
