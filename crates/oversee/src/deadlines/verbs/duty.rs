//! A head's duty: assigned, done by the first summons, or missed in public.

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::deadline as facts;
use kernel::id::{CommandId, DutyId};
use platform::App;
use platform::auth::account;
use platform::clocks::Lapsed;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use uuid::Uuid;

use super::super::store::{self, Duty};
use platform::outbox::tell_account;
use platform::running::Clocks;

/// The rule by which a duty runs.
pub const RULE: &str = "oversee.superior_duty";

/// Gives the head of `unit` the duty to summon and examine, because of `source`. Once for each source
/// and unit; false when they had it before.
///
/// # Errors
/// When the rulebook has no such term or the database fails.
pub async fn assign(
    tx: &mut WriteTx<'_>,
    app: &App,
    source: Uuid,
    because: &str,
    unit: &str,
) -> Result<bool> {
    if store::assigned(tx, source, unit).await?.is_some() {
        return Ok(false);
    }
    let now = tx.now();
    let id = DutyId::new(now, tx.rng());
    keys::create(tx, &app.vault, id.uuid()).await?;
    let mut duty = Duty {
        id,
        source,
        because: because.to_owned(),
        unit: unit.to_owned(),
        missed: false,
        clocks: Clocks::default(),
        seq: 0,
        assigned_at: now,
        done_at: None,
    };
    let moves = vec![duty.clocks.start(tx, app, RULE, unit)?];
    let because = because.to_owned();
    let payload = facts::DutyAssigned { v: 1, unit: unit.to_owned(), because };
    append(tx, app, &mut duty, Actor::system(), Payload::DutyAssigned(payload), moves).await?;
    store::insert(tx, &duty).await?;
    tell_heads(tx, app, &duty).await?;
    Ok(true)
}

async fn tell_heads(tx: &mut WriteTx<'_>, app: &App, duty: &Duty) -> Result<()> {
    let due = duty.clocks.next_due().unwrap_or(Timestamp::MAX);
    let inspectors = account::holders(tx, Role::Inspector, "").await?;
    let mut heads = account::superiors(tx, &duty.unit).await?;
    heads.retain(|reader| !inspectors.contains(reader));
    for reader in heads {
        tell_account(tx, app, reader, |lang| {
            let values = [
                ("due", lang.moment(due, app.tz())),
                ("link", format!("{}/pengawasan/kewajiban", app.settings.public_url)),
            ];
            (lang.t("oversee-duty-mail-subject"), lang.with("oversee-duty-mail-body", &values))
        })
        .await?;
    }
    Ok(())
}

/// Notes that the first summons went out, if `unit` owes one because of `source`.
///
/// # Errors
/// When the database fails.
pub async fn done(
    tx: &mut WriteTx<'_>,
    app: &App,
    (source, unit): (Uuid, &str),
    actor: Actor,
    shown_by: &str,
) -> Result<()> {
    match store::assigned(tx, source, unit).await? {
        Some(duty) if duty.done_at.is_none() => finish(tx, app, duty, actor, shown_by).await,
        _ => Ok(()),
    }
}

async fn finish(
    tx: &mut WriteTx<'_>,
    app: &App,
    mut duty: Duty,
    actor: Actor,
    shown_by: &str,
) -> Result<()> {
    let before = duty.seq;
    duty.done_at = Some(tx.now());
    let moves = duty.clocks.stop_all();
    let payload = Payload::DutyDone(facts::DutyDone { v: 1, shown_by: shown_by.to_owned() });
    append(tx, app, &mut duty, actor, payload, moves).await?;
    store::update(tx, &duty, before).await
}

/// A head notes the first summons.
#[derive(Clone)]
pub struct Summon {
    /// The city.
    pub app: App,
    /// Which duty.
    pub id: DutyId,
    /// Who.
    pub actor: Actor,
    /// The letter of the summons.
    pub letter: String,
}

impl Command for Summon {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let duty = store::by_id(tx, self.id).await?;
        if duty.done_at.is_some() {
            return Err(Error::conflict("oversee-duty-done-before"));
        }
        finish(tx, &self.app, duty, self.actor, &self.letter).await
    }
}

/// The time of a duty ran out: it is noted, and counted for the unit where everyone reads it.
///
/// # Errors
/// When the database fails.
pub async fn lapse(tx: &mut WriteTx<'_>, app: &App, lapsed: &Lapsed) -> Result<()> {
    let mut duty = store::by_id(tx, DutyId::from_uuid(lapsed.subject.id)).await?;
    let before = duty.seq;
    let Some(moved) = duty.clocks.lapse(lapsed.clock) else { return Ok(()) };
    duty.missed = true;
    let payload = Payload::DutyMissed(facts::DutyMissed { v: 1 });
    append(tx, app, &mut duty, Actor::system(), payload, vec![moved]).await?;
    store::update(tx, &duty, before).await?;
    let counted = facts::DutyMissedCounted { v: 1, unit: duty.unit.clone() };
    crate::count(tx, Actor::system(), Payload::DutyMissedCounted(counted)).await
}

async fn append(
    tx: &mut WriteTx<'_>,
    app: &App,
    duty: &mut Duty,
    actor: Actor,
    payload: Payload,
    clocks: Vec<ClockMove>,
) -> Result<()> {
    let key = keys::find(tx, &app.vault, duty.id.uuid()).await?.ok_or_else(Error::not_found)?;
    let now = tx.now();
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Duty, id: duty.id.uuid() },
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks,
        payload,
    };
    duty.seq += 1;
    tx.append(&fact, duty.seq, Seal::Under(&key)).await?;
    Ok(())
}
