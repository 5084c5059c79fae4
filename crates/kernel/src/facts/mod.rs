//! The vocabulary of facts. Contexts speak to each other by these words alone: never rename one,
//! and raise `v` when the meaning of a payload changes.

pub mod application;
pub mod assignment;
pub mod case;
pub mod catalogue;
pub mod commitment;
pub mod complaint;
pub mod deadline;
pub mod gift;
pub mod log;
pub mod mandate;
pub mod people;
pub mod queue;
pub mod signal;
pub mod survey;

use serde::{Deserialize, Serialize};

use application as a;
use assignment as dr;
use case as ca;
use catalogue as c;
use commitment as co;
use complaint as k;
use deadline as d;
use gift as g;
use log as l;
use mandate as m;
use people as p;
use queue as q;
use signal as o;
use survey as s;

/// What happened, with the version of its payload inside each type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Payload {
    /// A steward drafted a version of a standard.
    #[serde(rename = "standard.drafted")]
    StandardDrafted(c::StandardDrafted),
    /// A second person approved it.
    #[serde(rename = "standard.approved")]
    StandardApproved(c::StandardApproved),
    /// It holds from a day on; the whole text is in the fact.
    #[serde(rename = "standard.published")]
    StandardPublished(Box<c::StandardPublished>),
    /// It holds no longer, or was never approved.
    #[serde(rename = "standard.withdrawn")]
    StandardWithdrawn(c::StandardWithdrawn),
    /// The fee of a service, as published.
    #[serde(rename = "fee.set")]
    FeeSet(c::FeeSet),
    /// The head signed the unit's public promise.
    #[serde(rename = "maklumat.signed")]
    MaklumatSigned(c::MaklumatSigned),
    /// A citizen handed in an application.
    #[serde(rename = "application.submitted")]
    Submitted(a::Submitted),
    /// Everything required is there; the promise begins to run.
    #[serde(rename = "application.completed")]
    Completed(a::Completed),
    /// It went back to the citizen for what is missing; the clock stands still.
    #[serde(rename = "application.returned")]
    Returned(a::Returned),
    /// The citizen sent what was missing.
    #[serde(rename = "application.supplemented")]
    Supplemented(a::Supplemented),
    /// An officer took the head of the queue.
    #[serde(rename = "application.picked")]
    Picked(a::Picked),
    /// An officer took a file before its turn; the reason is public in `queue.picked`.
    #[serde(rename = "application.picked_out_of_turn")]
    PickedOutOfTurn(a::Picked),
    /// A work step began.
    #[serde(rename = "application.step_started")]
    StepStarted(a::Step),
    /// A work step ended.
    #[serde(rename = "application.step_finished")]
    StepFinished(a::Step),
    /// The decision is yes.
    #[serde(rename = "application.approved")]
    Approved(a::Approved),
    /// The decision is no, with grounds.
    #[serde(rename = "application.refused")]
    Refused(a::Refused),
    /// The product exists.
    #[serde(rename = "application.issued")]
    Issued(a::Issued),
    /// The citizen has it.
    #[serde(rename = "application.collected")]
    Collected(a::Collected),
    /// The citizen took the application back.
    #[serde(rename = "application.withdrawn")]
    Withdrawn(a::Withdrawn),
    /// The promise was missed; the superior was told.
    #[serde(rename = "application.deadline_missed")]
    DeadlineMissed(a::DeadlineMissed),
    /// The promise was missed and the law deems the application granted.
    #[serde(rename = "application.deemed_granted")]
    DeemedGranted(a::DeemedGranted),
    /// A place in a queue was taken.
    #[serde(rename = "queue.entered")]
    QueueEntered(q::Entered),
    /// A place in a queue was called, with the reason if it was not its turn.
    #[serde(rename = "queue.picked")]
    QueuePicked(q::Picked),
    /// A place in a queue was given up.
    #[serde(rename = "queue.left")]
    QueueLeft(q::Left),
    /// Someone opened personal data.
    #[serde(rename = "person.opened")]
    PersonOpened(p::Opened),
    /// An account was given a role.
    #[serde(rename = "user.granted")]
    UserGranted(p::Granted),
    /// An account lost a role.
    #[serde(rename = "user.revoked")]
    UserRevoked(p::Revoked),
    /// A key of the city signs from now on.
    #[serde(rename = "key.published")]
    KeyPublished(l::KeyPublished),
    /// A key of the city signs no longer.
    #[serde(rename = "key.revoked")]
    KeyRevoked(l::KeyRevoked),
    /// The published log was adopted after a database had fallen behind it.
    #[serde(rename = "log.recovered")]
    LogRecovered(l::Recovered),
    /// What will be asked, before anyone is.
    #[serde(rename = "questionnaire.frozen")]
    QuestionnaireFrozen(Box<s::QuestionnaireFrozen>),
    /// How many of how many are invited.
    #[serde(rename = "sample.drawn")]
    SampleDrawn(s::SampleDrawn),
    /// Someone was invited; never who, nor whether they answered.
    #[serde(rename = "invitation.issued")]
    InvitationIssued(s::InvitationIssued),
    /// No more answers are taken.
    #[serde(rename = "answers.closed")]
    AnswersClosed(s::AnswersClosed),
    /// The index of a round, with its interval.
    #[serde(rename = "index.published")]
    IndexPublished(s::IndexPublished),
    /// Someone reported something.
    #[serde(rename = "complaint.received")]
    ComplaintReceived(k::Received),
    /// It is clear what is reported.
    #[serde(rename = "complaint.verified")]
    ComplaintVerified(k::Verified),
    /// It was taken for something else before.
    #[serde(rename = "complaint.classified")]
    ComplaintClassified(k::Classified),
    /// Someone was given it.
    #[serde(rename = "complaint.disposed")]
    ComplaintDisposed(k::Disposed),
    /// Whom it is about, who will not see it.
    #[serde(rename = "complaint.named")]
    ComplaintNamed(k::Named),
    /// The reporter was asked for more.
    #[serde(rename = "complaint.asked")]
    ComplaintAsked(k::Said),
    /// The reporter told more.
    #[serde(rename = "complaint.supplemented")]
    ComplaintSupplemented(k::Said),
    /// The office told the reporter something.
    #[serde(rename = "complaint.answered")]
    ComplaintAnswered(k::Said),
    /// The office says that it is done.
    #[serde(rename = "complaint.close_proposed")]
    ComplaintCloseProposed(k::CloseProposed),
    /// The reporter was told once more that a word is awaited.
    #[serde(rename = "complaint.reminded")]
    ComplaintReminded(k::Reminded),
    /// The reporter agreed, or was silent after two notices.
    #[serde(rename = "complaint.closed")]
    ComplaintClosed(k::Closed),
    /// Ended for a listed, public reason.
    #[serde(rename = "complaint.closed_by_override")]
    ComplaintClosedByOverride(k::ClosedByOverride),
    /// Another body is the one to act.
    #[serde(rename = "complaint.handed_over")]
    ComplaintHandedOver(k::HandedOver),
    /// The reporter does not agree.
    #[serde(rename = "complaint.reopened")]
    ComplaintReopened(k::Reopened),
    /// The reporter takes it to the Ombudsman.
    #[serde(rename = "complaint.escalated")]
    ComplaintEscalated(k::Escalated),
    /// The reporter rated how it was handled.
    #[serde(rename = "complaint.rated")]
    ComplaintRated(k::Rated),
    /// It goes on as part of another report.
    #[serde(rename = "complaint.joined")]
    ComplaintJoined(k::Joined),
    /// A part of it goes on as a report of its own.
    #[serde(rename = "complaint.split")]
    ComplaintSplit(k::Split),
    /// A legal time ran out.
    #[serde(rename = "complaint.deadline_missed")]
    ComplaintDeadlineMissed(k::DeadlineMissed),
    /// An inspector asked to see a hidden name.
    #[serde(rename = "complaint.identity_asked")]
    ComplaintIdentityAsked(k::Identity),
    /// A second inspector agreed; the name was shown.
    #[serde(rename = "complaint.identity_opened")]
    ComplaintIdentityOpened(k::Identity),
    /// A second inspector refused.
    #[serde(rename = "complaint.identity_refused")]
    ComplaintIdentityRefused(k::Identity),
    /// A report of a unit ended by silence or override; no report is shown.
    #[serde(rename = "complaint.closed_without_consent")]
    ComplaintClosedWithoutConsent(k::ClosedWithoutConsent),
    /// A report left the city for another body; no report is shown.
    #[serde(rename = "complaint.handed_over_counted")]
    ComplaintHandedOverCounted(k::HandedOverCounted),
    /// An officer was given something.
    #[serde(rename = "gift.reported")]
    GiftReported(g::Reported),
    /// An officer was offered something and did not take it.
    #[serde(rename = "gift.refused")]
    GiftRefused(g::Refused),
    /// The gratuity unit asked for what is missing.
    #[serde(rename = "gift.returned")]
    GiftReturned(g::Note),
    /// The officer told what was missing.
    #[serde(rename = "gift.completed")]
    GiftCompleted(g::Note),
    /// The gratuity unit passed it on to the KPK.
    #[serde(rename = "gift.forwarded")]
    GiftForwarded(g::Forwarded),
    /// The KPK said whose it is.
    #[serde(rename = "gift.decided")]
    GiftDecided(g::Decided),
    /// The object is where the decision says.
    #[serde(rename = "gift.handed_over")]
    GiftHandedOver(g::HandedOver),
    /// The object went from one keeper to another.
    #[serde(rename = "gift.custody_moved")]
    GiftCustodyMoved(g::CustodyMoved),
    /// The gratuity unit thanked the officer.
    #[serde(rename = "gift.thanked")]
    GiftThanked(g::Thanked),
    /// A legal time ran out.
    #[serde(rename = "gift.deadline_missed")]
    GiftDeadlineMissed(g::DeadlineMissed),
    /// A pattern was found that is very unlikely to be chance.
    #[serde(rename = "signal.raised")]
    SignalRaised(o::Raised),
    /// Someone concerned said something to it.
    #[serde(rename = "signal.explained")]
    SignalExplained(o::Explained),
    /// Nothing is the matter.
    #[serde(rename = "signal.dismissed")]
    SignalDismissed(o::Dismissed),
    /// It goes on as a case.
    #[serde(rename = "signal.escalated")]
    SignalEscalated(o::Escalated),
    /// The time for a decision ran out.
    #[serde(rename = "signal.unanswered")]
    SignalUnanswered(o::Unanswered),
    /// How many tests a run made, and how many passed.
    #[serde(rename = "signal.run_counted")]
    SignalRunCounted(o::RunCounted),
    /// Somebody applies for another under a letter of mandate.
    #[serde(rename = "mandate.given")]
    MandateGiven(m::Given),
    /// The giver says that it is theirs.
    #[serde(rename = "mandate.confirmed_by_giver")]
    MandateConfirmed(m::Confirmed),
    /// Work on the application under it may begin.
    #[serde(rename = "mandate.used")]
    MandateUsed(m::Used),
    /// It was taken back, or given up.
    #[serde(rename = "mandate.revoked")]
    MandateRevoked(m::Revoked),
    /// The giver says that it is not theirs, or said nothing in time.
    #[serde(rename = "mandate.refused")]
    MandateRefused(m::Refused),
    /// A profession that acts for others entered the register.
    #[serde(rename = "representative.registered")]
    RepresentativeRegistered(m::Registered),
    /// An inspector asks to bar somebody from acting for others.
    #[serde(rename = "representative.bar_proposed")]
    RepresentativeBarProposed(m::BarProposed),
    /// A second inspector agreed.
    #[serde(rename = "representative.barred")]
    RepresentativeBarred(m::Barred),
    /// An entry of the register holds no longer.
    #[serde(rename = "representative.ended")]
    RepresentativeEnded(m::Ended),
    /// Its person took the application over from a representative.
    #[serde(rename = "application.taken_over")]
    TakenOver(a::TakenOver),
    /// A missed time went up one level.
    #[serde(rename = "deadline.escalated")]
    DeadlineEscalated(d::Escalated),
    /// A head must summon and examine, because something concerns the unit.
    #[serde(rename = "duty.assigned")]
    DutyAssigned(d::DutyAssigned),
    /// The first summons went out.
    #[serde(rename = "duty.done")]
    DutyDone(d::DutyDone),
    /// No summons went out in time.
    #[serde(rename = "duty.missed")]
    DutyMissed(d::DutyMissed),
    /// A head of a unit did not summon in time; nobody is named.
    #[serde(rename = "duty.missed_counted")]
    DutyMissedCounted(d::DutyMissedCounted),
    /// The Inspectorate opened a case.
    #[serde(rename = "case.opened")]
    CaseOpened(ca::Opened),
    /// Whom the case is about.
    #[serde(rename = "case.person_named")]
    CasePersonNamed(ca::PersonNamed),
    /// A piece of evidence, with its digest.
    #[serde(rename = "case.evidence_added")]
    CaseEvidenceAdded(ca::EvidenceAdded),
    /// Evidence went to another keeper, or back.
    #[serde(rename = "case.custody_moved")]
    CaseCustodyMoved(ca::CustodyMoved),
    /// The person was summoned.
    #[serde(rename = "case.summoned")]
    CaseSummoned(ca::Summoned),
    /// The hearing was held, or the person did not come.
    #[serde(rename = "case.heard")]
    CaseHeard(ca::Heard),
    /// The person made a statement.
    #[serde(rename = "case.stated")]
    CaseStated(ca::Stated),
    /// What was proven.
    #[serde(rename = "case.found")]
    CaseFound(ca::Found),
    /// An inspector proposed a sanction.
    #[serde(rename = "case.sanction_proposed")]
    CaseSanctionProposed(ca::SanctionProposed),
    /// A second person approved it.
    #[serde(rename = "case.sanction_approved")]
    CaseSanctionApproved(ca::Note),
    /// A second person refused it.
    #[serde(rename = "case.sanction_refused")]
    CaseSanctionRefused(ca::Note),
    /// The person appealed.
    #[serde(rename = "case.appealed")]
    CaseAppealed(ca::Note),
    /// The appeal was decided.
    #[serde(rename = "case.appeal_decided")]
    CaseAppealDecided(ca::AppealDecided),
    /// Nothing can change it any more.
    #[serde(rename = "case.final")]
    CaseFinal(ca::Final),
    /// A final case: unit, prohibition and tier, and no name.
    #[serde(rename = "case.closed_publicly")]
    CaseClosedPublicly(ca::ClosedPublicly),
    /// Ended before anything was found, with the reason.
    #[serde(rename = "case.closed_without_finding")]
    CaseClosedWithoutFinding(ca::Note),
    /// A time of the Inspectorate ran out.
    #[serde(rename = "case.deadline_missed")]
    CaseDeadlineMissed(ca::DeadlineMissed),
    /// An account signed the integrity pact of a year.
    #[serde(rename = "pact.signed")]
    PactSigned(co::PactSigned),
    /// An account declared an interest, or that there is none.
    #[serde(rename = "interest.declared")]
    InterestDeclared(co::InterestDeclared),
    /// How many of a unit signed and declared; nobody is named.
    #[serde(rename = "commitment.share_counted")]
    CommitmentShareCounted(co::ShareCounted),
    /// A round of supervision was planned.
    #[serde(rename = "round.planned")]
    RoundPlanned(co::RoundPlanned),
    /// It was held, with findings and what follows.
    #[serde(rename = "round.done")]
    RoundDone(co::RoundDone),
    /// It was not held in time.
    #[serde(rename = "round.missed")]
    RoundMissed(co::RoundMissed),
    /// From whom is drawn until the next pool.
    #[serde(rename = "pool.published")]
    PoolPublished(dr::PoolPublished),
    /// An officer was drawn for a ticket.
    #[serde(rename = "queue.drawn")]
    QueueDrawn(Box<dr::Drawn>),
    /// A superior gave a drawn file to someone else.
    #[serde(rename = "queue.reassigned")]
    QueueReassigned(dr::Reassigned),
    /// Who the drawn officer is.
    #[serde(rename = "application.assigned")]
    ApplicationAssigned(dr::Assigned),
    /// Who gave the file to whom, and why.
    #[serde(rename = "assignment.overridden")]
    AssignmentOverridden(dr::Overridden),
    /// Nothing is drawn for an officer on some days.
    #[serde(rename = "officer.absent")]
    OfficerAbsent(dr::Absent),
    /// An officer may not have some files.
    #[serde(rename = "officer.conflicted")]
    OfficerConflicted(dr::Conflicted),
}

/// One row of the generated reference.
#[derive(Clone, Copy, Debug)]
pub struct KindDoc {
    /// The kind, such as `queue.entered`.
    pub kind: &'static str,
    /// Whether the ledger shows its payload to everyone.
    pub clear: bool,
    /// Which slice writes it.
    pub written_by: &'static str,
    /// What it says.
    pub meaning: &'static str,
}

const fn sealed(kind: &'static str, written_by: &'static str, meaning: &'static str) -> KindDoc {
    KindDoc { kind, clear: false, written_by, meaning }
}

const fn clear(kind: &'static str, written_by: &'static str, meaning: &'static str) -> KindDoc {
    KindDoc { kind, clear: true, written_by, meaning }
}

const CATALOGUE: &str = "serve/catalogue";
const APPLICATIONS: &str = "serve/applications";
const PLATFORM: &str = "platform";
const LOG: &str = "publish/log";
const SURVEYS: &str = "listen/surveys";
const COMPLAINTS: &str = "listen/complaints";
const GRATUITIES: &str = "listen/gratuities";
const SIGNALS: &str = "oversee/signals";
const REPRESENTATIVES: &str = "serve/representatives";
const ROUNDS: &str = "oversee/rounds";
const COMMITMENT: &str = "oversee/commitment";
const CASES: &str = "oversee/cases";
const DEADLINES: &str = "oversee/deadlines";
const ASSIGNMENT: &str = "serve/assignment";

/// Every kind there is, in the order of a file's life. This list decides what is clear.
pub const KINDS: [KindDoc; 120] = [
    sealed("standard.drafted", CATALOGUE, "a steward drafted a version of a service standard"),
    sealed("standard.approved", CATALOGUE, "a second person approved the draft"),
    clear("standard.published", CATALOGUE, "the version holds from a day on"),
    clear("standard.withdrawn", CATALOGUE, "the version holds no longer, or was turned down"),
    clear("fee.set", CATALOGUE, "the whole price of a service from a day on"),
    clear("maklumat.signed", CATALOGUE, "a head signed the unit's public promise"),
    sealed("application.submitted", APPLICATIONS, "a citizen handed in an application"),
    sealed("application.completed", APPLICATIONS, "everything required is there; the promise runs"),
    sealed("application.returned", APPLICATIONS, "items are missing; the clock stands still"),
    sealed("application.supplemented", APPLICATIONS, "the citizen sent missing items"),
    sealed("application.picked", APPLICATIONS, "an officer took the head of the queue"),
    sealed("application.picked_out_of_turn", APPLICATIONS, "an officer took a file early"),
    sealed("application.step_started", APPLICATIONS, "a work step began"),
    sealed("application.step_finished", APPLICATIONS, "a work step ended"),
    sealed("application.approved", APPLICATIONS, "the decision is yes"),
    sealed("application.refused", APPLICATIONS, "the decision is no, with grounds"),
    sealed("application.issued", APPLICATIONS, "the product exists; the promise's clock stops"),
    sealed("application.collected", APPLICATIONS, "the citizen has the product"),
    sealed("application.withdrawn", APPLICATIONS, "the citizen took the application back"),
    sealed("application.deadline_missed", APPLICATIONS, "the promise was missed; superior told"),
    sealed("application.deemed_granted", APPLICATIONS, "missed, and deemed granted by law"),
    clear("queue.entered", APPLICATIONS, "a random ticket took a place in a queue"),
    clear("queue.picked", APPLICATIONS, "a ticket was called, with a reason if out of turn"),
    clear("queue.left", APPLICATIONS, "a ticket gave up its place"),
    sealed("person.opened", PLATFORM, "someone opened personal data, and why"),
    sealed("user.granted", PLATFORM, "an account was given a role"),
    sealed("user.revoked", PLATFORM, "an account lost a role"),
    clear("key.published", LOG, "a key of the city signs from now on"),
    clear("key.revoked", LOG, "a key of the city signs no longer"),
    clear("log.recovered", LOG, "the database had fallen behind the log, which was adopted"),
    clear("questionnaire.frozen", SURVEYS, "what will be asked, before anyone is"),
    clear("sample.drawn", SURVEYS, "how many direct users of each unit are invited, of how many"),
    clear(
        "invitation.issued",
        SURVEYS,
        "someone was invited; never who, nor whether they answered",
    ),
    clear("answers.closed", SURVEYS, "no more answers are taken"),
    clear("index.published", SURVEYS, "the index of a round, with its interval and its data"),
    sealed("complaint.received", COMPLAINTS, "someone reported something"),
    sealed("complaint.verified", COMPLAINTS, "it is clear what is reported"),
    sealed("complaint.classified", COMPLAINTS, "it was taken for something else before"),
    sealed("complaint.disposed", COMPLAINTS, "someone was given it"),
    sealed("complaint.named", COMPLAINTS, "whom it is about, who will not see it"),
    sealed("complaint.asked", COMPLAINTS, "the reporter was asked for more"),
    sealed("complaint.supplemented", COMPLAINTS, "the reporter told more"),
    sealed("complaint.answered", COMPLAINTS, "the office told the reporter something"),
    sealed("complaint.close_proposed", COMPLAINTS, "the office says that it is done"),
    sealed(
        "complaint.reminded",
        COMPLAINTS,
        "the reporter was told once more that a word is awaited",
    ),
    sealed("complaint.closed", COMPLAINTS, "the reporter agreed, or was silent after two notices"),
    sealed("complaint.closed_by_override", COMPLAINTS, "ended for a listed, public reason"),
    sealed("complaint.handed_over", COMPLAINTS, "another body is the one to act"),
    sealed("complaint.reopened", COMPLAINTS, "the reporter does not agree"),
    sealed("complaint.escalated", COMPLAINTS, "the reporter takes it to the Ombudsman"),
    sealed("complaint.rated", COMPLAINTS, "the reporter rated how it was handled"),
    sealed("complaint.joined", COMPLAINTS, "it goes on as part of another report"),
    sealed("complaint.split", COMPLAINTS, "a part of it goes on as a report of its own"),
    sealed("complaint.deadline_missed", COMPLAINTS, "a legal time ran out"),
    sealed("complaint.identity_asked", COMPLAINTS, "an inspector asked to see a hidden name"),
    sealed(
        "complaint.identity_opened",
        COMPLAINTS,
        "a second inspector agreed; the name was shown",
    ),
    sealed("complaint.identity_refused", COMPLAINTS, "a second inspector refused"),
    clear(
        "complaint.closed_without_consent",
        COMPLAINTS,
        "a report of a unit ended by silence or override; no report is shown",
    ),
    clear(
        "complaint.handed_over_counted",
        COMPLAINTS,
        "a report left the city for another body; no report is shown",
    ),
    sealed("gift.reported", GRATUITIES, "an officer was given something"),
    sealed("gift.refused", GRATUITIES, "an officer was offered something and did not take it"),
    sealed("gift.returned", GRATUITIES, "the gratuity unit asked for what is missing"),
    sealed("gift.completed", GRATUITIES, "the officer told what was missing"),
    sealed("gift.forwarded", GRATUITIES, "the gratuity unit passed it on to the KPK"),
    sealed("gift.decided", GRATUITIES, "the KPK said whose it is"),
    sealed("gift.handed_over", GRATUITIES, "the object is where the decision says"),
    sealed("gift.custody_moved", GRATUITIES, "the object went from one keeper to another"),
    sealed("gift.thanked", GRATUITIES, "the gratuity unit thanked the officer"),
    sealed("gift.deadline_missed", GRATUITIES, "a legal time ran out"),
    sealed("signal.raised", SIGNALS, "a pattern was found that is very unlikely to be chance"),
    sealed("signal.explained", SIGNALS, "someone concerned said something to it"),
    sealed("signal.dismissed", SIGNALS, "nothing is the matter"),
    sealed("signal.escalated", SIGNALS, "it goes on as a case"),
    sealed("signal.unanswered", SIGNALS, "the time for a decision ran out"),
    clear("signal.run_counted", SIGNALS, "how many tests a run made, and how many passed"),
    sealed("mandate.given", REPRESENTATIVES, "somebody applies for another under a mandate"),
    sealed("mandate.confirmed_by_giver", REPRESENTATIVES, "the giver says that it is theirs"),
    sealed("mandate.used", REPRESENTATIVES, "work on the application under it may begin"),
    sealed("mandate.revoked", REPRESENTATIVES, "it was taken back, or given up"),
    sealed("mandate.refused", REPRESENTATIVES, "the giver says no, or said nothing in time"),
    sealed("representative.registered", REPRESENTATIVES, "a profession entered the register"),
    sealed("representative.bar_proposed", REPRESENTATIVES, "an inspector asks to bar somebody"),
    sealed("representative.barred", REPRESENTATIVES, "a second inspector agreed"),
    sealed("representative.ended", REPRESENTATIVES, "an entry of the register holds no longer"),
    sealed(
        "application.taken_over",
        REPRESENTATIVES,
        "its person took it over from a representative",
    ),
    sealed("deadline.escalated", DEADLINES, "a missed time went up one level"),
    sealed(
        "duty.assigned",
        DEADLINES,
        "a head must summon and examine, because something concerns the unit",
    ),
    sealed("duty.done", DEADLINES, "the first summons went out"),
    sealed("duty.missed", DEADLINES, "no summons went out in time"),
    clear(
        "duty.missed_counted",
        DEADLINES,
        "a head of a unit did not summon in time; nobody is named",
    ),
    sealed("case.opened", CASES, "the Inspectorate opened a case"),
    sealed("case.person_named", CASES, "whom the case is about"),
    sealed("case.evidence_added", CASES, "a piece of evidence, with its digest"),
    sealed("case.custody_moved", CASES, "evidence went to another keeper, or back"),
    sealed("case.summoned", CASES, "the person was summoned"),
    sealed("case.heard", CASES, "the hearing was held, or the person did not come"),
    sealed("case.stated", CASES, "the person made a statement"),
    sealed("case.found", CASES, "what was proven"),
    sealed("case.sanction_proposed", CASES, "an inspector proposed a sanction"),
    sealed("case.sanction_approved", CASES, "a second person approved it"),
    sealed("case.sanction_refused", CASES, "a second person refused it"),
    sealed("case.appealed", CASES, "the person appealed"),
    sealed("case.appeal_decided", CASES, "the appeal was decided"),
    sealed("case.final", CASES, "nothing can change it any more"),
    clear("case.closed_publicly", CASES, "a final case: unit, prohibition and tier, and no name"),
    sealed(
        "case.closed_without_finding",
        CASES,
        "ended before anything was found, with the reason",
    ),
    sealed("case.deadline_missed", CASES, "a time of the Inspectorate ran out"),
    sealed("pact.signed", COMMITMENT, "an account signed the integrity pact of a year"),
    sealed(
        "interest.declared",
        COMMITMENT,
        "an account declared an interest, or that there is none",
    ),
    clear(
        "commitment.share_counted",
        COMMITMENT,
        "how many of a unit signed and declared; nobody is named",
    ),
    sealed("round.planned", ROUNDS, "a round of supervision was planned"),
    sealed("round.done", ROUNDS, "it was held, with findings and what follows"),
    sealed("round.missed", ROUNDS, "it was not held in time"),
    clear("pool.published", ASSIGNMENT, "from whom is drawn, by pseudonym, with their loads"),
    clear("queue.drawn", ASSIGNMENT, "an officer was drawn for a ticket, and from what"),
    clear("queue.reassigned", ASSIGNMENT, "a superior overrode a draw, with the reason"),
    sealed("application.assigned", ASSIGNMENT, "which officer was drawn"),
    sealed("assignment.overridden", ASSIGNMENT, "who overrode a draw for whom, and why"),
    sealed("officer.absent", ASSIGNMENT, "nothing is drawn for an officer on some days"),
    sealed("officer.conflicted", ASSIGNMENT, "an officer may not have some files"),
];

impl Payload {
    /// The kind, such as `application.submitted`.
    pub fn kind(&self) -> &'static str {
        self.doc().kind
    }

    /// Whether everyone may read the payload.
    pub fn is_clear(&self) -> bool {
        self.doc().clear
    }

    fn doc(&self) -> &'static KindDoc {
        &KINDS[match self {
            Self::StandardDrafted(_) => 0,
            Self::StandardApproved(_) => 1,
            Self::StandardPublished(_) => 2,
            Self::StandardWithdrawn(_) => 3,
            Self::FeeSet(_) => 4,
            Self::MaklumatSigned(_) => 5,
            Self::Submitted(_) => 6,
            Self::Completed(_) => 7,
            Self::Returned(_) => 8,
            Self::Supplemented(_) => 9,
            Self::Picked(_) => 10,
            Self::PickedOutOfTurn(_) => 11,
            Self::StepStarted(_) => 12,
            Self::StepFinished(_) => 13,
            Self::Approved(_) => 14,
            Self::Refused(_) => 15,
            Self::Issued(_) => 16,
            Self::Collected(_) => 17,
            Self::Withdrawn(_) => 18,
            Self::DeadlineMissed(_) => 19,
            Self::DeemedGranted(_) => 20,
            Self::QueueEntered(_) => 21,
            Self::QueuePicked(_) => 22,
            Self::QueueLeft(_) => 23,
            Self::PersonOpened(_) => 24,
            Self::UserGranted(_) => 25,
            Self::UserRevoked(_) => 26,
            Self::KeyPublished(_) => 27,
            Self::KeyRevoked(_) => 28,
            Self::LogRecovered(_) => 29,
            Self::QuestionnaireFrozen(_) => 30,
            Self::SampleDrawn(_) => 31,
            Self::InvitationIssued(_) => 32,
            Self::AnswersClosed(_) => 33,
            Self::IndexPublished(_) => 34,
            Self::ComplaintReceived(_) => 35,
            Self::ComplaintVerified(_) => 36,
            Self::ComplaintClassified(_) => 37,
            Self::ComplaintDisposed(_) => 38,
            Self::ComplaintNamed(_) => 39,
            Self::ComplaintAsked(_) => 40,
            Self::ComplaintSupplemented(_) => 41,
            Self::ComplaintAnswered(_) => 42,
            Self::ComplaintCloseProposed(_) => 43,
            Self::ComplaintReminded(_) => 44,
            Self::ComplaintClosed(_) => 45,
            Self::ComplaintClosedByOverride(_) => 46,
            Self::ComplaintHandedOver(_) => 47,
            Self::ComplaintReopened(_) => 48,
            Self::ComplaintEscalated(_) => 49,
            Self::ComplaintRated(_) => 50,
            Self::ComplaintJoined(_) => 51,
            Self::ComplaintSplit(_) => 52,
            Self::ComplaintDeadlineMissed(_) => 53,
            Self::ComplaintIdentityAsked(_) => 54,
            Self::ComplaintIdentityOpened(_) => 55,
            Self::ComplaintIdentityRefused(_) => 56,
            Self::ComplaintClosedWithoutConsent(_) => 57,
            Self::ComplaintHandedOverCounted(_) => 58,
            Self::GiftReported(_) => 59,
            Self::GiftRefused(_) => 60,
            Self::GiftReturned(_) => 61,
            Self::GiftCompleted(_) => 62,
            Self::GiftForwarded(_) => 63,
            Self::GiftDecided(_) => 64,
            Self::GiftHandedOver(_) => 65,
            Self::GiftCustodyMoved(_) => 66,
            Self::GiftThanked(_) => 67,
            Self::GiftDeadlineMissed(_) => 68,
            Self::SignalRaised(_) => 69,
            Self::SignalExplained(_) => 70,
            Self::SignalDismissed(_) => 71,
            Self::SignalEscalated(_) => 72,
            Self::SignalUnanswered(_) => 73,
            Self::SignalRunCounted(_) => 74,
            Self::MandateGiven(_) => 75,
            Self::MandateConfirmed(_) => 76,
            Self::MandateUsed(_) => 77,
            Self::MandateRevoked(_) => 78,
            Self::MandateRefused(_) => 79,
            Self::RepresentativeRegistered(_) => 80,
            Self::RepresentativeBarProposed(_) => 81,
            Self::RepresentativeBarred(_) => 82,
            Self::RepresentativeEnded(_) => 83,
            Self::TakenOver(_) => 84,
            Self::DeadlineEscalated(_) => 85,
            Self::DutyAssigned(_) => 86,
            Self::DutyDone(_) => 87,
            Self::DutyMissed(_) => 88,
            Self::DutyMissedCounted(_) => 89,
            Self::CaseOpened(_) => 90,
            Self::CasePersonNamed(_) => 91,
            Self::CaseEvidenceAdded(_) => 92,
            Self::CaseCustodyMoved(_) => 93,
            Self::CaseSummoned(_) => 94,
            Self::CaseHeard(_) => 95,
            Self::CaseStated(_) => 96,
            Self::CaseFound(_) => 97,
            Self::CaseSanctionProposed(_) => 98,
            Self::CaseSanctionApproved(_) => 99,
            Self::CaseSanctionRefused(_) => 100,
            Self::CaseAppealed(_) => 101,
            Self::CaseAppealDecided(_) => 102,
            Self::CaseFinal(_) => 103,
            Self::CaseClosedPublicly(_) => 104,
            Self::CaseClosedWithoutFinding(_) => 105,
            Self::CaseDeadlineMissed(_) => 106,
            Self::PactSigned(_) => 107,
            Self::InterestDeclared(_) => 108,
            Self::CommitmentShareCounted(_) => 109,
            Self::RoundPlanned(_) => 110,
            Self::RoundDone(_) => 111,
            Self::RoundMissed(_) => 112,
            Self::PoolPublished(_) => 113,
            Self::QueueDrawn(_) => 114,
            Self::QueueReassigned(_) => 115,
            Self::ApplicationAssigned(_) => 116,
            Self::AssignmentOverridden(_) => 117,
            Self::OfficerAbsent(_) => 118,
            Self::OfficerConflicted(_) => 119,
        }]
    }

    /// Canonical JSON (RFC 8785), the bytes that are stored, sealed and committed to.
    ///
    /// # Errors
    /// Only if serde cannot write the payload, which would be a fault of ours.
    pub fn canonical(&self) -> crate::error::Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).map_err(crate::Error::internal)
    }

    /// The payload back from [`Payload::canonical`].
    ///
    /// # Errors
    /// When the bytes are not a payload of this vocabulary.
    pub fn parse(bytes: &[u8]) -> crate::error::Result<Self> {
        serde_json::from_slice(bytes).map_err(crate::Error::internal)
    }
}
