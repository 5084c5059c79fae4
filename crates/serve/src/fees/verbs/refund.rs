//! A fee that was wrongly charged goes back, whole, and says why.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, fee as facts};
use kernel::id::ApplicationId;
use platform::App;
use platform::auth::{Can, Head};
use platform::db::{Command, WriteTx};

use super::super::store;
use super::of;
use crate::applications::verbs::{File, new_command};

/// Characters of a reason, at most.
const LONGEST: usize = 500;

/// The head gives a fee back.
#[derive(Clone)]
pub struct Refund {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who decides.
    pub head: Can<Head>,
    /// Why it was wrong.
    pub note: String,
}

impl Command for Refund {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let note = self.note.trim();
        if note.is_empty() || note.chars().count() > LONGEST {
            return Err(Error::invalid("fees-note-missing").with("most", LONGEST));
        }
        let mut file = File::load(tx, &self.app, self.id).await?;
        if !self.head.covers(&file.row.unit_code) {
            return Err(Error::not_found());
        }
        let mut fee = of(tx, &file).await?;
        fee.refund(tx.now())?;
        store::update(tx, &fee).await?;
        let actor = self.head.actor(Channel::Online, Some(file.row.unit_id));
        let note = note.to_owned();
        let payload = Payload::FeeRefunded(facts::Refunded { v: 1, amount: fee.amount, note });
        let command = new_command(tx);
        file.commit(tx, command, actor, payload, Vec::new()).await
    }
}
