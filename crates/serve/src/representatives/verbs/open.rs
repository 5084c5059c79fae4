//! An inspector looks at who stands behind a refused mandate. Each look is a fact that the person
//! whose file it is can read.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::NewFact;
use kernel::facts::{Payload, people};
use kernel::id::MandateId;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};

use super::super::model::{Contents, State};
use super::super::store::Row;
use super::Mandate;
use crate::applications::verbs::{File, new_command};

/// The look.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Which mandate.
    pub id: MandateId,
    /// Who looks.
    pub inspector: Can<Inspector>,
}

impl Command for Open {
    type Output = (Row, Contents);

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<(Row, Contents)> {
        let mandate = Mandate::load(tx, &self.app, self.id).await?;
        // Mandates that nobody objected to are no matter of the Inspectorate.
        if mandate.row.state != State::Refused {
            return Err(Error::not_found());
        }
        let file = File::load(tx, &self.app, mandate.row.application).await?;
        let subject = file.row.access_subject();
        let seq = next_seq(tx, subject).await?;
        let fact = NewFact {
            subject,
            command: new_command(tx),
            occurred_at: tx.now(),
            actor: self.inspector.actor(Channel::Online, None),
            clocks: Vec::new(),
            payload: Payload::PersonOpened(people::Opened {
                v: 1,
                purpose: "inspection".to_owned(),
                what: "mandate".to_owned(),
            }),
        };
        tx.append(&fact, seq, Seal::Under(&file.key)).await?;
        let contents = mandate.contents()?;
        Ok((mandate.row, contents))
    }
}
