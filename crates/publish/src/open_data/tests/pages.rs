//! Releases through their pages, on every database.

use std::sync::Arc;

use axum::http::StatusCode;
use kernel::facts::Payload;
use platform::journal::facts_after;
use platform::testing::{Setup, TestCity, on_every_database};
use platform::vault::sha256;
use platform::workers::settle;

use crate::open_data::counts::Count;
use crate::open_data::guarded::{Guarded, Month};
use crate::open_data::model::{Draft, Period};
use crate::open_data::verbs::{Release, Skip};
use crate::open_data::{files, hex, pages, store, tables};

fn setup() -> Setup {
    Setup {
        now: "2026-10-21T06:00:00+07:00".parse().unwrap(),
        migrations: crate::MIGRATIONS.to_vec(),
        ..Setup::default()
    }
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

async fn release(city: &TestCity, text: &str, answered: i64) {
    let count = Count {
        month: "2026-07".to_owned(),
        unit_code: "DISDUKCAPIL".to_owned(),
        service: "DUK-KTP-HILANG".to_owned(),
        channel: "web".to_owned(),
        answered,
        on_time: answered / 2,
        ..Count::default()
    };
    let guarded = Guarded::of(&[count], &[Month::default()], &[], 10);
    let all = [
        tables::ukuran(&guarded, &[]).unwrap(),
        tables::permohonan(&guarded, "permohonan-layanan", 2).unwrap(),
    ];
    let files = files((period(text), "Kota Contoh"), &all, Vec::new()).unwrap();
    let draft = Draft { period: period(text), fewest: 10, left_out: 12, files };
    let command = Release { app: city.app.clone(), draft: Arc::new(draft) };
    city.app.db.write(city.tenant.id, command).await.unwrap();
}

#[tokio::test]
async fn a_file_is_what_the_ledger_says_and_never_changes() {
    on_every_database(setup, async |city| {
        let mut browser = city.browser(pages::routes());
        let empty = browser.get("/data").await;
        assert_eq!(empty.status, StatusCode::OK);
        assert!(empty.text().contains("Belum ada data"), "{}", empty.text());
        let skip = Skip { app: city.app.clone(), period: period("2026-Q2") };
        city.app.db.write(city.tenant.id, skip).await.unwrap();
        release(city, "2026-Q3", 200).await;
        let first = browser.get("/data/2026-Q3/ukuran.csv").await.text();
        assert!(first.contains("on-time,kota,people,200,100,"), "{first}");
        // Another draft of the same period comes too late.
        release(city, "2026-Q3", 400).await;
        assert_eq!(browser.get("/data/2026-Q3/ukuran.csv").await.text(), first);
        settle(&city.app, city.tenant.id).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let facts = facts_after(&mut tx, 0, 10).await.unwrap();
        let facts: Vec<Payload> = facts.into_iter().filter_map(|fact| fact.clear).collect();
        assert_eq!(facts.len(), 2, "one skipped, one released");
        let Payload::OpenDataReleased(said) = &facts[1] else { panic!("{facts:?}") };
        assert_eq!((said.late_days, said.fewest, said.left_out), (1, 10, 12));
        for file in &said.files {
            let answer = browser.get(&format!("/data/2026-Q3/{}", file.name)).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", file.name);
            let text = answer.text();
            assert_eq!(hex(&sha256(text.as_bytes())), file.sha256, "{}", file.name);
            assert_eq!(text.len() as i64, file.bytes);
        }
        let fact = browser.get("/data/2026-Q3/rilis.json").await.text();
        let read: kernel::facts::open_data::Released = serde_json::from_str(&fact).unwrap();
        assert_eq!(&read, said);
        let list = browser.get("/data/2026-Q3/daftar.txt").await.text();
        assert_eq!(list.lines().count(), said.files.len() + 1);
        assert!(list.contains("/data/2026-Q3/ukuran.csv\n"), "{list}");
        let stored = store::of(&mut tx, period("2026-Q3")).await.unwrap().unwrap();
        assert_eq!(stored.said.as_ref(), Some(said));
    })
    .await;
}

#[tokio::test]
async fn pages_name_every_dataset_and_what_is_missing_is_not_found() {
    on_every_database(setup, async |city| {
        let skip = Skip { app: city.app.clone(), period: period("2026-Q2") };
        city.app.db.write(city.tenant.id, skip).await.unwrap();
        release(city, "2026-Q3", 200).await;
        let mut browser = city.browser(pages::routes());
        let page = browser.get("/data").await.text();
        for words in [
            "Triwulan 3 tahun 2026",
            "Terlambat 1 hari",
            "Tidak terbit",
            "bening data verify 2026-Q3",
            "CC BY 4.0",
            "/data/2026-Q3/permohonan-layanan.json",
            "di bawah 10 orang",
            "tidak memuat 12 berkas",
            "/kontrak/unduh.json",
        ] {
            assert!(page.contains(words), "{words} is not in {page}");
        }
        for dataset in crate::open_data::datasets::DATASETS {
            let page = browser.get(&format!("/data/{}", dataset.code)).await;
            assert_eq!(page.status, StatusCode::OK, "{}", dataset.code);
            let text = page.text();
            assert!(!text.contains("open-data-"), "{}: a text is missing in {text}", dataset.code);
            assert!(text.contains("bening "), "{}", dataset.code);
        }
        let one = browser.get("/data/ukuran").await.text();
        assert!(one.contains("SHA-256") && one.contains("<code>measure</code>"), "{one}");
        for path in [
            "/data/apa",
            "/data/2026-Q2/ukuran.csv",
            "/data/2026-Q2/rilis.json",
            "/data/2026-Q2/daftar.txt",
            "/data/2026-Q3/orang.csv",
            "/data/kemarin/ukuran.csv",
        ] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let mut browser = city.browser_at(&city.other, pages::routes());
        assert_eq!(browser.get("/data/2026-Q3/ukuran.csv").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_catalogue_has_each_version_with_its_digest() {
    on_every_database(setup, async |city| {
        release(city, "2026-Q2", 200).await;
        release(city, "2026-Q3", 300).await;
        let mut browser = city.browser(pages::routes());
        let text = browser.get("/data/katalog.jsonld").await.text();
        let catalogue: serde_json::Value = serde_json::from_str(&text).unwrap();
        let graph = catalogue["@graph"].as_array().unwrap();
        let versions: Vec<&str> =
            graph.iter().filter_map(|node| node["dcat:version"].as_str()).collect();
        assert_eq!(versions, ["2026-Q3", "2026-Q2", "2026-Q3", "2026-Q2"]);
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        for release in store::all(&mut tx).await.unwrap() {
            for file in release.said.unwrap().files {
                let data = file.name.ends_with(".csv") || file.name == "ukuran.json";
                assert!(!data || text.contains(&file.sha256), "{}", file.name);
            }
        }
    })
    .await;
}
