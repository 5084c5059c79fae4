//! A form that is sent twice, by a double tap or by going back, is one act.

use jiff::SignedDuration;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload as P;
use kernel::facts::complaint::{Closing, Said};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::WriteTx;
use platform::journal::{self, StoredFact};

use super::super::report::Report;
use super::super::store;
use super::{Does as D, Letter};

/// Within this time the same act of the same person is the same form.
const MOMENT: SignedDuration = SignedDuration::from_mins(2);

/// Whether the newest fact of the report is this very act.
pub(super) async fn is_repeated(
    tx: &mut WriteTx<'_>,
    app: &App,
    report: &Report,
    actor: &Actor,
    does: &D,
) -> Result<bool> {
    let newest = journal::newest_of(tx, report.row.subject(), Some(&report.key)).await?;
    let Some(StoredFact { payload: Some(payload), recorded_at, role, actor: user, .. }) = newest
    else {
        return Ok(false);
    };
    // Who agreed has agreed, however long ago.
    let recent = tx.now().duration_since(recorded_at) <= MOMENT || matches!(does, D::Consent);
    if !recent || (role, user) != (actor.role, actor.user) {
        return Ok(false);
    }
    match (does, &payload) {
        (D::Split { category, story }, P::ComplaintSplit(said)) => {
            is_part(tx, app, &said.part, (category, story)).await
        }
        _ => Ok(says(does, &payload)),
    }
}

/// Whether the part that was split off is the one that is asked for.
async fn is_part(
    tx: &mut WriteTx<'_>,
    app: &App,
    number: &str,
    (category, story): (&str, &str),
) -> Result<bool> {
    let number = ApplicationNumber::parse(number).map_err(Error::internal)?;
    let Some(row) = store::by_number(tx, number).await? else { return Ok(false) };
    let part = Report::of(tx, app, row).await?;
    Ok(part.row.matter.category == category && part.details()?.story == story)
}

/// Whether the fact says what the act would say.
fn says(does: &D, payload: &P) -> bool {
    match (does, payload) {
        (D::Verify { class, category, about, .. }, P::ComplaintVerified(said)) => {
            (class, category, about) == (&said.class, &said.category, &said.about)
        }
        (D::Classify { class, category, reason }, P::ComplaintClassified(said)) => {
            (class, category, reason) == (&said.class, &said.category, &said.reason)
        }
        (D::Dispose(to), P::ComplaintDisposed(said)) => *to == said.to,
        (D::Name(accounts), P::ComplaintNamed(said)) => *accounts == said.accounts,
        (D::Ask(text), P::ComplaintAsked(said)) => *text == said.text,
        (D::Answer(letter), P::ComplaintAnswered(said))
        | (D::Supplement(letter), P::ComplaintSupplemented(said)) => same(letter, said),
        (D::Propose { outcome, letter }, P::ComplaintCloseProposed(said)) => {
            (*outcome, &letter.text, letter.public) == (said.outcome, &said.text, said.public)
        }
        (D::Override { reason, text }, P::ComplaintClosedByOverride(said)) => {
            (reason, text) == (&said.reason, &said.text)
        }
        (D::HandOver { body, text }, P::ComplaintHandedOver(said)) => {
            (body, text) == (&said.body, &said.text)
        }
        (D::Join(number), P::ComplaintJoined(said)) => number.to_string() == said.into,
        (D::Consent, P::ComplaintClosed(said)) => said.how == Closing::Consent,
        (D::Reopen(text), P::ComplaintReopened(said)) => *text == said.text,
        (D::Rate(rating), P::ComplaintRated(said)) => *rating == said.rating,
        (D::Escalate, P::ComplaintEscalated(_))
        | (D::TellSuperior, P::ComplaintSuperiorTold(_)) => true,
        _ => false,
    }
}

/// Another file is another letter.
fn same(letter: &Letter, said: &Said) -> bool {
    (&letter.text, letter.public, &letter.files) == (&said.text, said.public, &said.files)
}
