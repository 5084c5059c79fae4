//! Somebody looks at one thing of an office. An earlier look stays as it is.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::NewFact;
use kernel::facts::{Payload, facility as facts};
use kernel::id::CommandId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;
use platform::uploads::{self, NewUpload};
use platform::vault::SubjectKey;

use super::super::items;
use super::super::model::{Found, Look, subject};
use super::super::store;
use super::week::watch;

/// What a note is sealed for.
pub(crate) const NOTE: &str = "facility.note";
/// The longest note, in characters.
const LONGEST: usize = 2_000;

/// The key of an office, made when there is none: a photo is sealed before its look is written.
#[derive(Clone)]
pub struct OpenKey {
    /// The city.
    pub app: App,
    /// Code of the unit.
    pub unit: String,
}

impl Command for OpenKey {
    type Output = SubjectKey;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<SubjectKey> {
        let office = store::office(tx, &self.unit).await?;
        let id = subject(&office.unit).id;
        match keys::find(tx, &self.app.vault, id).await? {
            Some(key) => Ok(key),
            None => keys::create(tx, &self.app.vault, id).await,
        }
    }
}

/// A look at one item of an office.
#[derive(Clone)]
pub struct Audit {
    /// The city.
    pub app: App,
    /// Code of the unit.
    pub unit: String,
    /// Code of the item.
    pub item: String,
    /// What was found.
    pub found: Found,
    /// What else is to be said; under the key of the office.
    pub note: String,
    /// A photo, accepted under that key.
    pub photo: Option<NewUpload>,
    /// Who looked.
    pub actor: Actor,
}

impl Command for Audit {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let today = self.app.tz().to_datetime(tx.now()).date();
        let item = items::find(&self.item, today).ok_or_else(Error::not_found)?;
        let found = self.found.clone().checked(item)?;
        if self.note.chars().count() > LONGEST {
            return Err(Error::invalid("facilities-note-long"));
        }
        let key = OpenKey { app: self.app.clone(), unit: self.unit.clone() }.run(tx).await?;
        let before = store::last_look(tx, &self.unit, &self.item).await?;
        if let Some(photo) = &self.photo {
            uploads::record(tx, photo).await?;
        }
        let seq = self.tell(tx, &found).await?;
        let look = Look {
            unit: self.unit.clone(),
            item: self.item.clone(),
            seq,
            found,
            note: key.seal(NOTE, self.note.trim().as_bytes(), tx.rng())?,
            photo: self.photo.as_ref().map(|photo| photo.file_id),
            at: tx.now(),
        };
        store::insert(tx, &look).await?;
        // Seats are known from now on: their weeks are counted.
        if look.seats().is_some() && before.is_none_or(|before| before.seats().is_none()) {
            watch(tx, &self.app, &self.unit).await?;
        }
        Ok(())
    }
}

impl Audit {
    /// Writes the facts: what was found, and what mending it costs.
    async fn tell(&self, tx: &mut WriteTx<'_>, found: &Found) -> Result<i64> {
        let seq = next_seq(tx, subject(&self.unit)).await?;
        let (unit, item) = (self.unit.clone(), self.item.clone());
        let audited = Payload::FacilityAudited(facts::Audited {
            v: 1,
            unit: unit.clone(),
            item: item.clone(),
            present: found.present,
            condition: found.condition,
            measured_milli: found.measured,
            photo: self.photo.is_some(),
        });
        append(tx, &self.unit, (self.actor, seq), audited).await?;
        if let Some(cost) = found.cost {
            let price_code = found.price_code.clone();
            let costed = facts::FixCosted { v: 1, unit, item, cost, price_code };
            let act = Payload::FacilityFixCosted(costed);
            append(tx, &self.unit, (self.actor, seq + 1), act).await?;
        }
        Ok(seq)
    }
}

/// Writes a clear fact about an office.
pub(super) async fn append(
    tx: &mut WriteTx<'_>,
    unit: &str,
    (actor, seq): (Actor, i64),
    payload: Payload,
) -> Result<()> {
    let now = tx.now();
    let fact = NewFact {
        subject: subject(unit),
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks: Vec::new(),
        payload,
    };
    tx.append(&fact, seq, Seal::Clear).await?;
    Ok(())
}
