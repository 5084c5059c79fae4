//! A judged trial must not lie: a clock runs to the decision.

use std::sync::Arc;

use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::facts::Payload;
use platform::clocks::{OnLapse, lapse_due};
use platform::testing::{TestCity, on_every_database};
use platform::workers::settle;

use super::super::model::DECISION;
use super::super::store;
use super::super::verbs::TrialClocks;
use super::journey::{DRAFT, browser, judged, offices, proposal, started};
use crate::events::tests::setup;

/// State and end of the clocks of trials on the common clock.
async fn clocks(city: &TestCity) -> Vec<(String, String, Option<i64>)> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let sql = "SELECT state, owner, due_at FROM clock WHERE tenant_id = $1 AND rule = $2";
    let rows = sqlx::query_as(sql).bind(tx.tenant()).bind(DECISION.to_owned());
    rows.fetch_all(tx.conn()).await.unwrap()
}

/// A trial that was judged; its address.
async fn waiting(city: &TestCity) -> String {
    let officer = offices(city).await;
    let head = city.account("kepala", &[(Role::Head, platform::testing::units::REGISTRY)]).await;
    let approver = city.account("sah", &[(Role::Approver, "")]).await;
    let proposed = browser(city, &head).await.post(DRAFT, &proposal()).await;
    let address = proposed.location().to_owned();
    let mut second = browser(city, &approver).await;
    assert_eq!(second.post(&format!("{address}/mulai"), &[]).await.status, 303);
    assert!(clocks(city).await.is_empty(), "nothing is due while it runs");
    let facts = started(city).await;
    let [Payload::TrialStarted(design)] = facts.as_slice() else { panic!("{facts:?}") };
    judged(city, design, officer.user).await;
    address
}

async fn lapse(city: &TestCity) {
    settle(&city.app, city.tenant.id).await.unwrap();
    let owner: Arc<dyn OnLapse> = Arc::new(TrialClocks);
    lapse_due(&city.app.db, city.tenant.id, &[owner]).await.unwrap();
}

#[tokio::test]
async fn a_judged_trial_is_decided_in_fourteen_days_or_everyone_sees_that_it_was_not() {
    on_every_database(setup, async |city| {
        let address = waiting(city).await;
        let judged_at = city.app.db.clock().now();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let due = store::list(&mut tx).await.unwrap().remove(0).due.unwrap();
        drop(tx);
        assert!(!due.lapsed);
        let days = due.at.duration_since(judged_at).as_hours() / 24;
        assert!((13..=14).contains(&days), "{days}");
        let at = Some(due.at.as_microsecond());
        let running = |state: &str| vec![(state.to_owned(), "APPROVER".to_owned(), at)];
        assert_eq!(clocks(city).await, running("running"));
        lapse(city).await;
        assert_eq!(clocks(city).await, running("running"), "it is not over");
        let public = city.browser(crate::routes()).get(&address).await;
        assert!(public.text().contains("Diputuskan paling lambat"), "{}", public.text());

        city.clock.set(due.at + SignedDuration::from_mins(1));
        lapse(city).await;
        lapse(city).await;
        assert_eq!(clocks(city).await, running("lapsed"));
        let facts = started(city).await;
        let missed = facts.iter().filter(|fact| matches!(fact, Payload::TrialDecisionMissed(_)));
        assert_eq!(missed.count(), 1, "{facts:?}");
        let late = city.browser(crate::routes()).get(&address).await;
        assert!(late.text().contains("Lewat tenggat"), "{}", late.text());

        let approver = city.account("sah-2", &[(Role::Approver, "")]).await;
        let mut decider = browser(city, &approver).await;
        let keep = [("putusan", "keep"), ("alasan", "Bagus.")];
        assert_eq!(decider.post(&format!("{address}/putuskan"), &keep).await.status, 303);
        assert_eq!(clocks(city).await, running("stopped"), "the decision ends it");
        let done = city.browser(crate::routes()).get(&address).await;
        assert!(!done.text().contains("Diputuskan paling lambat"));
        city.advance(SignedDuration::from_hours(24 * 60));
        lapse(city).await;
        assert_eq!(clocks(city).await, running("stopped"));
    })
    .await;
}

#[tokio::test]
async fn a_decision_in_time_stops_the_clock_and_nothing_is_missed() {
    let city = TestCity::with(setup()).await;
    let address = waiting(&city).await;
    let approver = city.account("sah-2", &[(Role::Approver, "")]).await;
    let undo = [("putusan", "undo"), ("alasan", "Tidak lebih cepat.")];
    let mut decider = browser(&city, &approver).await;
    assert_eq!(decider.post(&format!("{address}/putuskan"), &undo).await.status, 303);
    city.advance(SignedDuration::from_hours(24 * 30));
    lapse(&city).await;
    let states: Vec<String> = clocks(&city).await.into_iter().map(|clock| clock.0).collect();
    assert_eq!(states, ["stopped"]);
    let facts = started(&city).await;
    assert!(matches!(facts.last(), Some(Payload::TrialEnded(_))), "{facts:?}");
}
