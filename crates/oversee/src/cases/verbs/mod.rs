//! What can be done with a case: each act writes its fact and the row in one transaction.

mod act;
mod head;
mod lapse;
mod open;
mod person;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact};
use kernel::facts::Payload;
use kernel::facts::case as facts;
use kernel::id::{CommandId, FileId, UserId};
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::{Lookup, SubjectKey};
use serde::{Deserialize, Serialize};

pub use act::{Act, Does};
pub use head::{ByHead, HeadSays, may_decide};
pub use lapse::lapse;
pub use open::{About, Open};
pub use person::{ByPerson, Says, shows_to};

use super::ladders;
use super::model::{Matter, Person};
use super::store::{self, Row};
use crate::city::INSPECTORATE;

const CONTENTS: &str = "case.contents";

/// The rules of cases, by the codes of the rulebook.
pub mod rules {
    /// Working days between a summons and the hearing.
    pub const SUMMONS: &str = "oversee.summons_notice";
    /// Until a finding.
    pub const CASE: &str = "oversee.case";
    /// The time of appeal.
    pub const APPEAL: &str = "oversee.appeal";
    /// Until an appeal is decided.
    pub const APPEAL_DECISION: &str = "oversee.appeal_decision";
}

/// An intermediary from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outsider {
    /// Their name.
    pub name: String,
    /// Their NIK.
    pub nik: String,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The kept file.
    pub file: FileId,
    /// What it is.
    pub what: String,
    /// Who has it.
    pub keeper: String,
    /// It went back to whom it belongs.
    pub returned: bool,
}

/// What a case says, under its own key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// What decides about it.
    pub matter: Matter,
    /// What it comes from.
    pub origin: String,
    /// Number or id of that.
    pub reference: String,
    /// What is alleged.
    pub allegation: String,
    /// The intermediary, when it is about one.
    pub outsider: Option<Outsider>,
    /// Evidence, in the order in which it came.
    pub evidence: Vec<Evidence>,
    /// What was found, in words.
    pub findings: String,
}

/// A case with its key and contents.
#[derive(Debug)]
pub struct Case {
    /// The row.
    pub row: Row,
    /// Its key.
    pub key: SubjectKey,
    /// What it says.
    pub contents: Contents,
}

impl Case {
    /// A row that was read already, opened.
    ///
    /// # Errors
    /// Not found when it has been erased; internal when the stored bytes were changed.
    pub async fn of(tx: &mut Tx<'_>, app: &App, row: Row) -> Result<Self> {
        let key = keys::find(tx, &app.vault, row.id.uuid()).await?.ok_or_else(Error::not_found)?;
        let contents = key.open_json(CONTENTS, &row.sealed)?;
        Ok(Self { row, key, contents })
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

    /// Brings the row up to what the contents say.
    fn seal(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        self.row.phase = self.contents.matter.phase.code().to_owned();
        self.row.sealed = self.key.seal_json(CONTENTS, &self.contents, tx.rng())?;
        Ok(())
    }

    /// The case is final: from now on, and not before, everyone may read unit, prohibition and tier.
    async fn end(&mut self, tx: &mut WriteTx<'_>, actor: Actor) -> Result<()> {
        self.row.final_at = Some(tx.now());
        let clocks = self.row.clocks.stop_all();
        self.append(tx, actor, Payload::CaseFinal(facts::Final { v: 1 }), clocks).await?;
        let Some((prohibition, code)) = self.contents.matter.public() else { return Ok(()) };
        let step = ladders::step(code).ok_or_else(|| Error::internal("unknown sanction"))?;
        let (id, earlier) = (self.row.id, store::about(tx, &self.row.person).await?);
        let again = earlier.iter().any(|case| case.id != id && case.closed_with.is_some());
        self.row.closed_with = Some((prohibition.to_owned(), code.to_owned()));
        let told = facts::ClosedPublicly {
            v: 1,
            unit: self.row.unit.clone(),
            prohibition: prohibition.to_owned(),
            tier: step.tier.clone(),
            again,
        };
        crate::count(tx, Actor::system(), Payload::CaseClosedPublicly(told)).await
    }
}

/// Whom a row is about, as a keyed hash.
pub fn hash_of(app: &App, person: Person, outsider: Option<&Outsider>) -> Vec<u8> {
    match (person, outsider) {
        (Person::Account(user), _) => hash_of_account(app, user),
        (Person::Outsider, Some(outsider)) => app.vault.lookup(Lookup::Nik, &outsider.nik),
        (Person::Outsider, None) => Vec::new(),
    }
}

/// An account, as a keyed hash.
pub fn hash_of_account(app: &App, user: UserId) -> Vec<u8> {
    app.vault.lookup(Lookup::Account, &user.to_string())
}

/// The Inspectorate owes what a case waits for.
const OWNER: &str = INSPECTORATE;
