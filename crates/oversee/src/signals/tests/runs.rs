//! Runs: what is raised, once, and what is counted for everyone.

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Role};
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::facts::Payload;
use kernel::id::SignalId;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::clocks::lapse_due;
use platform::journal;
use platform::testing::{TestAccount, TestCity, on_every_database, units};
use platform::workers::settle;

use super::life::{offices, season, setup};
use crate::cases::verbs::{About, Open};
use crate::signals::model::{OfficeCounts, State};
use crate::signals::verbs::{Decide, Does, SignalClocks, run};
use crate::signals::{model::Signal, store};

async fn open(city: &TestCity) -> Vec<Signal> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::list(&mut tx, &city.app, State::Open, 100).await.unwrap()
}

async fn decide(city: &TestCity, signal: SignalId, does: Does) -> Result<()> {
    let command = Decide { app: city.app.clone(), signal, does, actor: Actor::system() };
    city.app.db.write(city.tenant.id, command).await
}

/// An inspector opens a case from a signal.
async fn case_of(
    city: &TestCity,
    inspector: &TestAccount,
    signal: &str,
) -> Result<ApplicationNumber> {
    let open = Open {
        app: city.app.clone(),
        user: inspector.user,
        actor: Actor::system(),
        origin: "signal".to_owned(),
        reference: signal.to_owned(),
        urgent: "Berkasnya akan dimusnahkan".to_owned(),
        unit: units::REGISTRY.to_owned(),
        about: About::Nobody,
        allegation: "Berkas diarahkan".to_owned(),
        tell_superior: false,
    };
    city.app.db.write(city.tenant.id, open).await
}

async fn counted(city: &TestCity) -> Vec<(i64, u64)> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = journal::facts_after(&mut tx, 0, 10_000).await.unwrap();
    let count = |fact: &kernel::fact::Positioned| match &fact.clear {
        Some(Payload::SignalRunCounted(counted)) => Some((counted.run, counted.found)),
        _ => None,
    };
    facts.iter().filter_map(count).collect()
}

#[tokio::test]
async fn a_broker_with_a_helper_is_raised_once_and_counted_in_public() {
    on_every_database(setup, async |city| {
        let [ani, _] = season(city, "2026-06-01T01:00:00Z", "broker").await;
        let found = run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
        let signals = open(city).await;
        assert_eq!(signals.len(), found);
        let kinds: Vec<&str> = signals.iter().map(|signal| signal.kind.as_str()).collect();
        assert!(kinds.contains(&"shared_contact") && kinds.contains(&"steering"), "{kinds:?}");
        let silent = signals.iter().find(|signal| signal.kind == "gift_silence").unwrap();
        assert_eq!(silent.content.subject, [("unit".to_owned(), "B".to_owned())]);
        assert_eq!((silent.content.seen, silent.content.effect), (0.0, None));
        // Five reports are too few to speak; the survey does.
        assert_eq!(
            (silent.content.files, silent.content.records.as_slice()),
            (17, ["spring".to_owned()].as_slice())
        );
        let words = silent.content.words.as_ref().unwrap();
        assert_eq!((words.reports, words.gifts, words.told[0].paid), (5, 0, 12));
        let steering = signals.iter().find(|signal| signal.kind == "steering").unwrap();
        let subject = &steering.content.subject;
        assert_eq!(subject[0], ("representative".to_owned(), "broker".to_owned()));
        assert_eq!(subject[1], ("officer".to_owned(), ani.to_string()));
        assert_eq!(steering.content.records.len(), 40);
        assert_eq!(
            steering.content.links,
            [("representative broker".to_owned(), ani.to_string(), 40)]
        );
        assert!(steering.due_at.is_some());
        assert_eq!(counted(city).await, [(1, found as u64)]);
        // The same files are not looked at again.
        let again = run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap_err();
        assert_eq!((again.kind(), again.key()), (Kind::Conflict, "signals-nothing-new"));
        assert_eq!(open(city).await.len(), found);
    })
    .await;
}

/// Where the seasons of the test below begin.
const SEASONS: [&str; 2] = ["2026-03-01T01:00:00Z", "2026-05-01T01:00:00Z"];

/// Asks only for what no run has looked at: up to the last decision of the season, from that of the one before.
fn in_its_season<'a>(
    app: &'a App,
    tenant: TenantId,
    span: (Timestamp, Timestamp),
) -> BoxFuture<'a, Result<Vec<OfficeCounts>>> {
    Box::pin(async move {
        let last = SEASONS.map(|from| {
            from.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(30 * 399 + 20)
        });
        let spans = [(Timestamp::UNIX_EPOCH, last[0]), (last[0], last[1])];
        assert!(spans.contains(&span), "{span:?}");
        offices(app, tenant, span).await
    })
}

#[tokio::test]
async fn what_other_contexts_count_is_asked_for_each_time_once() {
    let city = TestCity::with(setup()).await;
    for from in SEASONS {
        season(&city, from, "").await;
        run(&city.app, city.tenant.id, Actor::system(), in_its_season).await.unwrap();
    }
    assert_eq!(open(&city).await.len(), 2, "the fixture's silent office, in each run");
}

#[tokio::test]
async fn what_was_dismissed_comes_back_with_new_files_only() {
    let city = TestCity::with(setup()).await;
    season(&city, "2026-03-01T01:00:00Z", "broker").await;
    run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
    for signal in open(&city).await {
        let does = Does::Dismiss("explained".to_owned(), "Ia ketua RT.".to_owned());
        decide(&city, signal.id, does).await.unwrap();
        let does = Does::Dismiss("chance".to_owned(), "lagi".to_owned());
        assert_eq!(decide(&city, signal.id, does).await.unwrap_err().key(), "signals-decided");
    }
    season(&city, "2026-05-01T01:00:00Z", "").await;
    run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
    let honest = open(&city).await;
    assert!(honest.iter().all(|signal| signal.kind == "gift_silence"), "nothing old comes back");
    season(&city, "2026-07-01T01:00:00Z", "broker").await;
    run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
    let back = open(&city).await;
    let steering = back.iter().find(|signal| signal.kind == "steering").unwrap();
    assert_eq!(steering.run, 3);
}

#[tokio::test]
async fn a_signal_that_nobody_decides_is_kept_as_missed_once() {
    let city = TestCity::with(setup()).await;
    season(&city, "2026-06-01T01:00:00Z", "broker").await;
    run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
    let first = open(&city).await.remove(0);
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let number = case_of(&city, &inspector, &first.id.to_string()).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    let weak = std::sync::Arc::downgrade(&city.app);
    let owner: std::sync::Arc<dyn platform::clocks::OnLapse> =
        std::sync::Arc::new(SignalClocks { app: weak });
    let owners = [owner];
    for _ in 0..2 {
        city.advance(SignedDuration::from_hours(24 * 40));
        lapse_due(&city.app.db, city.tenant.id, &owners).await.unwrap();
        // The table of clocks is behind the journal until its reader has seen the first.
        lapse_due(&city.app.db, city.tenant.id, &owners).await.unwrap();
        settle(&city.app, city.tenant.id).await.unwrap();
    }
    let rest = open(&city).await;
    assert!(!rest.is_empty());
    assert!(rest.iter().all(|signal| signal.missed_at.is_some() && signal.seq == 2), "once each");
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (ended, _) = store::by_id(&mut tx, &city.app, first.id).await.unwrap();
    assert_eq!((ended.state, ended.missed_at), (State::Escalated, None));
    assert_eq!(ended.content.ending.unwrap().text, number.to_string());
    drop(tx);
    let twice = case_of(&city, &inspector, &first.id.to_string()).await.unwrap_err();
    assert_eq!(twice.key(), "signals-decided");
    assert_eq!(
        case_of(&city, &inspector, "nothing").await.unwrap_err().key(),
        "case-signal-unknown"
    );
}

#[tokio::test]
async fn the_projection_is_rebuilt_to_the_same_rows() {
    let city = TestCity::with(setup()).await;
    season(&city, "2026-06-01T01:00:00Z", "broker").await;
    let rows = async || {
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let cases = store::cases(&mut tx, 0, uuid::Uuid::nil(), 1_000).await.unwrap();
        let acts = store::acts(&mut tx, "2000-01").await.unwrap();
        (format!("{cases:?}"), acts)
    };
    let before = rows().await;
    for reader in ["signals", "signal_ways"] {
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, reader).await.unwrap();
    }
    city.app.readers.catch_up(&city.app.db, city.tenant.id).await.unwrap();
    assert_eq!(rows().await, before);
    let mut other = city.app.db.read(city.other.id).await.unwrap();
    assert!(store::cases(&mut other, 0, uuid::Uuid::nil(), 10).await.unwrap().is_empty());
}
