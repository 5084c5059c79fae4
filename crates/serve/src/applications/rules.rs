//! Decisions that need no database: what is missing, who goes first, when it is due.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::calendar::{Pause, Term, WorkCalendar};
use kernel::error::Result;
use kernel::facts::application::{BROUGHT, HandedInBy};
use kernel::service::{Applicant, Condition, Document, Question, Standard};

use super::model::{Came, Details, DocumentState};

/// The rule of an officer's check whether a file is complete.
pub const CHECK_RULE: &str = "serve.completeness_check";

/// The rule of a service's own promise, as clocks name it.
pub fn promise_rule(service: &str) -> String {
    format!("promise/{service}")
}

/// What a stopwatch on a work step measures, as clocks name it.
pub fn step_rule(step: &str) -> String {
    format!("step/{step}")
}

/// What a measure says of who brought documents, as clocks name it.
pub fn brought_rule(by: HandedInBy) -> String {
    format!("{BROUGHT}{}", by.code())
}

/// Who brings documents to a file for which `applicant` applies.
///
/// # Errors
/// Invalid when the other one is the person or who applies for them.
pub fn handed_in_by(came: &Came, applicant: Applicant, details: &Details) -> Result<HandedInBy> {
    match came {
        Came::Nobody => Ok(HandedInBy::Office),
        Came::Oneself => Ok(HandedInBy::Oneself),
        Came::Applicant => Ok(match applicant {
            Applicant::Oneself => HandedInBy::Oneself,
            Applicant::Family | Applicant::Mandate => HandedInBy::Representative,
        }),
        Came::Other(bearer) => {
            let representative = details.representative.as_ref();
            let known = bearer.nik == details.person.nik
                || representative.is_some_and(|who| who.nik == bearer.nik);
            if known {
                return Err(Error::invalid("applications-bearer-known"));
            }
            Ok(HandedInBy::Other)
        }
    }
}

/// The service of a promise's rule.
pub fn promised_service(rule: &str) -> Option<&str> {
    rule.strip_prefix("promise/")
}

/// The queue of a unit and service; the first to be complete goes first.
pub fn queue_name(unit: &str, service: &str) -> String {
    format!("{unit}/{service}")
}

/// Whether a condition holds; a question that was not asked has no answer and makes it false.
pub fn holds(condition: Option<&Condition>, answers: &BTreeMap<String, String>) -> bool {
    condition.is_none_or(|c| answers.get(&c.question) == Some(&c.value))
}

/// Questions that are asked, given the answers so far.
pub fn asked<'s>(
    standard: &'s Standard,
    answers: &'s BTreeMap<String, String>,
) -> impl Iterator<Item = &'s Question> {
    standard.questions.iter().filter(|q| holds(q.only_if.as_ref(), answers))
}

/// Documents that are asked for, given the answers.
pub fn wanted<'s>(
    standard: &'s Standard,
    answers: &'s BTreeMap<String, String>,
) -> impl Iterator<Item = &'s Document> {
    standard.documents.iter().filter(|d| holds(d.only_if.as_ref(), answers))
}

/// Codes of required documents that are not there.
pub fn missing(
    standard: &Standard,
    answers: &BTreeMap<String, String>,
    documents: &BTreeMap<String, DocumentState>,
) -> Vec<String> {
    wanted(standard, answers)
        .filter(|document| document.required)
        .filter(|document| !documents.get(&document.code).is_some_and(|state| state.is_there()))
        .map(|document| document.code.clone())
        .collect()
}

/// Whether the person is old enough to go first (`serve.priority_elderly_age`).
pub fn is_elderly(birth: Date, today: Date, age: i64) -> bool {
    let years = i64::from(today.year()) - i64::from(birth.year());
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    years - i64::from(!had_birthday) >= age
}

/// When a clock of `term` that began at `start` is due; `None` while it stands still.
///
/// # Errors
/// When the calendar does not reach that far; the operator must add the next year's holidays.
pub fn due(
    calendar: &WorkCalendar,
    unit: &str,
    start: Timestamp,
    term: Term,
    pauses: &[Pause],
) -> Result<Option<Timestamp>> {
    calendar.due(unit, start, term, pauses).map_err(Error::internal)
}
