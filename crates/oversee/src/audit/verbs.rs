//! An inspector opens a row: what was seen, why, and by whom by their full name. That is an opening of
//! personal data itself, and stands beside the one that it is about.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, people};
use kernel::id::CommandId;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Inspector, account};
use platform::db::{Command, Tx, WriteTx};
use platform::journal::{Seal, facts_of, next_seq, opening};
use platform::keys;
use platform::vault::SubjectKey;

use super::model::{OPENABLE, Row};
use super::store;

/// The look.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Who looks.
    pub inspector: Can<Inspector>,
    /// At which row.
    pub position: i64,
}

/// What an opened row says.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Full name of whoever acted; empty when it was no account.
    pub actor: String,
    /// The file or account that it is about.
    pub about: About,
    /// What the fact says.
    pub payload: Payload,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// An application.
    File(ApplicationNumber),
    /// An account, by the name of its person.
    Account(String),
}

impl Command for Open {
    type Output = Opened;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Opened> {
        let row = store::at(tx, self.position).await?;
        if !OPENABLE.contains(&row.kind.as_str()) {
            return Err(Error::not_found());
        }
        let key = keys::find(tx, &self.app.vault, row.subject.id).await?;
        // Erased meanwhile: nobody can open it any more.
        let key = key.ok_or_else(Error::not_found)?;
        let about = about(tx, &self.app, &row, &key).await?.ok_or_else(Error::not_found)?;
        let payload = read(tx, &row, &key).await?;
        self.leave_a_row(tx, &row, &key).await?;
        let actor = match row.actor {
            Some(user) => account::by_id(tx, &self.app.vault, user).await?,
            None => None,
        };
        let actor = actor.map(|account| account.profile.name).unwrap_or_default();
        Ok(Opened { actor, about, payload })
    }
}

impl Open {
    async fn leave_a_row(&self, tx: &mut WriteTx<'_>, row: &Row, key: &SubjectKey) -> Result<()> {
        let subject = Subject { kind: SubjectKind::Access, id: row.subject.id };
        let seq = next_seq(tx, subject).await?;
        let now = tx.now();
        let fact = NewFact {
            subject,
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: self.inspector.actor(Channel::Online, None),
            clocks: Vec::new(),
            payload: Payload::PersonOpened(people::Opened {
                v: 1,
                purpose: "audit".to_owned(),
                what: "audit".to_owned(),
            }),
        };
        tx.append(&fact, seq, Seal::Under(key)).await?;
        Ok(())
    }
}

/// What the fact says, after its commitment was computed again from it.
async fn read(tx: &mut Tx<'_>, row: &Row, key: &SubjectKey) -> Result<Payload> {
    opening(tx, row.subject, row.seq, key).await?;
    let facts = facts_of(tx, row.subject, Some(key)).await?;
    let fact = facts.into_iter().find(|fact| fact.seq == row.seq);
    fact.and_then(|fact| fact.payload).ok_or_else(Error::not_found)
}

/// The file or account; none for whatever else a row may be about, such as a report.
pub async fn about(
    tx: &mut Tx<'_>,
    app: &App,
    row: &Row,
    key: &SubjectKey,
) -> Result<Option<About>> {
    let id = row.subject.id;
    let file = Subject { kind: SubjectKind::Application, id };
    for fact in facts_of(tx, file, Some(key)).await? {
        if let Some(Payload::Submitted(submitted)) = fact.payload {
            let number = ApplicationNumber::parse(&submitted.number).map_err(Error::internal)?;
            return Ok(Some(About::File(number)));
        }
    }
    let account = account::by_id(tx, &app.vault, kernel::id::UserId::from_uuid(id)).await?;
    Ok(account.map(|account| About::Account(account.profile.name)))
}
