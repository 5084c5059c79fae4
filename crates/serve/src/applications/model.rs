//! States of an application, who it is for, and what the law lists.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::identity::{Kk, Nik, Phone};
use kernel::service::Applicant;
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Handed in under a mandate that its giver has not confirmed: no clock runs, nobody works on it.
    AwaitingGiver,
    /// Handed in with something missing; an officer must look.
    Submitted,
    /// Complete; waits for its turn.
    Queued,
    /// An officer works on it.
    InProgress,
    /// Back with the citizen; the clock stands still.
    Returned,
    /// The decision is yes; the product is not there yet.
    Approved,
    /// The product is there.
    Issued,
    /// The citizen has it.
    Collected,
    /// The decision is no.
    Refused,
    /// The citizen took it back.
    Withdrawn,
}

impl State {
    /// All states.
    pub const ALL: [Self; 10] = [
        Self::AwaitingGiver,
        Self::Submitted,
        Self::Queued,
        Self::InProgress,
        Self::Returned,
        Self::Approved,
        Self::Issued,
        Self::Collected,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::AwaitingGiver => "awaiting_giver",
            Self::Submitted => "submitted",
            Self::Queued => "queued",
            Self::InProgress => "in_progress",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Issued => "issued",
            Self::Collected => "collected",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The states in which it can be taken back.
    pub const OPEN: [Self; 5] =
        [Self::AwaitingGiver, Self::Submitted, Self::Queued, Self::InProgress, Self::Returned];

    /// Whether nothing more will happen.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Collected | Self::Refused | Self::Withdrawn)
    }

    /// Whether the promise has been answered, by a product or a decision.
    pub fn is_answered(self) -> bool {
        self.is_ended() || self == Self::Issued
    }

    /// The tab of the work queue; ended files stand under none.
    pub fn stage(self) -> Stage {
        match self {
            Self::Submitted | Self::Queued => Stage::New,
            Self::InProgress => Stage::Working,
            Self::AwaitingGiver | Self::Returned => Stage::WithCitizen,
            Self::Approved => Stage::ToIssue,
            Self::Issued => Stage::ToCollect,
            Self::Collected | Self::Refused | Self::Withdrawn => Stage::Ended,
        }
    }
}

/// A tab of the work queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Baru: to be checked, or waiting for its turn.
    New,
    /// Saya kerjakan.
    Working,
    /// Menunggu warga.
    WithCitizen,
    /// Siap diterbitkan.
    ToIssue,
    /// Siap diambil.
    ToCollect,
    /// Nothing more to do.
    Ended,
}

impl Stage {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Working => "working",
            Self::WithCitizen => "with_citizen",
            Self::ToIssue => "to_issue",
            Self::ToCollect => "to_collect",
            Self::Ended => "ended",
        }
    }
}

/// A person as the form states them. Personal data: kept only under the application's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetails {
    /// Full name.
    pub name: String,
    /// NIK.
    pub nik: Nik,
    /// Number of the family card.
    pub kk: Option<Kk>,
    /// Mobile phone, for messages; some people who come to a counter have none.
    pub phone: Option<Phone>,
    /// Street, number, neighbourhood.
    pub address: String,
    /// Code of the kelurahan of residence.
    pub kelurahan: String,
}

/// Someone who applies for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Full name.
    pub name: String,
    /// NIK.
    pub nik: Nik,
    /// Mobile phone.
    pub phone: Phone,
    /// Number of the family card, when they apply as family; it must be the person's own.
    #[serde(default)]
    pub kk: Option<Kk>,
    /// How they stand to the person, in their own words.
    pub relation: String,
    /// Why the person does not apply alone.
    pub reason: String,
}

/// Someone who does not apply for the person and brings documents that were missing. Bringing is no
/// acting for someone, so no mandate is needed; who it was is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bearer {
    /// Full name.
    pub name: String,
    /// NIK, as on the identity card shown.
    pub nik: Nik,
}

/// Who brings missing documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// Whoever applies: the person, or who applies for them.
    Applicant,
    /// The person, though someone else applied.
    Oneself,
    /// Someone who is in the file for the first time.
    Other(Bearer),
    /// Nobody: an officer took them in, from the post for instance.
    Nobody,
}

/// What the applicant says of the letter of mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The last day on which it holds; the rule says when none is named.
    pub until: Option<Date>,
    /// Whether it bears the stamp duty (UU 10/2020).
    pub stamped: bool,
}

/// Everything an application says, kept under its own key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Whom it is for.
    pub person: PersonDetails,
    /// Who applies, when it is not the person.
    pub representative: Option<Representative>,
    /// The letter under which they apply.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// Why an officer helped to fill it in (UU 23/2006 Art 26), by code. Help is no representation.
    #[serde(default)]
    pub helped: Option<String>,
    /// Answers by code of the question.
    pub answers: BTreeMap<String, String>,
    /// Group by which it goes first: `elderly`, `pregnant` or `disabled`.
    pub priority_group: Option<String>,
    /// Language of messages, `id` or `en`.
    pub language: String,
    /// What officers wrote to the citizen, newest last.
    pub notes: Vec<Note>,
    /// Others who brought documents that were missing, oldest first.
    #[serde(default)]
    pub bearers: Vec<Bearer>,
}

/// What an officer wrote to the citizen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The day.
    pub on: Date,
    /// The listed reason or ground.
    pub reason: String,
    /// The words.
    pub text: String,
}

/// How a document of an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentState {
    /// There, as an upload.
    Given,
    /// Seen on paper at a counter.
    Seen,
    /// Promised for later, at a counter.
    Later,
    /// Asked for again by an officer.
    Asked,
}

impl DocumentState {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Seen => "seen",
            Self::Later => "later",
            Self::Asked => "asked",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Given, Self::Seen, Self::Later, Self::Asked]
            .into_iter()
            .find(|state| state.code() == code)
    }

    /// Whether the document is there.
    pub fn is_there(self) -> bool {
        matches!(self, Self::Given | Self::Seen)
    }
}

/// Listed reasons for taking a file before its turn; they become public.
pub const OUT_OF_TURN: [&str; 4] = ["elderly_at_counter", "system_outage", "court_date", "medical"];

/// Listed reasons for sending a file back.
pub const RETURN_REASONS: [&str; 2] = ["document_missing", "document_unreadable"];

/// Listed grounds of a refusal.
pub const GROUNDS: [&str; 3] = ["not_resident", "document_invalid", "data_mismatch"];

/// Groups that go first (UU 25/2009 Art 29).
pub const PRIORITY_GROUPS: [&str; 3] = ["elderly", "pregnant", "disabled"];

/// The stored name of who applies, also used in locale keys.
pub fn applicant_code(applicant: Applicant) -> &'static str {
    match applicant {
        Applicant::Oneself => "oneself",
        Applicant::Family => "family",
        Applicant::Mandate => "mandate",
    }
}

/// Who applies, from its stored name.
pub fn parse_applicant(code: &str) -> Option<Applicant> {
    [Applicant::Oneself, Applicant::Family, Applicant::Mandate]
        .into_iter()
        .find(|applicant| applicant_code(*applicant) == code)
}
