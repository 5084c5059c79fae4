//! How a mandate stands and what may happen to it, who is in the register, and the listed reasons.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::identity::{Nik, Phone};
use serde::{Deserialize, Serialize};

/// Where a mandate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The giver has not answered; nobody works on the application.
    Given,
    /// The giver said yes.
    Confirmed,
    /// The giver said no, or nothing in time.
    Refused,
    /// It was taken back by its giver, or given up by its receiver, or its last day is over.
    Revoked,
}

/// What can happen to a mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The giver says yes.
    Confirm,
    /// The giver says no.
    Refuse,
    /// The time to answer is over.
    Lapse,
    /// The giver takes it back.
    Revoke,
    /// The receiver gives it up, by withdrawing the application.
    GiveUp,
    /// Its last day is over.
    Expire,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Given, Self::Confirmed, Self::Refused, Self::Revoked];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Where it stands after `event`.
    ///
    /// # Errors
    /// Conflict when that can no longer happen.
    pub fn after(self, event: Event) -> Result<Self> {
        match (self, event) {
            (Self::Given, Event::Confirm) => Ok(Self::Confirmed),
            (Self::Given, Event::Refuse | Event::Lapse) => Ok(Self::Refused),
            (Self::Given | Self::Confirmed, Event::GiveUp)
            | (Self::Confirmed, Event::Revoke | Event::Expire) => Ok(Self::Revoked),
            _ => Err(Error::conflict("representatives-answered")),
        }
    }
}

/// One side of a mandate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Full name.
    pub name: String,
    /// NIK.
    pub nik: Nik,
    /// A number of their own; a giver who came to a counter may have none.
    pub phone: Option<Phone>,
}

/// What a mandate says. Personal data: kept only under the mandate's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Who gave it.
    pub giver: Party,
    /// Who received it.
    pub receiver: Party,
    /// How the receiver stands to the giver, in their own words.
    pub relation: String,
    /// Why the giver does not apply alone.
    pub reason: String,
    /// Code of the service: the one act for which it is given.
    pub service: String,
    /// Whether the letter bears the stamp duty.
    pub stamped: bool,
    /// Language in which the giver is told, `id` or `en`.
    pub language: String,
}

/// Professions that the register knows.
pub const PROFESSIONS: [&str; 3] = ["notary", "advocate", "company_officer"];

/// The kind of an entry that bars somebody.
pub const BARRED: &str = "barred";

/// Listed reasons for which an officer helps to fill a form in (UU 23/2006 Art 26).
pub const HELP_REASONS: [&str; 6] =
    ["age", "illness", "disability", "cannot_read", "no_device", "other"];

/// How an entry of the register stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// Asked for by one inspector; it does not work yet.
    Proposed,
    /// It holds on the days that it names.
    Active,
    /// It holds no longer.
    Ended,
}

impl EntryState {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Proposed, Self::Active, Self::Ended].into_iter().find(|state| state.code() == code)
    }
}

/// What an entry of the register says. Personal data: kept only under the entry's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDetails {
    /// Full name.
    pub name: String,
    /// NIK.
    pub nik: Nik,
    /// Number of the licence or deed; empty when somebody is barred.
    pub licence: String,
    /// Why somebody is barred; empty for a profession.
    pub reason: String,
}

/// What the register says of one person today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last day on which they are barred, if they are.
    pub barred_until: Option<Date>,
    /// The profession for which no limit applies.
    pub profession: Option<String>,
}
