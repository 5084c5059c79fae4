//! Planning a round, holding it, and missing it.

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact};
use kernel::facts::Payload;
use kernel::facts::commitment as facts;
use kernel::id::{CommandId, SupervisionId};
use platform::App;
use platform::clocks::Lapsed;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::SubjectKey;

use super::store::{self, Round};
use platform::running::{Clocks, due};

/// The rule by which a round runs.
const RULE: &str = "oversee.round";
const FOLLOW_UP: &str = "round.follow_up";

/// Kinds of rounds.
pub const KINDS: [&str; 3] = ["routine", "unannounced", "follow_up"];

async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    round: &mut Round,
    actor: Actor,
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let now = tx.now();
    let fact = NewFact {
        subject: round.subject(),
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks,
        payload,
    };
    round.seq += 1;
    tx.append(&fact, round.seq, Seal::Under(key)).await?;
    Ok(())
}

/// A round is planned.
#[derive(Clone)]
pub struct Plan {
    /// The city.
    pub app: App,
    /// Who plans.
    pub actor: Actor,
    /// Code of the unit that is visited.
    pub unit: String,
    /// Who holds it.
    pub owner: String,
    /// Of which kind.
    pub kind: String,
    /// By when, unless the rulebook says.
    pub by: Option<Timestamp>,
}

impl Command for Plan {
    type Output = SupervisionId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<SupervisionId> {
        let now = tx.now();
        let by = match self.by {
            Some(by) if by <= now => return Err(Error::invalid("round-day-past")),
            Some(by) => by,
            None => due(&self.app, RULE, &self.owner, now)?,
        };
        let id = SupervisionId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let mut round = Round {
            id,
            unit: self.unit.clone(),
            owner: self.owner.clone(),
            kind: self.kind.clone(),
            missed: false,
            findings: 0,
            sealed: Vec::new(),
            clocks: Clocks::default(),
            seq: 0,
            due: by,
            planned_at: now,
            done_at: None,
        };
        let moves = vec![round.clocks.start_until(tx, &self.app, RULE, &self.owner, by)?];
        let (unit, kind) = (self.unit.clone(), self.kind.clone());
        let planned = Payload::RoundPlanned(facts::RoundPlanned { v: 1, unit, kind, due: by });
        append(tx, &key, &mut round, self.actor, (planned, moves)).await?;
        store::insert(tx, &round).await?;
        Ok(id)
    }
}

/// A round was held.
#[derive(Clone)]
pub struct Hold {
    /// The city.
    pub app: App,
    /// Which round.
    pub id: SupervisionId,
    /// Who held it.
    pub actor: Actor,
    /// How many findings.
    pub findings: u32,
    /// What follows.
    pub follow_up: String,
}

impl Command for Hold {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut round = store::by_id(tx, self.id).await?;
        if round.done_at.is_some() {
            return Err(Error::conflict("round-done-before"));
        }
        let key = keys::find(tx, &self.app.vault, self.id.uuid()).await?;
        let key = key.ok_or_else(Error::not_found)?;
        let before = round.seq;
        round.done_at = Some(tx.now());
        round.findings = self.findings;
        round.sealed = key.seal_json(FOLLOW_UP, &self.follow_up, tx.rng())?;
        let moves = round.clocks.stop_all();
        let (findings, follow_up) = (self.findings, self.follow_up.clone());
        let done = Payload::RoundDone(facts::RoundDone { v: 1, findings, follow_up });
        append(tx, &key, &mut round, self.actor, (done, moves)).await?;
        store::update(tx, &round, before).await
    }
}

/// What follows from a round that was held.
///
/// # Errors
/// When the stored bytes were changed.
pub fn follow_up(key: &SubjectKey, round: &Round) -> Result<String> {
    if round.sealed.is_empty() {
        Ok(String::new())
    } else {
        key.open_json(FOLLOW_UP, &round.sealed)
    }
}

/// The time of a round ran out.
///
/// # Errors
/// When the database fails.
pub async fn lapse(tx: &mut WriteTx<'_>, app: &App, lapsed: &Lapsed) -> Result<()> {
    let mut round = store::by_id(tx, SupervisionId::from_uuid(lapsed.subject.id)).await?;
    let before = round.seq;
    let Some(moved) = round.clocks.lapse(lapsed.clock) else { return Ok(()) };
    let key = keys::find(tx, &app.vault, lapsed.subject.id).await?.ok_or_else(Error::not_found)?;
    round.missed = true;
    let missed = Payload::RoundMissed(facts::RoundMissed { v: 1 });
    append(tx, &key, &mut round, Actor::system(), (missed, vec![moved])).await?;
    store::update(tx, &round, before).await
}
