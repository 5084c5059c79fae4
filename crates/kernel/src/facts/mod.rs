//! The vocabulary of facts. Contexts speak to each other by these words alone: never rename one,
//! and raise `v` when the meaning of a payload changes.

pub mod application;
pub mod assignment;
pub mod campaign;
pub mod case;
pub mod catalogue;
pub mod commitment;
pub mod competence;
pub mod complaint;
pub mod deadline;
pub mod decision;
pub mod facility;
pub mod fee;
pub mod gift;
mod kinds;
pub mod log;
pub mod mandate;
pub mod meeting;
pub mod open_data;
pub mod partner;
pub mod people;
pub mod plan;
pub mod proposal;
pub mod queue;
pub mod scorecard;
pub mod shift;
pub mod signal;
pub mod spending;
pub mod survey;
pub mod ticket;
pub mod trial;

use serde::{Deserialize, Serialize};

use application as a;
use assignment as dr;
use campaign as cm;
use case as ca;
use catalogue as c;
use commitment as co;
use competence as cp;
use complaint as k;
use deadline as d;
use decision as de;
use facility as fa;
use fee as fe;
use gift as g;
use log as l;
use mandate as m;
use meeting as mt;
use open_data as od;
use partner as pa;
use people as p;
use plan as pn;
use proposal as pr;
use queue as q;
use scorecard as sc;
use shift as sh;
use signal as o;
use spending as sp;
use survey as s;
use ticket as t;
use trial as tr;

pub use kinds::{KINDS, KindDoc};

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
    /// A better way of working began to be tried.
    #[serde(rename = "trial.started")]
    TrialStarted(tr::Started),
    /// It became the way of working, or was undone.
    #[serde(rename = "trial.ended")]
    TrialEnded(tr::Ended),
    /// What it changed, with its interval.
    #[serde(rename = "trial.evaluated")]
    TrialEvaluated(tr::Evaluated),
    /// Somebody waits for a counter.
    #[serde(rename = "ticket.taken")]
    TicketTaken(t::Taken),
    /// An officer called a number.
    #[serde(rename = "ticket.called")]
    TicketCalled(t::Called),
    /// The person goes on to another counter.
    #[serde(rename = "ticket.handed")]
    TicketHanded(t::Handed),
    /// The person was served.
    #[serde(rename = "ticket.served")]
    TicketServed(t::Served),
    /// The person was not served.
    #[serde(rename = "ticket.left")]
    TicketLeft(t::Left),
    /// A seat of a slot was taken.
    #[serde(rename = "appointment.booked")]
    AppointmentBooked(t::Booked),
    /// It was given for another one.
    #[serde(rename = "appointment.moved")]
    AppointmentMoved(t::Moved),
    /// It was given back.
    #[serde(rename = "appointment.cancelled")]
    AppointmentCancelled(t::Ended),
    /// The person is there.
    #[serde(rename = "appointment.arrived")]
    AppointmentArrived(t::Arrived),
    /// The person did not come.
    #[serde(rename = "appointment.missed")]
    AppointmentMissed(t::Ended),
    /// How a unit's counters work from now on.
    #[serde(rename = "counter.arranged")]
    CounterArranged(t::Arranged),
    /// An inspector asked the officer concerned.
    #[serde(rename = "signal.asked")]
    SignalAsked(o::Asked),
    /// A finding was put before the head of the city.
    #[serde(rename = "decision.proposed")]
    DecisionProposed(de::Proposed),
    /// What it rested on holds no longer.
    #[serde(rename = "decision.dropped")]
    DecisionDropped(de::Dropped),
    /// The head of the city decided.
    #[serde(rename = "decision.taken")]
    DecisionTaken(de::Taken),
    /// It was put off.
    #[serde(rename = "decision.postponed")]
    DecisionPostponed(de::Postponed),
    /// Its day passed and nothing was decided.
    #[serde(rename = "decision.missed")]
    DecisionMissed(de::Missed),
    /// What it changed, with its interval.
    #[serde(rename = "decision.reviewed")]
    DecisionReviewed(de::Reviewed),
    /// A judged trial waits too long for its decision.
    #[serde(rename = "trial.decision_missed")]
    TrialDecisionMissed(tr::DecisionMissed),
    /// Who sits at a counter in a half of a day.
    #[serde(rename = "shift.planned")]
    ShiftPlanned(sh::Planned),
    /// An officer asks a colleague to swap shifts.
    #[serde(rename = "shift.swap_asked")]
    ShiftSwapAsked(sh::SwapAsked),
    /// What became of it.
    #[serde(rename = "shift.swap_ended")]
    ShiftSwapEnded(sh::SwapEnded),
    /// What was found proven gives the head of the unit a duty.
    #[serde(rename = "complaint.superior_told")]
    ComplaintSuperiorTold(k::SuperiorTold),
    /// A meeting of heads was called.
    #[serde(rename = "meeting.called")]
    MeetingCalled(mt::Called),
    /// Who came to it; it is being held.
    #[serde(rename = "meeting.attended")]
    MeetingAttended(mt::Attended),
    /// A note of what was said to an item of the agenda.
    #[serde(rename = "meeting.minuted")]
    MeetingMinuted(mt::Minuted),
    /// It is over.
    #[serde(rename = "meeting.closed")]
    MeetingClosed(mt::Closed),
    /// It will not be held, and why.
    #[serde(rename = "meeting.cancelled")]
    MeetingCancelled(mt::Cancelled),
    /// A unit promised something in a meeting, by a date.
    #[serde(rename = "commitment.made")]
    CommitmentMade(mt::Made),
    /// Its unit says that it is done.
    #[serde(rename = "commitment.done")]
    CommitmentDone(mt::Done),
    /// Its date passed without a word.
    #[serde(rename = "commitment.missed")]
    CommitmentMissed(mt::Missed),
    /// The chair of a later meeting agrees that it is done.
    #[serde(rename = "commitment.confirmed")]
    CommitmentConfirmed(mt::Confirmed),
    /// The chair of a later meeting sent it back.
    #[serde(rename = "commitment.returned")]
    CommitmentReturned(mt::Returned),
    /// The chair gave it a later date, with a reason.
    #[serde(rename = "commitment.postponed")]
    CommitmentPostponed(mt::Postponed),
    /// Somebody looked at one thing of an office.
    #[serde(rename = "facility.audited")]
    FacilityAudited(fa::Audited),
    /// What mending it costs.
    #[serde(rename = "facility.fix_costed")]
    FacilityFixCosted(fa::FixCosted),
    /// More people waited than there are seats.
    #[serde(rename = "facility.crowded")]
    FacilityCrowded(fa::Crowded),
    /// A training of a unit was planned.
    #[serde(rename = "training.planned")]
    TrainingPlanned(cp::Planned),
    /// An account took part in a training.
    #[serde(rename = "training.held")]
    TrainingHeld(cp::Held),
    /// An officer wants a coach.
    #[serde(rename = "coaching.asked")]
    CoachingAsked(cp::Asked),
    /// An officer wants no coach any more.
    #[serde(rename = "coaching.ended")]
    CoachingEnded(cp::Ended),
    /// A coach wrote to the officer.
    #[serde(rename = "coaching.noted")]
    CoachingNoted(cp::Noted),
    /// The officer answered.
    #[serde(rename = "coaching.answered")]
    CoachingAnswered(cp::Noted),
    /// A deliberation was held (musrenbang).
    #[serde(rename = "forum.held")]
    ForumHeld(pr::ForumHeld),
    /// Somebody asks the city to pay for an activity.
    #[serde(rename = "proposal.made")]
    ProposalMade(pr::Made),
    /// What it costs by the price standard.
    #[serde(rename = "proposal.costed")]
    ProposalCosted(pr::Costed),
    /// One more browser supports it.
    #[serde(rename = "proposal.supported")]
    ProposalSupported(pr::Supported),
    /// It goes on as part of another.
    #[serde(rename = "proposal.merged")]
    ProposalMerged(pr::Merged),
    /// A deliberation accepted it and gave it a place.
    #[serde(rename = "proposal.accepted")]
    ProposalAccepted(pr::Accepted),
    /// A deliberation sent it back, and why.
    #[serde(rename = "proposal.returned")]
    ProposalReturned(pr::Returned),
    /// A meeting that was called got another date.
    #[serde(rename = "meeting.moved")]
    MeetingMoved(mt::Moved),
    /// The chair released a unit from its promise.
    #[serde(rename = "commitment.released")]
    CommitmentReleased(mt::Released),
    /// An application costs what its published standard says.
    #[serde(rename = "fee.charged")]
    FeeCharged(fe::Charged),
    /// The whole amount came in.
    #[serde(rename = "fee.paid")]
    FeePaid(fe::Paid),
    /// An officer asked the head to waive it, for a listed reason.
    #[serde(rename = "fee.waiver_asked")]
    FeeWaiverAsked(fe::Waiver),
    /// The head waived it.
    #[serde(rename = "fee.waived")]
    FeeWaived(fe::Waiver),
    /// The head did not waive it.
    #[serde(rename = "fee.waiver_refused")]
    FeeWaiverRefused(fe::WaiverRefused),
    /// It was wrongly charged and went back.
    #[serde(rename = "fee.refunded")]
    FeeRefunded(fe::Refunded),
    /// A contract with a partner waits for a second person.
    #[serde(rename = "partner.proposed")]
    PartnerProposed(pa::Contract),
    /// The second person did not agree.
    #[serde(rename = "partner.refused")]
    PartnerRefused(pa::Ended),
    /// A partner may do a step from a day on.
    #[serde(rename = "partner.contracted")]
    PartnerContracted(pa::Contract),
    /// The contract ended before its last day.
    #[serde(rename = "partner.ended")]
    PartnerEnded(pa::Ended),
    /// A head handed a step of a file to a partner.
    #[serde(rename = "partner.step_handed")]
    PartnerStepHanded(pa::StepOf),
    /// The partner did it.
    #[serde(rename = "partner.step_done")]
    PartnerStepDone(pa::StepOf),
    /// The partner has it no longer.
    #[serde(rename = "partner.step_taken_back")]
    PartnerStepTakenBack(pa::StepTakenBack),
    /// The citizen rated what the partner did.
    #[serde(rename = "partner.rated")]
    PartnerRated(pa::Rated),
    /// The steps of a year's budget and their last days.
    #[serde(rename = "calendar.begun")]
    CalendarBegun(pn::CalendarBegun),
    /// A step of the budget was done.
    #[serde(rename = "calendar.step_done")]
    CalendarStepDone(pn::StepDone),
    /// The last day of a step passed without it.
    #[serde(rename = "calendar.step_missed")]
    CalendarStepMissed(pn::StepMissed),
    /// The plan of a year's budget is begun.
    #[serde(rename = "plan.begun")]
    PlanBegun(pn::PlanBegun),
    /// Activities came into a plan.
    #[serde(rename = "plan.activities_listed")]
    PlanActivitiesListed(pn::ActivitiesListed),
    /// Criteria and weights by which activities will be scored.
    #[serde(rename = "criteria.frozen")]
    CriteriaFrozen(pn::CriteriaFrozen),
    /// A version of the criteria counts no more.
    #[serde(rename = "criteria.voided")]
    CriteriaVoided(pn::CriteriaVoided),
    /// Somebody scored an activity; the marks stay hidden.
    #[serde(rename = "score.given")]
    ScoreGiven(pn::ScoreGiven),
    /// The marks of everyone who scored an activity.
    #[serde(rename = "scores.opened")]
    ScoresOpened(pn::ScoresOpened),
    /// Which marks hold where two lay too far apart.
    #[serde(rename = "score.reconciled")]
    ScoreReconciled(pn::ScoreReconciled),
    /// A budget and weights for which a plan is computed.
    #[serde(rename = "scenario.kept")]
    ScenarioKept(pn::ScenarioKept),
    /// The plan that holds.
    #[serde(rename = "plan.adopted")]
    PlanAdopted(pn::PlanAdopted),
    /// Citizens can choose activities of a plan.
    #[serde(rename = "ballot.opened")]
    BallotOpened(pn::BallotOpened),
    /// One more telephone number may vote.
    #[serde(rename = "ballot.voter_admitted")]
    VoterAdmitted(pn::VoterAdmitted),
    /// What a voter chose.
    #[serde(rename = "vote.cast")]
    VoteCast(pn::VoteCast),
    /// A vote is in the box.
    #[serde(rename = "vote.received")]
    VoteReceived(pn::VoteReceived),
    /// The votes were counted.
    #[serde(rename = "ballot.closed")]
    BallotClosed(pn::BallotClosed),
    /// A budget holds, or a revised one.
    #[serde(rename = "budget.enacted")]
    BudgetEnacted(sp::BudgetEnacted),
    /// What one month brought of an activity.
    #[serde(rename = "activity.realised")]
    ActivityRealised(sp::ActivityRealised),
    /// A firm got a contract.
    #[serde(rename = "contract.awarded")]
    ContractAwarded(sp::ContractAwarded),
    /// The city's own report of a period.
    #[serde(rename = "scorecard.published")]
    ScorecardPublished(sc::ScorecardPublished),
    /// A period has no report, and its day is over.
    #[serde(rename = "scorecard.skipped")]
    ScorecardSkipped(sc::ScorecardSkipped),
    /// Somebody brought in a budget, which another must look at.
    #[serde(rename = "budget.proposed")]
    BudgetProposed(sp::BudgetProposed),
    /// A second person started a campaign; its lot, if any, is drawn.
    #[serde(rename = "campaign.started")]
    CampaignStarted(Box<cm::Started>),
    /// How often the links of a campaign were followed on a day.
    #[serde(rename = "campaign.reached")]
    CampaignReached(cm::Reached),
    /// A campaign is over.
    #[serde(rename = "campaign.ended")]
    CampaignEnded(cm::Ended),
    /// What a campaign changed, with its interval.
    #[serde(rename = "campaign.evaluated")]
    CampaignEvaluated(Box<cm::Evaluated>),
    /// Nobody said in time what a campaign changed.
    #[serde(rename = "campaign.evaluation_missed")]
    CampaignEvaluationMissed(cm::EvaluationMissed),
    /// A unit goes to a school, a market or a meeting.
    #[serde(rename = "visit.planned")]
    VisitPlanned(cm::VisitPlanned),
    /// The visit took place.
    #[serde(rename = "visit.done")]
    VisitDone(cm::VisitDone),
    /// The visit will not take place.
    #[serde(rename = "visit.cancelled")]
    VisitCancelled(cm::VisitCancelled),
    /// Nobody said in time that the visit took place.
    #[serde(rename = "visit.missed")]
    VisitMissed(cm::VisitMissed),
    /// A meeting is over: how many were asked and came.
    #[serde(rename = "meeting.held")]
    MeetingHeld(mt::Held),
    /// The city's data of a period, with the digest of each file.
    #[serde(rename = "open_data.released")]
    OpenDataReleased(od::Released),
    /// A period has no data, and its day is over.
    #[serde(rename = "open_data.skipped")]
    OpenDataSkipped(od::Skipped),
}

impl Payload {
    /// Whether everyone may read the payload.
    pub fn is_clear(&self) -> bool {
        kinds::is_clear(self.kind())
    }

    /// The kind, such as `application.submitted`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::StandardDrafted(_) => "standard.drafted",
            Self::StandardApproved(_) => "standard.approved",
            Self::StandardPublished(_) => "standard.published",
            Self::StandardWithdrawn(_) => "standard.withdrawn",
            Self::FeeSet(_) => "fee.set",
            Self::MaklumatSigned(_) => "maklumat.signed",
            Self::Submitted(_) => "application.submitted",
            Self::Completed(_) => "application.completed",
            Self::Returned(_) => "application.returned",
            Self::Supplemented(_) => "application.supplemented",
            Self::Picked(_) => "application.picked",
            Self::PickedOutOfTurn(_) => "application.picked_out_of_turn",
            Self::StepStarted(_) => "application.step_started",
            Self::StepFinished(_) => "application.step_finished",
            Self::Approved(_) => "application.approved",
            Self::Refused(_) => "application.refused",
            Self::Issued(_) => "application.issued",
            Self::Collected(_) => "application.collected",
            Self::Withdrawn(_) => "application.withdrawn",
            Self::DeadlineMissed(_) => "application.deadline_missed",
            Self::DeemedGranted(_) => "application.deemed_granted",
            Self::QueueEntered(_) => "queue.entered",
            Self::QueuePicked(_) => "queue.picked",
            Self::QueueLeft(_) => "queue.left",
            Self::PersonOpened(_) => "person.opened",
            Self::UserGranted(_) => "user.granted",
            Self::UserRevoked(_) => "user.revoked",
            Self::KeyPublished(_) => "key.published",
            Self::KeyRevoked(_) => "key.revoked",
            Self::LogRecovered(_) => "log.recovered",
            Self::QuestionnaireFrozen(_) => "questionnaire.frozen",
            Self::SampleDrawn(_) => "sample.drawn",
            Self::InvitationIssued(_) => "invitation.issued",
            Self::AnswersClosed(_) => "answers.closed",
            Self::IndexPublished(_) => "index.published",
            Self::ComplaintReceived(_) => "complaint.received",
            Self::ComplaintVerified(_) => "complaint.verified",
            Self::ComplaintClassified(_) => "complaint.classified",
            Self::ComplaintDisposed(_) => "complaint.disposed",
            Self::ComplaintNamed(_) => "complaint.named",
            Self::ComplaintAsked(_) => "complaint.asked",
            Self::ComplaintSupplemented(_) => "complaint.supplemented",
            Self::ComplaintAnswered(_) => "complaint.answered",
            Self::ComplaintCloseProposed(_) => "complaint.close_proposed",
            Self::ComplaintReminded(_) => "complaint.reminded",
            Self::ComplaintClosed(_) => "complaint.closed",
            Self::ComplaintClosedByOverride(_) => "complaint.closed_by_override",
            Self::ComplaintHandedOver(_) => "complaint.handed_over",
            Self::ComplaintReopened(_) => "complaint.reopened",
            Self::ComplaintEscalated(_) => "complaint.escalated",
            Self::ComplaintRated(_) => "complaint.rated",
            Self::ComplaintJoined(_) => "complaint.joined",
            Self::ComplaintSplit(_) => "complaint.split",
            Self::ComplaintDeadlineMissed(_) => "complaint.deadline_missed",
            Self::ComplaintIdentityAsked(_) => "complaint.identity_asked",
            Self::ComplaintIdentityOpened(_) => "complaint.identity_opened",
            Self::ComplaintIdentityRefused(_) => "complaint.identity_refused",
            Self::ComplaintClosedWithoutConsent(_) => "complaint.closed_without_consent",
            Self::ComplaintHandedOverCounted(_) => "complaint.handed_over_counted",
            Self::GiftReported(_) => "gift.reported",
            Self::GiftRefused(_) => "gift.refused",
            Self::GiftReturned(_) => "gift.returned",
            Self::GiftCompleted(_) => "gift.completed",
            Self::GiftForwarded(_) => "gift.forwarded",
            Self::GiftDecided(_) => "gift.decided",
            Self::GiftHandedOver(_) => "gift.handed_over",
            Self::GiftCustodyMoved(_) => "gift.custody_moved",
            Self::GiftThanked(_) => "gift.thanked",
            Self::GiftDeadlineMissed(_) => "gift.deadline_missed",
            Self::SignalRaised(_) => "signal.raised",
            Self::SignalExplained(_) => "signal.explained",
            Self::SignalDismissed(_) => "signal.dismissed",
            Self::SignalEscalated(_) => "signal.escalated",
            Self::SignalUnanswered(_) => "signal.unanswered",
            Self::SignalRunCounted(_) => "signal.run_counted",
            Self::MandateGiven(_) => "mandate.given",
            Self::MandateConfirmed(_) => "mandate.confirmed_by_giver",
            Self::MandateUsed(_) => "mandate.used",
            Self::MandateRevoked(_) => "mandate.revoked",
            Self::MandateRefused(_) => "mandate.refused",
            Self::RepresentativeRegistered(_) => "representative.registered",
            Self::RepresentativeBarProposed(_) => "representative.bar_proposed",
            Self::RepresentativeBarred(_) => "representative.barred",
            Self::RepresentativeEnded(_) => "representative.ended",
            Self::TakenOver(_) => "application.taken_over",
            Self::DeadlineEscalated(_) => "deadline.escalated",
            Self::DutyAssigned(_) => "duty.assigned",
            Self::DutyDone(_) => "duty.done",
            Self::DutyMissed(_) => "duty.missed",
            Self::DutyMissedCounted(_) => "duty.missed_counted",
            Self::CaseOpened(_) => "case.opened",
            Self::CasePersonNamed(_) => "case.person_named",
            Self::CaseEvidenceAdded(_) => "case.evidence_added",
            Self::CaseCustodyMoved(_) => "case.custody_moved",
            Self::CaseSummoned(_) => "case.summoned",
            Self::CaseHeard(_) => "case.heard",
            Self::CaseStated(_) => "case.stated",
            Self::CaseFound(_) => "case.found",
            Self::CaseSanctionProposed(_) => "case.sanction_proposed",
            Self::CaseSanctionApproved(_) => "case.sanction_approved",
            Self::CaseSanctionRefused(_) => "case.sanction_refused",
            Self::CaseAppealed(_) => "case.appealed",
            Self::CaseAppealDecided(_) => "case.appeal_decided",
            Self::CaseFinal(_) => "case.final",
            Self::CaseClosedPublicly(_) => "case.closed_publicly",
            Self::CaseClosedWithoutFinding(_) => "case.closed_without_finding",
            Self::CaseDeadlineMissed(_) => "case.deadline_missed",
            Self::PactSigned(_) => "pact.signed",
            Self::InterestDeclared(_) => "interest.declared",
            Self::CommitmentShareCounted(_) => "commitment.share_counted",
            Self::RoundPlanned(_) => "round.planned",
            Self::RoundDone(_) => "round.done",
            Self::RoundMissed(_) => "round.missed",
            Self::PoolPublished(_) => "pool.published",
            Self::QueueDrawn(_) => "queue.drawn",
            Self::QueueReassigned(_) => "queue.reassigned",
            Self::ApplicationAssigned(_) => "application.assigned",
            Self::AssignmentOverridden(_) => "assignment.overridden",
            Self::OfficerAbsent(_) => "officer.absent",
            Self::OfficerConflicted(_) => "officer.conflicted",
            Self::TrialStarted(_) => "trial.started",
            Self::TrialEnded(_) => "trial.ended",
            Self::TrialEvaluated(_) => "trial.evaluated",
            Self::TicketTaken(_) => "ticket.taken",
            Self::TicketCalled(_) => "ticket.called",
            Self::TicketHanded(_) => "ticket.handed",
            Self::TicketServed(_) => "ticket.served",
            Self::TicketLeft(_) => "ticket.left",
            Self::AppointmentBooked(_) => "appointment.booked",
            Self::AppointmentMoved(_) => "appointment.moved",
            Self::AppointmentCancelled(_) => "appointment.cancelled",
            Self::AppointmentArrived(_) => "appointment.arrived",
            Self::AppointmentMissed(_) => "appointment.missed",
            Self::CounterArranged(_) => "counter.arranged",
            Self::SignalAsked(_) => "signal.asked",
            Self::DecisionProposed(_) => "decision.proposed",
            Self::DecisionDropped(_) => "decision.dropped",
            Self::DecisionTaken(_) => "decision.taken",
            Self::DecisionPostponed(_) => "decision.postponed",
            Self::DecisionMissed(_) => "decision.missed",
            Self::DecisionReviewed(_) => "decision.reviewed",
            Self::TrialDecisionMissed(_) => "trial.decision_missed",
            Self::ShiftPlanned(_) => "shift.planned",
            Self::ShiftSwapAsked(_) => "shift.swap_asked",
            Self::ShiftSwapEnded(_) => "shift.swap_ended",
            Self::ComplaintSuperiorTold(_) => "complaint.superior_told",
            Self::MeetingCalled(_) => "meeting.called",
            Self::MeetingAttended(_) => "meeting.attended",
            Self::MeetingMinuted(_) => "meeting.minuted",
            Self::MeetingClosed(_) => "meeting.closed",
            Self::MeetingCancelled(_) => "meeting.cancelled",
            Self::CommitmentMade(_) => "commitment.made",
            Self::CommitmentDone(_) => "commitment.done",
            Self::CommitmentMissed(_) => "commitment.missed",
            Self::CommitmentConfirmed(_) => "commitment.confirmed",
            Self::CommitmentReturned(_) => "commitment.returned",
            Self::CommitmentPostponed(_) => "commitment.postponed",
            Self::FacilityAudited(_) => "facility.audited",
            Self::FacilityFixCosted(_) => "facility.fix_costed",
            Self::FacilityCrowded(_) => "facility.crowded",
            Self::TrainingPlanned(_) => "training.planned",
            Self::TrainingHeld(_) => "training.held",
            Self::CoachingAsked(_) => "coaching.asked",
            Self::CoachingEnded(_) => "coaching.ended",
            Self::CoachingNoted(_) => "coaching.noted",
            Self::CoachingAnswered(_) => "coaching.answered",
            Self::ForumHeld(_) => "forum.held",
            Self::ProposalMade(_) => "proposal.made",
            Self::ProposalCosted(_) => "proposal.costed",
            Self::ProposalSupported(_) => "proposal.supported",
            Self::ProposalMerged(_) => "proposal.merged",
            Self::ProposalAccepted(_) => "proposal.accepted",
            Self::ProposalReturned(_) => "proposal.returned",
            Self::MeetingMoved(_) => "meeting.moved",
            Self::CommitmentReleased(_) => "commitment.released",
            Self::FeeCharged(_) => "fee.charged",
            Self::FeePaid(_) => "fee.paid",
            Self::FeeWaiverAsked(_) => "fee.waiver_asked",
            Self::FeeWaived(_) => "fee.waived",
            Self::FeeWaiverRefused(_) => "fee.waiver_refused",
            Self::FeeRefunded(_) => "fee.refunded",
            Self::PartnerProposed(_) => "partner.proposed",
            Self::PartnerRefused(_) => "partner.refused",
            Self::PartnerContracted(_) => "partner.contracted",
            Self::PartnerEnded(_) => "partner.ended",
            Self::PartnerStepHanded(_) => "partner.step_handed",
            Self::PartnerStepDone(_) => "partner.step_done",
            Self::PartnerStepTakenBack(_) => "partner.step_taken_back",
            Self::PartnerRated(_) => "partner.rated",
            Self::CalendarBegun(_) => "calendar.begun",
            Self::CalendarStepDone(_) => "calendar.step_done",
            Self::CalendarStepMissed(_) => "calendar.step_missed",
            Self::PlanBegun(_) => "plan.begun",
            Self::PlanActivitiesListed(_) => "plan.activities_listed",
            Self::CriteriaFrozen(_) => "criteria.frozen",
            Self::CriteriaVoided(_) => "criteria.voided",
            Self::ScoreGiven(_) => "score.given",
            Self::ScoresOpened(_) => "scores.opened",
            Self::ScoreReconciled(_) => "score.reconciled",
            Self::ScenarioKept(_) => "scenario.kept",
            Self::PlanAdopted(_) => "plan.adopted",
            Self::BallotOpened(_) => "ballot.opened",
            Self::VoterAdmitted(_) => "ballot.voter_admitted",
            Self::VoteCast(_) => "vote.cast",
            Self::VoteReceived(_) => "vote.received",
            Self::BallotClosed(_) => "ballot.closed",
            Self::BudgetEnacted(_) => "budget.enacted",
            Self::ActivityRealised(_) => "activity.realised",
            Self::ContractAwarded(_) => "contract.awarded",
            Self::ScorecardPublished(_) => "scorecard.published",
            Self::ScorecardSkipped(_) => "scorecard.skipped",
            Self::BudgetProposed(_) => "budget.proposed",
            Self::CampaignStarted(_) => "campaign.started",
            Self::CampaignReached(_) => "campaign.reached",
            Self::CampaignEnded(_) => "campaign.ended",
            Self::CampaignEvaluated(_) => "campaign.evaluated",
            Self::CampaignEvaluationMissed(_) => "campaign.evaluation_missed",
            Self::VisitPlanned(_) => "visit.planned",
            Self::VisitDone(_) => "visit.done",
            Self::VisitCancelled(_) => "visit.cancelled",
            Self::VisitMissed(_) => "visit.missed",
            Self::MeetingHeld(_) => "meeting.held",
            Self::OpenDataReleased(_) => "open_data.released",
            Self::OpenDataSkipped(_) => "open_data.skipped",
        }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// The names that stand in this file between `before` and `after`.
    fn names<'a>(before: &str, after: &str) -> Vec<&'a str> {
        let source = include_str!("mod.rs");
        let code = &source[..source.find("#[cfg(test)]").unwrap()];
        let parts = code.split(before).skip(1);
        let mut names: Vec<_> = parts.map(|part| part.split_once(after).unwrap().0).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_kind_is_written_named_and_documented_once() {
        let mut documented: Vec<_> = KINDS.iter().map(|doc| doc.kind).collect();
        documented.sort_unstable();
        assert!(documented.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(names("#[serde(rename = \"", "\")]"), documented);
        assert_eq!(names("(_) => \"", "\","), documented);
    }

    /// A city's facts from before it was asked who came stay as they are.
    #[test]
    fn a_supplement_that_does_not_say_who_came_is_read_as_before() {
        let old = br#"{"data":{"documents":["ktp"],"v":1},"kind":"application.supplemented"}"#;
        let Payload::Supplemented(read) = Payload::parse(old).unwrap() else { panic!() };
        assert_eq!((read.v, read.by), (1, None));
        assert_eq!(Payload::Supplemented(read).canonical().unwrap(), old);
        for by in application::HandedInBy::ALL {
            let told = format!(r#"{{"v":2,"documents":[],"by":"{}"}}"#, by.code());
            let read: application::Supplemented = serde_json::from_str(&told).unwrap();
            assert_eq!(read.by, Some(by));
        }
    }

    /// Campaigns from before there could be two messages stay as they are.
    #[test]
    fn a_campaign_of_one_message_is_read_and_written_as_before() {
        let old = br#"{"data":{"audience":"everyone","channels":[{"cost":1000,"medium":"sms"}],"from":"2026-12-07","kelurahan":["1"],"lot":null,"message":"easy","outcome":"self_application_share","services":[],"title":"Contoh","until":"2027-02-28","v":1,"words":{"en":"","id":""}},"kind":"campaign.started"}"#;
        let Payload::CampaignStarted(read) = Payload::parse(old).unwrap() else { panic!() };
        assert_eq!(read.second, None);
        assert_eq!(Payload::CampaignStarted(read).canonical().unwrap(), old);
        let old = br#"{"data":{"channels":[{"count":3,"medium":"sms"}],"day":"2026-12-07","v":1},"kind":"campaign.reached"}"#;
        let Payload::CampaignReached(read) = Payload::parse(old).unwrap() else { panic!() };
        assert_eq!(read.channels[0].letter, campaign::Letter::A);
        assert_eq!(Payload::CampaignReached(read).canonical().unwrap(), old);
        let old = br#"{"data":{"areas":[],"comparison":"lot","cost":1000,"effect":250,"files":90,"high":400,"lesson":"","level_permille":950,"low":100,"missing":"","v":1,"worth":300},"kind":"campaign.evaluated"}"#;
        let Payload::CampaignEvaluated(read) = Payload::parse(old).unwrap() else { panic!() };
        assert_eq!(read.between, None);
        assert_eq!(Payload::CampaignEvaluated(read).canonical().unwrap(), old);
    }
}
