//! A missed time goes up, each level once.

use jiff::Timestamp;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::deadline::Escalated;
use kernel::id::{ClockId, CommandId, UserId};
use kernel::rulebook::Missed;
use platform::App;
use platform::auth::account;
use platform::db::{Command, Tx, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;

use super::super::ladder::{LEVELS, plan, rule};
use super::super::pages::rule_name;
use super::super::store::{self, Clock};
use crate::cases::guard::Guard;
use crate::city::{APPROVER, COORDINATOR, INSPECTORATE, OUTREACH, Units};
use platform::outbox::tell_account;
use platform::running::due;

/// Tells of every level that one missed clock has reached. True when it was dealt with, false when
/// the projection has not seen all of it yet.
#[derive(Clone)]
pub struct Escalate {
    /// The city.
    pub app: App,
    /// Which clock.
    pub clock: ClockId,
}

impl Command for Escalate {
    type Output = bool;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<bool> {
        let now = tx.now();
        let Some(clock) = store::clock(tx, self.clock).await? else { return Ok(false) };
        if !store::is_current(tx, clock.subject).await? {
            return Ok(false);
        }
        let Some(miss) = clock.miss(now) else { return Ok(false) };
        let units = Units::load(tx, platform::i18n::Lang::Id).await?;
        if !goes_up(&self.app, &clock, &units) {
            store::set_next(tx, clock.id, None).await?;
            return Ok(true);
        }
        let rungs: Vec<Timestamp> = (1..=LEVELS)
            .map(|level| due(&self.app, &rule(level), &clock.owner, miss.at))
            .collect::<Result<_>>()?;
        let told = store::told(tx, clock.id).await?;
        let plan = plan(miss, &rungs, &told, now);
        for level in plan.levels {
            self.go_up(tx, &clock, miss.at, level).await?;
        }
        store::set_next(tx, clock.id, plan.look_at).await?;
        Ok(true)
    }
}

/// Whether the rule of the clock wants a superior told. A promise of the catalogue always does; what
/// others than the city owe never does.
fn goes_up(app: &App, clock: &Clock, units: &Units) -> bool {
    let others = [INSPECTORATE, COORDINATOR, APPROVER, OUTREACH, ""];
    let ours = units.has(&clock.owner) || others.contains(&clock.owner.as_str());
    let day = app.tz().to_datetime(clock.started).date();
    let wants = match app.rulebook.on(&clock.rule, day) {
        Ok(rule) => rule.when_missed != Missed::Nothing && rule.when_missed != Missed::Expire,
        Err(_) => clock.rule.starts_with("promise/"),
    };
    ours && wants
}

impl Escalate {
    async fn go_up(
        &self,
        tx: &mut WriteTx<'_>,
        clock: &Clock,
        missed: Timestamp,
        level: u8,
    ) -> Result<()> {
        store::note(tx, clock.id, level).await?;
        let subject = Subject { kind: SubjectKind::Deadline, id: clock.id.uuid() };
        let key = match keys::find(tx, &self.app.vault, subject.id).await? {
            Some(key) => key,
            None => keys::create(tx, &self.app.vault, subject.id).await?,
        };
        let now = tx.now();
        let fact = NewFact {
            subject,
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: Actor::system(),
            clocks: Vec::new(),
            payload: Payload::DeadlineEscalated(Escalated {
                v: 1,
                clock: clock.id,
                level,
                rule: clock.rule.clone(),
                owner: clock.owner.clone(),
            }),
        };
        let seq = next_seq(tx, subject).await?;
        tx.append(&fact, seq, Seal::Under(&key)).await?;
        // What is done by now needs no mail: the fact and the page tell of it.
        if clock.ended.is_none() {
            self.mail(tx, clock, missed, level).await?;
        }
        Ok(())
    }

    /// The mayor's room reads the page.
    async fn mail(
        &self,
        tx: &mut WriteTx<'_>,
        clock: &Clock,
        missed: Timestamp,
        level: u8,
    ) -> Result<()> {
        let readers = match level {
            1 => first_level(tx, &clock.owner).await?,
            2 => account::holders(tx, Role::Inspector, "").await?,
            _ => Vec::new(),
        };
        let units = Units::load(tx, platform::i18n::Lang::Id).await?;
        for reader in readers {
            if clock.subject.kind == SubjectKind::Case && self.is_kept(tx, clock, reader).await? {
                continue;
            }
            tell_account(tx, &self.app, reader, |lang| {
                let rule = rule_name(lang, &clock.rule);
                let values = [
                    ("rule", rule.clone()),
                    ("unit", units.name(lang, &clock.owner)),
                    ("due", lang.moment(missed, self.app.tz())),
                    ("level", lang.t(&format!("oversee-level-{level}"))),
                    ("link", format!("{}/pengawasan/tenggat", self.app.settings.public_url)),
                ];
                (
                    lang.t1("oversee-mail-subject", "rule", rule),
                    lang.with("oversee-mail-body", &values),
                )
            })
            .await?;
        }
        Ok(())
    }
}

impl Escalate {
    /// Whether something keeps this inspector from the case of the clock.
    async fn is_kept(&self, tx: &mut Tx<'_>, clock: &Clock, reader: UserId) -> Result<bool> {
        let guard = Guard::of(tx, &self.app, reader).await?;
        Ok(guard.kept(tx).await?.contains(&clock.subject.id))
    }
}

/// The heads who answer for the owner of a clock; where there is none, the Inspectorate.
async fn first_level(tx: &mut Tx<'_>, owner: &str) -> Result<Vec<UserId>> {
    let inspectors = account::holders(tx, Role::Inspector, "").await?;
    let first = match owner {
        INSPECTORATE => Vec::new(),
        COORDINATOR => account::holders(tx, Role::Coordinator, "").await?,
        APPROVER => account::holders(tx, Role::Approver, "").await?,
        OUTREACH => account::holders(tx, Role::Outreach, "").await?,
        unit => {
            let mut heads = account::superiors(tx, unit).await?;
            heads.retain(|reader| !inspectors.contains(reader));
            heads
        }
    };
    Ok(if first.is_empty() { inspectors } else { first })
}
