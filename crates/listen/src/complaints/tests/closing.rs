//! How a report ends, and how it does not.

use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::error::Kind;
use kernel::facts::Payload;
use kernel::facts::complaint::Outcome;
use kernel::id::ComplaintId;
use platform::clocks::lapse_due;
use platform::db::{Command, WriteTx};
use platform::journal;
use platform::testing::{TestCity, on_every_database};
use platform::workers::settle;

use super::seeded::{act, body, coordinator, disposed, received, row, setup, unit, visitor, whole};
use crate::complaints::model::{End, State, Viewer};
use crate::complaints::report::Reporter;
use crate::complaints::store;
use crate::complaints::verbs::{ComplaintClocks, Does, Letter};

/// Says that it is done.
fn done() -> Does {
    let letter = Letter { text: "Sudah selesai".to_owned(), ..Letter::default() };
    Does::Propose { outcome: Outcome::Explained, letter }
}

/// The gateway took every message that waits.
struct Sent;

impl Command for Sent {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> kernel::error::Result<()> {
        sqlx::query("UPDATE message SET state = 'sent', sent_at = 1 WHERE tenant_id = $1")
            .bind(tx.tenant())
            .execute(tx.conn())
            .await
            .map_err(platform::db::db)?;
        Ok(())
    }
}

/// Days pass, and clocks that ran out are acted on.
async fn days(city: &TestCity, days: i64) {
    let app = &city.app;
    settle(app, city.tenant.id).await.unwrap();
    city.advance(SignedDuration::from_hours(24 * days));
    let weak = std::sync::Arc::downgrade(app);
    let owner: std::sync::Arc<dyn platform::clocks::OnLapse> =
        std::sync::Arc::new(ComplaintClocks { app: weak });
    lapse_due(&app.db, city.tenant.id, &[owner]).await.unwrap();
    settle(app, city.tenant.id).await.unwrap();
}

/// Messages that went out or wait.
async fn messages(city: &TestCity) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM message WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    count
}

/// Reasons that everyone can read of reports that ended without their reporter.
async fn counted(city: &TestCity) -> Vec<String> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = journal::facts_after(&mut tx, 0, 1000).await.unwrap();
    let reason = |fact: &kernel::fact::Positioned| match &fact.clear {
        Some(Payload::ComplaintClosedWithoutConsent(counted)) => Some(counted.reason.clone()),
        _ => None,
    };
    facts.iter().filter_map(reason).collect()
}

/// How many clocks of a report have not ended.
async fn running(city: &TestCity, id: ComplaintId) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (open,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM clock WHERE tenant_id = $1 AND subject_id = $2 AND ended_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_one(tx.conn())
    .await
    .unwrap();
    open
}

#[tokio::test]
async fn silence_ends_a_report_only_after_two_delivered_notices() {
    on_every_database(setup, async |city: &TestCity| {
        let receipt = received(city, body("delay")).await;
        disposed(city, receipt.id).await;
        act(city, receipt.id, unit(), done()).await.unwrap();
        city.app.db.write(city.tenant.id, Sent).await.unwrap();
        days(city, 6).await;
        let reminded = row(city, receipt.number).await;
        assert!(reminded.clocks.of("complaint.second_notice").is_none(), "told a second time");
        // The second message still waits in the outbox: it reached nobody.
        days(city, 6).await;
        let waiting = row(city, receipt.number).await;
        assert_eq!(waiting.matter.state, State::Proposed);
        assert!(counted(city).await.is_empty());

        let second = received(city, body("delay")).await;
        disposed(city, second.id).await;
        act(city, second.id, unit(), done()).await.unwrap();
        days(city, 6).await;
        city.app.db.write(city.tenant.id, Sent).await.unwrap();
        days(city, 6).await;
        let ended = row(city, second.number).await;
        assert_eq!((ended.matter.state, ended.matter.end), (State::Closed, Some(End::Silence)));
        assert_eq!(running(city, second.id).await, 0, "no clock outlives its report");
        assert_eq!(counted(city).await, ["silence"]);
        let mut reporter = visitor(city);
        let (own, code) = (format!("/lapor/{}", second.number), second.secret.expose_printed());
        reporter.post(&format!("{own}/buka"), &[("kode", &code)]).await;
        let page = whole(&reporter.get(&own).await);
        assert!(page.contains("Ditutup karena pelapor diam</h2>"), "a state of its own");

        act(city, second.id, Viewer::Reporter, Does::Reopen("Belum".to_owned())).await.unwrap();
        assert_eq!(row(city, second.number).await.matter.state, State::InProgress);
    })
    .await;
}

#[tokio::test]
async fn whoever_cannot_be_told_is_never_silent() {
    let city = TestCity::with(setup()).await;
    let mut nameless = body("delay");
    nameless.reporter = Reporter::default();
    let receipt = received(&city, nameless).await;
    disposed(&city, receipt.id).await;
    act(&city, receipt.id, unit(), done()).await.unwrap();
    for _ in 0..5 {
        days(&city, 6).await;
    }
    assert_eq!(row(&city, receipt.number).await.matter.state, State::Proposed);
}

#[tokio::test]
async fn an_override_is_listed_public_and_no_units_to_give() {
    let city = TestCity::with(setup()).await;
    let receipt = received(&city, body("delay")).await;
    disposed(&city, receipt.id).await;
    let end = |reason: &str| Does::Override { reason: reason.to_owned(), text: "x".to_owned() };
    let refused = act(&city, receipt.id, unit(), end("duplicate")).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Forbidden);
    let refused = act(&city, receipt.id, coordinator(), end("tired")).await.unwrap_err();
    assert_eq!(refused.key(), "complaint-override-unlisted");
    act(&city, receipt.id, coordinator(), end("duplicate")).await.unwrap();
    assert_eq!(counted(&city).await, ["duplicate"]);
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let standing =
        store::standing(&mut tx, jiff::Timestamp::UNIX_EPOCH, city.clock.now()).await.unwrap();
    assert_eq!((standing[0].ended, standing[0].overridden, standing[0].consent), (1, 1, 0));
    drop(tx);
    let fresh = received(&city, body("delay")).await;
    act(&city, fresh.id, coordinator(), end("abusive")).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let standing =
        store::standing(&mut tx, jiff::Timestamp::UNIX_EPOCH, city.clock.now()).await.unwrap();
    let own = standing.iter().find(|row| row.unit == "COORDINATOR").map(|row| row.overridden);
    assert_eq!(own, Some(1), "what ends before anyone is given it is counted as well");
    drop(tx);
    // A day after the time for it, the reporter can no longer open it again.
    days(&city, 12).await;
    let late = act(&city, receipt.id, Viewer::Reporter, Does::Reopen("x".to_owned())).await;
    assert_eq!(late.unwrap_err().key(), "complaint-reopen-late");
}

#[tokio::test]
async fn a_missed_time_is_kept_and_still_owed() {
    let city = TestCity::with(setup()).await;
    let receipt = received(&city, body("delay")).await;
    disposed(&city, receipt.id).await;
    let before = messages(&city).await;
    days(&city, 40).await;
    assert_eq!(messages(&city).await, before + 2, "the reporter is told of each");
    let late = row(&city, receipt.number).await;
    assert_eq!(late.missed, 2, "first response and the class's own time");
    assert_eq!(late.matter.state, State::Disposed);
    days(&city, 1).await;
    assert_eq!(row(&city, receipt.number).await.missed, 2, "once each");
    act(&city, receipt.id, unit(), done()).await.unwrap();
}

#[tokio::test]
async fn who_answers_for_the_unit_hears_of_each_missed_time_once() {
    let city = TestCity::with(setup()).await;
    city.account("atasan", &[(Role::Head, "DISDUKCAPIL")]).await;
    city.account("inspektur", &[(Role::Inspector, "")]).await;
    city.account("kepala-lain", &[(Role::Head, "DPMPTSP")]).await;
    let receipt = received(&city, body("delay")).await;
    disposed(&city, receipt.id).await;
    let before = messages(&city).await;
    days(&city, 40).await;
    // Two times were missed: the reporter, the unit's head and the inspector hear of each.
    assert_eq!(messages(&city).await, before + 6);
    days(&city, 1).await;
    assert_eq!(messages(&city).await, before + 6, "once each");
}
