//! An officer accepts a file as complete: what was missing came on paper, or the city holds it
//! already.

use std::sync::Arc;

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::application::Completion;
use kernel::id::ApplicationId;
use kernel::service::{FeeDue, Standard};
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, Tx, WriteTx};

use super::super::model::{DocumentState, State};
use super::super::store::{self, HeldDocument};
use super::{File, new_command};
use crate::assignment::verbs as assignment;
use crate::fees::verbs::charge_now;

/// The officer's check.
#[derive(Clone)]
pub struct Complete {
    /// The city.
    pub app: App,
    /// The standard of the application.
    pub standard: Arc<Standard>,
    /// Which application.
    pub id: ApplicationId,
    /// Who checked.
    pub officer: Can<Officer>,
    /// Documents that the officer saw on paper or in the city's own registers.
    pub seen: Vec<String>,
}

impl Command for Complete {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        file.must_be(&[State::Submitted])?;
        for code in &self.seen {
            let document =
                HeldDocument { code: code.clone(), state: DocumentState::Seen, file: None };
            store::set_document(tx, self.id, &document).await?;
        }
        let actor = self.officer.actor(Channel::Counter, Some(file.row.unit_id));
        let command = new_command(tx);
        let ended = file.end_check(ClockOp::Stop);
        let (payload, clocks) =
            file.become_complete(tx, &self.app, &self.standard, Completion::Checked, ended)?;
        file.commit(tx, command, actor, payload, clocks).await?;
        file.enter_queue(tx, command, actor).await?;
        charge_now(tx, &mut file, &self.standard, FeeDue::Submission, (command, actor)).await
    }
}

/// Officers act on files of their own units; of others they may not even know.
pub(crate) fn covers(officer: &Can<Officer>, file: &File) -> Result<()> {
    if officer.covers(&file.row.unit_code) { Ok(()) } else { Err(Error::not_found()) }
}

/// What was drawn for someone else is not this officer's to work on.
pub(super) async fn own(tx: &mut Tx<'_>, officer: &Can<Officer>, file: &File) -> Result<()> {
    match file.row.ticket {
        Some(ticket) => assignment::line(tx, ticket, officer.user()).await.map(|_| ()),
        None => Ok(()),
    }
}
