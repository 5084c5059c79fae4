//! The report through its pages, on every database.

use axum::http::StatusCode;
use kernel::facts::Payload;
use kernel::facts::scorecard::{Before, Figure, Finding, Form, Moved};
use platform::journal::facts_after;
use platform::testing::{Setup, TestCity, on_every_database};
use platform::workers::settle;

use crate::scorecard::model::Period;
use crate::scorecard::verbs::{Publish, Skip};
use crate::scorecard::{pages, store};

fn setup() -> Setup {
    Setup {
        now: "2026-10-21T06:00:00+07:00".parse().unwrap(),
        migrations: crate::MIGRATIONS.to_vec(),
        ..Setup::default()
    }
}

fn figure(n: i64, total: i64) -> Figure {
    let value = total * 1_000_000 / n;
    Figure { n, total, value, interval: Some((value - 10_000, value + 10_000)) }
}

fn finding(code: &str, unit: &str, total: i64) -> Finding {
    Finding {
        code: code.to_owned(),
        unit: unit.to_owned(),
        form: Form::Share,
        now: figure(80, total),
        before: Some(Before { period: "2025-Q3".to_owned(), figure: figure(40, 10) }),
        moved: Moved::Better,
        target: Some(950_000),
        kinds: vec!["application.issued".to_owned()],
    }
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

async fn publish(city: &TestCity, text: &str, total: i64) {
    let findings = vec![finding("on-time", "", total), finding("on-time", "DISDUKCAPIL", total)];
    let period = period(text);
    let entries = Some((10, 90));
    let command = Publish { app: city.app.clone(), period, findings, entries };
    city.app.db.write(city.tenant.id, command).await.unwrap();
}

#[tokio::test]
async fn page_and_files_and_ledger_say_the_same() {
    on_every_database(setup, async |city| {
        let mut browser = city.browser(pages::routes());
        let empty = browser.get("/rapor").await;
        assert_eq!(empty.status, StatusCode::OK);
        assert!(empty.text().contains("Belum ada rapor"), "{}", empty.text());
        let skip = Skip { app: city.app.clone(), period: period("2026-Q2") };
        city.app.db.write(city.tenant.id, skip).await.unwrap();
        publish(city, "2026-Q3", 60).await;
        let page = browser.get("/rapor").await.text();
        for words in [
            "75,0% berkas selesai dalam waktu yang dijanjikan.",
            "Antara 74,0% dan 76,0% (95%), dari 80 kasus.",
            "Lebih baik dari Triwulan 3 tahun 2025: 25,0%",
            "Target: 95,0%.",
            "Terlambat 1 hari",
            "Triwulan 2 tahun 2026",
            "Tidak terbit",
            "Entri log 10 sampai 90.",
            "Terlalu sedikit kasus untuk diumumkan: indeks, mengurus sendiri,",
            "Dinas DISDUKCAPIL",
        ] {
            assert!(page.contains(words), "{words} is not in {page}");
        }
        let csv = browser.get("/rapor/2026-Q3/rapor.csv").await.text();
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(
            rows[1],
            "on-time:kota,on-time,,share,80,60,0.750000,0.740000,0.760000,2025-Q3,40,10,0.250000,\
             better,0.950000"
        );
        assert_eq!(rows[0].split(',').count(), rows[2].split(',').count());
        let json = browser.get("/rapor/2026-Q3/rapor.json").await.text();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let report = store::of(&mut tx, period("2026-Q3")).await.unwrap().unwrap();
        let said: kernel::facts::scorecard::ScorecardPublished =
            serde_json::from_str(&json).unwrap();
        assert_eq!(Some(&said), report.said.as_ref());
        assert_eq!((said.late_days, said.due), (1, jiff::civil::date(2026, 10, 20)));
    })
    .await;
}

#[tokio::test]
async fn a_period_has_one_report_and_one_fact() {
    on_every_database(setup, async |city| {
        publish(city, "2026-Q3", 60).await;
        publish(city, "2026-Q3", 10).await;
        let skip = Skip { app: city.app.clone(), period: period("2026-Q3") };
        city.app.db.write(city.tenant.id, skip).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        assert_eq!(store::heads(&mut tx).await.unwrap().len(), 1);
        let said = store::latest(&mut tx).await.unwrap().unwrap().said.unwrap();
        assert_eq!(said.findings[0].now.total, 60, "the first one stands");
        drop(tx);
        settle(&city.app, city.tenant.id).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let facts = facts_after(&mut tx, 0, 10).await.unwrap();
        let facts: Vec<Payload> = facts.into_iter().filter_map(|fact| fact.clear).collect();
        assert_eq!(facts, [Payload::ScorecardPublished(said)]);
    })
    .await;
}

#[tokio::test]
async fn a_poster_is_of_an_office_that_has_numbers() {
    on_every_database(setup, async |city| {
        publish(city, "2026-Q3", 60).await;
        let mut browser = city.browser(pages::routes());
        let poster = browser.get("/rapor/2026-Q3/poster/DISDUKCAPIL").await;
        assert_eq!(poster.status, StatusCode::OK);
        assert!(poster.text().contains("75,0% berkas"), "{}", poster.text());
        for path in [
            "/rapor/2026-Q3/poster/DINSOS",
            "/rapor/2026-Q2/poster/DISDUKCAPIL",
            "/rapor/2026-Q2",
            "/rapor/kemarin",
            "/rapor/2026-Q2/rapor.csv",
        ] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // The same in another city: it has no report.
        let mut browser = city.browser_at(&city.other, pages::routes());
        assert!(browser.get("/rapor").await.text().contains("Belum ada rapor"));
    })
    .await;
}

#[tokio::test]
async fn programs_follow_reports_and_skipped_ones() {
    on_every_database(setup, async |city| {
        let skip = Skip { app: city.app.clone(), period: period("2026-Q2") };
        city.app.db.write(city.tenant.id, skip).await.unwrap();
        publish(city, "2026-Q3", 60).await;
        let mut browser = city.browser(pages::routes());
        let page = browser.get("/rapor").await.text();
        let link =
            "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/rapor/umpan.atom\"";
        assert!(page.contains(link), "{page}");
        let feed = browser.get("/rapor/umpan.atom").await;
        assert_eq!(feed.headers["content-type"], "application/atom+xml; charset=utf-8");
        let text = feed.text();
        assert_eq!(text.matches("<entry>").count(), 2, "{text}");
        assert!(text.contains("75,0% berkas") && text.contains("Rapor ini tidak terbit"), "{text}");
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        for head in store::heads(&mut tx).await.unwrap() {
            assert!(text.contains(&format!("<id>urn:uuid:{}</id>", head.id.uuid())), "{text}");
        }
        drop(tx);
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        assert_eq!(
            browser.get("/rapor/umpan.atom").await.text(),
            text,
            "the same until something happens"
        );
    })
    .await;
}
