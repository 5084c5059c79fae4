//! Payloads of surveys. Clear: what is asked, of how many, and what came of it; never of whom.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::survey::Questionnaire;

/// `questionnaire.frozen`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireFrozen {
    /// Payload version.
    pub v: u8,
    /// Its version, from 1.
    pub version: i64,
    /// SHA-256 of the canonical JSON of what is asked.
    pub sha256: String,
    /// What is asked.
    pub questionnaire: Questionnaire,
}

/// One unit of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// Code of the unit.
    pub unit: String,
    /// Applications of direct users that it finished in the period.
    pub population: i64,
    /// Those whose applicants are invited.
    pub drawn: i64,
    /// SHA-256 of the key that signs the unit's invitations blindly (SubjectPublicKeyInfo).
    pub key: String,
}

/// `sample.drawn`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleDrawn {
    /// Payload version.
    pub v: u8,
    /// SHA-256 of the frozen questionnaire.
    pub questionnaire: String,
    /// First day on which an application of the frame was finished.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Last day on which answers are taken.
    pub closes: Date,
    /// How many of how many, by unit.
    pub strata: Vec<Stratum>,
}

/// `invitation.issued`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationIssued {
    /// Payload version.
    pub v: u8,
    /// Id of the round.
    pub round: String,
    /// Code of the unit.
    pub unit: String,
}

/// `answers.closed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersClosed {
    /// Payload version.
    pub v: u8,
    /// How many answers there are, in the whole city.
    pub answers: i64,
    /// Answers that were lost with the key of their batch.
    pub lost: i64,
    /// How many told of a payment beyond the official fee; none when they were not asked, or when so few
    /// told of one that the number could point at somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<i64>,
}

/// `index.published`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPublished {
    /// Payload version.
    pub v: u8,
    /// Name of the index's definition.
    pub index: String,
    /// The city's index, in four decimals.
    pub value: String,
    /// Lower end of its interval of 95 %.
    pub low: String,
    /// Upper end.
    pub high: String,
    /// Answers behind it.
    pub answers: i64,
    /// SHA-256 of the open data from which anyone can compute it.
    pub data: String,
}
