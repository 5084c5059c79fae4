//! The budget calendar and the plan of what comes first: the written facts of `prioritise/calendar` and
//! `prioritise/plan`. They are clear and name no person: a scorer is a number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::Rupiah;

/// A step of the calendar and the day until which it is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedStep {
    /// Code of the step, such as `kua_ppas_agreed`.
    pub step: String,
    /// The last day; none until the step before it is done.
    pub due: Option<Date>,
}

/// `calendar.begun`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarBegun {
    /// Payload version.
    pub v: u8,
    /// The budget that it is for.
    pub budget_year: i16,
    /// Its steps in their order.
    pub steps: Vec<DatedStep>,
}

/// `calendar.step_done`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDone {
    /// Payload version.
    pub v: u8,
    /// The budget.
    pub budget_year: i16,
    /// Code of the step.
    pub step: String,
    /// The last day on which it was due.
    pub due: Option<Date>,
    /// The day on which it was done.
    pub done_on: Date,
    /// Days after the last day; 0 when it was in time.
    pub late_days: i64,
    /// The document that shows it.
    pub reference: String,
}

/// `calendar.step_missed`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepMissed {
    /// Payload version.
    pub v: u8,
    /// The budget.
    pub budget_year: i16,
    /// Code of the step.
    pub step: String,
    /// The last day on which it was due.
    pub due: Option<Date>,
}

/// `plan.begun`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanBegun {
    /// Payload version.
    pub v: u8,
    /// The budget that it is for.
    pub budget_year: i16,
    /// What stands above it, such as that its activities are made up.
    pub note: String,
}

/// An activity of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanActivity {
    /// Its code in the plan.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub cost: Rupiah,
    /// Kinds of spending for which it counts, such as `education`.
    pub groups: Vec<String>,
    /// Code of the kelurahan; empty for the whole city.
    pub kelurahan: String,
    /// Codes of activities without which it cannot be done.
    pub needs: Vec<String>,
    /// Whether it must be done.
    pub must: bool,
    /// Number of the proposal from which it comes; empty when it comes from a table.
    pub proposal: String,
}

/// `plan.activities_listed`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivitiesListed {
    /// Payload version.
    pub v: u8,
    /// What was added.
    pub activities: Vec<PlanActivity>,
}

/// A criterion and its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its code.
    pub code: String,
    /// What it is called, in Indonesian.
    pub title: String,
    /// Its weight in thousandths; those of all criteria are 1000 together.
    pub weight: i64,
}

/// From where weights come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightsFrom {
    /// Somebody typed them.
    Typed,
    /// From comparisons of several people (Analytic Hierarchy Process).
    Comparisons,
}

/// `criteria.frozen`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriteriaFrozen {
    /// Payload version.
    pub v: u8,
    /// Which version of the criteria of the plan, from 1.
    pub version: i64,
    /// The whole set.
    pub criteria: Vec<Criterion>,
    /// SHA-256 of the set as JSON, in hexadecimal.
    pub digest: String,
    /// From where the weights come.
    pub from: WeightsFrom,
    /// How many people compared; 0 when the weights were typed.
    pub judges: i64,
    /// The worst consistency ratio among them and of all together, in thousandths.
    pub ratio: i64,
}

/// `criteria.voided`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriteriaVoided {
    /// Payload version.
    pub v: u8,
    /// The version that counts no more.
    pub version: i64,
    /// How many scores fall with it.
    pub scores: i64,
    /// Why.
    pub reason: String,
}

/// `score.given`, version 1: clear. The marks stay hidden until the second person has scored, so that
/// nobody scores by another's; the digest binds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreGiven {
    /// Payload version.
    pub v: u8,
    /// Version of the criteria.
    pub version: i64,
    /// Code of the activity.
    pub activity: String,
    /// Who scored: a number within this activity, from 1.
    pub scorer: i64,
    /// SHA-256 of salt and marks, in hexadecimal.
    pub digest: String,
}

/// What one person gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Who scored: a number within this activity, from 1.
    pub scorer: i64,
    /// A mark from 1 to 5 for each criterion, in their order.
    pub marks: Vec<i64>,
    /// What was hashed before the marks, in hexadecimal.
    pub salt: String,
}

/// `scores.opened`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoresOpened {
    /// Payload version.
    pub v: u8,
    /// Version of the criteria.
    pub version: i64,
    /// Code of the activity.
    pub activity: String,
    /// All of them.
    pub scores: Vec<Marks>,
    /// Criteria on which they lie too far apart, by code.
    pub apart: Vec<String>,
}

/// `score.reconciled`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreReconciled {
    /// Payload version.
    pub v: u8,
    /// Version of the criteria.
    pub version: i64,
    /// Code of the activity.
    pub activity: String,
    /// Marks that hold from now on, in thousandths, in the order of the criteria.
    pub marks: Vec<i64>,
    /// Why these.
    pub reason: String,
}

/// `scenario.kept`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioKept {
    /// Payload version.
    pub v: u8,
    /// Version of the criteria.
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// SHA-256 of its two files, in hexadecimal.
    pub digest: String,
    /// What may be spent on activities.
    pub budget: Rupiah,
    /// Whether it uses the frozen weights.
    pub frozen_weights: bool,
}

/// An activity of an adopted plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Code of the activity.
    pub code: String,
    /// Its place in the order of points, from 1.
    pub place: i64,
    /// Whether the budget pays for it.
    pub chosen: bool,
    /// Why: `worth`, `needed`, `outweighed` or `impossible`.
    pub reason: String,
    /// Its points in thousandths.
    pub points: i64,
}

/// `plan.adopted`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAdopted {
    /// Payload version.
    pub v: u8,
    /// Version of the criteria.
    pub version: i64,
    /// SHA-256 of the two files of the scenario, in hexadecimal.
    pub digest: String,
    /// What may be spent on activities.
    pub budget: Rupiah,
    /// All activities in their order.
    pub activities: Vec<Placed>,
}

/// An activity on a ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotItem {
    /// Its code in the plan.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub cost: Rupiah,
}

/// `ballot.opened`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotOpened {
    /// Payload version.
    pub v: u8,
    /// The budget that it is for.
    pub budget_year: i16,
    /// What it is called.
    pub title: String,
    /// What citizens divide.
    pub budget: Rupiah,
    /// The last day on which it takes votes.
    pub last_day: Date,
    /// What can be chosen.
    pub items: Vec<BallotItem>,
}

/// `ballot.voter_admitted`, version 1: clear. It never says who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoterAdmitted {
    /// Payload version.
    pub v: u8,
    /// The budget of the ballot.
    pub budget_year: i16,
}

/// `vote.cast`, version 1: sealed under the key of the ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteCast {
    /// Payload version.
    pub v: u8,
    /// The budget of the ballot.
    pub budget_year: i16,
    /// Codes of what was chosen.
    pub chosen: Vec<String>,
}

/// `vote.received`, version 1: clear. It says that a vote is in the box, by a digest that only the voter's
/// receipt explains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteReceived {
    /// Payload version.
    pub v: u8,
    /// The budget of the ballot.
    pub budget_year: i16,
    /// SHA-256 of receipt and chosen codes, in hexadecimal.
    pub digest: String,
}

/// `ballot.closed`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotClosed {
    /// Payload version.
    pub v: u8,
    /// The budget of the ballot.
    pub budget_year: i16,
    /// How many voted.
    pub votes: i64,
    /// SHA-256 of the file of votes, in hexadecimal.
    pub digest: String,
    /// Codes of what was chosen, in their order.
    pub chosen: Vec<String>,
}
