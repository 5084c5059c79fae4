//! What stands in the trail, how it is filtered, and how a name is shortened. Pure.

use jiff::Timestamp;
use kernel::fact::Subject;
use kernel::id::UserId;
use uuid::Uuid;

/// Sealed kinds of facts that stand in the trail. What the log shows to everyone needs no trail.
pub const KINDS: [&str; 14] = [
    "person.opened",
    "complaint.identity_asked",
    "complaint.identity_opened",
    "complaint.identity_refused",
    "application.picked_out_of_turn",
    "assignment.overridden",
    "officer.conflicted",
    "mandate.confirmed_by_giver",
    "representative.registered",
    "representative.bar_proposed",
    "representative.barred",
    "representative.ended",
    "user.granted",
    "user.revoked",
];

/// Kinds whose rows can be opened: what they say concerns a file or an account.
pub const OPENABLE: [&str; 4] =
    ["person.opened", "application.picked_out_of_turn", "user.granted", "user.revoked"];

/// A row of the trail.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its place in the city's order, from 1.
    pub position: i64,
    /// When it was written.
    pub at: Timestamp,
    /// What kind of fact.
    pub kind: String,
    /// The account that acted, if any.
    pub actor: Option<UserId>,
    /// In which capacity.
    pub role: String,
    /// For which unit, if any.
    pub unit: Option<Uuid>,
    /// What it is about.
    pub subject: Subject,
    /// The subject's order.
    pub seq: i64,
    /// The commitment that the public log holds.
    pub commitment: [u8; 32],
}

impl Row {
    /// Its number in the public log, from 0.
    pub fn entry(&self) -> u64 {
        self.position.unsigned_abs().saturating_sub(1)
    }
}

/// Which rows are asked for; what is none asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who acted.
    pub actor: Option<UserId>,
    /// For which unit.
    pub unit: Option<Uuid>,
    /// One of [`KINDS`].
    pub kind: Option<String>,
    /// From then on.
    pub from: Option<Timestamp>,
    /// Until before then.
    pub until: Option<Timestamp>,
}

/// The first letter of each word: enough to tell colleagues apart, too little to name anyone.
pub fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let letters: Vec<String> =
        name.split_whitespace().filter_map(first).map(|c| format!("{c}.")).collect();
    letters.join(" ")
}
