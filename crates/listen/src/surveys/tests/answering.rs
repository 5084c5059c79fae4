//! One answer for each invitation, by token, by code, by paper.

use kernel::actor::Role;
use platform::testing::{TestCity, on_every_database, units};

use super::super::verbs::{Close, Code, Credential, HandEnvelope, PrintEnvelopes, shuffle};
use super::super::{boxes, pages, store};
use super::seeded::{answer, answers, approver, finish, opened, setup, token};

#[tokio::test]
async fn a_token_answers_once_and_a_batch_is_shuffled_whole() {
    on_every_database(setup, async |city: &TestCity| {
        let ids = finish(city, units::REGISTRY, 11, false).await;
        let round = opened(city).await;
        let (app, tenant) = (&city.app, city.tenant.id);
        let first = token(city, ids[0]).await;
        answer(city, first.clone(), 3).await.unwrap();
        assert_eq!(answer(city, first, 4).await.unwrap_err().key(), "surveys-error-spent");

        for id in &ids[1..9] {
            let credential = token(city, *id).await;
            answer(city, credential, 3).await.unwrap();
        }
        shuffle(app, tenant, round, boxes::BATCH).await.unwrap();
        let count = async || {
            let mut tx = app.db.read(tenant).await.unwrap();
            store::count_answers(&mut tx, round).await.unwrap()
        };
        assert_eq!(count().await, (0, 9), "nine are too few to hide among");
        let credential = token(city, ids[9]).await;
        answer(city, credential, 2).await.unwrap();
        shuffle(app, tenant, round, boxes::BATCH).await.unwrap();
        assert_eq!(count().await, (10, 0));
        assert!(app.boxes.batches(tenant, round).unwrap().is_empty(), "the key is destroyed");
        let mut tx = app.db.read(tenant).await.unwrap();
        let kept = store::answers(&mut tx, round).await.unwrap();
        assert_eq!(kept.iter().filter(|one| one.answers.0["u1"] == "2").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_forged_token_and_a_second_code_are_refused() {
    on_every_database(setup, async |city: &TestCity| {
        let ids = finish(city, units::REGISTRY, 2, false).await;
        finish(city, units::HEALTH, 2, false).await;
        opened(city).await;
        let Credential::Token(good) = token(city, ids[0]).await else { panic!("no token") };
        let text = good.text();
        // The same token for another unit, whose key did not sign it.
        let other = text.replace(units::REGISTRY, units::HEALTH);
        let wrong = answer(city, Credential::parse(&other).unwrap(), 4).await.unwrap_err();
        assert_eq!(wrong.key(), "surveys-error-credential");
        let at = text.len() - 20;
        let changed = if &text[at..=at] == "A" { "B" } else { "A" };
        let forged = format!("{}{changed}{}", &text[..at], &text[at + 1..]);
        let wrong = answer(city, Credential::parse(&forged).unwrap(), 4).await.unwrap_err();
        assert_eq!(wrong.key(), "surveys-error-credential");
        for wrong in ["", "ABCD", "a.b.c", "ABCDEFGHJKMN.x.y"] {
            assert!(Credential::parse(wrong).is_err(), "{wrong}");
        }
        let (app, tenant) = (city.app.clone(), city.tenant.id);
        let again = Code { app, application: ids[0] };
        let taken = city.app.db.write(tenant, again).await.unwrap_err();
        assert_eq!(taken.key(), "surveys-error-taken");
    })
    .await;
}

/// Without JavaScript: a code, one question a page, back and on, and nothing left half-way.
#[tokio::test]
async fn one_question_a_page_without_scripts() {
    on_every_database(setup, async |city: &TestCity| {
        let ids = finish(city, units::REGISTRY, 1, false).await;
        let round = opened(city).await;
        let (app, tenant) = (city.app.clone(), city.tenant.id);
        let code = city.app.db.write(tenant, Code { app, application: ids[0] }).await.unwrap();
        let mut browser = city.browser(pages::routes());
        assert!(browser.get("/survei").await.text().contains("Kode survei Anda"));
        let wrong = browser.post("/survei/jawab", &[("kredensial", "0000-0000-0000")]).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text().contains("tidak dikenal"));

        let typed = code.to_lowercase().replace('-', " ");
        let first =
            browser.post("/survei/jawab", &[("kredensial", &typed), ("aksi", "mulai")]).await;
        let first = first.text();
        assert!(
            first.contains("Pertanyaan 1 dari 13") && first.contains("class=\"face"),
            "{first}"
        );
        let none = browser
            .post("/survei/jawab", &[("kredensial", &code), ("langkah", "0"), ("aksi", "lanjut")])
            .await;
        assert!(none.text().contains("Pilih satu jawaban"));
        let second = browser
            .post(
                "/survei/jawab",
                &[("kredensial", &code), ("langkah", "0"), ("jawaban", "4"), ("aksi", "lanjut")],
            )
            .await
            .text();
        assert!(
            second.contains("Pertanyaan 2 dari 13") && second.contains("name=\"j.u1\" value=\"4\"")
        );
        let back = browser
            .post(
                "/survei/jawab",
                &[("kredensial", &code), ("langkah", "1"), ("j.u1", "4"), ("aksi", "kembali")],
            )
            .await
            .text();
        assert!(back.contains("value=\"4\" id=\"jawaban-4\" checked"), "{back}");

        let given = answers(3);
        let mut fields: Vec<(String, &str)> =
            given.iter().map(|(key, value)| (format!("j.{key}"), value.as_str())).collect();
        fields.push(("kredensial".to_owned(), code.as_str()));
        fields.push(("langkah".to_owned(), "13"));
        let whole: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let check = browser.post("/survei/jawab", &whole).await.text();
        assert!(check.contains("Pertanyaan 1 dari 13"), "beyond the last it begins anew: {check}");
        let mut last = whole.clone();
        last.retain(|(name, _)| *name != "langkah");
        last.extend([("langkah", "12"), ("aksi", "lanjut"), ("jawaban", super::seeded::KELURAHAN)]);
        let check = browser.post("/survei/jawab", &last).await.text();
        assert!(
            check.contains("Periksa jawaban Anda") && check.contains("Anda memakai kode"),
            "{check}"
        );
        let mut send = whole.clone();
        send.push(("aksi", "kirim"));
        let sent = browser.post("/survei/jawab", &send).await;
        assert_eq!(sent.location(), "/survei/terima-kasih");
        assert_eq!(browser.get(sent.location()).await.status, 200);
        let again = browser.post("/survei/jawab", &send).await;
        assert_eq!(again.status, 400, "a code answers once");
        let mut tx = city.app.db.read(tenant).await.unwrap();
        assert_eq!(store::count_answers(&mut tx, round).await.unwrap(), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn paper_is_keyed_twice_by_two_people() {
    let city = TestCity::with(setup()).await;
    let ids = finish(&city, units::REGISTRY, 2, false).await;
    let round = opened(&city).await;
    let tenant = city.tenant.id;
    let print = PrintEnvelopes { round, unit: units::REGISTRY.to_owned(), count: 3 };
    let codes = city.app.db.write(tenant, print).await.unwrap();
    assert_eq!(codes.len(), 3);
    let unit = city.app.db.write(tenant, HandEnvelope { application: ids[0] }).await.unwrap();
    assert_eq!(unit, units::REGISTRY);
    let twice = city.app.db.write(tenant, HandEnvelope { application: ids[0] }).await;
    assert_eq!(twice.unwrap_err().key(), "surveys-error-taken");

    let mut desks = Vec::new();
    for login in ["satu", "dua"] {
        let account = city.account(login, &[(Role::Steward, "")]).await;
        let mut browser = city.browser(pages::routes());
        browser.enter(&account).await;
        desks.push(browser);
    }
    let keyed = |face: u8, code: &str| -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> =
            answers(face).into_iter().map(|(key, value)| (format!("j.{key}"), value)).collect();
        fields.push(("kode".to_owned(), code.to_owned()));
        fields
    };
    let at = "/petugas/survei/entri";
    for (desk, face, code, said) in [
        (0, 3, 0, "Ketikan pertama tersimpan"),
        (0, 3, 0, "Orang kedua harus mengetiknya lagi"),
        (1, 4, 0, "Kedua ketikan berbeda"),
        (1, 3, 0, "Ketikan pertama tersimpan"),
        (0, 3, 0, "Kedua ketikan sama"),
        (0, 3, 0, "tidak dikenal atau sudah dipakai"),
    ] {
        let fields = keyed(face, &codes[code]);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let page = desks[desk].post(at, &fields).await.text();
        assert!(page.contains(said), "{said}: {page}");
    }
    let mut tx = city.app.db.read(tenant).await.unwrap();
    assert_eq!(store::count_answers(&mut tx, round).await.unwrap(), (0, 1));
    let printed = desks[0].get(&format!("/petugas/survei/putaran/{round}/kertas")).await.text();
    assert!(printed.contains("kecepatan waktu"));
}

/// A batch whose key is gone is lost, and said to be.
#[tokio::test]
async fn lost_answers_are_counted() {
    let city = TestCity::with(setup()).await;
    let ids = finish(&city, units::REGISTRY, 2, false).await;
    let round = opened(&city).await;
    let (app, tenant) = (&city.app, city.tenant.id);
    let credential = token(&city, ids[0]).await;
    answer(&city, credential, 4).await.unwrap();
    let batch = app.boxes.batches(tenant, round).unwrap()[0];
    app.boxes.destroy(tenant, round, batch).unwrap();
    let credential = token(&city, ids[1]).await;
    answer(&city, credential, 4).await.unwrap();
    Close::close(app, tenant, round, approver()).await.unwrap();
    let mut tx = app.db.read(tenant).await.unwrap();
    assert_eq!(store::round(&mut tx, round).await.unwrap().lost, 1);
    assert_eq!(store::count_answers(&mut tx, round).await.unwrap(), (1, 0));
}
