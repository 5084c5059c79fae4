//! The projection, on facts as `serve` writes them. Shared by the tests of this crate.
#![allow(clippy::unwrap_used, reason = "tests")]

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Channel, Role};
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, ClockId, CommandId, UserId};
use kernel::money::Rupiah;
use kernel::service::Applicant;
use platform::App;
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;
use platform::testing::{Setup, TestCity, on_every_database, units};
use platform::workers::settle;

use super::log::{self, Scope};
use super::reader::{NAME, ProcessEvents};
use super::store;
use crate::competence::reader::Competence;
use crate::counters::CounterVisits;
use crate::reform::reader::{Reform, Words};

/// What the rules of the city call a held paper and a signature.
fn words() -> Words {
    let rulebook = platform::testing::rulebook();
    Words::of(&rulebook, jiff::civil::date(2026, 10, 1)).unwrap()
}

/// The service of the tests.
pub const SERVICE: &str = "TES-SURAT";

/// A city with this context.
pub fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![
            Box::new(Clocks),
            Box::new(ProcessEvents),
            Box::new(CounterVisits { tz: TimeZone::get("Asia/Jakarta").unwrap() }),
            Box::new(Reform { tz: TimeZone::get("Asia/Jakarta").unwrap(), words: words() }),
            Box::new(Competence { tz: TimeZone::get("Asia/Jakarta").unwrap() }),
        ],
        ..Setup::default()
    }
}

/// What happens to one file.
#[derive(Clone)]
pub struct Story {
    pub app: App,
    pub unit: &'static str,
    /// When it is complete.
    pub ready: Timestamp,
    /// Minutes of each step, one after the other.
    pub steps: Vec<(&'static str, i64)>,
    /// Minutes that it lies before each step.
    pub lies: i64,
    /// It goes back to its citizen for so many minutes before the first step.
    pub back: Option<i64>,
    /// Whether it is answered.
    pub answered: bool,
    pub officer: UserId,
}

impl Story {
    /// A file with two steps.
    pub fn of(app: &App, unit: &'static str, ready: Timestamp, officer: UserId) -> Self {
        let steps = vec![("verify", 10), ("sign", 2)];
        let app = app.clone();
        Self { app, unit, ready, steps, lies: 60, back: None, answered: true, officer }
    }
}

fn clock(clock: ClockId, rule: &str, unit: &str, due: Option<Timestamp>, op: ClockOp) -> ClockMove {
    ClockMove { clock, rule: rule.to_owned(), owner: unit.to_owned(), due_at: due, op }
}

impl Command for Story {
    type Output = ApplicationId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<ApplicationId> {
        tx.replay_at(self.ready);
        let id = ApplicationId::new(self.ready, tx.rng());
        let subject = Subject { kind: SubjectKind::Application, id: id.uuid() };
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let promise = ClockId::new(self.ready, tx.rng());
        let rule = format!("promise/{SERVICE}");
        let mut now = self.ready;
        let due = Some(now + SignedDuration::from_hours(72));
        let citizen = Actor::citizen(Channel::Online);
        let officer = Actor {
            user: Some(self.officer),
            role: Role::Officer,
            unit: None,
            channel: Channel::Counter,
        };
        let submitted = facts::Submitted {
            v: 1,
            number: "K7M42Q9P".to_owned(),
            service: SERVICE.to_owned(),
            standard: 1,
            unit: self.unit.to_owned(),
            applicant: Applicant::Oneself,
            fee: Rupiah::new(0),
            missing: Vec::new(),
            helped: None,
        };
        let completed =
            facts::Completed { v: 1, how: facts::Completion::AtOnce, ticket: String::new() };
        let term = Term { amount: 3, unit: TimeUnit::WorkingDay, hours: Hours::Office };
        let start = clock(promise, &rule, self.unit, due, ClockOp::Start { term });
        let mut acts: Vec<(Timestamp, Actor, Payload, Vec<ClockMove>)> = vec![
            (now, citizen, Payload::Submitted(submitted), vec![]),
            (now, citizen, Payload::Completed(completed), vec![start]),
        ];
        let minutes = SignedDuration::from_mins;
        now += minutes(self.lies);
        let picked = facts::Picked { v: 1, reason: None, passed: 0 };
        acts.push((now, officer, Payload::Picked(picked), vec![]));
        if let Some(back) = self.back {
            let reason = "document_missing".to_owned();
            let pause = clock(promise, &rule, self.unit, None, ClockOp::Pause { reason });
            let returned = facts::Returned { v: 1, missing: vec![], note: String::new() };
            acts.push((now, officer, Payload::Returned(returned), vec![pause]));
            now += minutes(back);
            let resume = clock(promise, &rule, self.unit, due, ClockOp::Resume);
            let supplemented = facts::Supplemented { v: 2, documents: vec![], by: None };
            acts.push((now, citizen, Payload::Supplemented(supplemented), vec![resume]));
        }
        for (step, lasts) in &self.steps {
            let measure = |tx: &mut WriteTx<'_>, now| {
                let watch = ClockId::new(now, tx.rng());
                clock(watch, &format!("step/{step}"), self.unit, None, ClockOp::Measure)
            };
            let payload = facts::Step { v: 1, step: (*step).to_owned() };
            let began = measure(tx, now);
            acts.push((now, officer, Payload::StepStarted(payload.clone()), vec![began]));
            now += minutes(*lasts);
            let ended = measure(tx, now);
            acts.push((now, officer, Payload::StepFinished(payload), vec![ended]));
            now += minutes(self.lies);
        }
        if self.answered {
            acts.push((now, officer, Payload::Approved(facts::Approved { v: 1 }), vec![]));
            let stop = clock(promise, &rule, self.unit, due, ClockOp::Stop);
            let issued = Payload::Issued(facts::Issued { v: 1, file: None });
            acts.push((now, officer, issued, vec![stop]));
            now += SignedDuration::from_hours(48);
            let collected = Payload::Collected(facts::Collected { v: 1 });
            acts.push((now, officer, collected, vec![]));
        }
        for (at, actor, payload, clocks) in acts {
            tx.replay_at(at);
            let command = CommandId::new(at, tx.rng());
            let fact = NewFact { subject, command, occurred_at: at, actor, clocks, payload };
            let seq = next_seq(tx, subject).await?;
            tx.append(&fact, seq, Seal::Under(&key)).await?;
        }
        Ok(id)
    }
}

/// Writes a story down.
pub async fn tell(city: &TestCity, story: Story) -> ApplicationId {
    city.app.db.write(city.tenant.id, story).await.unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn scope(city: &TestCity, units: Option<Vec<String>>) -> Scope {
    Scope::year(&city.app, SERVICE, units)
}

/// Everything in the projection.
async fn rows(city: &TestCity) -> String {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let cases = store::cases(&mut tx, SERVICE, (0, i64::MAX), 256).await.unwrap();
    let events = store::events(&mut tx, SERVICE, (0, i64::MAX), 256).await.unwrap();
    format!("{cases:?}{events:?}")
}

#[tokio::test]
async fn files_become_a_log_in_which_nobody_has_a_name() {
    on_every_database(setup, async |city| {
        let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await.user;
        let ready = at("2026-11-16T09:00:00+07:00");
        let mut story = Story::of(&city.app, units::REGISTRY, ready, officer);
        tell(city, story.clone()).await;
        story.unit = units::HEALTH;
        story.back = Some(60);
        tell(city, story.clone()).await;
        story.answered = false;
        story.back = None;
        tell(city, story).await;
        settle(&city.app, city.tenant.id).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let log = log::gather(&mut tx, &scope(city, None)).await.unwrap();
        assert_eq!((log.percent, log.found.len()), (100, 3));
        let trace = |case| -> Vec<&str> {
            let names = log.found.trace(case).iter();
            names.map(|name| log.found.activities.name(*name)).collect()
        };
        let usual =
            ["submitted", "completed", "picked", "step/verify", "step/sign", "approved", "issued"];
        assert!((0..3).any(|case| trace(case) == usual), "{:?}", trace(0));
        assert_eq!(log.found.resources.iter().collect::<Vec<_>>(), ["1"]);
        let own = scope(city, Some(vec![units::HEALTH.to_owned()]));
        let cases = log::cases(&mut tx, &own, 100).await.unwrap().found;
        assert_eq!(cases.len(), 2);
        let worked: Vec<Option<f64>> =
            cases.iter().map(|case| log::worked(&city.app.calendar, case).unwrap()).collect();
        // An hour before the pick, steps of 12 minutes, an hour after each; the citizen's hour does
        // not count.
        assert!(worked.contains(&None) && worked.contains(&Some(192.0)), "{worked:?}");
        drop(tx);
        let mut other = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::cases(&mut other, SERVICE, (0, i64::MAX), 256).await.unwrap().is_empty());
    })
    .await;
}

struct Erase(ApplicationId);

impl Command for Erase {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, self.0.uuid()).await
    }
}

#[tokio::test]
async fn rebuilt_it_is_the_same_also_after_an_erasure() {
    on_every_database(setup, async |city| {
        let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await.user;
        let ready = at("2026-11-16T09:00:00+07:00");
        let mut story = Story::of(&city.app, units::REGISTRY, ready, officer);
        let first = tell(city, story.clone()).await;
        story.back = Some(30);
        tell(city, story).await;
        settle(&city.app, city.tenant.id).await.unwrap();
        let before = rows(city).await;
        assert!(before.contains("step/sign"));
        city.app.db.write(city.tenant.id, Erase(first)).await.unwrap();
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, NAME).await.unwrap();
        assert_ne!(rows(city).await, before);
        city.app.readers.catch_up(&city.app.db, city.tenant.id).await.unwrap();
        assert_eq!(rows(city).await, before);
    })
    .await;
}
