//! A meeting that gets another time, and a promise that nobody owes any more.

use std::sync::Arc;

use kernel::actor::Role;
use kernel::fact::Positioned;
use platform::clocks::{OnLapse, lapse_due};
use platform::db::db;
use platform::journal::facts_after;
use platform::testing::{TestCity, on_every_database, units};
use platform::workers::settle;

use super::super::store::{self, Kept};
use super::super::verbs::MeetingClocks;
use super::super::{board, model};
use super::{BASE, at, begin, browser, call, day, people, promise, topics};
use crate::events::tests::setup;
use crate::reform::store as reform;

async fn facts(city: &TestCity, kind: &str) -> Vec<Positioned> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    facts.into_iter().filter(|fact| fact.kind == kind).collect()
}

async fn mails(city: &TestCity) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let sql = "SELECT COUNT(*) FROM message WHERE tenant_id = $1 AND channel = 'mail'";
    let query = sqlx::query_as(sql).bind(tx.tenant()).fetch_one(tx.conn());
    let (count,): (i64,) = query.await.map_err(db).unwrap();
    count
}

fn to<'a>(on: (&'a str, &'a str), hour: &'a str, why: &'a str) -> Vec<(&'a str, &'a str)> {
    day(on.0, on.1).into_iter().chain([("jam", hour), ("sebab", why)]).collect()
}

#[tokio::test]
async fn a_called_meeting_moves_with_a_reason_and_everybody_asked_is_told() {
    on_every_database(setup, async |city| {
        let people = people(city).await;
        let mut mayor = browser(city, &people.mayor).await;
        let meeting = call(&mut mayor, "coffee_morning", ("26", "11"), &[]).await;
        call(&mut mayor, "coffee_morning", ("3", "12"), &[]).await;
        let form = mayor.get(&meeting).await.text();
        assert!(form.contains("value=\"26\"") && form.contains("value=\"07.30\""), "{form}");
        let hand = format!("{meeting}/pindah");
        for (fields, field) in [
            (to(("27", "11"), "08.00", " "), "sebab"),
            (to(("31", "11"), "08.00", "Libur."), "tanggal"),
            (to(("27", "11"), "pagi", "Libur."), "jam"),
            (to(("1", "11"), "08.00", "Libur."), "tanggal"),
            (to(("26", "11"), "07.30", "Libur."), "tanggal"),
            // Another coffee morning is on that day.
            (to(("3", "12"), "09.00", "Libur."), "tanggal"),
        ] {
            let answer = mayor.post(&hand, &fields).await;
            assert_eq!(answer.status, 400, "{fields:?}");
            assert!(answer.text().contains(&format!("href=\"#{field}\"")), "{fields:?}");
        }
        let right = to(("27", "11"), "08.00", "Wali kota dipanggil provinsi.");
        let mut head = browser(city, &people.registry).await;
        assert_eq!(head.post(&hand, &right).await.status, 403);
        let mut other = browser(city, &people.coordinator).await;
        assert_eq!(other.post(&hand, &right).await.status, 403, "the chair alone");
        let before = mails(city).await;
        assert_eq!(mayor.post(&hand, &right).await.status, 303);
        assert_eq!(mails(city).await - before, 3, "everybody asked, not who moved it");
        let page = head.get(&meeting).await.text();
        assert!(page.contains("Wali kota dipanggil provinsi."), "{page}");
        assert!(page.contains("27 November") || page.contains("27 Nov"), "{page}");
        assert_eq!(facts(city, "meeting.moved").await.len(), 1, "none for what was refused");
        // On its own day it is in nobody's way.
        let sooner = to(("27", "11"), "07.45", "Ruangnya dipakai.");
        assert_eq!(mayor.post(&hand, &sooner).await.status, 303);
        // It begins on its new day and no earlier, and what began moves no more.
        city.clock.set(at("2026-11-26T07:40:00+07:00"));
        let came = people.registry.user.to_string();
        let mut mayor = browser(city, &people.mayor).await;
        let early = mayor.post(&format!("{meeting}/hadir"), &[("hadir", came.as_str())]).await;
        assert_eq!(early.status, 400);
        city.clock.set(at("2026-11-27T08:05:00+07:00"));
        let mut mayor = browser(city, &people.mayor).await;
        begin(&mut mayor, &meeting, &[&people.registry]).await;
        let late = to(("30", "11"), "08.00", "Lagi.");
        assert_eq!(mayor.post(&hand, &late).await.status, 400, "it is being held");
    })
    .await;
}

#[tokio::test]
async fn of_a_visit_that_moves_its_unit_hears_nothing() {
    let city = TestCity::with(setup()).await;
    let people = people(&city).await;
    let second = city.account("koordinator-2", &[(Role::Coordinator, "")]).await;
    let mut caller = browser(&city, &people.coordinator).await;
    let visit = call(&mut caller, "visit", ("25", "11"), &[units::REGISTRY]).await;
    let (hand, right) = (format!("{visit}/pindah"), to(("26", "11"), "09.00", "Hujan."));
    for account in [&people.registry, &second] {
        let mut stranger = browser(&city, account).await;
        assert!(matches!(stranger.post(&hand, &right).await.status.as_u16(), 403 | 404));
    }
    let before = mails(&city).await;
    assert_eq!(caller.post(&hand, &right).await.status, 303);
    assert_eq!(mails(&city).await - before, 1, "the mayor alone");
}

async fn lapse(city: &TestCity) {
    let owner: Arc<dyn OnLapse> = Arc::new(MeetingClocks { app: Arc::downgrade(&city.app) });
    lapse_due(&city.app.db, city.tenant.id, &[owner]).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
}

async fn kept(city: &TestCity) -> (i64, i64) {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let counts = reform::counts(&mut tx, "2026-01").await.unwrap();
    let own = counts.iter().filter(|count| count.measure == "promises");
    own.fold((0, 0), |sum, one| (sum.0 + one.total, sum.1 + one.n))
}

#[tokio::test]
async fn a_released_promise_is_asked_for_no_more_and_counts_neither_way() {
    on_every_database(setup, async |city| {
        let people = people(city).await;
        let mut mayor = browser(city, &people.mayor).await;
        let meeting = call(&mut mayor, "coffee_morning", ("24", "11"), &[]).await;
        begin(&mut mayor, &meeting, &[&people.registry]).await;
        let address = promise(&mut mayor, &meeting, ("27", "11")).await;
        let hand = format!("{address}/lepas");
        let reason = [("sebab", "Gedungnya pindah.")];
        assert_eq!(mayor.post(&hand, &[("sebab", " ")]).await.status, 400, "with a reason");
        let mut head = browser(city, &people.registry).await;
        assert_eq!(head.post(&hand, &reason).await.status, 403, "the chair alone");
        let mut other = browser(city, &people.coordinator).await;
        assert_eq!(other.post(&hand, &reason).await.status, 403, "the chair alone");
        assert_eq!(mayor.post(&hand, &reason).await.status, 303);
        assert_eq!(mayor.post(&hand, &reason).await.status, 400, "once");
        let page = head.get(&address).await.text();
        assert!(page.contains("Dilepas") && page.contains("Gedungnya pindah."), "{page}");
        let done = [("hasil", "Selesai.")];
        assert_eq!(head.post(&format!("{address}/selesai"), &done).await.status, 400);
        assert_eq!(facts(city, "commitment.released").await.len(), 1);
        city.clock.set(at("2026-12-20T08:00:00+07:00"));
        lapse(city).await;
        assert!(facts(city, "commitment.missed").await.is_empty(), "its clock has ended");
        assert_eq!(kept(city).await, (0, 0));
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let now = city.clock.now();
        let shares = store::shares(&mut tx, ("2026-11", "2026-12"), now).await.unwrap();
        assert!(shares.iter().all(|share| share.due == 0), "{shares:?}");
        let since = at("2026-11-01T00:00:00+07:00");
        assert!(store::kept(&mut tx, since).await.unwrap().is_empty());
        let board = board(&mut tx, &city.app, now, topics).await.unwrap();
        assert_eq!(board.kept, Kept { done: 0, of: 0 });
        assert_eq!(board.promises[0].promise.standing, model::Standing::Released);
    })
    .await;
}

#[tokio::test]
async fn releasing_what_is_late_does_not_make_it_undone() {
    let city = TestCity::with(setup()).await;
    let people = people(&city).await;
    let mut mayor = browser(&city, &people.mayor).await;
    let meeting = call(&mut mayor, "coffee_morning", ("24", "11"), &[]).await;
    begin(&mut mayor, &meeting, &[&people.registry]).await;
    let address = promise(&mut mayor, &meeting, ("27", "11")).await;
    // Its date has passed, and the clocks have not been looked at yet.
    city.clock.set(at("2026-11-30T08:00:00+07:00"));
    let mut mayor = browser(&city, &people.mayor).await;
    let reason = [("sebab", "Tidak jadi.")];
    assert_eq!(mayor.post(&format!("{address}/lepas"), &reason).await.status, 303);
    lapse(&city).await;
    assert_eq!(facts(&city, "commitment.missed").await.len(), 1);
    assert_eq!(kept(&city).await, (0, 1), "missed, once");
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let shares = store::shares(&mut tx, ("2026-11", "2026-11"), city.clock.now()).await.unwrap();
    assert_eq!(shares.iter().map(|one| (one.done, one.due)).max(), Some((0, 1)));
    let page = mayor.get(BASE).await.text();
    assert!(!page.contains("Papan tarif terpasang"), "nobody owes it any more: {page}");
}
