//! A superior overrides a draw, with a reason that becomes public.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, assignment as facts};
use kernel::id::{ApplicationId, UserId};
use platform::App;
use platform::auth::{Can, Head};
use platform::db::{Command, WriteTx};

use super::super::interests::keep_from;
use super::super::model::{REASONS, Stands};
use super::super::{rules, store};
use super::pool::refresh;
use crate::applications::model::State;
use crate::applications::verbs::{File, new_command};

/// The override.
#[derive(Clone)]
pub struct Reassign {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who overrides.
    pub head: Can<Head>,
    /// Who gets the file.
    pub to: UserId,
    /// One of [`REASONS`].
    pub reason: String,
    /// What the head writes to it; needed for the reason "other".
    pub note: String,
}

impl Command for Reassign {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        let Some(ticket) = file.row.ticket else { return Err(Error::not_found()) };
        let draw = store::of_ticket(tx, ticket).await?;
        let draw = draw.filter(|draw| self.head.covers(&draw.unit));
        let mut draw = draw.ok_or_else(Error::not_found)?;
        if !matches!(file.row.state, State::Queued | State::InProgress) {
            return Err(Error::conflict("assignment-over"));
        }
        self.check(tx, &file, &draw.unit).await?;
        let from = draw.officer;
        if from == Some(self.to) {
            return Err(Error::invalid("assignment-same-officer"));
        }
        let period = rules::period(self.app.today());
        let pseudonym = rules::pseudonym(&self.app.vault, &period, self.to);
        store::keep_pseudonym(tx, &pseudonym, self.to).await?;
        draw.stands = Stands::Drawn;
        draw.officer = Some(self.to);
        draw.pseudonym.clone_from(&pseudonym);
        file.row.officer = Some(self.to);
        let command = new_command(tx);
        let actor = self.head.actor(Channel::Online, Some(file.row.unit_id));
        let (reason, note) = (self.reason.clone(), self.note.trim().to_owned());
        let overridden = facts::Overridden { v: 1, from, to: self.to, reason, note };
        let payload = Payload::AssignmentOverridden(overridden);
        file.commit(tx, command, actor, payload, Vec::new()).await?;
        let given = facts::Reassigned {
            v: 1,
            queue: draw.queue.clone(),
            ticket: ticket.to_string(),
            reason: self.reason.clone(),
            pseudonym,
        };
        file.tell_queue(tx, command, actor, Payload::QueueReassigned(given)).await?;
        store::update(tx, &draw).await?;
        store::insert_override(tx, ticket, &draw.unit, &self.reason).await?;
        refresh(tx, &self.app).await
    }
}

impl Reassign {
    async fn check(&self, tx: &mut WriteTx<'_>, file: &File, unit: &str) -> Result<()> {
        if !REASONS.contains(&self.reason.as_str()) {
            return Err(Error::invalid("assignment-needs-reason"));
        }
        if self.reason == "other" && self.note.trim().is_empty() {
            return Err(Error::invalid("assignment-needs-note"));
        }
        // Who overrides may not give the file to themselves.
        if self.to == self.head.user() {
            return Err(Error::invalid("assignment-not-yourself"));
        }
        let present = store::present(tx, unit, self.app.today()).await?;
        if !present.contains(&self.to) || keep_from(tx, &self.app, self.to, file).await? {
            return Err(Error::invalid("assignment-officer-unfit"));
        }
        Ok(())
    }
}
