use platform::testing::{Setup, on_every_database};

use super::*;

fn body_has(text: &str, wanted: &[&str], what: &str) {
    for part in wanted {
        assert!(text.contains(part), "{what} lacks {part:?}:\n{text}");
    }
}

#[tokio::test]
async fn every_service_shows_cost_time_and_papers() {
    on_every_database(setup, async |city| {
        let mut browser = seeded(city).await;
        let list = browser.get("/layanan").await;
        assert_eq!(list.status, 200);
        for standard in seed().standards {
            let code = &standard.code;
            let promise = super::super::promise_text(platform::i18n::Lang::Id, standard.promise);
            body_has(&list.text(), &[&format!("/layanan/{code}\"")], "the list");
            let page = browser.get(&format!("/layanan/{code}")).await;
            assert_eq!(page.status, 200, "{code}");
            let fee = standard.fee.to_string();
            let apply = format!("/layanan/{code}/ajukan");
            let wanted =
                [fee.as_str(), &promise, "Tidak ada biaya lain", &apply, "Belum diperiksa"];
            body_has(&page.text(), &wanted, code);
            let paper = browser.get(&format!("/layanan/{code}/berkas")).await.text();
            for document in &standard.documents {
                body_has(&page.text(), &[&document.name.id], code);
                body_has(&paper, &[&document.name.id, &fee], code);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_standard_shows_fourteen_components_in_both_languages() {
    let city = TestCity::with(setup()).await;
    let mut browser = seeded(&city).await;
    for path in ["/layanan/DUK-KIA/standar", "/layanan/DUK-KIA/standar/1"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200);
        let text = page.text();
        assert_eq!(text.matches("<li class=\"card\">").count(), 14);
        body_has(&text, &["Versi 1, berlaku mulai 2 Januari 2025", "14. Evaluasi"], path);
    }
    let text = browser.get("/layanan/DUK-KIA/standar?bahasa=en").await.text();
    body_has(&text, &["Version 1, in force from 2 January 2025", "14. Evaluation"], "English");
}

#[tokio::test]
async fn search_answers_with_cost_and_time() {
    let city = TestCity::with(setup()).await;
    let mut browser = seeded(&city).await;
    let text = browser.get("/layanan?cari=KTP+ilnag").await.text();
    let first = text.split("<ul class=\"services\">").nth(1).unwrap();
    let first = first.split("</li>").next().unwrap();
    body_has(first, &["/layanan/DUK-KTP-HILANG", "Rp0", "24 jam"], "the first result");
    let none = browser.get("/layanan?cari=%3Cb%3Eqqqqqqq").await.text();
    body_has(&none, &["Tidak ada layanan untuk"], "no result");
    assert!(!none.contains("<b>qqqqqqq"), "what was typed must be escaped");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let city = TestCity::with(setup()).await;
    let mut browser = seeded(&city).await;
    for path in [
        "/layanan/NOPE",
        "/layanan/nope",
        "/layanan/NOPE/berkas",
        "/layanan/NOPE/standar",
        "/layanan/DUK-KIA/standar/2",
        "/layanan/DUK-KIA/standar/x",
        "/layanan/DUK-KIA/banding?dari=1&ke=2",
        "/maklumat/NOPE",
        "/api/v1/layanan/NOPE",
    ] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    assert_eq!(browser.get("/layanan/DUK-KIA/banding?dari=1").await.status, 400);
}

#[tokio::test]
async fn cities_do_not_see_each_other() {
    on_every_database(setup, async |city| {
        let mut browser = seeded(city).await;
        let mut other = city.browser_at(&city.other, super::super::routes());
        assert_eq!(other.get("/layanan/DUK-KIA").await.status, 404);
        let mut own = seed().standards.remove(0);
        own.name.id = "Layanan kota lain".to_owned();
        publish(city, city.other.id, vec![own]).await;
        let path = "/layanan/DUK-KTP-BARU";
        assert!(other.get(path).await.text().contains("Layanan kota lain"));
        assert!(!browser.get(path).await.text().contains("Layanan kota lain"));
        assert!(!browser.get("/layanan").await.text().contains("Layanan kota lain"));
    })
    .await;
}

#[tokio::test]
async fn the_api_gives_services_as_json() {
    let city = TestCity::with(setup()).await;
    let mut browser = seeded(&city).await;
    let list = browser.get("/api/v1/layanan").await.json();
    assert_eq!(list.as_array().unwrap().len(), 20);
    let found = browser.get("/api/v1/layanan/cari?q=akte%20lahir").await.json();
    assert_eq!(found[0]["code"], "DUK-AKTA-LAHIR");
    let one = browser.get("/api/v1/layanan/DUK-KTP-HILANG").await.json();
    assert_eq!(one["version"], 1);
    assert_eq!(one["fee"], 0);
    assert_eq!(
        one["promise"],
        serde_json::json!({"amount": 24, "unit": "jam", "hours": "elapsed"})
    );
    assert_eq!(one["components"].as_array().unwrap().len(), 14);
    assert_eq!(one["documents"][0]["only_if"]["value"], "lost");
    assert_eq!(one["questions"][0]["options"][0]["value"], "lost");
}

#[tokio::test]
async fn a_seed_is_one_version_after_another() {
    let city = TestCity::with(Setup { seed: 7, ..setup() }).await;
    let mut first = seed().standards.remove(1);
    publish(&city, city.tenant.id, vec![first.clone()]).await;
    first.valid_from = jiff::civil::date(2026, 6, 1);
    publish(&city, city.tenant.id, vec![first.clone()]).await;
    first.valid_from = jiff::civil::date(2026, 7, 1);
    first.fee = kernel::money::Rupiah::new(5_000);
    publish(&city, city.tenant.id, vec![first]).await;
    let published = "standard.published";
    assert_eq!(
        kinds(&city, LOST_CARD).await,
        [published, "fee.set", published, published, "fee.set"],
        "the fee is a fact only where it changed"
    );
    for (day, version) in [
        ((2025, 1, 1), None),
        ((2025, 1, 2), Some(1)),
        ((2026, 5, 31), Some(1)),
        ((2026, 6, 1), Some(2)),
        ((2026, 12, 1), Some(3)),
    ] {
        let day = jiff::civil::date(day.0, day.1, day.2);
        assert_eq!(version_on(&city, LOST_CARD, day).await, version, "{day}");
    }
}
