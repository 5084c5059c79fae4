use jiff::SignedDuration;
use kernel::actor::Actor;
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::fact::{ClockMove, ClockOp, NewFact, Positioned, Subject, SubjectKind};
use kernel::facts::{Payload, queue};
use kernel::id::{ClockId, CommandId};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::*;
use crate::clocks::{Clocks, Lapsed, OnLapse};
use crate::jobs;
use crate::journal::{Projection, Seal, next_seq};
use crate::testing::{Setup, TestCity, on_every_database};

const RULE: &str = "test.answer";

/// Writes a fact of a service that moves a clock.
struct Move {
    op: ClockOp,
    due: Option<SignedDuration>,
}

impl Command for Move {
    type Output = ();
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let due_at = self.due.map(|due| tx.now() + due);
        append(tx, self.op.clone(), due_at).await
    }
}

async fn append(tx: &mut WriteTx<'_>, op: ClockOp, due_at: Option<Timestamp>) -> Result<()> {
    let subject = Subject { kind: SubjectKind::QueueEntry, id: Uuid::from_u128(1) };
    let clock = ClockId::from_uuid(Uuid::from_u128(2));
    let (rule, owner) = (RULE.to_owned(), "DPMPTSP".to_owned());
    let now = tx.now();
    let left = queue::Left { v: 1, queue: "loket".to_owned(), ticket: "A1".to_owned() };
    let fact = NewFact {
        subject,
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor: Actor::system(),
        clocks: vec![ClockMove { clock, rule, owner, due_at, op }],
        payload: Payload::QueueLeft(left),
    };
    let seq = next_seq(tx, subject).await?;
    tx.append(&fact, seq, Seal::Clear).await?;
    Ok(())
}

fn start(due: SignedDuration) -> Move {
    let term = Term { amount: 1, unit: TimeUnit::Hour, hours: Hours::Elapsed };
    Move { op: ClockOp::Start { term }, due: Some(due) }
}

/// Lapses the clock, as its owner does.
struct Owner;

impl OnLapse for Owner {
    fn owns(&self, rule: &str) -> bool {
        rule == RULE
    }

    fn lapse<'t>(&'t self, tx: &'t mut WriteTx<'_>, _: &'t Lapsed) -> BoxFuture<'t, Result<()>> {
        Box::pin(append(tx, ClockOp::Lapse, None))
    }
}

/// A reader that can read nothing.
struct Broken;

impl Projection for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    fn apply<'t>(
        &'t self,
        _: &'t mut WriteTx<'_>,
        _: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async { panic!("a broken reader") })
    }
}

const TELL: &str = "test.tell";

/// A job that tells the test when it runs.
struct Tell(mpsc::UnboundedSender<()>);

impl JobHandler for Tell {
    fn kind(&self) -> &'static str {
        TELL
    }

    fn run<'a>(
        &'a self,
        _: &'a App,
        _: TenantId,
        _: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { self.0.send(()).map_err(Error::internal) })
    }
}

struct EnqueueTell;

impl Command for EnqueueTell {
    type Output = ();
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        jobs::enqueue(tx, TELL, &(), now).await.map(|_| ())
    }
}

fn setup() -> Setup {
    Setup { on_lapse: vec![Arc::new(Owner)], ..Setup::default() }
}

async fn write(city: &TestCity, command: impl Command) {
    city.app.db.write(city.tenant.id, command).await.unwrap();
}

async fn clock_state(city: &TestCity) -> Option<String> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let row: Option<(String,)> = sqlx::query_as("SELECT state FROM clock WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_optional(tx.conn())
        .await
        .unwrap();
    row.map(|(state,)| state)
}

async fn look_at_clocks(city: &TestCity) -> Duration {
    match watch_clocks(&city.app, city.tenant.id).await.unwrap() {
        Next::After(pause) => pause,
        Next::Soon => Duration::ZERO,
    }
}

#[tokio::test]
async fn settling_leaves_nothing_behind() {
    on_every_database(setup, async |city| {
        write(city, start(SignedDuration::from_secs(3600))).await;
        assert!(unsettled(&city.app, city.tenant.id).await.unwrap());
        assert_eq!(clock_state(city).await, None);
        settle(&city.app, city.tenant.id).await.unwrap();
        assert!(!unsettled(&city.app, city.tenant.id).await.unwrap());
        assert_eq!(clock_state(city).await.as_deref(), Some("running"));
    })
    .await;
}

#[tokio::test]
async fn a_clock_lapses_just_after_its_time() {
    on_every_database(setup, async |city| {
        write(city, start(SignedDuration::from_secs(3))).await;
        // Less than the usual pause: the next look comes when the clock is due.
        assert_eq!(look_at_clocks(city).await, Duration::from_millis(3001));
        city.advance(SignedDuration::from_secs(3));
        look_at_clocks(city).await;
        assert_eq!(clock_state(city).await.as_deref(), Some("running"));
        city.advance(SignedDuration::from_micros(1));
        look_at_clocks(city).await;
        settle(&city.app, city.tenant.id).await.unwrap();
        assert_eq!(clock_state(city).await.as_deref(), Some("lapsed"));
        assert_eq!(look_at_clocks(city).await, CLOCKS);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_stopped_in_time_does_not_lapse() {
    let city = TestCity::with(setup()).await;
    write(&city, start(SignedDuration::from_secs(60))).await;
    look_at_clocks(&city).await;
    // The table of clocks does not know of the stop yet when the time is over.
    write(&city, Move { op: ClockOp::Stop, due: None }).await;
    city.advance(SignedDuration::from_secs(61));
    look_at_clocks(&city).await;
    settle(&city.app, city.tenant.id).await.unwrap();
    assert_eq!(clock_state(&city).await.as_deref(), Some("stopped"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loops_follow_commits_and_stop_when_told() {
    on_every_database(setup, async |city| {
        let (stop, stopped) = watch::channel(false);
        let (sender, mut told) = mpsc::unbounded_channel();
        let workers = spawn(&city.app, vec![Arc::new(Tell(sender))], &stopped);
        write(city, start(SignedDuration::from_secs(3600))).await;
        write(city, EnqueueTell).await;
        assert_eq!(told.recv().await, Some(()));
        while clock_state(city).await.is_none() {
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
        workers.finished().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loop_that_fails_does_not_stop_the_others() {
    let readers: Vec<Box<dyn Projection>> = vec![Box::new(Clocks), Box::new(Broken)];
    let city = TestCity::with(Setup { readers, ..setup() }).await;
    write(&city, start(SignedDuration::from_secs(3600))).await;
    let (stop, stopped) = watch::channel(false);
    let (sender, mut told) = mpsc::unbounded_channel();
    assert!(settle(&city.app, city.tenant.id).await.is_err());
    let workers = spawn(&city.app, vec![Arc::new(Tell(sender))], &stopped);
    for _ in 0..3 {
        write(&city, EnqueueTell).await;
        assert_eq!(told.recv().await, Some(()));
    }
    stop.send(true).unwrap();
    workers.finished().await.unwrap();
}

/// A job that lasts until the test lets it go.
struct Lasting(mpsc::UnboundedSender<()>, watch::Receiver<bool>);

impl JobHandler for Lasting {
    fn kind(&self) -> &'static str {
        TELL
    }

    fn run<'a>(
        &'a self,
        _: &'a App,
        _: TenantId,
        _: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        let mut release = self.1.clone();
        Box::pin(async move {
            self.0.send(()).map_err(Error::internal)?;
            release.wait_for(|released| *released).await.map_err(Error::internal)?;
            Ok(())
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_waits_for_the_step_that_runs() {
    let city = TestCity::with(setup()).await;
    let (stop, stopped) = watch::channel(false);
    let (release, released) = watch::channel(false);
    let (sender, mut told) = mpsc::unbounded_channel();
    let workers = spawn(&city.app, vec![Arc::new(Lasting(sender, released))], &stopped);
    write(&city, EnqueueTell).await;
    assert_eq!(told.recv().await, Some(()));
    stop.send(true).unwrap();
    release.send(true).unwrap();
    workers.finished().await.unwrap();
    // The job was finished, not only begun: nothing is left of it.
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (left,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM job WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    assert_eq!(left, 0);
}
