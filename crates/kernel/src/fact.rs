//! The fact: one act, append-only, in two orders (see `docs/reference/facts.md`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::actor::{Actor, Channel, Role};
use crate::calendar::Term;
use crate::facts::Payload;
use crate::id::{ClockId, CommandId, FactId, UnitId, UserId};

/// A city. Small, and first in every key, so that one database can host many cities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenantId(pub i64);

/// What kind of thing a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// An application of a citizen.
    Application,
    /// Who opened the personal data of an application; same id, an order of its own.
    Access,
    /// One place in a queue; its id is the random ticket.
    QueueEntry,
    /// A service, over all versions of its standard.
    Service,
    /// The public promise of a unit.
    Maklumat,
    /// An account.
    User,
    /// The public log.
    Log,
    /// A questionnaire, in one version.
    Questionnaire,
    /// A round of a survey.
    Round,
    /// An invitation to a round; its id is random.
    Invitation,
    /// A report of someone who was served badly.
    Complaint,
    /// A gift that an officer was given or offered.
    Gift,
    /// A mandate that one person gave another.
    Mandate,
    /// An entry in the register of representatives.
    Representative,
    /// A report that ended without its reporter, or left the city; its id is random.
    Closing,
    /// A pattern that is very unlikely to be chance.
    Signal,
    /// A missed time that goes up; its id is that of the clock.
    Deadline,
    /// What a superior must do because something concerns the unit.
    Duty,
    /// A case of the Inspectorate.
    Case,
    /// A count that the city makes public; its id is random.
    Count,
    /// What an account promised and declared; same id, an order of its own.
    Commitment,
    /// A planned round of supervision.
    Supervision,
    /// From whom is drawn in a queue; its id is made from the queue's name.
    Pool,
    /// A better way of working that is tried.
    Trial,
    /// A person who waits for a counter.
    Ticket,
    /// A seat of a slot that a person took.
    Appointment,
    /// The counters of a unit; its id is made from the unit's code.
    Counters,
    /// What the head of the city decides.
    Decision,
    /// A day of a unit's counters; its id is made from unit and day.
    Roster,
    /// Shifts that two officers may swap.
    Swap,
    /// A meeting of heads.
    Meeting,
    /// What a unit promised in a meeting.
    Promise,
    /// The building of a unit; its id is made from the unit's code.
    Facility,
    /// A training of a unit.
    Training,
    /// What an officer and their coach write to each other.
    Coaching,
    /// An activity that somebody asks the city to pay for.
    Proposal,
    /// A deliberation about proposals (musrenbang).
    Forum,
    /// A partner of the city under a contract.
    Partner,
    /// The steps of a year's budget.
    BudgetCalendar,
    /// The plan of a year's budget.
    Plan,
    /// A ballot of citizens.
    Ballot,
    /// One act of a voter; its id is random.
    Vote,
    /// The budget of a year as enacted; its id is made from the year.
    Budget,
    /// A contract with a firm.
    Contract,
    /// The city's own report of a period.
    Scorecard,
    /// A campaign that tells people how services work.
    Campaign,
    /// A visit to a school, a market or a meeting.
    Visit,
    /// The city's data of a period.
    OpenData,
}

impl SubjectKind {
    /// All kinds.
    pub const ALL: [Self; 48] = [
        Self::Application,
        Self::Access,
        Self::QueueEntry,
        Self::Service,
        Self::Maklumat,
        Self::User,
        Self::Log,
        Self::Questionnaire,
        Self::Round,
        Self::Invitation,
        Self::Complaint,
        Self::Gift,
        Self::Mandate,
        Self::Representative,
        Self::Closing,
        Self::Signal,
        Self::Supervision,
        Self::Commitment,
        Self::Deadline,
        Self::Duty,
        Self::Case,
        Self::Count,
        Self::Pool,
        Self::Trial,
        Self::Ticket,
        Self::Appointment,
        Self::Counters,
        Self::Decision,
        Self::Roster,
        Self::Swap,
        Self::Meeting,
        Self::Promise,
        Self::Facility,
        Self::Training,
        Self::Coaching,
        Self::Proposal,
        Self::Forum,
        Self::Partner,
        Self::BudgetCalendar,
        Self::Plan,
        Self::Ballot,
        Self::Vote,
        Self::Budget,
        Self::Contract,
        Self::Scorecard,
        Self::Campaign,
        Self::Visit,
        Self::OpenData,
    ];

    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Access => "access",
            Self::QueueEntry => "queue_entry",
            Self::Service => "service",
            Self::Maklumat => "maklumat",
            Self::User => "user",
            Self::Log => "log",
            Self::Questionnaire => "questionnaire",
            Self::Round => "round",
            Self::Invitation => "invitation",
            Self::Complaint => "complaint",
            Self::Gift => "gift",
            Self::Mandate => "mandate",
            Self::Representative => "representative",
            Self::Closing => "closing",
            Self::Signal => "signal",
            Self::Supervision => "supervision",
            Self::Commitment => "commitment",
            Self::Deadline => "deadline",
            Self::Duty => "duty",
            Self::Case => "case",
            Self::Count => "count",
            Self::Pool => "pool",
            Self::Trial => "trial",
            Self::Ticket => "ticket",
            Self::Appointment => "appointment",
            Self::Counters => "counters",
            Self::Decision => "decision",
            Self::Roster => "roster",
            Self::Swap => "swap",
            Self::Meeting => "meeting",
            Self::Promise => "promise",
            Self::Facility => "facility",
            Self::Training => "training",
            Self::Coaching => "coaching",
            Self::Proposal => "proposal",
            Self::Forum => "forum",
            Self::Partner => "partner",
            Self::BudgetCalendar => "budget_calendar",
            Self::Plan => "plan",
            Self::Ballot => "ballot",
            Self::Vote => "vote",
            Self::Budget => "budget",
            Self::Contract => "contract",
            Self::Scorecard => "scorecard",
            Self::Campaign => "campaign",
            Self::Visit => "visit",
            Self::OpenData => "open_data",
        }
    }

    /// The kind of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its id.
    pub id: Uuid,
}

/// How a fact moves a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "op")]
pub enum ClockOp {
    /// It begins to run.
    Start {
        /// The length that applied on that day.
        term: Term,
    },
    /// It stands still, with a reason that the person can read.
    Pause {
        /// A code from the locale files.
        reason: String,
    },
    /// It runs again.
    Resume,
    /// Its owner did what was due.
    Stop,
    /// It ran out before its owner did what was due.
    Lapse,
    /// A stopwatch was pressed: it says in the open which piece of work an act is about, and owes
    /// nothing. Such a clock never runs out and no table of clocks keeps it.
    Measure,
}

/// One clock moved by one fact. `due_at` is what holds after the move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockMove {
    /// Which clock.
    pub clock: ClockId,
    /// The rule it runs by, such as `serve.completeness_check` or `promise/DUK-KTP-HILANG`; what a
    /// stopwatch measures, such as `step/verify`.
    pub rule: String,
    /// Code of the unit that owes.
    pub owner: String,
    /// When it is due; `None` while it stands still.
    pub due_at: Option<Timestamp>,
    /// What happens to it.
    #[serde(flatten)]
    pub op: ClockOp,
}

/// A fact that is about to be written. The journal adds `seq`, `recorded_at` and, later, the
/// position.
#[derive(Clone, Debug)]
pub struct NewFact {
    /// What it is about.
    pub subject: Subject,
    /// Which command wrote it; facts of one act share it.
    pub command: CommandId,
    /// When the actor says it happened.
    pub occurred_at: Timestamp,
    /// Who acted.
    pub actor: Actor,
    /// Clocks that the act moved.
    pub clocks: Vec<ClockMove>,
    /// What happened.
    pub payload: Payload,
}

/// A fact as a reader of positions sees it. The payload is there only for clear kinds: readers
/// must give the same result after a person has been erased.
#[derive(Clone, Debug)]
pub struct Positioned {
    /// The tenant's order, from 1, without a gap.
    pub position: i64,
    /// The fact's id.
    pub id: FactId,
    /// What it is about.
    pub subject: Subject,
    /// The subject's order, from 1.
    pub seq: i64,
    /// What kind of fact, such as `application.submitted`.
    pub kind: String,
    /// When the server wrote it.
    pub recorded_at: Timestamp,
    /// When the actor says it happened.
    pub occurred_at: Timestamp,
    /// The account that acted, if any.
    pub actor: Option<UserId>,
    /// In which capacity the actor acted.
    pub role: Role,
    /// For which unit, if any.
    pub unit: Option<UnitId>,
    /// Through which door.
    pub channel: Channel,
    /// Clocks that the act moved.
    pub clocks: Vec<ClockMove>,
    /// The payload of a clear kind.
    pub clear: Option<Payload>,
}
