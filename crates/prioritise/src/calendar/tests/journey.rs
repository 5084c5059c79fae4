//! A year of the budget through the pages, on every database.

use std::sync::Arc;

use kernel::actor::Role;
use kernel::facts::Payload;
use platform::journal;
use platform::testing::{Browser, Setup, TestCity, on_every_database};
use platform::web::feed::ical;
use platform::workers::settle;

use crate::calendar::pages;
use crate::calendar::store;
use crate::calendar::verbs::BudgetClocks;
use platform::clocks::{OnLapse, lapse_due};

fn setup() -> Setup {
    Setup {
        now: "2025-11-28T10:00:00+07:00".parse().unwrap(),
        migrations: crate::MIGRATIONS.to_vec(),
        ..Setup::default()
    }
}

async fn planner(city: &TestCity) -> Browser {
    let account = city.account("perencana", &[(Role::Planner, "")]).await;
    let mut browser = city.browser(pages::routes());
    browser.enter(&account).await;
    browser
}

async fn done(browser: &mut Browser, step: &str, day: [&str; 3], document: &str) -> (u16, String) {
    let [d, m, y] = day;
    let fields = [("hari", d), ("hari-month", m), ("hari-year", y), ("dokumen", document)];
    let answer = browser.post(&format!("/perencana/kalender/2026/{step}"), &fields).await;
    (answer.status.as_u16(), answer.text())
}

async fn payloads(city: &TestCity) -> Vec<Payload> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let year = store::of_year(&mut tx, 2026).await.unwrap().unwrap();
    let facts = journal::facts_of(&mut tx, year.subject(), None).await.unwrap();
    facts.into_iter().filter_map(|fact| fact.payload).collect()
}

/// A calendar program sees every step that has its day, and nothing new until something happens.
async fn follows(everyone: &mut Browser) {
    let feed = everyone.get("/kalender-anggaran/kalender.ics").await;
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    let text = feed.text();
    let events = ical::read(&text).unwrap();
    let step = |code: &str| events.iter().find(|one| one["UID"].contains(&format!("-{code}@")));
    let guideline = step("guideline").unwrap();
    assert_eq!((guideline["DTSTART"].as_str(), guideline["SEQUENCE"].as_str()), ("20251128", "0"));
    assert!(guideline["URL"].ends_with("/kalender-anggaran?tahun=2026"));
    let bill = step("bill").unwrap();
    assert!(bill["DESCRIPTION"].contains("24 November 2025") && bill["SEQUENCE"] == "1");
    assert!(step("repair").is_none(), "it waits for the step before it");
    assert_eq!(everyone.get("/kalender-anggaran/kalender.ics").await.text(), text);
}

#[tokio::test]
async fn a_late_year_is_public() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let begun = planner.post("/perencana/kalender", &[("tahun", "2026")]).await;
        assert_eq!(begun.status, 303);
        let again = planner.post("/perencana/kalender", &[("tahun", "2026")]).await;
        assert_eq!(again.status, 400);
        let far = planner.post("/perencana/kalender", &[("tahun", "2040")]).await;
        assert!(far.text().contains("2026 sampai 2028"), "{}", far.text());

        let future = done(&mut planner, "kua_ppas_agreed", ["29", "11", "2025"], "BA 1").await;
        assert_eq!(future.0, 400);
        let nothing = done(&mut planner, "kua_ppas_agreed", ["21", "11", "2025"], " ").await;
        assert!(nothing.0 == 400 && nothing.1.contains("value=\"21\""), "typed values stay");
        let signed =
            done(&mut planner, "kua_ppas_agreed", ["21", "11", "2025"], "BA KUA-PPAS").await;
        assert_eq!(signed.0, 303);
        assert_eq!(done(&mut planner, "kua_ppas_agreed", ["1", "8", "2025"], "BA 2").await.0, 400);
        assert_eq!(done(&mut planner, "bill", ["24", "11", "2025"], "Raperda").await.0, 303);

        let mut everyone = city.browser(pages::routes());
        let page = everyone.get("/kalender-anggaran").await.text();
        assert!(page.contains("Terlambat 99 hari"), "{page}");
        assert!(page.contains("Terlambat 77 hari"), "{page}");
        assert!(page.contains("21 November 2025 (BA KUA-PPAS)"));
        // The guideline is due five working days after the agreement.
        assert!(page.contains("28 November 2025"));
        follows(&mut everyone).await;

        let facts = payloads(city).await;
        let late: Vec<i64> = facts
            .iter()
            .filter_map(|fact| match fact {
                Payload::CalendarStepDone(done) => Some(done.late_days),
                _ => None,
            })
            .collect();
        assert_eq!(late, [99, 77]);
    })
    .await;
}

/// The engine says in public what was missed, once for each step, and nothing of what was done.
#[tokio::test]
async fn what_is_missed_is_said_once() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        planner.post("/perencana/kalender", &[("tahun", "2026")]).await;
        done(&mut planner, "kua_ppas_agreed", ["21", "11", "2025"], "BA").await;
        settle(&city.app, city.tenant.id).await.unwrap();
        let handler: Arc<dyn OnLapse> = Arc::new(BudgetClocks { app: Arc::downgrade(&city.app) });
        let handlers = [handler];
        for _ in 0..2 {
            lapse_due(&city.app.db, city.tenant.id, &handlers).await.unwrap();
            settle(&city.app, city.tenant.id).await.unwrap();
        }
        let missed: Vec<String> = payloads(city)
            .await
            .into_iter()
            .filter_map(|fact| match fact {
                Payload::CalendarStepMissed(missed) => Some(missed.step),
                _ => None,
            })
            .collect();
        let wanted = [
            "musrenbang_kelurahan",
            "musrenbang_kecamatan",
            "office_forum",
            "musrenbang_city",
            "rkpd",
            "kua_ppas_submitted",
            "bill",
        ];
        assert_eq!(missed, wanted);
    })
    .await;
}

#[tokio::test]
async fn only_planners_enter() {
    let city = TestCity::with(setup()).await;
    let account = city.account("wali", &[(Role::Mayor, "")]).await;
    let mut browser = city.browser(pages::routes());
    assert_eq!(browser.get("/perencana/kalender").await.status, 303);
    browser.enter(&account).await;
    assert_eq!(browser.get("/perencana/kalender").await.status, 403);
    let refused = browser.post("/perencana/kalender", &[("tahun", "2026")]).await;
    assert_eq!(refused.status, 403);
    assert_eq!(browser.get("/kalender-anggaran").await.status, 200);
}
