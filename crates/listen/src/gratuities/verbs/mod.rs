//! What can be done with a report of a gift: each act writes its fact and the row in one transaction.

mod act;
mod lapse;
mod tell;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact};
use kernel::facts::Payload;
use kernel::id::{CommandId, FileId};
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::SubjectKey;
use serde::{Deserialize, Serialize};

pub use act::{Act, Does};
pub use lapse::GiftClocks;
pub use tell::{Said, Tell, TellOnce};

use super::store::Row;

const DETAILS: &str = "gift.details";

/// What a report says, in the fields of the national form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Name of the officer.
    pub recipient: String,
    /// Their NIK.
    pub nik: String,
    /// Their address.
    pub address: String,
    /// Their telephone.
    pub phone: String,
    /// Their position.
    pub position: String,
    /// Who gave or offered it.
    pub giver: String,
    /// How to reach the giver.
    pub giver_contact: String,
    /// How the giver stands to the officer.
    pub relation: String,
    /// The number of an application of the giver.
    pub application: String,
    /// What it is.
    pub what: String,
    /// Where it was given.
    pub place: String,
    /// How it came about.
    pub story: String,
    /// Where the object is.
    pub kept_at: String,
    /// Pictures and papers.
    pub files: Vec<FileId>,
}

/// A report with its key.
#[derive(Debug)]
pub struct Report {
    /// The row.
    pub row: Row,
    /// Its key.
    pub key: SubjectKey,
}

impl Report {
    /// The key to a row that was read already.
    ///
    /// # Errors
    /// Not found when it has been erased.
    pub async fn of(tx: &mut Tx<'_>, app: &App, row: Row) -> Result<Self> {
        let key = keys::find(tx, &app.vault, row.id.uuid()).await?;
        Ok(Self { row, key: key.ok_or_else(Error::not_found)? })
    }

    /// What it says.
    ///
    /// # Errors
    /// When the stored bytes were changed.
    pub fn details(&self) -> Result<Details> {
        self.key.open_json(DETAILS, &self.row.sealed)
    }

    async fn append(
        &mut self,
        tx: &mut WriteTx<'_>,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        let now = tx.now();
        let fact = NewFact {
            subject: self.row.subject(),
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor,
            clocks,
            payload,
        };
        self.row.seq += 1;
        tx.append(&fact, self.row.seq, Seal::Under(&self.key)).await?;
        Ok(())
    }
}
