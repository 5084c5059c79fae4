//! Every kind of fact: who writes it, what it says, and whether everyone may read it.

use std::collections::HashSet;
use std::sync::LazyLock;

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
const PROCESSES: &str = "improve/processes";
const PEOPLE: &str = "serve/queue";
const DECISIONS: &str = "improve/decisions";
const SHIFTS: &str = "serve/shifts";
const MEETINGS: &str = "improve/meetings";
const FACILITIES: &str = "improve/facilities";
const COMPETENCE: &str = "improve/competence";
const PROPOSALS: &str = "prioritise/proposals";
const FEES: &str = "serve/fees";
const PARTNERS: &str = "serve/partners";
const CALENDAR: &str = "prioritise/calendar";
const PLAN: &str = "prioritise/plan";
const BALLOT: &str = "prioritise/ballot";
const EXECUTION: &str = "prioritise/execution";
const PROCUREMENT: &str = "prioritise/procurement";
const SCORECARD: &str = "publish/scorecard";
const OUTREACH: &str = "publish/outreach";
const OPEN_DATA: &str = "publish/open_data";

/// Every kind there is, in the order of a file's life. This list decides what is clear.
pub const KINDS: &[KindDoc] = &[
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
    clear("trial.started", PROCESSES, "a better way of working began to be tried, unit by unit"),
    clear("trial.ended", PROCESSES, "it became the way of working, or was undone"),
    clear("trial.evaluated", PROCESSES, "what it changed, with its interval"),
    sealed("ticket.taken", PEOPLE, "somebody waits for a counter of a unit"),
    sealed("ticket.called", PEOPLE, "an officer called a number, for the first time or again"),
    sealed("ticket.handed", PEOPLE, "a person goes on to another counter"),
    sealed("ticket.served", PEOPLE, "a person was served, with the waiting and the serving time"),
    sealed("ticket.left", PEOPLE, "a person was not served, and why"),
    sealed("appointment.booked", PEOPLE, "a seat of a slot was taken"),
    sealed("appointment.moved", PEOPLE, "a seat was given for another one"),
    sealed("appointment.cancelled", PEOPLE, "a seat was given back"),
    sealed("appointment.arrived", PEOPLE, "who had a seat is there, and waits with a ticket"),
    sealed("appointment.missed", PEOPLE, "who had a seat did not come"),
    clear("counter.arranged", PEOPLE, "how the counters of a unit work from now on"),
    sealed("signal.asked", SIGNALS, "an inspector asked the officer concerned"),
    sealed("decision.proposed", DECISIONS, "a finding was put before the head of the city"),
    sealed("decision.dropped", DECISIONS, "what a proposal rested on holds no longer"),
    clear("decision.taken", DECISIONS, "what the head of the city decided, for whom and from when"),
    clear("decision.postponed", DECISIONS, "a decision was put off, until when and why"),
    clear("decision.missed", DECISIONS, "the day of a decision passed; no person is named"),
    clear("decision.reviewed", DECISIONS, "what a decision changed, with its interval"),
    clear("trial.decision_missed", PROCESSES, "a judged trial waits too long for its decision"),
    sealed("shift.planned", SHIFTS, "who sits at a counter in a half of a day"),
    sealed("shift.swap_asked", SHIFTS, "an officer asks a colleague to swap shifts"),
    sealed("shift.swap_ended", SHIFTS, "two officers swapped their shifts, or did not"),
    sealed(
        "complaint.superior_told",
        COMPLAINTS,
        "it was found proven, and the head of the unit must summon and examine",
    ),
    sealed("meeting.called", MEETINGS, "a meeting of heads was called"),
    sealed("meeting.attended", MEETINGS, "who came to it; it is being held"),
    sealed("meeting.minuted", MEETINGS, "a note of what was said to an item of the agenda"),
    sealed("meeting.closed", MEETINGS, "it is over"),
    sealed("meeting.cancelled", MEETINGS, "it will not be held, and why"),
    sealed("commitment.made", MEETINGS, "a unit promised something in a meeting, by a date"),
    sealed("commitment.done", MEETINGS, "its unit says that it is done"),
    sealed("commitment.missed", MEETINGS, "its date passed without a word"),
    sealed("commitment.confirmed", MEETINGS, "the chair of a later meeting agrees that it is done"),
    sealed("commitment.returned", MEETINGS, "the chair of a later meeting sent it back"),
    sealed("commitment.postponed", MEETINGS, "the chair gave it a later date, with a reason"),
    clear(
        "facility.audited",
        FACILITIES,
        "one thing of an office was looked at; notes stay sealed",
    ),
    clear("facility.fix_costed", FACILITIES, "what mending it costs, by a price standard"),
    clear(
        "facility.crowded",
        FACILITIES,
        "a week in which more people waited than there are seats",
    ),
    clear("training.planned", COMPETENCE, "a unit plans a training: topic, day and for how many"),
    sealed("training.held", COMPETENCE, "an account took part in a training"),
    sealed("coaching.asked", COMPETENCE, "an officer wants a coach"),
    sealed("coaching.ended", COMPETENCE, "an officer wants no coach any more"),
    sealed("coaching.noted", COMPETENCE, "a coach wrote to the officer"),
    sealed("coaching.answered", COMPETENCE, "the officer answered the coach"),
    clear("forum.held", PROPOSALS, "a deliberation was held: where, when, and how many came"),
    clear("proposal.made", PROPOSALS, "somebody asks the city to pay for an activity"),
    clear("proposal.costed", PROPOSALS, "what it costs by the price standard"),
    clear("proposal.supported", PROPOSALS, "one more browser supports it"),
    clear("proposal.merged", PROPOSALS, "it goes on as part of another, with its supporters"),
    clear(
        "proposal.accepted",
        PROPOSALS,
        "a deliberation accepted it and gave it a place in the order",
    ),
    clear("proposal.returned", PROPOSALS, "a deliberation sent it back, and why"),
    sealed("meeting.moved", MEETINGS, "it will be held at another time, and why"),
    sealed("commitment.released", MEETINGS, "the chair released its unit from it, with a reason"),
    sealed("fee.charged", FEES, "an application costs what its published standard says"),
    sealed("fee.paid", FEES, "the whole amount came in, under a reference that is used once"),
    sealed(
        "fee.waiver_asked",
        FEES,
        "an officer asked the head to waive a fee, for a listed reason",
    ),
    sealed("fee.waived", FEES, "the head waived a fee that another person asked to waive"),
    sealed("fee.waiver_refused", FEES, "the head did not waive a fee"),
    sealed("fee.refunded", FEES, "a fee was wrongly charged and went back"),
    sealed("partner.proposed", PARTNERS, "a contract with a partner waits for a second person"),
    sealed("partner.refused", PARTNERS, "the second person did not agree to a contract"),
    clear("partner.contracted", PARTNERS, "a partner may do a step of some services, at a price"),
    clear("partner.ended", PARTNERS, "a contract ended before its last day"),
    sealed("partner.step_handed", PARTNERS, "a head handed a step of a file to a partner"),
    sealed("partner.step_done", PARTNERS, "the partner did the step"),
    sealed("partner.step_taken_back", PARTNERS, "the partner has the step no longer, and why"),
    sealed("partner.rated", PARTNERS, "the citizen rated what the partner did, from 1 to 5"),
    clear("calendar.begun", CALENDAR, "the steps of a year's budget and their last days"),
    clear("calendar.step_done", CALENDAR, "a step of the budget was done, and how many days late"),
    clear("calendar.step_missed", CALENDAR, "the last day of a step passed without it"),
    clear("plan.begun", PLAN, "the plan of a year's budget is begun"),
    clear("plan.activities_listed", PLAN, "activities came into a plan"),
    clear("criteria.frozen", PLAN, "criteria and weights by which activities will be scored"),
    clear(
        "criteria.voided",
        PLAN,
        "a version of the criteria counts no more, with its scores, and why",
    ),
    clear("score.given", PLAN, "somebody scored an activity; the marks stay hidden"),
    clear("scores.opened", PLAN, "the marks of everyone who scored an activity"),
    clear("score.reconciled", PLAN, "which marks hold where two lay too far apart, and why"),
    clear("scenario.kept", PLAN, "a budget and weights for which a plan is computed"),
    clear("plan.adopted", PLAN, "the plan that holds, with the place of every activity and why"),
    clear("ballot.opened", BALLOT, "citizens can choose activities of a plan"),
    clear("ballot.voter_admitted", BALLOT, "one more telephone number may vote; never which"),
    sealed("vote.cast", BALLOT, "what a voter chose"),
    clear("vote.received", BALLOT, "a vote is in the box, by a digest that its receipt explains"),
    clear("ballot.closed", BALLOT, "the votes were counted, and what was chosen"),
    clear(
        "budget.enacted",
        EXECUTION,
        "a budget holds, or a revised one, with all of its activities",
    ),
    clear("activity.realised", EXECUTION, "what one month brought of an activity: money and work"),
    clear(
        "contract.awarded",
        PROCUREMENT,
        "a firm got a contract: how, for how much, against whom",
    ),
    clear("scorecard.published", SCORECARD, "the city's own report of a period, with every number"),
    clear("scorecard.skipped", SCORECARD, "a period has no report, and its day is over"),
    clear("budget.proposed", EXECUTION, "somebody brought in a budget; a second person must look"),
    clear(
        "campaign.started",
        OUTREACH,
        "a campaign that tells people how services work begins, with its cost and its lot",
    ),
    clear(
        "campaign.reached",
        OUTREACH,
        "how often the links of a campaign were followed on a day; nobody is known",
    ),
    clear("campaign.ended", OUTREACH, "a campaign is over"),
    clear(
        "campaign.evaluated",
        OUTREACH,
        "what a campaign changed, with its interval and its counts by kelurahan",
    ),
    clear("campaign.evaluation_missed", OUTREACH, "nobody said in time what a campaign changed"),
    clear(
        "visit.planned",
        OUTREACH,
        "a unit goes to a school, a market or a meeting of a neighbourhood",
    ),
    clear("visit.done", OUTREACH, "the visit took place, and how many were spoken to"),
    clear("visit.cancelled", OUTREACH, "the visit will not take place, and why"),
    clear("visit.missed", OUTREACH, "nobody said in time that the visit took place"),
    clear("meeting.held", MEETINGS, "a meeting is over: how many were asked and came, and no name"),
    clear(
        "open_data.released",
        OPEN_DATA,
        "the city's data of a period: its files, their rows and digests, the licence",
    ),
    clear("open_data.skipped", OPEN_DATA, "a period has no data, and its day is over"),
];

static CLEAR: LazyLock<HashSet<&str>> =
    LazyLock::new(|| KINDS.iter().filter(|doc| doc.clear).map(|doc| doc.kind).collect());

/// Whether everyone may read payloads of a kind.
pub(super) fn is_clear(kind: &str) -> bool {
    CLEAR.contains(kind)
}
