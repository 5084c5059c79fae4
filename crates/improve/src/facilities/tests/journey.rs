//! From a look to the list of repairs and to the public page, through the real router.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::Payload;
use platform::App;
use platform::journal::facts_after;
use platform::testing::{Browser, Setup, TestCity, Upload, on_every_database, units};
use platform::workers::settle;

use super::super::pages;
use super::super::reader::WaitingRooms;
use super::super::verbs::CountWeeks;
use super::super::{cards, repairs};
use crate::decisions::model::Source;
use crate::events::tests::at;
use crate::workload::tests::Visit;

fn setup() -> Setup {
    let mut setup = crate::events::tests::setup();
    setup.readers.push(Box::new(WaitingRooms { tz: TimeZone::get("Asia/Jakarta").unwrap() }));
    setup
}

fn reports<'a>(
    _: &'a App,
    _: TenantId,
    _: Timestamp,
) -> BoxFuture<'a, Result<BTreeMap<String, i64>>> {
    Box::pin(async { Ok(BTreeMap::from([(units::REGISTRY.to_owned(), 7)])) })
}

fn routes() -> Router<App> {
    crate::routes().merge(pages::routes(reports))
}

async fn person(city: &TestCity, login: &str, role: Role, unit: &str) -> Browser {
    let account = city.account(login, &[(role, unit)]).await;
    let mut browser = city.browser(routes());
    browser.enter(&account).await;
    browser
}

fn address(item: &str) -> String {
    format!("/perbaikan/fasilitas/{}/{item}", units::REGISTRY)
}

fn look<'a>(present: &'a str, measured: &'a str, cost: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("ada", present),
        ("kondisi", "2"),
        ("ukuran", measured),
        ("catatan", "Dekat pintu timur."),
        ("biaya", cost),
        ("kode", "SSH-0101"),
    ]
}

async fn told(city: &TestCity) -> Vec<Payload> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let mine = facts.into_iter().filter(|fact| fact.kind.starts_with("facility."));
    mine.filter_map(|fact| fact.clear).collect()
}

/// Ten people come at nine on a day of each of the last weeks; each is called after a minute.
async fn crowds(city: &TestCity) {
    for week in 0..3 {
        let day = at("2026-11-04T09:00:00+07:00") + SignedDuration::from_hours(24 * 7 * week);
        for place in 0..10 {
            let app = city.app.clone();
            let taken = day + SignedDuration::from_secs(place);
            city.app
                .db
                .write(city.tenant.id, Visit { app, taken, counter: units::REGISTRY })
                .await
                .unwrap();
        }
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

#[tokio::test]
async fn a_look_becomes_a_repair_and_a_public_page() {
    on_every_database(setup, async |city| {
        let mut head = person(city, "kepala", Role::Head, units::REGISTRY).await;
        let mut public = city.browser(routes());
        assert!(public.get("/kantor").await.text().contains("Belum diperiksa lengkap"));
        // Nothing typed is lost, and the mistake stands at its field.
        let wrong = head.post_files(&address("door-width"), &look("yes", "lebar", "1"), &[]).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert!(wrong.text().contains("Tulis angka saja"), "{}", wrong.text());
        assert!(wrong.text().contains("value=\"lebar\"") && wrong.text().contains("pintu timur"));
        let wrong = head.post_files(&address("door-width"), &look("yes", "9000", ""), &[]).await;
        assert!(wrong.text().contains("antara 10 dan 2000"), "{}", wrong.text());
        let wrong = head.post_files(&address("door-width"), &look("", "80", ""), &[]).await;
        assert!(wrong.text().contains("Pilih apakah sarana ini ada."));
        let junk = [Upload { field: "foto", name: "a.jpg", media: "image/jpeg", bytes: b"junk" }];
        let wrong = head.post_files(&address("door-width"), &look("yes", "80", ""), &junk).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert!(told(city).await.is_empty());

        let fields = look("yes", "80,5", "Rp2.500.000");
        let done = head.post_files(&address("door-width"), &fields, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let again = head.post_files(&address("door-width"), &look("yes", "95", ""), &[]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        let page = head.get(&address("door-width")).await.text();
        assert!(page.contains("80,5 cm") && page.contains("95 cm"), "the earlier look stays");
        assert!(page.contains("Dekat pintu timur.") && page.contains("Rp2.500.000 (SSH-0101)"));
        head.post_files(&address("door-width"), &fields, &[]).await;
        let facts = told(city).await;
        let json = serde_json::to_string(&facts).unwrap();
        assert_eq!(facts.len(), 5, "{json}");
        assert!(json.contains("\"measured_milli\":80500") && !json.contains("pintu timur"));

        let list = head.get("/perbaikan/fasilitas").await.text();
        assert!(list.contains("Ukuran akses tidak terpenuhi") && list.contains("Rp2.500.000"));
        assert!(list.contains(">7<"), "reports are counted: {list}");
        assert!(!list.contains(units::HEALTH), "another unit is not a head's to see");
        let shown = public.get(&format!("/kantor/{}", units::REGISTRY)).await.text();
        assert!(shown.contains("Belum terpenuhi: Lebar bukaan pintu utama."), "{shown}");
        assert!(!shown.contains("pintu timur"));
        let photo = public.get(&format!("/kantor/{}/foto", units::REGISTRY)).await;
        assert_eq!(photo.status, StatusCode::NOT_FOUND);
        assert_eq!(public.get("/kantor/TIDAK-ADA").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn only_the_head_of_the_unit_and_the_coordinator_look() {
    on_every_database(setup, async |city| {
        let mut other = person(city, "kepala-lain", Role::Head, units::HEALTH).await;
        let fields = look("yes", "100", "");
        assert_eq!(other.get(&address("door-width")).await.status, StatusCode::NOT_FOUND);
        let refused = other.post_files(&address("door-width"), &fields, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let office = format!("/perbaikan/fasilitas/{}", units::REGISTRY);
        assert_eq!(other.get(&office).await.status, StatusCode::NOT_FOUND);
        for (login, role) in [("wali", Role::Mayor), ("sah", Role::Approver)] {
            let mut browser = person(city, login, role, "").await;
            assert_eq!(browser.get(&address("door-width")).await.status, StatusCode::OK);
            let refused = browser.post_files(&address("door-width"), &fields, &[]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}");
        }
        let mut officer = person(city, "petugas", Role::Officer, units::REGISTRY).await;
        assert_eq!(officer.get(&office).await.status, StatusCode::FORBIDDEN);
        let mut coordinator = person(city, "koordinator", Role::Coordinator, "").await;
        let done = coordinator.post_files(&address("door-width"), &fields, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let unknown = coordinator.post_files(&address("pintu"), &fields, &[]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_waiting_room_that_is_too_small_is_told_once_a_week() {
    on_every_database(setup, async |city| {
        crowds(city).await;
        let count = || CountWeeks { app: city.app.clone(), unit: units::REGISTRY.to_owned() };
        // Without seats nothing can be said.
        assert_eq!(city.app.db.write(city.tenant.id, count()).await.unwrap(), 0);
        let mut head = person(city, "kepala", Role::Head, units::REGISTRY).await;
        let fields = look("yes", "4", "12000000");
        let done = head.post_files(&address("waiting-room"), &fields, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        // Today is Wednesday, 25 November 2026: four weeks are over, in three of them people came, of
        // which one goes on.
        assert_eq!(city.app.db.write(city.tenant.id, count()).await.unwrap(), 4);
        assert_eq!(city.app.db.write(city.tenant.id, count()).await.unwrap(), 0);
        let crowded: Vec<_> = told(city)
            .await
            .into_iter()
            .filter_map(|fact| match fact {
                Payload::FacilityCrowded(one) => Some((one.week.to_string(), one.peak, one.seats)),
                _ => None,
            })
            .collect();
        let weeks = ["2026-11-02", "2026-11-09", "2026-11-16"].map(|week| (week.to_owned(), 10, 4));
        assert_eq!(crowded, weeks);

        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let found = cards(&mut tx, &city.app).await.unwrap();
        let ranked = repairs(&mut tx, &city.app).await.unwrap();
        drop(tx);
        assert_eq!((found.len(), ranked.len()), (1, 1));
        let card = &found[0];
        assert_eq!(
            (card.source, card.reference.as_str()),
            (Source::Facility, "facility/DISDUKCAPIL")
        );
        assert!(card.evidence.id.contains("Sudah 3 minggu"), "{}", card.evidence.id);
        assert!(card.loss > 0.0 && card.choices[0].cost.is_some());
        assert!((ranked[0].people_per_day - 10.0).abs() < 1e-9 && ranked[0].rank == 1);
        let list = head.get("/perbaikan/fasilitas").await.text();
        assert!(list.contains("hanya ada 4 kursi") && list.contains("3 minggu berturut-turut"));
        let shown = city.browser(routes()).get("/kantor").await.text();
        assert!(shown.contains("sekitar 1 menit bila datang pukul 09.00"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn waiting_rooms_rebuilt_are_the_same() {
    on_every_database(setup, async |city| {
        crowds(city).await;
        let rows = async || {
            let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
            let span = ("2026-11-01".parse().unwrap(), "2026-12-01".parse().unwrap());
            let visits = super::super::store::waiting::visits(&mut tx, units::REGISTRY, span).await;
            let mut visits = visits.unwrap();
            visits.sort_unstable();
            let hours = super::super::store::waiting::hours(&mut tx, span.0, span.1).await.unwrap();
            (visits, hours)
        };
        let before = rows().await;
        assert_eq!((before.0.len(), before.1[0].came, before.1[0].called), (30, 30, 30));
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, "waiting_rooms").await.unwrap();
        assert!(rows().await.0.is_empty());
        city.app.readers.catch_up(&city.app.db, city.tenant.id).await.unwrap();
        assert_eq!(rows().await, before);
    })
    .await;
}
