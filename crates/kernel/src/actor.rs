//! Who acts: roles, channels and the actor of a fact.

use serde::{Deserialize, Serialize};

use crate::id::{UnitId, UserId};

/// In which capacity someone acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anyone without an account; holds a receipt at most.
    Citizen,
    /// Applies for someone else under a mandate; holds that person's receipt at most.
    Representative,
    /// Works the queue of a unit (petugas).
    Officer,
    /// Leads a unit and answers for its deadlines (atasan langsung).
    Head,
    /// Keeps the service catalogue (penata layanan).
    Steward,
    /// Approves what a steward drafted; always a second person (pengesah).
    Approver,
    /// Verifies reports and gives them to who handles them (koordinator pengaduan).
    Coordinator,
    /// Reads who saw and did what (Inspektorat).
    Inspector,
    /// Grants and revokes roles (administrator).
    Administrator,
    /// Decides for the city and calls its meetings (wali kota).
    Mayor,
    /// Helps officers to work better; reads what nobody else reads (pembina).
    Coach,
    /// Keeps proposals and the plan of what comes first (perencana, Bappeda).
    Planner,
    /// Does a handed step of a file under a contract (mitra).
    Partner,
    /// Tells everyone how services work (hubungan masyarakat).
    Outreach,
    /// The system itself, such as when a deadline passes.
    System,
}

impl Role {
    /// The roles that an administrator can grant.
    pub const GRANTABLE: [Self; 12] = [
        Self::Officer,
        Self::Head,
        Self::Steward,
        Self::Approver,
        Self::Coordinator,
        Self::Inspector,
        Self::Administrator,
        Self::Mayor,
        Self::Coach,
        Self::Planner,
        Self::Partner,
        Self::Outreach,
    ];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Representative => "representative",
            Self::Officer => "officer",
            Self::Head => "head",
            Self::Steward => "steward",
            Self::Approver => "approver",
            Self::Coordinator => "coordinator",
            Self::Inspector => "inspector",
            Self::Administrator => "administrator",
            Self::Mayor => "mayor",
            Self::Coach => "coach",
            Self::Planner => "planner",
            Self::Partner => "partner",
            Self::Outreach => "outreach",
            Self::System => "system",
        }
    }

    /// The role of that name.
    pub fn parse(code: &str) -> Option<Self> {
        let all =
            Self::GRANTABLE.into_iter().chain([Self::Citizen, Self::Representative, Self::System]);
        all.into_iter().find(|role| role.code() == code)
    }
}

/// By which door an act came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Web pages, alone.
    Online,
    /// A counter, with an officer's help.
    Counter,
    /// The JSON API.
    Api,
    /// No person: a clock, a job, a command of the operator.
    System,
}

impl Channel {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Counter => "counter",
            Self::Api => "api",
            Self::System => "system",
        }
    }

    /// The channel of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Online, Self::Counter, Self::Api, Self::System]
            .into_iter()
            .find(|channel| channel.code() == code)
    }
}

/// Who acts, as which role, for which unit, by which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account, unless a citizen or the system acts.
    pub user: Option<UserId>,
    /// In which capacity.
    pub role: Role,
    /// For which unit, where the role is bound to one.
    pub unit: Option<UnitId>,
    /// By which door.
    pub channel: Channel,
}

impl Actor {
    /// A citizen, who has no account.
    pub const fn citizen(channel: Channel) -> Self {
        Self { user: None, role: Role::Citizen, unit: None, channel }
    }

    /// The system itself.
    pub const fn system() -> Self {
        Self { user: None, role: Role::System, unit: None, channel: Channel::System }
    }
}
