//! Trainings and coaching: the written facts of `improve/competence`. What a training is for is clear;
//! who took part, and what an officer and a coach write to each other, is sealed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `training.planned`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// What is learnt.
    pub topic: String,
    /// When.
    pub day: Date,
    /// For how many.
    pub seats: i64,
}

/// `training.held`, version 1: sealed under the key of the account that took part, one for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// What was learnt.
    pub topic: String,
    /// When.
    pub day: Date,
}

/// `coaching.asked`, version 1: sealed under the coaching's own key, as all that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Payload version.
    pub v: u8,
    /// Code of the unit whose coach is asked.
    pub unit: String,
}

/// `coaching.ended`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Payload version.
    pub v: u8,
}

/// `coaching.noted` and `coaching.answered`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Payload version.
    pub v: u8,
    /// What was written.
    pub text: String,
}
