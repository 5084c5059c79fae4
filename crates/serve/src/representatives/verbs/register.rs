//! The register of the Inspectorate: professions that act for others, and who is barred. One
//! inspector writes; to bar somebody, a second one must agree.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::NewFact;
use kernel::facts::{Payload, mandate as facts};
use kernel::id::RepresentativeId;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::db::{Command, Tx, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::{Lookup, SubjectKey};

use super::super::model::{BARRED, EntryDetails, EntryState, PROFESSIONS};
use super::super::store::{self, Entry};
use crate::applications::verbs::new_command;

const DETAILS: &str = "representative.details";

/// What the register says of the person of an entry; none once they have been erased.
///
/// # Errors
/// When the database fails or the stored bytes were changed.
pub async fn details_of(tx: &mut Tx<'_>, app: &App, entry: &Entry) -> Result<Option<EntryDetails>> {
    let key = keys::find(tx, &app.vault, entry.id.uuid()).await?;
    key.map(|key| key.open_json(DETAILS, &entry.sealed)).transpose()
}

/// What an inspector writes into the register.
#[derive(Clone, Debug)]
pub struct Listed {
    /// A profession, or `barred`.
    pub kind: String,
    /// Who, and why.
    pub details: EntryDetails,
    /// The first day.
    pub from: Date,
    /// The last day; whoever is barred needs one.
    pub until: Option<Date>,
}

/// A new entry. One that bars somebody does not work before [`Agree`].
#[derive(Clone)]
pub struct Write {
    /// The city.
    pub app: App,
    /// Who writes it.
    pub inspector: Can<Inspector>,
    /// What it says.
    pub listed: Listed,
}

impl Command for Write {
    type Output = RepresentativeId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<RepresentativeId> {
        let (state, payload) = self.payload()?;
        let now = tx.now();
        let id = RepresentativeId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let listed = &self.listed;
        let mut entry = Entry {
            id,
            kind: listed.kind.clone(),
            state,
            nik: self.app.vault.lookup(Lookup::Nik, listed.details.nik.expose()),
            from: listed.from,
            until: listed.until,
            written_by: self.inspector.user(),
            sealed: key.seal_json(DETAILS, &listed.details, tx.rng())?,
            seq: 0,
        };
        append(tx, &mut entry, &key, &self.inspector, payload).await?;
        store::insert_entry(tx, &entry).await?;
        Ok(id)
    }
}

impl Write {
    fn payload(&self) -> Result<(EntryState, Payload)> {
        let Listed { kind, details, from, until } = &self.listed;
        if until.is_some_and(|until| until < *from) {
            return Err(Error::invalid("representatives-until-before"));
        }
        match until {
            Some(until) if kind == BARRED => {
                let reason = details.reason.clone();
                let proposed = facts::BarProposed { v: 1, reason, until: *until };
                Ok((EntryState::Proposed, Payload::RepresentativeBarProposed(proposed)))
            }
            _ if PROFESSIONS.contains(&kind.as_str()) => {
                let registered = facts::Registered {
                    v: 1,
                    profession: kind.clone(),
                    licence: details.licence.clone(),
                    from: *from,
                    until: *until,
                };
                Ok((EntryState::Active, Payload::RepresentativeRegistered(registered)))
            }
            None if kind == BARRED => Err(Error::invalid("representatives-until-empty")),
            _ => Err(Error::invalid("representatives-kind-empty")),
        }
    }
}

/// A second inspector agrees that somebody is barred.
#[derive(Clone)]
pub struct Agree {
    /// The city.
    pub app: App,
    /// The second inspector.
    pub inspector: Can<Inspector>,
    /// Which entry.
    pub id: RepresentativeId,
}

impl Command for Agree {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (mut entry, key) = load(tx, &self.app, self.id).await?;
        if entry.state != EntryState::Proposed {
            return Err(Error::conflict("representatives-entry-state"));
        }
        if entry.written_by == self.inspector.user() {
            return Err(Error::conflict("representatives-second-inspector"));
        }
        let until = entry.until.ok_or_else(|| Error::internal("a bar without an end"))?;
        let before = entry.seq;
        entry.state = EntryState::Active;
        let payload = Payload::RepresentativeBarred(facts::Barred { v: 1, until });
        append(tx, &mut entry, &key, &self.inspector, payload).await?;
        store::update_entry(tx, &entry, before).await
    }
}

/// An entry holds no longer, or a proposal is turned down.
#[derive(Clone)]
pub struct End {
    /// The city.
    pub app: App,
    /// Who ends it.
    pub inspector: Can<Inspector>,
    /// Which entry.
    pub id: RepresentativeId,
    /// Why.
    pub reason: String,
}

impl Command for End {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (mut entry, key) = load(tx, &self.app, self.id).await?;
        if entry.state == EntryState::Ended {
            return Err(Error::conflict("representatives-entry-state"));
        }
        let before = entry.seq;
        entry.state = EntryState::Ended;
        let reason = self.reason.clone();
        let payload = Payload::RepresentativeEnded(facts::Ended { v: 1, reason });
        append(tx, &mut entry, &key, &self.inspector, payload).await?;
        store::update_entry(tx, &entry, before).await
    }
}

async fn load(tx: &mut Tx<'_>, app: &App, id: RepresentativeId) -> Result<(Entry, SubjectKey)> {
    let entry = store::entry(tx, id).await?;
    let key = keys::find(tx, &app.vault, id.uuid()).await?;
    Ok((entry, key.ok_or_else(Error::not_found)?))
}

async fn append(
    tx: &mut WriteTx<'_>,
    entry: &mut Entry,
    key: &SubjectKey,
    inspector: &Can<Inspector>,
    payload: Payload,
) -> Result<()> {
    let fact = NewFact {
        subject: entry.subject(),
        command: new_command(tx),
        occurred_at: tx.now(),
        actor: inspector.actor(Channel::Online, None),
        clocks: Vec::new(),
        payload,
    };
    entry.seq += 1;
    tx.append(&fact, entry.seq, Seal::Under(key)).await?;
    Ok(())
}
