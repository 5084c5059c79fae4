//! The officer who was asked answers in their own words.

use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::facts::{Payload, signal as facts};
use kernel::id::{SignalId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};

use super::Opened;

/// One answer.
#[derive(Clone)]
pub struct Answer {
    /// The city.
    pub app: App,
    /// To which signal.
    pub signal: SignalId,
    /// Who was asked.
    pub user: UserId,
    /// What they say.
    pub text: String,
}

impl Command for Answer {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut opened = Opened::load(tx, &self.app, self.signal).await?;
        opened.signal.answer(self.user, self.text.clone(), tx.now())?;
        let explained =
            facts::Explained { v: 1, by: "officer".to_owned(), text: self.text.clone() };
        // They speak for themselves, in whatever role they hold otherwise.
        let actor = Actor {
            user: Some(self.user),
            role: Role::Citizen,
            unit: None,
            channel: Channel::Online,
        };
        opened.commit(tx, actor, Payload::SignalExplained(explained), None).await
    }
}
