//! Opening personal data: a fact of its own, which the owner reads with the receipt.

use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::NewFact;
use kernel::facts::{Payload, people};
use kernel::id::ApplicationId;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};

use super::super::model::Details;
use super::super::store::Application;
use super::complete::covers;
use super::{File, new_command};

/// An officer opens a file.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who opens it.
    pub officer: Can<Officer>,
    /// Why: `work`, `counter`.
    pub purpose: &'static str,
    /// What: `file`, or `document:` and its code.
    pub what: String,
}

impl Command for Open {
    type Output = (Application, Details);

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<(Application, Details)> {
        let file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        let subject = file.row.access_subject();
        let seq = next_seq(tx, subject).await?;
        let fact = NewFact {
            subject,
            command: new_command(tx),
            occurred_at: tx.now(),
            actor: self.officer.actor(Channel::Counter, Some(file.row.unit_id)),
            clocks: Vec::new(),
            payload: Payload::PersonOpened(people::Opened {
                v: 1,
                purpose: self.purpose.to_owned(),
                what: self.what.clone(),
            }),
        };
        tx.append(&fact, seq, Seal::Under(&file.key)).await?;
        let details = file.details()?;
        Ok((file.row, details))
    }
}
