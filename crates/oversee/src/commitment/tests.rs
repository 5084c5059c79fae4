#![allow(clippy::unwrap_used, reason = "tests")]
//! Signing, declaring, and what follows from it.

use jiff::SignedDuration;
use kernel::actor::Role;
use platform::db::db;
use platform::testing::{Browser, Setup, TestAccount, TestCity, on_every_database, units};

use super::verbs::tick;

fn setup() -> Setup {
    Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() }
}

async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(crate::routes());
    browser.enter(account).await;
    browser
}

async fn count(city: &TestCity, what: &str) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let sql = match what {
        "mails" => "SELECT COUNT(*) FROM message WHERE tenant_id = $1",
        _ => "SELECT COUNT(*) FROM fact WHERE tenant_id = $1 AND kind = 'commitment.share_counted'",
    };
    let (count,): (i64,) =
        sqlx::query_as(sql).bind(tx.tenant()).fetch_one(tx.conn()).await.map_err(db).unwrap();
    count
}

const BROTHER: [(&str, &str); 4] = [
    ("hubungan", "family"),
    ("apa", "Adik, biro jasa"),
    ("unit", units::HEALTH),
    ("nik", "1872014501900001"),
];

#[tokio::test]
async fn everyone_signs_and_declares_and_a_head_sees_who_has() {
    on_every_database(setup, async |city: &TestCity| {
        let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let coordinator = city.account("koordinator", &[(Role::Coordinator, "")]).await;
        let nobody = city.account("tamu", &[]).await;
        let mut browser = at(city, &officer).await;
        assert_eq!(at(city, &nobody).await.get("/saya/integritas").await.status, 404);
        let unticked = browser.post("/saya/integritas/pakta", &[]).await;
        assert_eq!(unticked.status, 400);
        assert!(unticked.text().contains("href=\"#setuju\""));
        let agreed = [("setuju", "1")];
        assert_eq!(browser.post("/saya/integritas/pakta", &agreed).await.status, 303);
        assert_eq!(
            browser.post("/saya/integritas/pakta", &agreed).await.status,
            400,
            "once a year"
        );
        let mut wrong = BROTHER;
        wrong[3].1 = "123";
        let refused = browser.post("/saya/integritas/kepentingan", &wrong).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains("href=\"#nik\"") && refused.text().contains("Adik, biro"));
        let path = "/saya/integritas/kepentingan";
        assert_eq!(browser.post(path, &BROTHER).await.status, 303);
        assert_eq!(browser.post(path, &[("hubungan", "none")]).await.status, 400);
        assert!(browser.get("/saya/integritas").await.text().contains("Adik, biro jasa"));
        let mut above = at(city, &head).await;
        let page = above.get("/pengawasan/integritas").await.text();
        assert!(page.contains("1/2 (50%)") && page.contains("Pegawai atasan</td>"), "{page}");
        assert!(!page.contains("Adik"), "what was declared stays with its owner");
        let mut other = at(city, &coordinator).await;
        assert_eq!(other.get("/pengawasan/integritas").await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_declared_relative_or_unit_keeps_an_inspector_from_a_case() {
    let city = TestCity::with(setup()).await;
    let free = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let brother = city.account("inspektur-2", &[(Role::Inspector, "")]).await;
    let form = [
        ("asal", "signal"),
        ("unit", units::REGISTRY),
        ("dugaan", "Menawarkan jalan pintas"),
        ("perantara", "Adi"),
        ("nik", "1872014501900001"),
    ];
    let mut one = at(&city, &free).await;
    let sent = one.post("/inspektorat/perkara/baru", &form).await;
    let here = sent.location().to_owned();
    let mut two = at(&city, &brother).await;
    assert_eq!(two.get(&here).await.status, 200);
    assert_eq!(two.post("/saya/integritas/kepentingan", &BROTHER).await.status, 303);
    assert_eq!(two.get(&here).await.status, 404, "it is about a relative");
    let of_unit = [("asal", "signal"), ("unit", units::HEALTH), ("dugaan", "x")];
    let refused = two.post("/inspektorat/perkara/baru", &of_unit).await;
    assert_eq!(refused.status, 400, "an interest in that unit");
}

#[tokio::test]
async fn shares_are_public_once_a_month_and_only_where_they_hide_each_person() {
    let city = TestCity::with(setup()).await;
    for n in 0..5 {
        city.account(&format!("petugas-{n}"), &[(Role::Officer, units::REGISTRY)]).await;
    }
    city.account("sendiri", &[(Role::Officer, units::HEALTH)]).await;
    for _ in 0..2 {
        tick(&city.app, city.tenant.id).await.unwrap();
    }
    assert_eq!(count(&city, "shares").await, 1, "one unit of five, none of one");
    assert_eq!(count(&city, "mails").await, 6, "each is reminded once");
    city.advance(SignedDuration::from_hours(24 * 10));
    tick(&city.app, city.tenant.id).await.unwrap();
    assert_eq!(count(&city, "shares").await, 2);
    assert_eq!(count(&city, "mails").await, 6);
}
