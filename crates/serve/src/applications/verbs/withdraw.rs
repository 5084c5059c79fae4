//! The citizen takes the application back.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, application as facts};
use kernel::id::ApplicationId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::model::State;
use super::{File, new_command};

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
        let open = [State::Submitted, State::Queued, State::InProgress, State::Returned];
        file.must_be(&open)?;
        let queued = file.row.state == State::Queued;
        let mut clocks = file.end_check(ClockOp::Stop);
        let due = file.row.due_at;
        clocks.extend(file.move_promise(ClockOp::Stop, due));
        file.row.state = State::Withdrawn;
        file.row.ended_at = Some(tx.now());
        let command = new_command(tx);
        let payload = Payload::Withdrawn(facts::Withdrawn { v: 1 });
        file.commit(tx, command, self.actor, payload, clocks).await?;
        if queued {
            file.leave_queue(tx, command, self.actor, None, false).await?;
        }
        Ok(())
    }
}
