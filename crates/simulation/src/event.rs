//! What happens in the city: one [`Event`] an act, in the order of time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::identity::{Kk, Nik, Phone, Sex};
use kernel::service::Applicant;
use serde::Serialize;

/// Listed reasons for an out-of-turn pick.
pub const REASONS: [&str; 4] = ["elderly_at_counter", "system_outage", "court_date", "medical"];

/// Listed reasons for a return.
pub const RETURN_REASONS: [&str; 2] = ["document_missing", "document_unreadable"];

/// Listed grounds of a refusal.
pub const GROUNDS: [&str; 3] = ["not_resident", "document_invalid", "data_mismatch"];

/// How an application reaches the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Alone, through the web.
    Online,
    /// At a counter, with an officer's help.
    Counter,
}

impl From<Channel> for kernel::actor::Channel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Online => Self::Online,
            Channel::Counter => Self::Counter,
        }
    }
}

/// A group that goes first by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorityGroup {
    /// Elderly people.
    Elderly,
    /// People with a disability.
    Disability,
    /// Pregnant women.
    Pregnant,
}

/// A person as the application states them. Synthetic, every one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonSpec {
    /// Full name.
    pub name: String,
    /// NIK; its serial begins at 9001, which no real register reaches in a day.
    pub nik: Nik,
    /// Number of the family card.
    pub kk: Kk,
    /// Mobile number in the unused block 0812-00.
    pub phone: Phone,
    /// Date of birth.
    pub birth: Date,
    /// Sex.
    pub sex: Sex,
    /// Code of the kelurahan of residence.
    pub kelurahan: String,
    /// Street, number and neighbourhood.
    pub address: String,
    /// Language of messages: `id` or `en`.
    pub language: &'static str,
}

/// An application as it arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Submission {
    /// Index of the service in the city's list.
    pub service: usize,
    /// Code of the unit that must act; for a kelurahan service the person's own kelurahan.
    pub unit: String,
    /// How it came.
    pub channel: Channel,
    /// How the one who applies stands to the person.
    pub applicant: Applicant,
    /// Whom it is for.
    pub person: PersonSpec,
    /// Who applies, when it is not the person.
    pub representative: Option<PersonSpec>,
    /// Answers by code of the question; only questions whose condition holds.
    pub answers: BTreeMap<String, String>,
    /// Codes of the documents that came along.
    pub documents_given: Vec<String>,
    /// Codes of the required documents that did not. When empty, the file is complete at once.
    pub documents_missing: Vec<String>,
    /// The group by which the file goes first, if any.
    pub priority: Option<PriorityGroup>,
}

/// One act on an application. `officer` is an index into [`crate::City::officers`], `step` one into
/// the steps of the service.
///
/// The order is: `Submit`; while incomplete any number of `Return` and `Supplement`, then
/// `CheckComplete` or `DeemedComplete`, unless a complete submission or supplement made both
/// needless; `Pick` or `PickOutOfTurn`; the steps, each `StepStart` then `StepFinish`, where after
/// the first step a `Return` may send the file back (after its `Supplement` the first step is done
/// again); then `Refuse`, or `Approve`, `Issue` and mostly `Collect`. `Withdraw` may come while the
/// file waits for the citizen or for its pick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "officer and step are explained once, above")]
pub enum Act {
    /// The citizen applies.
    Submit(Box<Submission>),
    /// An officer accepts an incomplete file, because the city already holds what is missing.
    CheckComplete { officer: u32 },
    /// Nobody checked in time, so the file counts as complete. The city's clock does this too.
    DeemedComplete,
    /// An officer sends the file back: codes of documents, and one of [`RETURN_REASONS`].
    Return { officer: u32, missing: Vec<String>, reason: &'static str },
    /// The citizen brings documents.
    Supplement { documents: Vec<String> },
    /// An officer takes the file whose turn it is.
    Pick { officer: u32 },
    /// An officer takes a file before its turn, for one of [`REASONS`].
    PickOutOfTurn { officer: u32, reason: &'static str },
    /// Work on a step begins.
    StepStart { officer: u32, step: u32 },
    /// Work on a step ends.
    StepFinish { officer: u32, step: u32 },
    /// The decision is yes.
    Approve { officer: u32 },
    /// The decision is no, on one of [`GROUNDS`].
    Refuse { officer: u32, grounds: &'static str },
    /// The product is there.
    Issue { officer: u32 },
    /// The citizen has the product.
    Collect,
    /// The citizen gives up.
    Withdraw,
}

impl Act {
    /// Short name, such as `pick_out_of_turn`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Submit(_) => "submit",
            Self::CheckComplete { .. } => "check_complete",
            Self::DeemedComplete => "deemed_complete",
            Self::Return { .. } => "return",
            Self::Supplement { .. } => "supplement",
            Self::Pick { .. } => "pick",
            Self::PickOutOfTurn { .. } => "pick_out_of_turn",
            Self::StepStart { .. } => "step_start",
            Self::StepFinish { .. } => "step_finish",
            Self::Approve { .. } => "approve",
            Self::Refuse { .. } => "refuse",
            Self::Issue { .. } => "issue",
            Self::Collect => "collect",
            Self::Withdraw => "withdraw",
        }
    }

    /// The officer who acts, if one does.
    pub fn officer(&self) -> Option<u32> {
        match *self {
            Self::CheckComplete { officer }
            | Self::Return { officer, .. }
            | Self::Pick { officer }
            | Self::PickOutOfTurn { officer, .. }
            | Self::StepStart { officer, .. }
            | Self::StepFinish { officer, .. }
            | Self::Approve { officer }
            | Self::Refuse { officer, .. }
            | Self::Issue { officer } => Some(officer),
            Self::Submit(_)
            | Self::DeemedComplete
            | Self::Supplement { .. }
            | Self::Collect
            | Self::Withdraw => None,
        }
    }
}

/// One act at one instant (milliseconds).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// When it was recorded, if well after it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Timestamp>,
    /// Which application, from 0. Those of a planted broker follow all others.
    pub application: u32,
    /// What.
    pub act: Act,
}
