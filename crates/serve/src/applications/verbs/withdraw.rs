//! The citizen takes the application back.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, CommandId};
use kernel::service::Applicant;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::desk;
use super::super::model::State;
use super::{File, new_command};
use crate::representatives::tell_giver;
use crate::representatives::verbs::given_up;

/// The withdrawal, by someone who has shown the receipt's secret.
#[derive(Clone)]
pub struct Withdraw {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who withdraws it, and by which door.
    pub actor: Actor,
}

impl Command for Withdraw {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        let by = (new_command(tx), self.actor);
        file.withdraw(tx, by).await?;
        if file.row.applicant != Applicant::Mandate {
            return Ok(());
        }
        given_up(tx, &self.app, &file, by).await?;
        let standard = desk::standard_of(tx, &file.row).await?;
        let (details, key) = (file.details()?, "representatives-sms-withdrawn");
        tell_giver(tx, &self.app, &file, &standard, &details, key).await
    }
}

impl File {
    /// Ends the file as withdrawn, wherever it stands before a decision.
    pub(crate) async fn withdraw(
        &mut self,
        tx: &mut WriteTx<'_>,
        (command, actor): (CommandId, Actor),
    ) -> Result<()> {
        self.must_be(&State::OPEN)?;
        let queued = self.row.state == State::Queued;
        let mut clocks = self.end_check(ClockOp::Stop);
        let due = self.row.due_at;
        clocks.extend(self.move_promise(ClockOp::Stop, due));
        self.row.state = State::Withdrawn;
        self.row.ended_at = Some(tx.now());
        let payload = Payload::Withdrawn(facts::Withdrawn { v: 1 });
        self.commit(tx, command, actor, payload, clocks).await?;
        if queued {
            self.leave_queue(tx, command, actor, None, false).await?;
        }
        Ok(())
    }
}
