//! The draw: once for a ticket, as soon as a published checkpoint holds it.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::assignment::{Assigned, Drawn, PoolPublished};
use kernel::id::UserId;
use ledger::draw::{pool_hash, seed_of, winner};
use ledger::note::{Note, VerifierKey};
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use uuid::Uuid;

use super::super::interests::keep_from;
use super::super::model::{Draw as Row, Stands};
use super::super::store;
use super::pool::refresh;
use crate::applications::model::State;
use crate::applications::verbs::{File, new_command};

/// Draws an officer for one ticket.
#[derive(Clone)]
pub struct Draw {
    /// The city.
    pub app: App,
    /// The ticket.
    pub ticket: Uuid,
    /// The published checkpoint.
    pub note: Note,
    /// The city's key.
    pub city: VerifierKey,
    /// The witness whose line is the seed; none when the city has no witness.
    pub witness: Option<VerifierKey>,
}

impl Command for Draw {
    type Output = bool;

    /// Whether someone was drawn. Doing it again draws nobody: what is read here decides, not what
    /// the worker saw before.
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<bool> {
        let Some(mut row) = store::of_ticket(tx, self.ticket).await? else { return Ok(false) };
        if row.stands != Stands::Waiting {
            return Ok(false);
        }
        let mut file = File::load(tx, &self.app, row.application).await?;
        if file.row.state != State::Queued {
            row.stands = Stands::Ended;
            store::update(tx, &row).await?;
            return Ok(false);
        }
        let Some(entered) = store::entered_at(tx, self.ticket).await? else { return Ok(false) };
        let seed = seed_of(&self.note, &self.city, self.witness.as_ref());
        let seed = seed.map_err(Error::internal)?;
        // Entries are counted from 0 and positions from 1: entry `entered - 1` must be inside.
        if i64::try_from(seed.checkpoint.size).unwrap_or(i64::MAX) < entered {
            return Ok(false);
        }
        let Some((at, pool)) = store::pool_before(tx, &row.queue, entered).await? else {
            return nobody(tx, row).await;
        };
        let excluded = excluded(tx, &self.app, &pool, &file, &row.unit).await?;
        let ticket = self.ticket.to_string();
        let Some(drawn) = winner(&seed.bytes, &ticket, &pool.members, &excluded) else {
            return nobody(tx, row).await;
        };
        let fact = Drawn {
            v: 1,
            queue: row.queue.clone(),
            ticket,
            pool: at.unsigned_abs() - 1,
            pool_hash: pool_hash(&pool).map_err(Error::internal)?,
            checkpoint: self.note.to_string(),
            witness: self.witness.as_ref().map(ToString::to_string),
            drawn: drawn.to_owned(),
            excluded,
        };
        record(tx, &self.app, &mut file, row, fact).await?;
        Ok(true)
    }
}

/// Everyone is absent or may not have the file: a head must name someone.
async fn nobody(tx: &mut WriteTx<'_>, mut row: Row) -> Result<bool> {
    row.stands = Stands::Nobody;
    row.officer = None;
    row.pseudonym.clear();
    store::update(tx, &row).await?;
    Ok(false)
}

/// Members that may not have the file: absent or gone since the pool was published, or in conflict
/// with the application or its person.
async fn excluded(
    tx: &mut Tx<'_>,
    app: &App,
    pool: &PoolPublished,
    file: &File,
    unit: &str,
) -> Result<Vec<String>> {
    let present = store::present(tx, unit, app.today()).await?;
    let mut names = Vec::new();
    for member in &pool.members {
        let officer = store::behind(tx, &member.pseudonym).await?;
        if !present.contains(&officer) || keep_from(tx, app, officer, file).await? {
            names.push(member.pseudonym.clone());
        }
    }
    Ok(names)
}

/// Writes the draw: what everyone may see, who it is, and the file's officer.
async fn record(
    tx: &mut WriteTx<'_>,
    app: &App,
    file: &mut File,
    mut row: Row,
    fact: Drawn,
) -> Result<()> {
    let officer: UserId = store::behind(tx, &fact.drawn).await?;
    let command = new_command(tx);
    row.stands = Stands::Drawn;
    row.officer = Some(officer);
    row.pseudonym.clone_from(&fact.drawn);
    row.drawn_at = Some(tx.now());
    row.fact = Some(fact.clone());
    file.row.officer = Some(officer);
    let assigned = Payload::ApplicationAssigned(Assigned { v: 1, officer });
    file.commit(tx, command, Actor::system(), assigned, Vec::new()).await?;
    let drawn = Payload::QueueDrawn(Box::new(fact));
    file.tell_queue(tx, command, Actor::system(), drawn).await?;
    store::update(tx, &row).await?;
    refresh(tx, app).await
}

/// Draws again without the officer who had the file, from the same pool and the same seed, so that
/// there is nothing to choose.
pub(super) async fn again(
    tx: &mut WriteTx<'_>,
    app: &App,
    file: &mut File,
    mut row: Row,
) -> Result<()> {
    let drawn_before = row.fact.take();
    let entered = store::entered_at(tx, row.ticket).await?.unwrap_or(0);
    let pool = store::pool_before(tx, &row.queue, entered).await?;
    let (Some(before), Some((_, pool))) = (drawn_before, pool) else {
        return give_up(tx, app, file, row).await;
    };
    let mut out = excluded(tx, app, &pool, file, &row.unit).await?;
    let kept = before.excluded.iter().chain([&before.drawn]);
    out.extend(kept.filter(|name| !out.contains(name)).cloned().collect::<Vec<_>>());
    let seed = seed_again(tx, app, &before)?;
    let drawn = seed.and_then(|seed| winner(&seed, &before.ticket, &pool.members, &out));
    let Some(drawn) = drawn.map(str::to_owned) else {
        row.fact = Some(before);
        return give_up(tx, app, file, row).await;
    };
    let fact = Drawn { excluded: out, drawn, ..before };
    record(tx, app, file, row, fact).await
}

/// The seed of the first draw; none after the city has taken another key, which signs that
/// checkpoint no more.
fn seed_again(tx: &Tx<'_>, app: &App, before: &Drawn) -> Result<Option<[u8; 32]>> {
    let Some(key) = app.logs.key(tx.tenant_id())? else { return Ok(None) };
    let note: Note = before.checkpoint.parse().map_err(Error::internal)?;
    let witness = before.witness.as_ref().map(|key| key.parse::<VerifierKey>()).transpose();
    let witness = witness.map_err(Error::internal)?;
    Ok(seed_of(&note, &key.verifier(), witness.as_ref()).ok().map(|seed| seed.bytes))
}

async fn give_up(tx: &mut WriteTx<'_>, app: &App, file: &mut File, row: Row) -> Result<()> {
    file.without_officer(tx).await?;
    nobody(tx, row).await?;
    refresh(tx, app).await
}
