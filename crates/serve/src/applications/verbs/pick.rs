//! Taking a file from the queue. "Next" hands out its head, whoever asks; any other file needs a
//! listed reason, which becomes public.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, application as facts};
use kernel::id::ApplicationId;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};

use super::super::model::{OUT_OF_TURN, State};
use super::super::{queue, store};
use super::complete::covers;
use super::{File, new_command};
use crate::assignment::interests::keep_from;
use crate::assignment::verbs as assignment;

/// Files from the head of a queue among which one is looked for that the officer may have.
const LOOKED_AT: i64 = 20;

/// Takes one file.
#[derive(Clone)]
pub struct Pick {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who takes it.
    pub officer: Can<Officer>,
    /// One of [`OUT_OF_TURN`], needed when it is not its turn.
    pub reason: Option<String>,
}

impl Command for Pick {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        file.must_be(&[State::Queued])?;
        if keep_from(tx, &self.app, self.officer.user(), &file).await? {
            return Err(Error::conflict("assignment-own-interest"));
        }
        let passed = passed(tx, &file, &self.officer).await?;
        let reason = self.reason(passed)?;
        take(tx, &mut file, &self.officer, reason, passed).await
    }
}

impl Pick {
    /// A reason is needed exactly when someone is passed over.
    fn reason(&self, passed: i64) -> Result<Option<String>> {
        if passed == 0 {
            return Ok(None);
        }
        let listed = self.reason.as_ref().filter(|reason| OUT_OF_TURN.contains(&reason.as_str()));
        let reason = listed.ok_or_else(|| {
            Error::invalid("applications-out-of-turn-needs-reason").with("count", passed)
        })?;
        Ok(Some(reason.clone()))
    }
}

/// How many are passed over. A place that the projection has not seen yet is behind all it has. A
/// file for which an officer is drawn is for that officer alone.
async fn passed(tx: &mut WriteTx<'_>, file: &File, officer: &Can<Officer>) -> Result<i64> {
    let Some(ticket) = file.row.ticket else {
        return Err(Error::internal("a queued file without a ticket"));
    };
    let line = assignment::line(tx, ticket, officer.user()).await?;
    let entry = queue::entry(tx, ticket).await?.unwrap_or(queue::Entry {
        queue: file.queue(),
        priority: file.row.priority,
        position: i64::MAX,
        picked_position: None,
    });
    queue::passed_over(tx, &entry, line).await
}

async fn take(
    tx: &mut WriteTx<'_>,
    file: &mut File,
    officer: &Can<Officer>,
    reason: Option<String>,
    passed: i64,
) -> Result<()> {
    let actor = officer.actor(Channel::Counter, Some(file.row.unit_id));
    let command = new_command(tx);
    file.row.state = State::InProgress;
    file.row.officer = Some(officer.user());
    let picked = facts::Picked { v: 1, reason: reason.clone(), passed };
    let payload = match &reason {
        None => Payload::Picked(picked),
        Some(_) => Payload::PickedOutOfTurn(picked),
    };
    file.commit(tx, command, actor, payload, Vec::new()).await?;
    file.leave_queue(tx, command, actor, reason.as_deref(), true).await
}

/// Takes the head of a queue: of files that were drawn for the officer and of those for which nobody
/// is drawn, the first.
#[derive(Clone)]
pub struct PickNext {
    /// The city.
    pub app: App,
    /// Which queue: `unit/service`.
    pub queue: String,
    /// Who takes it.
    pub officer: Can<Officer>,
}

impl Command for PickNext {
    type Output = Option<ApplicationId>;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Option<ApplicationId>> {
        let officer = self.officer.user();
        for row in store::next_for(tx, &self.queue, officer, LOOKED_AT).await? {
            let mut file = File::of(tx, &self.app, row).await?;
            covers(&self.officer, &file)?;
            // A relative's file waits for somebody else.
            if !keep_from(tx, &self.app, officer, &file).await? {
                take(tx, &mut file, &self.officer, None, 0).await?;
                return Ok(Some(file.row.id));
            }
        }
        let others = !store::waiting(tx, &self.queue, (-1, 0), 1).await?.is_empty();
        if others { Err(Error::conflict("assignment-none-for-you")) } else { Ok(None) }
    }
}
