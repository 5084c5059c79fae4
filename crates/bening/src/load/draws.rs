//! One file of today for whose site survey an officer is drawn as soon as the demo is served, so that everyone
//! can recompute a draw. The replayed year keeps the officers of the simulation.

use kernel::error::Result;
use platform::workers::settle;
use serve::applications::model::DocumentState;
use serve::assignment::worker;
use simulation::Submission;

use super::oversight::is_mandated;
use super::{Loader, batch};

/// A service with a step for which an officer is drawn (`discretionary.csv`), and for whose files the demo has
/// open accounts of an officer and a head.
const SERVICE: &str = "PTSP-PBG";

/// Whether such a file may be the one: it asks for the service, and for oneself.
pub(super) fn may_be(service: &str, submission: &Submission) -> bool {
    service == SERVICE && !is_mandated(submission)
}

/// Hands it in as the citizen of an `assessed` application would do once more. Gives the address at which the citizen of the file follows it; none where nobody asked for the service.
///
/// # Errors
/// When the database fails.
pub async fn run(loader: &Loader, assessed: Option<&Submission>) -> Result<Option<String>> {
    let Some(submission) = assessed else { return Ok(None) };
    let (app, tenant) = (&loader.app, loader.tenant);
    // Who may be drawn is published before there is anything to draw for.
    worker::step(app, tenant, None).await?;
    let mut submit = batch::submit(app, &loader.standards, submission);
    // With every document seen it is complete, and in its queue, at once.
    submit.documents.iter_mut().for_each(|document| document.state = DocumentState::Seen);
    let receipt = app.db.write(tenant, submit).await?;
    settle(app, tenant).await?;
    Ok(Some(format!("/lacak/{}/{}", receipt.number, receipt.secret.expose())))
}
