//! What a report says and who says it, each sealed for itself, and a report that is open for an act.

use std::collections::BTreeMap;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::{CommandId, ComplaintId, FileId};
use kernel::identity::Phone;
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::SubjectKey;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store::{self, Row};

const DETAILS: &str = "complaint.details";
const IDENTITY: &str = "complaint.identity";

/// What the reporter wrote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The story, as it was written.
    pub story: String,
    /// A place in words.
    pub landmark: String,
    /// Latitude and longitude (WGS 84), if they were given.
    pub position: Option<(f64, f64)>,
    /// When it happened, in words.
    pub happened: String,
    /// Answers by code of their question.
    pub answers: BTreeMap<String, String>,
    /// Pictures and papers.
    pub files: Vec<FileId>,
    /// The reporter's language.
    pub language: String,
}

/// Who reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporter {
    /// Their name, if they gave it.
    pub name: String,
    /// Where they are told what happens.
    pub phone: Option<Phone>,
    /// The same by mail.
    pub email: String,
    /// Whom they speak for by a power of attorney (UU 25/2009 Art. 42); empty when for themselves.
    #[serde(default)]
    pub behalf: String,
}

impl Reporter {
    /// Whether anything of them is known.
    pub fn is_known(&self) -> bool {
        !self.name.is_empty() || !self.behalf.is_empty() || self.can_be_told()
    }

    /// Whether they can be told anything.
    pub fn can_be_told(&self) -> bool {
        self.phone.is_some() || !self.email.is_empty()
    }
}

/// A report on its way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// What it says.
    pub details: Details,
    /// Who says it.
    pub reporter: Reporter,
    /// Code of its category; empty while none is chosen.
    pub category: String,
    /// Code of the unit complained of; empty when none is named.
    pub about: String,
    /// Code of the kelurahan; empty when none is named.
    pub kelurahan: String,
    /// Whether the name is hidden.
    pub anonymous: bool,
    /// Whether the content is hidden.
    pub secret: bool,
    /// Whether the reporter went to the Inspectorate from the start.
    #[serde(default)]
    pub inspectorate: bool,
    /// Pages that were filled in.
    pub seen: Vec<String>,
}

/// A report with its key, open for one act.
#[derive(Debug)]
pub struct Report {
    /// The row.
    pub row: Row,
    /// Its key.
    pub key: SubjectKey,
}

impl Report {
    /// Reads a report and its key.
    ///
    /// # Errors
    /// Not found when there is none, or it has been erased.
    pub async fn load(tx: &mut Tx<'_>, app: &App, id: ComplaintId) -> Result<Self> {
        let row = store::by_id(tx, id).await?;
        Self::of(tx, app, row).await
    }

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

    /// Who says it. Only [`super::desk`] and messages call this: a page shows what the desk gives it.
    ///
    /// # Errors
    /// When the stored bytes were changed.
    pub(super) fn reporter(&self) -> Result<Reporter> {
        self.key.open_json(IDENTITY, &self.row.reporter)
    }

    /// Seals what a new report says and who says it.
    ///
    /// # Errors
    /// When encryption fails.
    pub(super) fn seal(
        key: &SubjectKey,
        details: &Details,
        reporter: &Reporter,
        tx: &mut WriteTx<'_>,
    ) -> Result<(Vec<u8>, Vec<u8>)> {
        let sealed = key.seal_json(DETAILS, details, tx.rng())?;
        Ok((sealed, key.seal_json(IDENTITY, reporter, tx.rng())?))
    }

    /// Writes the fact of an act and the changed row, together.
    ///
    /// # Errors
    /// Conflict when someone was faster.
    pub(super) async fn commit(
        &mut self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        let before = self.row.seq;
        self.append(tx, command, actor, payload, clocks).await?;
        store::update(tx, &self.row, before).await
    }

    /// Writes the fact alone: the row follows in the same command.
    ///
    /// # Errors
    /// Conflict when someone was faster.
    pub(super) async fn append(
        &mut self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        let fact = NewFact {
            subject: self.row.subject(),
            command,
            occurred_at: tx.now(),
            actor,
            clocks,
            payload,
        };
        self.row.seq += 1;
        tx.append(&fact, self.row.seq, Seal::Under(&self.key)).await?;
        Ok(())
    }
}

/// Writes a clear fact about nobody: its subject is random, and no account is named.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell_everyone(
    tx: &mut WriteTx<'_>,
    command: CommandId,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    use rand::Rng as _;
    let mut bytes = [0; 16];
    tx.rng().fill_bytes(&mut bytes);
    let id: Uuid = uuid::Builder::from_random_bytes(bytes).into_uuid();
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Closing, id },
        command,
        occurred_at: tx.now(),
        actor: Actor { user: None, ..actor },
        clocks: Vec::new(),
        payload,
    };
    tx.append(&fact, 1, Seal::Clear).await?;
    Ok(())
}
