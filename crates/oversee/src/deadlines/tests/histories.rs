//! Random histories of clocks, with a worker that is stopped after any of its steps: what went up is
//! what an oracle says, each level once.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::deadline::DutyMissed;
use kernel::id::{ClockId, CommandId, DutyId};
use platform::App;
use platform::db::{Command, Tx, WriteTx, db};
use platform::journal::{Seal, next_seq};
use platform::keys;
use platform::testing::{Setup, TestCity, on_every_database, units};
use platform::workers::settle;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

use crate::deadlines::store;
use crate::deadlines::verbs::{Escalate, tick};
use crate::deadlines::watch::Watch;
use platform::running::due;

const RULE: &str = "oversee.superior_duty";

pub(super) fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(platform::clocks::Clocks), Box::new(Watch)],
        ..Setup::default()
    }
}

/// Any fact that moves a clock.
#[derive(Clone)]
pub(super) struct Move {
    pub app: App,
    pub subject: DutyId,
    pub moved: ClockMove,
}

impl Command for Move {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let subject = Subject { kind: SubjectKind::Duty, id: self.subject.uuid() };
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
            clocks: vec![self.moved.clone()],
            payload: Payload::DutyMissed(DutyMissed { v: 1 }),
        };
        let seq = next_seq(tx, subject).await?;
        tx.append(&fact, seq, Seal::Under(&key)).await?;
        Ok(())
    }
}

/// A clock as the oracle knows it.
struct Known {
    subject: DutyId,
    clock: ClockId,
    due: Option<Timestamp>,
    missed: Option<Timestamp>,
    ended: Option<Timestamp>,
}

impl Known {
    fn moved(&self, op: ClockOp) -> ClockMove {
        let owner = units::REGISTRY.to_owned();
        ClockMove { clock: self.clock, rule: RULE.to_owned(), owner, due_at: self.due, op }
    }

    /// What it means that time went on to `now`.
    fn see(&mut self, now: Timestamp) {
        if self.ended.is_none() && self.missed.is_none() {
            self.missed = self.due.filter(|due| *due < now);
        }
    }

    fn levels(&self, app: &App, now: Timestamp) -> Vec<i64> {
        let Some(missed) = self.missed else { return Vec::new() };
        let until = self.ended.unwrap_or(now);
        let reached = |level: &i64| {
            let rule = format!("oversee.escalate_{level}");
            due(app, &rule, units::REGISTRY, missed).unwrap() <= until
        };
        (1..=3).filter(reached).collect()
    }
}

async fn write(city: &TestCity, known: &Known, op: ClockOp) {
    let moved = known.moved(op);
    let act = Move { app: city.app.clone(), subject: known.subject, moved };
    city.app.db.write(city.tenant.id, act).await.unwrap();
}

/// One thing that happens to one of the clocks.
async fn happen(city: &TestCity, rng: &mut ChaCha20Rng, known: &mut Known) {
    let now = city.clock.now();
    known.see(now);
    match rng.random_range(0..4_u8) {
        0 => {
            known.ended = Some(now);
            write(city, known, ClockOp::Stop).await;
        }
        1 if known.due.is_some() => {
            known.due = None;
            write(city, known, ClockOp::Pause { reason: "gift-pause-officer".to_owned() }).await;
        }
        1 => {
            known.due = Some(now + SignedDuration::from_hours(rng.random_range(1..200)));
            write(city, known, ClockOp::Resume).await;
        }
        2 if known.due.is_some_and(|due| due < now) => write(city, known, ClockOp::Lapse).await,
        _ => {}
    }
}

/// The worker does some of its steps and is stopped.
async fn work(city: &TestCity, rng: &mut ChaCha20Rng) {
    let (db, tenant) = (&city.app.db, city.tenant.id);
    if rng.random_bool(0.4) {
        settle(&city.app, tenant).await.unwrap();
    }
    let mut tx = db.read(tenant).await.unwrap();
    let found = store::to_look_at(&mut tx, city.clock.now(), 100).await.unwrap();
    drop(tx);
    let steps = rng.random_range(0..=found.len());
    for clock in found.into_iter().take(steps) {
        let act = Escalate { app: city.app.clone(), clock };
        db.write(tenant, act.clone()).await.unwrap();
        if rng.random_bool(0.3) {
            // Started again before it knew that this was done.
            db.write(tenant, act).await.unwrap();
        }
    }
}

/// Levels that went up, by clock, from the facts of the journal.
async fn facts(tx: &mut Tx<'_>) -> BTreeMap<Vec<u8>, i64> {
    let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
        "SELECT subject_id, COUNT(*) FROM fact WHERE tenant_id = $1 \
         AND kind = 'deadline.escalated' GROUP BY subject_id",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
    .unwrap();
    rows.into_iter().collect()
}

async fn history(city: &TestCity, seed: u64) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut clocks: Vec<Known> = Vec::new();
    for _ in 0..rng.random_range(10..40) {
        let now = city.clock.now();
        match rng.random_range(0..3_u8) {
            0 => {
                let known = Known {
                    subject: DutyId::new(now, &mut rng),
                    clock: ClockId::new(now, &mut rng),
                    due: Some(now + SignedDuration::from_hours(rng.random_range(1..200))),
                    missed: None,
                    ended: None,
                };
                let term = city.app.rulebook.term(RULE, city.app.today()).unwrap();
                write(city, &known, ClockOp::Start { term }).await;
                clocks.push(known);
            }
            1 => {
                let open = clocks.iter_mut().filter(|known| known.ended.is_none());
                let open: Vec<&mut Known> = open.collect();
                let count = open.len().max(1);
                let chosen = rng.random_range(0..count);
                if let Some(known) = open.into_iter().nth(chosen) {
                    happen(city, &mut rng, known).await;
                }
            }
            _ => work(city, &mut rng).await,
        }
        city.advance(SignedDuration::from_mins(rng.random_range(1..6000)));
    }
    settle(&city.app, city.tenant.id).await.unwrap();
    tick(&city.app, city.tenant.id).await.unwrap();
    tick(&city.app, city.tenant.id).await.unwrap();
    let now = city.clock.now();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let written = facts(&mut tx).await;
    for known in &mut clocks {
        known.see(now);
        let wanted = known.levels(&city.app, now);
        let told = store::told(&mut tx, known.clock).await.unwrap();
        let told: Vec<i64> = told.into_iter().map(i64::from).collect();
        assert_eq!(told, wanted, "levels of a clock, seed {seed}");
        let count = written.get(&known.clock.to_vec()).copied().unwrap_or(0);
        assert_eq!(count, wanted.len() as i64, "facts of a clock, seed {seed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn nothing_goes_up_twice_or_never(seed in any::<u64>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let city = TestCity::with(setup()).await;
            history(&city, seed).await;
            city.close().await;
        });
    }
}

#[tokio::test]
async fn a_history_on_every_database_and_a_rebuilt_projection() {
    on_every_database(setup, async |city: &TestCity| {
        history(city, 7).await;
        let (app, tenant) = (&city.app, city.tenant.id);
        let before = rows(city).await;
        assert!(!before.is_empty());
        app.readers.drop_rows(&app.db, tenant, "deadline_watch").await.unwrap();
        assert!(rows(city).await.is_empty());
        settle(app, tenant).await.unwrap();
        assert_eq!(rows(city).await, before);
        let mut tx = app.db.read(tenant).await.unwrap();
        let told = facts(&mut tx).await;
        drop(tx);
        tick(app, tenant).await.unwrap();
        let mut tx = app.db.read(tenant).await.unwrap();
        assert_eq!(facts(&mut tx).await, told, "a rebuilt table tells nothing again");
    })
    .await;
}

type WatchRow = (Vec<u8>, i64, Option<i64>, Option<i64>, Option<i64>);

async fn rows(city: &TestCity) -> Vec<WatchRow> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    sqlx::query_as(
        "SELECT clock_id, started_at, due_at, missed_at, ended_at FROM deadline_watch \
         WHERE tenant_id = $1 ORDER BY clock_id",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
    .unwrap()
}
