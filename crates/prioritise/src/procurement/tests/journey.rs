//! A planner brings files, everyone reads and downloads.

use axum::Router;
use axum::http::StatusCode;
use kernel::actor::Role;
use kernel::facts::Payload;
use kernel::facts::spending::{Category, ContractAwarded, Method};
use kernel::money::Rupiah;
use platform::App;
use platform::clocks::Clocks;
use platform::journal::facts_after;
use platform::testing::{Answer, Browser, Setup, TestCity, Upload, on_every_database, units};
use platform::workers::settle;

use super::super::files::{ocds, table};
use super::files::contract;

const IMPORT: &str = "/perencana/kontrak/impor";

fn setup() -> Setup {
    let migrations = crate::MIGRATIONS.to_vec();
    Setup { migrations, readers: vec![Box::new(Clocks)], ..Setup::default() }
}

fn routes() -> Router<App> {
    super::super::pages::routes()
}

async fn planner(city: &TestCity) -> Browser {
    let account = city.account("perencana", &[(Role::Planner, "")]).await;
    let mut browser = city.browser(routes());
    browser.enter(&account).await;
    browser
}

async fn send(browser: &mut Browser, text: &str) -> Answer {
    let file = Upload { field: "berkas", name: "k.csv", media: "text/csv", bytes: text.as_bytes() };
    browser.post_files(IMPORT, &[], &[file]).await
}

/// Sends a file, looks at it, and takes it.
async fn take(browser: &mut Browser, text: &str) -> (String, String) {
    let sent = send(browser, text).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let preview = browser.get(sent.location()).await.text();
    let taken = browser.post(sent.location(), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    (preview, taken.location().to_owned())
}

async fn told(city: &TestCity) -> Vec<ContractAwarded> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let awarded = facts.into_iter().filter_map(|fact| match fact.clear {
        Some(Payload::ContractAwarded(awarded)) => Some(awarded),
        _ => None,
    });
    awarded.collect()
}

#[tokio::test]
async fn a_file_is_looked_at_then_taken_once_and_each_contract_is_one_fact() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let mut lamp = contract("K/2");
        lamp.items[0].item = "SSH-PJU".to_owned();
        let text = table::write([contract("K/1"), lamp].iter()).unwrap();
        let (preview, to) = take(&mut planner, &text).await;
        assert!(preview.contains("Simpan 2 kontrak") && preview.contains("K/1"), "{preview}");
        assert_eq!(to, format!("{IMPORT}?disimpan=2"));
        let facts = told(city).await;
        assert_eq!(facts.len(), 2);
        let standard = crate::proposals::prices::find("SSH-PJU", "2026-03-02".parse().unwrap());
        let lamp = facts.iter().find(|one| one.number == "K/2").unwrap();
        assert_eq!(lamp.items[0].standard, standard.map(|price| price.price));
        assert!(lamp.items[0].standard.is_some());

        // The same again, as OCDS and with one more: only that is new.
        let more = [contract("K/1"), contract("K/3")];
        let text = ocds::write(more.iter(), str::to_owned, ("x", "2026-11-25T00:00:00Z")).unwrap();
        let (preview, to) = take(&mut planner, &text).await;
        assert!(preview.contains("Simpan 1 kontrak"), "{preview}");
        assert_eq!(to, format!("{IMPORT}?disimpan=1"));
        assert_eq!(told(city).await.len(), 3);
        // The page may be sent twice.
        let sent = send(&mut planner, &text).await;
        let again = planner.post(sent.location(), &[]).await;
        assert_eq!(again.location(), format!("{IMPORT}?disimpan=0"));
        assert_eq!(told(city).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_mistake_keeps_nothing_else_out_and_is_told_with_its_place() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let (mut elsewhere, mut later) = (contract("K-2"), contract("K-3"));
        elsewhere.unit = "DINAS-LAIN".to_owned();
        later.awarded_on = "2026-12-24".parse().unwrap();
        let text = table::write([contract("K-1"), elsewhere, later].iter()).unwrap();
        let text = format!("{text}K-4,2026,,DINKES,,CV,,goods,,open,,,,5,2026-01-02,,,,\n");
        let (preview, to) = take(&mut planner, &text).await;
        for sentence in [
            "Baris 3: Unit DINAS-LAIN tidak ada di kota ini.",
            "Baris 4: Tanggal kontraknya belum tiba.",
            "Baris 5, kolom title: Bagian ini tidak ada.",
        ] {
            assert!(preview.contains(sentence), "{sentence}: {preview}");
        }
        assert_eq!(to, format!("{IMPORT}?disimpan=1"));
        assert_eq!(told(city).await[0].number, "K-1");
        for (text, sentence) in [
            ("", "Pilih berkas CSV atau JSON"),
            ("nama\nx\n", "kolom number: Kolom ini tidak ada. Yang ada: nama."),
            ("{\"a\": 1}", "Ini bukan OCDS 1.1"),
        ] {
            let answer = send(&mut planner, text).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
        }
        let nowhere = format!("{IMPORT}/00000000-0000-7000-8000-000000000000");
        assert_eq!(planner.get(&nowhere).await.status, StatusCode::NOT_FOUND);
        let mut stranger = city.browser(routes());
        assert_ne!(stranger.get(IMPORT).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn everyone_reads_filters_turns_pages_and_downloads_what_can_be_read_back() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let all: Vec<ContractAwarded> = (0..60)
            .map(|at| {
                let mut one = contract(&format!("K-{at:02}"));
                one.value = Rupiah::new(150_000_000 + at);
                one.items[0].item = String::new();
                if at % 10 == 0 {
                    (one.unit, one.method) = (units::REGISTRY.to_owned(), Method::Open);
                    (one.supplier, one.supplier_id) =
                        ("PT Lain".to_owned(), "PT/Lain & Co".to_owned());
                }
                if at == 7 {
                    (one.category, one.value) = (Category::Goods, Rupiah::new(250_000_000));
                    one.items[0].item = "SSH-PJU".to_owned();
                    one.items[0].price = Rupiah::new(90_000_000);
                }
                one
            })
            .collect();
        take(&mut planner, &table::write(all.iter()).unwrap()).await;
        let mut citizen = city.browser(routes());
        let first = citizen.get("/kontrak").await.text();
        assert!(first.contains("60 kontrak.") && first.contains("166,6 %"), "{first}");
        assert_eq!(first.matches("<tr><th scope=\"row\">").count(), 50);
        let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
        let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = citizen.get(&next).await.text();
        assert_eq!(second.matches("<tr><th scope=\"row\">").count(), 10, "{next}");
        let few = citizen.get("/kontrak?metode=open").await.text();
        assert!(few.contains("6 kontrak."), "{few}");
        let few = citizen.get("/kontrak?penyedia=PT%2FLain%20%26%20Co").await.text();
        assert!(few.contains("Kontrak dengan PT Lain"), "{few}");
        let above = citizen.get("/kontrak?standar=atas").await.text();
        assert!(above.contains("1 kontrak."), "{above}");
        let href = above.split("href=\"/kontrak/").find(|part| part.starts_with("01")).unwrap();
        let one =
            citizen.get(&format!("/kontrak/{}", href.split('"').next().unwrap())).await.text();
        assert!(
            one.contains("Di atas batas pengadaan langsung") && one.contains("di atas standar")
        );
        for name in ["unduh.csv", "unduh.json"] {
            let text = citizen.get(&format!("/kontrak/{name}")).await.text();
            let read = super::super::files::read(&text, &Default::default());
            let mut back: Vec<_> = read.contracts.into_iter().map(|(_, one)| one).collect();
            back.sort_by(|a, b| a.number.cmp(&b.number));
            assert_eq!(back, all, "{name}");
        }
        for strange in ["/kontrak/x", "/kontrak/00000000-0000-7000-8000-000000000000"] {
            assert_eq!(citizen.get(strange).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(citizen.get("/kontrak?tahun=x&setelah=y").await.status, StatusCode::OK);
    })
    .await;
}
