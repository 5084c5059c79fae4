//! Who reports is shown to someone who handles it: a fact that the reporter can read.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, people};
use kernel::id::{CommandId, ComplaintId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};

use super::super::report::Report;

/// Notes that somebody saw who reports.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Which report.
    pub id: ComplaintId,
    /// Who saw it.
    pub actor: Actor,
}

impl Command for Open {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let report = Report::load(tx, &self.app, self.id).await?;
        let subject = Subject { kind: SubjectKind::Access, id: self.id.uuid() };
        let seq = next_seq(tx, subject).await?;
        let now = tx.now();
        let fact = NewFact {
            subject,
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: self.actor,
            clocks: Vec::new(),
            payload: Payload::PersonOpened(people::Opened {
                v: 1,
                purpose: "work".to_owned(),
                what: "reporter".to_owned(),
            }),
        };
        tx.append(&fact, seq, Seal::Under(&report.key)).await?;
        Ok(())
    }
}
