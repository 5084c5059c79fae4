//! Payloads of a complaint's life. Sealed under the complaint's own key; only what
//! [`ClosedWithoutConsent`] and [`HandedOverCounted`] say is clear.

use serde::{Deserialize, Serialize};

use crate::id::FileId;

/// What kind of report it is, which decides its legal time and who may handle it (PermenPANRB
/// 62/2018).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A question (permintaan informasi).
    Information,
    /// A complaint without supervision content (pengaduan tidak berkadar pengawasan).
    Ordinary,
    /// A complaint of abuse, corruption, discipline or extortion (berkadar pengawasan).
    Supervision,
    /// A wish (aspirasi).
    Aspiration,
}

impl Class {
    /// All classes, in the order of forms.
    pub const ALL: [Self; 4] =
        [Self::Ordinary, Self::Supervision, Self::Information, Self::Aspiration];

    /// The stored name, also used in rule codes and locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Ordinary => "ordinary",
            Self::Supervision => "supervision",
            Self::Aspiration => "aspiration",
        }
    }

    /// The class of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// Who handles a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handler {
    /// The unit of that code.
    Unit(String),
    /// The Inspectorate, and nobody of the unit complained of.
    Inspectorate,
}

/// What the office says it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something was mended.
    Mended,
    /// Someone was called to account.
    Corrected,
    /// A question was answered.
    Explained,
    /// It could not be shown to be so.
    Unproven,
    /// Nothing could be done.
    Impossible,
}

impl Outcome {
    /// All outcomes, in the order of forms.
    pub const ALL: [Self; 5] =
        [Self::Mended, Self::Corrected, Self::Explained, Self::Unproven, Self::Impossible];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mended => "mended",
            Self::Corrected => "corrected",
            Self::Explained => "explained",
            Self::Unproven => "unproven",
            Self::Impossible => "impossible",
        }
    }

    /// The outcome of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether something was done about it, beyond words.
    pub fn is_act(self) -> bool {
        matches!(self, Self::Mended | Self::Corrected)
    }
}

/// `complaint.received`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Payload version.
    pub v: u8,
    /// The number that the reporter holds.
    pub number: String,
    /// Code of the category.
    pub category: String,
    /// The class that the category suggests.
    pub class: Class,
    /// Code of the unit complained of, when it was named.
    pub about: Option<String>,
    /// Whether the name is hidden from those who handle it.
    pub anonymous: bool,
    /// Whether the content is hidden from the public.
    pub secret: bool,
    /// Pictures and papers.
    pub files: Vec<FileId>,
}

/// `complaint.verified`, version 1: it is clear what is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Payload version.
    pub v: u8,
    /// The class that holds from now on.
    pub class: Class,
    /// The category that holds from now on.
    pub category: String,
    /// Code of the unit complained of.
    pub about: Option<String>,
    /// The text that everyone can read, without names.
    pub published: Option<String>,
}

/// `complaint.classified`, version 1: it was taken for something else before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classified {
    /// Payload version.
    pub v: u8,
    /// The class that holds from now on.
    pub class: Class,
    /// The category that holds from now on.
    pub category: String,
    /// Why.
    pub reason: String,
}

/// `complaint.disposed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposed {
    /// Payload version.
    pub v: u8,
    /// Who handles it.
    pub to: Handler,
}

/// `complaint.asked`, `complaint.supplemented` and `complaint.answered`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Payload version.
    pub v: u8,
    /// What was written.
    pub text: String,
    /// Whether everyone can read it.
    pub public: bool,
    /// Pictures and papers that came with it.
    pub files: Vec<FileId>,
}

/// `complaint.close_proposed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseProposed {
    /// Payload version.
    pub v: u8,
    /// What the office says it did.
    pub outcome: Outcome,
    /// What was written to the reporter.
    pub text: String,
    /// Whether everyone can read it.
    pub public: bool,
}

/// `complaint.reminded`, version 1: the reporter was told once more that an answer is awaited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// Payload version.
    pub v: u8,
}

/// What ended a report without an override.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// The reporter agreed.
    Consent,
    /// The reporter said nothing after two delivered notices.
    Silence,
}

/// `complaint.closed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Payload version.
    pub v: u8,
    /// What ended it.
    pub how: Closing,
}

/// `complaint.closed_by_override`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedByOverride {
    /// Payload version.
    pub v: u8,
    /// The listed reason, which is public.
    pub reason: String,
    /// What was written to the reporter.
    pub text: String,
}

/// `complaint.closed_without_consent`, version 1. Clear: a unit that closes over people's heads is
/// counted in public. It shows no report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedWithoutConsent {
    /// Payload version.
    pub v: u8,
    /// Code of the unit that handled it.
    pub unit: String,
    /// `silence`, or the listed reason of an override.
    pub reason: String,
}

/// `complaint.handed_over`, version 1: another body is the one to act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Payload version.
    pub v: u8,
    /// The body, in words.
    pub body: String,
    /// What was written to the reporter.
    pub text: String,
}

/// `complaint.handed_over_counted`, version 1. Clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOverCounted {
    /// Payload version.
    pub v: u8,
    /// The body, in words.
    pub body: String,
}

/// `complaint.reopened`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    /// Payload version.
    pub v: u8,
    /// Why the reporter does not agree.
    pub text: String,
}

/// `complaint.escalated`, version 1: the reporter takes it to the Ombudsman (UU 37/2008).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    /// Payload version.
    pub v: u8,
}

/// `complaint.rated`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// Payload version.
    pub v: u8,
    /// 1 to 4, as in the survey.
    pub rating: u8,
}

/// `complaint.joined`, version 1: it goes on as part of another report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// Payload version.
    pub v: u8,
    /// Number of the report that goes on.
    pub into: String,
}

/// `complaint.split`, version 1: a part of it goes on as a report of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Payload version.
    pub v: u8,
    /// Number of the new report.
    pub part: String,
}

/// `complaint.deadline_missed`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineMissed {
    /// Payload version.
    pub v: u8,
    /// The rule whose time ran out.
    pub rule: String,
}

/// `complaint.named`, version 1: whom it is about, so that they never handle nor see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Payload version.
    pub v: u8,
    /// Accounts that the report is about.
    pub accounts: Vec<crate::id::UserId>,
}

/// `complaint.identity_asked`, `.identity_opened` and `.identity_refused`, version 1: a hidden name
/// is shown only when two people agree, and its owner can read that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Payload version.
    pub v: u8,
    /// Why.
    pub reason: String,
}

/// `complaint.superior_told`, version 1: what was found proven gives the head of the unit the duty to
/// summon and examine (PP 94/2021 Art 28). Of the report the head learns nothing from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuperiorTold {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
}
