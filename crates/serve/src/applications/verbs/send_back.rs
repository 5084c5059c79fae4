//! Sending a file back to the citizen for what is missing. The promise stands still, and says why.

use std::sync::Arc;

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, application as facts};
use kernel::id::ApplicationId;
use kernel::service::Standard;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};

use super::super::messages::{self, News};
use super::super::model::{DocumentState, Note, RETURN_REASONS, State};
use super::super::rules;
use super::super::store::{self, HeldDocument};
use super::complete::{covers, own};
use super::{File, new_command};

/// What is asked for, and why.
#[derive(Clone)]
pub struct SendBack {
    /// The city.
    pub app: App,
    /// The standard of the application.
    pub standard: Arc<Standard>,
    /// Which application.
    pub id: ApplicationId,
    /// Who sends it back.
    pub officer: Can<Officer>,
    /// Codes of the documents that are needed, at least one.
    pub documents: Vec<String>,
    /// One of [`RETURN_REASONS`].
    pub reason: String,
    /// What the citizen reads.
    pub note: String,
}

impl Command for SendBack {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        file.must_be(&[State::Submitted, State::InProgress])?;
        own(tx, &self.officer, &file).await?;
        let mut details = file.details()?;
        self.check(&details.answers)?;
        let day = self.app.tz().to_datetime(tx.now()).date();
        details.notes.push(Note { on: day, reason: self.reason.clone(), text: self.note.clone() });
        file.keep(tx, &details)?;
        for code in &self.documents {
            let document =
                HeldDocument { code: code.clone(), state: DocumentState::Asked, file: None };
            store::set_document(tx, self.id, &document).await?;
        }
        let clocks = match file.row.state {
            State::Submitted => file.end_check(ClockOp::Stop),
            _ => file.pause(tx.now(), &self.reason),
        };
        file.row.state = State::Returned;
        let payload = Payload::Returned(facts::Returned {
            v: 1,
            missing: self.documents.clone(),
            note: self.note.clone(),
        });
        let actor = self.officer.actor(Channel::Counter, Some(file.row.unit_id));
        let command = new_command(tx);
        file.commit(tx, command, actor, payload, clocks).await?;
        messages::tell(tx, &self.app, &file, &self.standard, &details, News::SentBack).await
    }
}

impl SendBack {
    fn check(&self, answers: &std::collections::BTreeMap<String, String>) -> Result<()> {
        if !RETURN_REASONS.contains(&self.reason.as_str()) {
            return Err(Error::invalid("applications-return-needs-reason"));
        }
        let known = |code: &String| {
            rules::wanted(&self.standard, answers).any(|document| document.code == *code)
        };
        if self.documents.is_empty() || !self.documents.iter().all(known) {
            return Err(Error::invalid("applications-return-needs-documents"));
        }
        Ok(())
    }
}
