//! The log's files and "Periksa sendiri", through the real router.

use ledger::checkpoint::Checkpoint;
use ledger::hash::leaf_hash;
use ledger::note::{KeyType, SigningKey};
use ledger::receipt::{Promise, Receipt, grouped, seal_digits};
use platform::testing::{Browser, TestCity, Upload};

use super::super::{Witnesses, routes};
use super::{act, give_key, publish, setup};

async fn published() -> TestCity {
    let city = TestCity::with(setup()).await;
    give_key(&city);
    act(&city, 0, 300).await;
    publish(&city).await;
    city
}

fn browser(city: &TestCity) -> Browser {
    city.browser(routes(&Witnesses::default()))
}

/// A promise for an application that this test makes up.
fn promise(city: &TestCity) -> Receipt {
    let key = city.app.logs.key(city.tenant.id).unwrap().unwrap();
    let promise = Promise {
        origin: key.name().to_owned(),
        number: "K7M4-2Q9P".to_owned(),
        service: "DUK-KTP-HILANG".to_owned(),
        received: city.clock.now().round(jiff::Unit::Second).unwrap(),
        promise: "promise/DUK-KTP-HILANG 1 hk".to_owned(),
        check: "serve.completeness_check 1 hk".to_owned(),
        fee: 0,
    };
    Receipt::promised(promise.sign(&key).unwrap()).unwrap()
}

#[tokio::test]
async fn files_are_served_as_they_lie_in_the_folder() {
    let city = published().await;
    let mut visitor = browser(&city);
    let note = visitor.get("/log/checkpoint").await;
    assert_eq!(note.headers["content-type"], "text/plain; charset=utf-8");
    let vkey = visitor.get("/log/vkey").await.text().trim().parse().unwrap();
    let (checkpoint, _) = Checkpoint::open(&note.text(), &vkey).unwrap();
    assert_eq!((checkpoint.size, checkpoint.origin.as_str()), (300, "metro.test/log"));
    let tile = visitor.get("/log/tile/0/000").await;
    assert_eq!(tile.body.len(), 256 * 32);
    assert!(tile.headers["cache-control"].to_str().unwrap().contains("immutable"));
    for path in ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"] {
        assert_eq!(visitor.get(&format!("/log/{path}")).await.status, 200, "{path}");
    }
    for path in ["tile/0/002", "tile/../../master.key", "tile/0/000.p/7", "tile/9", "x"] {
        assert_eq!(visitor.get(&format!("/log/{path}")).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_receipt_is_judged_as_a_file_and_as_text() {
    let city = published().await;
    let mut visitor = browser(&city);
    let page = visitor.get("/periksa").await;
    assert!(page.text().contains("Log berisi 300 catatan"), "{}", page.text());
    let genuine = promise(&city).to_string();
    let file = Upload {
        field: "berkas",
        name: "K7M4-2Q9P.tlog-proof",
        media: "text/plain",
        bytes: genuine.as_bytes(),
    };
    let good = visitor.post_files("/periksa", &[], &[file]).await;
    assert!(good.text().contains("Tanda terima ini asli"), "{}", good.text());
    assert!(good.text().contains("K7M4-2Q9P"));
    let pasted = genuine.replace('\n', "\r\n");
    let good = visitor.post_files("/periksa", &[("teks", &pasted)], &[]).await;
    assert!(good.text().contains("Tanda terima ini asli"));
    let forged = genuine.replace("fee 0", "fee 50000");
    let bad = visitor.post_files("/periksa", &[("teks", &forged)], &[]).await;
    assert!(bad.text().contains("tidak cocok"), "{}", bad.text());
    let nothing = visitor.post_files("/periksa", &[("teks", " ")], &[]).await;
    assert_eq!(nothing.status, 400);
    assert!(nothing.text().contains("href=\"#berkas\""));
}

#[tokio::test]
async fn a_foreign_key_is_no_receipt_of_this_city() {
    let city = published().await;
    let other = SigningKey::new("metro.test/log", KeyType::Ed25519, [8; 32]).unwrap();
    let mut text = promise(&city).promise().text().to_owned();
    text = ledger::note::Note::sign(text, &other).unwrap().to_string();
    let bad = browser(&city).post_files("/periksa", &[("teks", &text)], &[]).await;
    assert!(bad.text().contains("tidak cocok"), "{}", bad.text());
}

#[tokio::test]
async fn a_seal_leads_to_its_place_and_nowhere_else() {
    let city = published().await;
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let entry = super::super::entries(&mut tx, 41, 1).await.unwrap().remove(0);
    drop(tx);
    let seal = seal_digits(&leaf_hash(&entry));
    let mut visitor = browser(&city);
    let found = visitor.get(&format!("/periksa/segel/41/{seal}")).await.text();
    assert!(found.contains("Segel ini ada di log") && found.contains(&grouped(&seal)), "{found}");
    let elsewhere = visitor.get(&format!("/periksa/segel/42/{seal}")).await.text();
    assert!(elsewhere.contains("tidak ada di tempat itu"));
    let beyond = visitor.get(&format!("/periksa/segel/300/{seal}")).await.text();
    assert!(beyond.contains("tidak ada di tempat itu"));
    for wrong in ["x/00", "41/xyz", "41/00112233445566778"] {
        assert_eq!(visitor.get(&format!("/periksa/segel/{wrong}")).await.status, 404, "{wrong}");
    }
    let poster = visitor.get("/periksa/poster").await.text();
    assert!(poster.contains("metro.test/log") && poster.contains("class=\"qr\""));
}

#[tokio::test]
async fn a_city_without_a_key_says_so() {
    let city = TestCity::with(setup()).await;
    let mut visitor = browser(&city);
    assert!(visitor.get("/periksa").await.text().contains("Log belum berisi apa-apa"));
    assert_eq!(visitor.get("/log/checkpoint").await.status, 404);
    assert_eq!(visitor.get("/periksa/poster").await.status, 404);
    let answer = visitor.post_files("/periksa", &[("teks", "x")], &[]).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("belum mempunyai kunci log"), "{}", answer.text());
}
