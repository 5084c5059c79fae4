//! Typed ids: a UUIDv7 (RFC 9562, section 5.7) that remembers what it names.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The id of a `K`. `K` is one of the empty enums below and never exists at run time.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// Names an application of a citizen.
pub enum Application {}
/// Names a report of someone who was served badly.
pub enum Complaint {}
/// Names a gift that an officer was given or offered.
pub enum Gift {}
/// Names a pattern that is very unlikely to be chance.
pub enum Signal {}
/// Names a mandate that one person gave another.
pub enum Mandate {}
/// Names an entry in the register of representatives.
pub enum Representative {}
/// Names a person, living or dead, known to the register.
pub enum Person {}
/// Names an account that can log in.
pub enum User {}
/// Names an office, a district (kecamatan) or an urban village (kelurahan).
pub enum Unit {}
/// Names a fact in the journal.
pub enum Fact {}
/// Names the command that wrote one or more facts.
pub enum Command {}
/// Names a stored file.
pub enum File {}
/// Names one version of a service standard.
pub enum Standard {}
/// Names one version of a maklumat (a unit's public promise).
pub enum Maklumat {}
/// Names a job that waits for a worker.
pub enum Job {}
/// Names a message in the outbox.
pub enum Message {}
/// Names what a superior must do.
pub enum Duty {}
/// Names a case of the Inspectorate.
pub enum Case {}
/// Names a round of supervision.
pub enum Supervision {}
/// Names a declared interest.
pub enum Interest {}
/// Names a person who waits for a counter.
pub enum Ticket {}
/// Names a seat of a slot that a person took.
pub enum Appointment {}
/// Names a better way of working that is tried.
pub enum Trial {}
/// Names what the head of the city decides.
pub enum Decision {}
/// Names shifts that two officers may swap.
pub enum Swap {}
/// Names a meeting of the city's heads.
pub enum Meeting {}
/// Names what a unit promised in a meeting.
pub enum Promise {}
/// Names a training of a unit.
pub enum Training {}
/// A partner of the city.
pub enum Partner {}
/// A step that was handed to a partner.
pub enum Handover {}
/// Names what an officer and their coach write to each other.
pub enum Coaching {}
/// Names an activity that somebody asks the city to pay for.
pub enum Proposal {}
/// Names a deliberation about proposals (musrenbang).
pub enum Forum {}
/// A campaign that tells people how services work.
pub enum Campaign {}
/// A visit to a school, a market or a meeting.
pub enum Visit {}
/// The city's data of a period.
pub enum OpenData {}
/// Names the steps of a year's budget.
pub enum BudgetCalendar {}
/// Names the plan of a year's budget.
pub enum Plan {}
/// Names a ballot of citizens, or one act of a voter.
pub enum Ballot {}
/// Names the city's own report of a period.
pub enum Scorecard {}
/// Names an enacted budget.
pub enum Budget {}
/// Names a contract with a firm.
pub enum Contract {}
/// Names a running or ended clock.
pub enum ClockRun {}

/// Id of an application.
pub type ApplicationId = Id<Application>;
/// Id of a report.
pub type ComplaintId = Id<Complaint>;
/// Id of a gift.
pub type GiftId = Id<Gift>;
/// Id of a signal.
pub type SignalId = Id<Signal>;
/// Id of a mandate.
pub type MandateId = Id<Mandate>;
/// Id of an entry in the register of representatives.
pub type RepresentativeId = Id<Representative>;
/// Id of a person.
pub type PersonId = Id<Person>;
/// Id of an account.
pub type UserId = Id<User>;
/// Id of a unit.
pub type UnitId = Id<Unit>;
/// Id of a fact.
pub type FactId = Id<Fact>;
/// Id of a command.
pub type CommandId = Id<Command>;
/// Id of a file.
pub type FileId = Id<File>;
/// Id of a version of a standard.
pub type StandardId = Id<Standard>;
/// Id of a version of a maklumat.
pub type MaklumatId = Id<Maklumat>;
/// Id of a job.
pub type JobId = Id<Job>;
/// Id of a message.
pub type MessageId = Id<Message>;
/// Id of what a superior must do.
pub type DutyId = Id<Duty>;
/// Id of a case of the Inspectorate.
pub type CaseId = Id<Case>;
/// Id of a round of supervision.
pub type SupervisionId = Id<Supervision>;
/// Id of a declared interest.
pub type InterestId = Id<Interest>;
/// Id of a ticket.
pub type TicketId = Id<Ticket>;
/// Id of an appointment.
pub type AppointmentId = Id<Appointment>;
/// Id of a trial.
pub type TrialId = Id<Trial>;
/// Id of a decision.
pub type DecisionId = Id<Decision>;
/// Id of a swap of shifts.
pub type SwapId = Id<Swap>;
/// Id of a meeting.
pub type MeetingId = Id<Meeting>;
/// Id of a promise that was made in a meeting.
pub type PromiseId = Id<Promise>;
/// Id of a training.
pub type TrainingId = Id<Training>;
/// Id of what an officer and their coach write to each other.
pub type CoachingId = Id<Coaching>;
/// Id of a proposal.
pub type ProposalId = Id<Proposal>;
/// Id of a deliberation.
pub type ForumId = Id<Forum>;
/// Id of a partner.
pub type PartnerId = Id<Partner>;
/// Id of a step that was handed to a partner.
pub type HandoverId = Id<Handover>;
/// Id of the steps of a year's budget.
pub type BudgetCalendarId = Id<BudgetCalendar>;
/// Id of the plan of a year's budget.
pub type PlanId = Id<Plan>;
/// Id of a ballot.
pub type BallotId = Id<Ballot>;
/// Id of the city's own report of a period.
pub type ScorecardId = Id<Scorecard>;
/// Id of an enacted budget.
pub type BudgetId = Id<Budget>;
/// Id of a contract with a firm.
pub type ContractId = Id<Contract>;
/// Id of a campaign.
pub type CampaignId = Id<Campaign>;
/// Id of a visit.
pub type VisitId = Id<Visit>;
/// Id of the city's data of a period.
pub type OpenDataId = Id<OpenData>;
/// Id of a clock.
pub type ClockId = Id<ClockRun>;

impl<K> Id<K> {
    /// Makes a UUIDv7 from the millisecond of `now` and 74 random bits of `rng`.
    pub fn new(now: Timestamp, rng: &mut impl Rng) -> Self {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let mut random = [0u8; 10];
        rng.fill_bytes(&mut random);
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Takes a UUID that is known to name a `K`, such as one read from the database.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The UUID itself.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The 16 bytes, as stored in the database.
    pub fn to_vec(self) -> Vec<u8> {
        self.uuid.as_bytes().to_vec()
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.uuid)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.uuid)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self::from_uuid)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}
