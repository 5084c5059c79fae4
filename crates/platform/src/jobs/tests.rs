use std::collections::BTreeMap;
use std::sync::Mutex;

use kernel::error::Kind;
use proptest::prelude::*;

use super::*;
use crate::testing::{Setup, TestCity, on_every_database};

const KIND: &str = "test.count";

/// Counts how often it did each job, and then answers as it was told.
struct Counting {
    done: Mutex<BTreeMap<String, usize>>,
    answer: fn() -> Result<()>,
}

impl Counting {
    fn new(answer: fn() -> Result<()>) -> Arc<Self> {
        Arc::new(Self { done: Mutex::default(), answer })
    }

    fn times(&self) -> Vec<usize> {
        self.done.lock().unwrap().values().copied().collect()
    }
}

impl JobHandler for Counting {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(
        &'a self,
        _: &'a App,
        _: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            *self.done.lock().unwrap().entry(payload.to_string()).or_default() += 1;
            // Lets the other worker run in between.
            tokio::task::yield_now().await;
            (self.answer)()
        })
    }
}

struct Enqueue {
    count: i64,
    after: SignedDuration,
    fail: bool,
}

impl Enqueue {
    fn now(count: i64) -> Self {
        Self { count, after: SignedDuration::ZERO, fail: false }
    }
}

impl Command for Enqueue {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for number in 0..self.count {
            let run_at = tx.now() + self.after;
            enqueue(tx, KIND, &number, run_at).await?;
        }
        if self.fail { Err(Error::invalid("error-not-found")) } else { Ok(()) }
    }
}

async fn put(city: &TestCity, command: Enqueue) {
    city.app.db.write(city.tenant.id, command).await.unwrap();
}

async fn run(city: &TestCity, handler: &Arc<Counting>) -> usize {
    let handlers: [Arc<dyn JobHandler>; 1] = [handler.clone()];
    run_ready(&city.app, city.tenant.id, &handlers).await.unwrap()
}

async fn run_until_idle(city: &TestCity, handler: &Arc<Counting>) {
    while run(city, handler).await > 0 {}
}

/// State, attempts and last error of every job.
async fn jobs(city: &TestCity) -> Vec<(String, i64, String)> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    sqlx::query_as("SELECT state, attempts, last_error FROM job WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_do_each_job_once() {
    on_every_database(Setup::default, async |city| {
        put(city, Enqueue::now(70)).await;
        let counting = Counting::new(|| Ok(()));
        tokio::join!(run_until_idle(city, &counting), run_until_idle(city, &counting));
        assert_eq!(counting.times(), vec![1; 70]);
        assert_eq!(jobs(city).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_refused_command_leaves_no_job() {
    let city = TestCity::with(Setup::default()).await;
    let command = Enqueue { fail: true, ..Enqueue::now(3) };
    assert!(city.app.db.write(city.tenant.id, command).await.is_err());
    assert_eq!(jobs(&city).await, []);
}

#[tokio::test]
async fn a_job_waits_for_its_time_and_belongs_to_its_city() {
    let city = TestCity::with(Setup::default()).await;
    put(&city, Enqueue { after: SignedDuration::from_secs(60), ..Enqueue::now(1) }).await;
    let counting = Counting::new(|| Ok(()));
    assert_eq!(run(&city, &counting).await, 0);
    city.advance(SignedDuration::from_secs(60));
    let handlers: [Arc<dyn JobHandler>; 1] = [counting.clone()];
    assert_eq!(run_ready(&city.app, city.other.id, &handlers).await.unwrap(), 0);
    assert_eq!(run(&city, &counting).await, 1);
}

#[tokio::test]
async fn a_failing_job_comes_back_later_and_later_and_is_given_up() {
    on_every_database(Setup::default, async |city| {
        put(city, Enqueue::now(1)).await;
        let failing = Counting::new(|| {
            let error = Error::new(Kind::Conflict, "error-changed-meanwhile").context("no server");
            Err(error.with("name", "Siti"))
        });
        for attempt in 1..=ATTEMPTS {
            assert_eq!(run(city, &failing).await, 1, "attempt {attempt}");
            city.advance(backoff(attempt) - SignedDuration::from_micros(1));
            assert_eq!(run(city, &failing).await, 0, "before its time after attempt {attempt}");
            city.advance(SignedDuration::from_micros(1));
        }
        assert_eq!(run(city, &failing).await, 0);
        let told = "error-changed-meanwhile: no server".to_owned();
        assert_eq!(jobs(city).await, [("dead".to_owned(), ATTEMPTS, told)]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_and_a_missing_handler_count_as_failures() {
    let city = TestCity::with(Setup::default()).await;
    put(&city, Enqueue::now(1)).await;
    assert_eq!(run(&city, &Counting::new(|| panic!("a broken handler"))).await, 1);
    let told = "error-internal: the handler panicked".to_owned();
    assert_eq!(jobs(&city).await, [("ready".to_owned(), 1, told)]);

    city.advance(backoff(1));
    assert_eq!(run_ready(&city.app, city.tenant.id, &[]).await.unwrap(), 1);
    let told = "error-internal: no handler does jobs of kind test.count".to_owned();
    assert_eq!(jobs(&city).await, [("ready".to_owned(), 2, told)]);
}

#[tokio::test]
async fn a_job_whose_worker_died_runs_again_after_the_lease() {
    on_every_database(Setup::default, async |city| {
        put(city, Enqueue::now(1)).await;
        let lost = city.app.db.write(city.tenant.id, Claim).await.unwrap();
        assert_eq!(lost.len(), 1);
        let counting = Counting::new(|| Ok(()));
        city.advance(LEASE - SignedDuration::from_micros(1));
        assert_eq!(run(city, &counting).await, 0);
        city.advance(SignedDuration::from_micros(1));
        assert_eq!(run(city, &counting).await, 1);
        assert_eq!(counting.times(), [1]);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_comes_too_late_changes_nothing() {
    let city = TestCity::with(Setup::default()).await;
    put(&city, Enqueue::now(1)).await;
    let late = city.app.db.write(city.tenant.id, Claim).await.unwrap().remove(0);
    city.advance(LEASE);
    assert_eq!(city.app.db.write(city.tenant.id, Claim).await.unwrap().len(), 1);
    for error in [None, Some("too late".to_owned())] {
        let finish = Finish { job: late.clone(), error };
        city.app.db.write(city.tenant.id, finish).await.unwrap();
        assert_eq!(jobs(&city).await, [("running".to_owned(), 2, String::new())]);
    }
}

#[tokio::test]
async fn a_job_that_always_kills_its_worker_is_given_up() {
    let city = TestCity::with(Setup::default()).await;
    put(&city, Enqueue::now(1)).await;
    for _ in 0..ATTEMPTS {
        assert_eq!(city.app.db.write(city.tenant.id, Claim).await.unwrap().len(), 1);
        city.advance(LEASE);
    }
    assert_eq!(city.app.db.write(city.tenant.id, Claim).await.unwrap().len(), 0);
    assert_eq!(jobs(&city).await[0].0, "dead");
}

proptest! {
    #[test]
    fn pauses_double_up_to_six_hours(attempts in 1..i64::MAX) {
        let (pause, next) = (backoff(attempts), backoff(attempts.saturating_add(1)));
        prop_assert_eq!(next, (pause + pause).min(SignedDuration::from_hours(6)));
    }
}
