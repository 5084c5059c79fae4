//! Heads, inspectors and coordinators, through the pages; a duty from its beginning to its end.

use std::sync::Arc;

use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::fact::{ClockMove, ClockOp};
use kernel::id::{ClockId, DutyId};
use platform::clocks::{OnLapse, lapse_due};
use platform::testing::{Browser, TestAccount, TestCity, on_every_database, units};
use platform::workers::settle;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

use super::histories::{Move, setup};
use crate::OverseeClocks;
use crate::deadlines::verbs::{assign, tick};

async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(crate::routes());
    browser.enter(account).await;
    browser
}

async fn start(city: &TestCity, seed: u64, rule: &str, owner: &str, hours: i64) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let now = city.clock.now();
    let term = city.app.rulebook.term("oversee.superior_duty", city.app.today()).unwrap();
    let moved = ClockMove {
        clock: ClockId::new(now, &mut rng),
        rule: rule.to_owned(),
        owner: owner.to_owned(),
        due_at: Some(now + SignedDuration::from_hours(hours)),
        op: ClockOp::Start { term },
    };
    let act = Move { app: city.app.clone(), subject: DutyId::new(now, &mut rng), moved };
    city.app.db.write(city.tenant.id, act).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
}

#[tokio::test]
async fn a_head_sees_own_clocks_and_an_inspector_the_city() {
    on_every_database(setup, async |city: &TestCity| {
        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
        start(city, 1, "promise/DUK-KTP", units::REGISTRY, 2).await;
        start(city, 2, "complaint.ordinary", units::HEALTH, 300).await;
        city.advance(SignedDuration::from_hours(3));
        let mut browser = at(city, &head).await;
        let page = browser.get("/pengawasan/tenggat").await.text();
        assert!(page.contains("Janji layanan DUK-KTP") && page.contains("1 tenggat berjalan, 1"));
        assert!(!page.contains("Dinas DINKES"), "another unit's clock");
        let page = browser.get("/pengawasan/tenggat?unit=DINKES").await.text();
        assert!(!page.contains("Penyelesaian pengaduan"), "not even when asked for");
        let mut city_wide = at(city, &inspector).await;
        let page = city_wide.get("/pengawasan/tenggat").await.text();
        assert!(page.contains("Dinas DINKES") && page.contains("Dinas DISDUKCAPIL"));
        let missed = page.find("Janji layanan").unwrap();
        assert!(missed < page.rfind("Penyelesaian pengaduan").unwrap(), "missed ones first");
        let late = city_wide.get("/pengawasan/tenggat?waktu=lewat").await.text();
        assert!(late.contains("Janji layanan") && !late.contains("Penyelesaian pengaduan"));
        let week = city_wide.get("/pengawasan/tenggat?waktu=minggu-ini").await.text();
        assert!(!week.contains("Penyelesaian pengaduan"), "twelve days on");
        assert_eq!(at(city, &officer).await.get("/pengawasan/tenggat").await.status, 403);
    })
    .await;
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
async fn a_missed_time_is_told_to_the_head_then_the_inspectorate_then_shown_to_the_mayor() {
    let city = TestCity::with(setup()).await;
    city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    start(&city, 1, "promise/DUK-KTP", units::REGISTRY, 2).await;
    // (hours gone, mails in all, who answers): working days of 24 November 2026 on.
    let steps = [
        (1, 0, "Kepala unit"),
        (2, 1, "Kepala unit"),
        (24 * 8, 2, "Inspektorat"),
        (24 * 15, 2, "Ruang wali kota"),
    ];
    let mut gone = 0;
    for (hours, count, answers) in steps {
        city.advance(SignedDuration::from_hours(hours - gone) + SignedDuration::from_secs(1));
        gone = hours;
        tick(&city.app, city.tenant.id).await.unwrap();
        assert_eq!(mails(&city).await, count, "after {hours} hours");
        let page = at(&city, &inspector).await.get("/pengawasan/tenggat").await.text();
        assert!(page.contains(&format!("<td data-label=\"Penanggung jawab\">{answers}")), "{page}");
    }
}

struct Give(platform::App);

impl platform::db::Command for Give {
    type Output = bool;

    async fn run(&self, tx: &mut platform::db::WriteTx<'_>) -> kernel::error::Result<bool> {
        let source = uuid::Uuid::from_u128(5);
        assign(tx, &self.0, source, "case.opened", units::REGISTRY).await
    }
}

#[tokio::test]
async fn a_head_who_does_not_summon_is_counted_in_public() {
    let city = TestCity::with(setup()).await;
    let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
    let other = city.account("lain", &[(Role::Head, units::HEALTH)]).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let (app, tenant) = (&city.app, city.tenant.id);
    assert!(app.db.write(tenant, Give(app.clone())).await.unwrap());
    assert!(!app.db.write(tenant, Give(app.clone())).await.unwrap(), "once for each source");
    settle(app, tenant).await.unwrap();
    let mut browser = at(&city, &head).await;
    let page = browser.get("/pengawasan/kewajiban").await.text();
    assert!(page.contains("Menunggu panggilan pertama"));
    assert!(page.contains("Senin 14 Des"), "fourteen working days on");
    let action = page.split("action=\"").find(|part| part.starts_with("/pengawasan")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    let id = action.split('/').nth(3).unwrap().to_owned();
    let field = format!("surat-{id}");
    let mut stranger = at(&city, &other).await;
    let theirs = stranger.get("/pengawasan/kewajiban").await.text();
    assert!(theirs.contains("Tidak ada kewajiban"));
    assert_eq!(stranger.post(&action, &[(&field, "800/1")]).await.status, 404);

    city.advance(SignedDuration::from_hours(24 * 40));
    let weak = Arc::downgrade(app);
    let owner: Arc<dyn OnLapse> = Arc::new(OverseeClocks { app: weak });
    for _ in 0..2 {
        lapse_due(&app.db, tenant, &[Arc::clone(&owner)]).await.unwrap();
    }
    let mut tx = app.db.read(tenant).await.unwrap();
    let public: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT payload FROM fact WHERE tenant_id = $1 AND kind = 'duty.missed_counted'",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .unwrap();
    drop(tx);
    assert_eq!(public.len(), 1);
    let said = String::from_utf8(public[0].0.clone()).unwrap();
    assert_eq!(said, r#"{"data":{"unit":"DISDUKCAPIL","v":1},"kind":"duty.missed_counted"}"#);
    let page = at(&city, &inspector).await.get("/pengawasan/kewajiban").await.text();
    assert!(page.contains("Terlewat, masih wajib"));

    browser.enter(&head).await;
    let empty = browser.post(&action, &[(&field, " ")]).await;
    assert_eq!(empty.status, 400);
    assert!(empty.text().contains("Isi bagian ini"));
    assert_eq!(browser.post(&action, &[(&field, "800/1")]).await.status, 303);
    assert_eq!(browser.post(&action, &[(&field, "800/1")]).await.status, 400);
    let page = browser.get("/pengawasan/kewajiban").await.text();
    assert!(page.contains("Panggilan terkirim, terlambat"));
}

#[tokio::test]
async fn what_the_rules_list_gives_the_head_of_the_unit_a_duty() {
    let city = TestCity::with(setup()).await;
    let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
    let (app, tenant) = (&city.app, city.tenant.id);
    super::listed::dispose(&city, units::REGISTRY, "complaint.ordinary").await;
    tick(app, tenant).await.unwrap();
    let page = at(&city, &head).await.get("/pengawasan/kewajiban").await.text();
    assert!(page.contains("Tidak ada kewajiban"), "an ordinary report");
    super::listed::dispose(&city, "INSPECTORATE", "complaint.supervision").await;
    super::listed::dispose(&city, units::REGISTRY, "complaint.supervision").await;
    for _ in 0..2 {
        tick(app, tenant).await.unwrap();
    }
    let page = at(&city, &head).await.get("/pengawasan/kewajiban").await.text();
    assert_eq!(page.matches("Menunggu panggilan pertama").count(), 1);
}

/// A report of money reaches the head in the act that tells it, and not before.
#[tokio::test]
async fn a_proven_report_of_the_inspectorate_gives_the_head_a_duty() {
    let city = TestCity::with(setup()).await;
    let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
    let other = city.account("lain", &[(Role::Head, units::HEALTH)]).await;
    let (app, tenant) = (&city.app, city.tenant.id);
    super::listed::dispose(&city, "INSPECTORATE", "complaint.supervision").await;
    tick(app, tenant).await.unwrap();
    let page = at(&city, &head).await.get("/pengawasan/kewajiban").await.text();
    assert!(page.contains("Tidak ada kewajiban"), "the unit is not told while it is looked into");
    super::listed::prove(&city, units::REGISTRY).await;
    for _ in 0..2 {
        tick(app, tenant).await.unwrap();
    }
    let page = at(&city, &head).await.get("/pengawasan/kewajiban").await.text();
    assert_eq!(page.matches("Menunggu panggilan pertama").count(), 1);
    let page = at(&city, &other).await.get("/pengawasan/kewajiban").await.text();
    assert!(page.contains("Tidak ada kewajiban"));
}
