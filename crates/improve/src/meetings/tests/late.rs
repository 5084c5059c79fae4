//! Dates that pass, later dates, and reminders.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use platform::clocks::{OnLapse, lapse_due};
use platform::db::db;
use platform::jobs::{JobHandler, run_ready};
use platform::journal::facts_after;
use platform::testing::{TestCity, on_every_database};
use platform::workers::settle;

use super::super::verbs::{MeetingClocks, Remind};
use super::{People, at, begin, browser, call, day, people, promise};
use crate::events::tests::setup;

/// Lets every clock run out whose time is over, as a server does that starts anew.
async fn restart(city: &TestCity) {
    let owner: Arc<dyn OnLapse> = Arc::new(MeetingClocks { app: Arc::downgrade(&city.app) });
    lapse_due(&city.app.db, city.tenant.id, &[owner]).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
}

async fn count(city: &TestCity, kind: &str) -> usize {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    facts.iter().filter(|fact| fact.kind == kind).count()
}

async fn running(city: &TestCity) -> Vec<(String, String, i64)> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    sqlx::query_as("SELECT rule, state, due_at FROM clock WHERE tenant_id = $1 ORDER BY due_at")
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)
        .unwrap()
}

/// A promise of the registry office for Friday 27 November, made on Tuesday.
async fn made(city: &TestCity) -> (People, String) {
    let people = people(city).await;
    let mut mayor = browser(city, &people.mayor).await;
    let meeting = call(&mut mayor, "coffee_morning", ("24", "11"), &[]).await;
    begin(&mut mayor, &meeting, &[&people.registry]).await;
    let address = promise(&mut mayor, &meeting, ("27", "11")).await;
    settle(&city.app, city.tenant.id).await.unwrap();
    (people, address)
}

#[tokio::test]
async fn a_date_is_missed_once_over_restarts_and_a_later_one_runs_anew() {
    on_every_database(setup, async |city| {
        let (people, address) = made(city).await;
        let clocks = running(city).await;
        let [(rule, state, due)] = clocks.as_slice() else { panic!("{clocks:?}") };
        assert_eq!((rule.as_str(), state.as_str()), ("improve.commitment", "running"));
        let due = Timestamp::from_microsecond(*due).unwrap();
        city.clock.set(due);
        restart(city).await;
        assert_eq!(count(city, "commitment.missed").await, 0, "not at the very instant");
        city.clock.set(due + SignedDuration::from_mins(1));
        for _ in 0..3 {
            restart(city).await;
        }
        assert_eq!(count(city, "commitment.missed").await, 1);

        let mut mayor = browser(city, &people.mayor).await;
        let put_off = format!("{address}/tunda");
        let reason = [("alasan", "Tukang sakit.")];
        let earlier: Vec<_> = reason.into_iter().chain(day("27", "11")).collect();
        let refused = mayor.post(&put_off, &earlier).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains("Tukang sakit."), "typed values are kept");
        let silent: Vec<_> = day("2", "12").into_iter().collect();
        assert_eq!(mayor.post(&put_off, &silent).await.status, 400, "with a reason");
        let mut head = browser(city, &people.registry).await;
        let later: Vec<_> = reason.into_iter().chain(day("2", "12")).collect();
        assert_eq!(head.post(&put_off, &later).await.status, 403, "the chair alone");
        let mut other = browser(city, &people.coordinator).await;
        assert_eq!(other.post(&put_off, &later).await.status, 403, "the chair alone");
        assert_eq!(mayor.post(&put_off, &later).await.status, 303);
        let page = head.get(&address).await.text();
        assert!(page.contains("Tukang sakit.") && page.contains("Pernah lewat batas"), "{page}");
        settle(&city.app, city.tenant.id).await.unwrap();
        let clocks = running(city).await;
        let states: Vec<&str> = clocks.iter().map(|clock| clock.1.as_str()).collect();
        assert_eq!(states, ["stopped", "running"]);
        city.clock.set(at("2026-12-03T08:00:00+07:00"));
        restart(city).await;
        restart(city).await;
        assert_eq!(count(city, "commitment.missed").await, 2, "once for each date");
        // Late, but done: the clock ends and nothing is missed any more.
        let mut head = browser(city, &people.registry).await;
        assert!(head.get(&address).await.text().contains("Lewat 1 hari"));
        let done = [("hasil", "Selesai.")];
        assert_eq!(head.post(&format!("{address}/selesai"), &done).await.status, 303);
        settle(&city.app, city.tenant.id).await.unwrap();
        city.advance(SignedDuration::from_hours(24 * 30));
        restart(city).await;
        assert_eq!(count(city, "commitment.missed").await, 2);
        assert!(running(city).await.iter().all(|clock| clock.1 == "stopped"));
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_back_is_owed_again_and_never_earlier() {
    let city = TestCity::with(setup()).await;
    let (people, address) = made(&city).await;
    let mut head = browser(&city, &people.registry).await;
    let done = [("hasil", "Selesai.")];
    assert_eq!(head.post(&format!("{address}/selesai"), &done).await.status, 303);
    let mut mayor = browser(&city, &people.mayor).await;
    let visit = call(&mut mayor, "visit", ("24", "11"), &["DISDUKCAPIL"]).await;
    begin(&mut mayor, &visit, &[&people.registry]).await;
    let id = visit.rsplit('/').next().unwrap();
    let back = format!("{address}/kembalikan");
    let fields = [("rapat", id), ("alasan", "Baru dua loket.")];
    let fields: Vec<_> = fields.into_iter().chain(day("25", "11")).collect();
    assert_eq!(head.post(&back, &fields).await.status, 403);
    assert_eq!(mayor.post(&back, &fields).await.status, 303);
    let page = head.get(&address).await.text();
    assert!(page.contains("Baru dua loket.") && page.contains("Laporkan selesai"), "{page}");
    settle(&city.app, city.tenant.id).await.unwrap();
    let clocks = running(&city).await;
    let ends: Vec<_> = clocks.iter().map(|clock| clock.2).collect();
    assert_eq!(ends.len(), 2);
    assert_eq!(ends[0], ends[1], "what was promised for Friday is not owed on Wednesday");
    assert_eq!(mayor.post(&back, &fields).await.status, 400, "only what is reported done");
}

async fn mails(city: &TestCity) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM message WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    count
}

#[tokio::test]
async fn a_head_is_reminded_once_of_each_date() {
    on_every_database(setup, async |city| {
        let (people, address) = made(city).await;
        let handlers: [Arc<dyn JobHandler>; 1] = [Arc::new(Remind)];
        let run = async || run_ready(&city.app, city.tenant.id, &handlers).await.unwrap();
        city.clock.set(at("2026-11-25T06:59:00+07:00"));
        assert_eq!(run().await, 0, "two days before, in the morning");
        city.clock.set(at("2026-11-25T07:01:00+07:00"));
        let mut mayor = browser(city, &people.mayor).await;
        let later: Vec<_> = [("alasan", "Cuti.")].into_iter().chain(day("1", "12")).collect();
        assert_eq!(mayor.post(&format!("{address}/tunda"), &later).await.status, 303);
        run().await;
        assert_eq!(mails(city).await, 0, "the first date holds no longer");
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let (payload,): (String,) = sqlx::query_as(
            "SELECT payload FROM job WHERE tenant_id = $1 AND kind = 'improve.remind' \
             ORDER BY run_at DESC LIMIT 1",
        )
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .unwrap();
        drop(tx);
        city.clock.set(at("2026-11-29T07:01:00+07:00"));
        run().await;
        assert_eq!(mails(city).await, 1, "the head of the unit alone");
        // A job may run twice.
        let again = serde_json::from_str(&payload).unwrap();
        Remind.run(&city.app, city.tenant.id, again).await.unwrap();
        assert_eq!(mails(city).await, 1);
    })
    .await;
}
