//! What those who handle reports get to see. A `Seen` is made here alone, by who looks: a page of a
//! unit cannot name what was not given to it.

use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::Tx;
use platform::journal::{self, StoredFact};

use super::model::Viewer;
use super::redact;
use super::report::{Details, Report, Reporter};
use super::store::{self, Asked, Row};

/// A report as one person may see it.
pub struct Seen {
    /// The row.
    pub row: Row,
    /// What it says; while the name is hidden from this person, without what would tell it.
    pub details: Details,
    /// Who says it; none while the name is hidden from this person.
    pub reporter: Option<Reporter>,
    /// What happened, in order.
    pub facts: Vec<StoredFact>,
    /// Who was shown the reporter, in order; for the reporter alone.
    pub openings: Vec<StoredFact>,
    /// Who asked to see a hidden name; for inspectors alone.
    pub asked: Vec<Asked>,
}

/// The report of that number, as `viewer` may see it.
///
/// # Errors
/// Not found when there is none, or when it may not be known to this person.
pub async fn see(
    tx: &mut Tx<'_>,
    app: &App,
    viewer: &Viewer,
    number: ApplicationNumber,
) -> Result<Seen> {
    let row = store::by_number(tx, number).await?;
    let row = row.filter(|row| row.matter.shows_to(viewer)).ok_or_else(Error::not_found)?;
    let report = Report::of(tx, app, row).await?;
    let asked = match viewer {
        Viewer::Inspector(_) => store::asked(tx, report.row.id).await?,
        _ => Vec::new(),
    };
    let agreed =
        |asked: &Asked| asked.agreed == Some(true) && *viewer == Viewer::Inspector(asked.by);
    let shown = report.row.matter.names_reporter_to(viewer) || asked.iter().any(agreed);
    let who = report.reporter()?;
    let subject = report.row.subject();
    let mut facts = journal::facts_of(tx, subject, Some(&report.key)).await?;
    if !matches!(viewer, Viewer::Reporter | Viewer::Inspector(_)) {
        // Whom a report names, and who wanted to know its reporter, is not for every desk.
        facts.retain(|fact| !is_confidential(fact));
    }
    let openings = match viewer {
        Viewer::Reporter => {
            let subject = Subject { kind: SubjectKind::Access, ..subject };
            journal::facts_of(tx, subject, Some(&report.key)).await?
        }
        _ => Vec::new(),
    };
    let mut details = report.details()?;
    if !shown {
        // A hidden name must not stand in what its owner wrote.
        details = redact::hide_in(details, &who);
        facts.iter_mut().for_each(|fact| hide_in_fact(fact, &who));
    }
    let reporter = shown.then_some(who);
    Ok(Seen { row: report.row, details, reporter, facts, openings, asked })
}

/// Covers the reporter in what they wrote later.
fn hide_in_fact(fact: &mut StoredFact, who: &Reporter) {
    match &mut fact.payload {
        Some(Payload::ComplaintSupplemented(said)) => said.text = redact::hide(&said.text, who),
        Some(Payload::ComplaintReopened(said)) => said.text = redact::hide(&said.text, who),
        _ => {}
    }
}

fn is_confidential(fact: &StoredFact) -> bool {
    matches!(
        fact.payload,
        Some(
            Payload::ComplaintNamed(_)
                | Payload::ComplaintIdentityAsked(_)
                | Payload::ComplaintIdentityOpened(_)
                | Payload::ComplaintIdentityRefused(_)
        )
    )
}
