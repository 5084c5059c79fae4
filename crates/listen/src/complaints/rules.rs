//! The legal times of reports, by the codes of the rulebook (`data/rules/listen.toml`).

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::complaint::Class;
use platform::App;

/// Whether the report is complete and clear: 3 working days.
pub const VERIFICATION: &str = "complaint.verification";
/// The answer whether it is complete: 14 days (UU 25/2009).
pub const COMPLETENESS: &str = "complaint.completeness_reply";
/// The decision: 60 days after it is complete (UU 25/2009, Perpres 76/2013).
pub const DECISION: &str = "complaint.decision";
/// The first word of who was given it: 5 working days.
pub const FIRST_RESPONSE: &str = "complaint.first_response";
/// The reporter tells what is missing: 30 days (UU 25/2009).
pub const SUPPLEMENT: &str = "complaint.supplement";
/// The reporter says whether it is over: 10 days.
pub const SILENCE: &str = "complaint.silence";
/// When the reporter is told a second time.
pub const SECOND_NOTICE: &str = "complaint.second_notice";
/// A measure: the unit whose head is to know that a report is proven.
pub const PROVEN: &str = "complaint.proven";
/// How long a report that is over can be opened again: 10 days.
pub const REOPEN: &str = "complaint.reopen";
/// How old reports may be that are offered for joining: 90 days.
pub const SIMILAR: &str = "complaint.similar_window";
/// How long a draft waits.
pub const DRAFT_LIFE: &str = "complaint.draft_life";

/// The time of a class (PermenPANRB 62/2018).
pub fn handling(class: Class) -> &'static str {
    match class {
        Class::Information => "complaint.information",
        Class::Ordinary => "complaint.ordinary",
        Class::Supervision => "complaint.supervision",
        Class::Aspiration => "complaint.aspiration",
    }
}

/// Whether a class of reports is decided upon; questions and wishes are only answered.
pub fn has_decision(class: Class) -> bool {
    matches!(class, Class::Ordinary | Class::Supervision)
}

/// Whether the clock of that rule belongs to a report.
pub fn is_ours(rule: &str) -> bool {
    rule.starts_with("complaint.")
}

/// When a term of the rulebook that began at `since` runs out.
///
/// # Errors
/// Internal when the rulebook has no such term.
pub fn until(app: &App, rule: &str, since: Timestamp) -> Result<Timestamp> {
    let term = app.rulebook.term(rule, app.tz().to_datetime(since).date())?;
    let due = app.calendar.due("", since, term, &[]).map_err(Error::internal)?;
    due.ok_or_else(|| Error::internal("a term without an end"))
}

/// How long before now a term of the rulebook began.
///
/// # Errors
/// Internal when the rulebook has no such term.
pub fn since(app: &App, rule: &str, now: Timestamp) -> Result<Timestamp> {
    let term = app.rulebook.term(rule, app.tz().to_datetime(now).date())?;
    let days = jiff::SignedDuration::from_hours(24 * i64::from(term.amount));
    now.checked_sub(days).map_err(Error::internal)
}
