#![allow(clippy::unwrap_used, reason = "tests")]
//! Rounds, through the page.

use std::sync::Arc;

use jiff::SignedDuration;
use kernel::actor::Role;
use platform::clocks::{Clocks, OnLapse, lapse_due};
use platform::testing::{Browser, Setup, TestAccount, TestCity, on_every_database, units};
use platform::workers::settle;

use crate::OverseeClocks;
use crate::deadlines::watch::Watch;

const BASE: &str = "/pengawasan/keliling";

fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks), Box::new(Watch)],
        ..Setup::default()
    }
}

async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(crate::routes());
    browser.enter(account).await;
    browser
}

fn planned<'a>(unit: &'a str, kind: &'a str, day: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("unit", unit),
        ("jenis", kind),
        ("tanggal", day),
        ("tanggal-month", "12"),
        ("tanggal-year", "2026"),
    ]
}

fn id_of(page: &str) -> String {
    let action = page.split("action=\"/pengawasan/keliling/").nth(1).unwrap();
    action.split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_head_plans_own_rounds_and_never_sees_an_unannounced_one() {
    on_every_database(setup, async |city: &TestCity| {
        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let coordinator = city.account("koordinator", &[(Role::Coordinator, "")]).await;
        assert_eq!(at(city, &coordinator).await.get(BASE).await.status, 403);
        let (mut own, mut whole) = (at(city, &head).await, at(city, &inspector).await);
        let secret = whole.post(BASE, &planned(units::REGISTRY, "unannounced", "3")).await;
        assert_eq!(secret.status, 303, "{}", secret.text());
        settle(&city.app, city.tenant.id).await.unwrap();
        assert!(own.get(BASE).await.text().contains("Belum ada rencana"));
        assert!(own.get("/pengawasan/tenggat").await.text().contains("0 tenggat berjalan"));
        let theirs = id_of(&whole.get(BASE).await.text());
        let held = [(format!("temuan-{theirs}"), "0"), (format!("tindak-{theirs}"), "x")];
        let held: Vec<(&str, &str)> = held.iter().map(|(k, v)| (k.as_str(), *v)).collect();
        assert_eq!(own.post(&format!("{BASE}/{theirs}/selesai"), &held).await.status, 404);

        let elsewhere = own.post(BASE, &planned(units::HEALTH, "routine", "3")).await;
        assert_eq!(elsewhere.status, 400);
        assert!(elsewhere.text().contains("Pilih unit yang Anda awasi"));
        let mut past = planned(units::REGISTRY, "routine", "3");
        past[3].1 = "1";
        assert!(own.post(BASE, &past).await.text().contains("Tanggal ini sudah lewat"));
        own.post(BASE, &planned(units::REGISTRY, "routine", "3")).await;
        let page = own.get(BASE).await.text();
        assert!(page.contains("1 dari 1 unit belum dikunjungi"), "{page}");
        let id = id_of(&page);
        let (count, text) = (format!("temuan-{id}"), format!("tindak-{id}"));
        let path = format!("{BASE}/{id}/selesai");
        let wrong = own.post(&path, &[(&count, "banyak"), (&text, "Papan biaya")]).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text().contains("Tulis jumlah dengan angka"));
        assert!(wrong.text().contains(">Papan biaya</textarea>"), "typed values are kept");
        let done = [(count.as_str(), "2"), (text.as_str(), "Papan biaya")];
        assert_eq!(own.post(&path, &done).await.status, 303);
        let page = own.get(BASE).await.text();
        assert!(page.contains("0 dari 1 unit belum dikunjungi") && page.contains("Papan biaya"));
        assert!(whole.get(BASE).await.text().contains("2 dari 3 unit belum dikunjungi"));
    })
    .await;
}

#[tokio::test]
async fn a_round_that_was_not_held_is_missed_and_still_owed() {
    let city = TestCity::with(setup()).await;
    let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
    let mut own = at(&city, &head).await;
    own.post(BASE, &[("unit", units::REGISTRY), ("jenis", "routine")]).await;
    settle(&city.app, city.tenant.id).await.unwrap();
    city.advance(SignedDuration::from_hours(24 * 32));
    let owner: Arc<dyn OnLapse> = Arc::new(OverseeClocks { app: Arc::downgrade(&city.app) });
    lapse_due(&city.app.db, city.tenant.id, &[owner]).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    own.enter(&head).await;
    let page = own.get("/pengawasan/tenggat?waktu=lewat").await.text();
    assert!(page.contains("Pengawasan keliling</th>"), "{page}");
    assert!(own.get(BASE).await.text().contains("Kunjungan selesai"), "still owed");
}
