//! How a citizen follows an application, through the real pages.

use std::num::NonZeroU32;

use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::service::Deemed;
use platform::auth::{Can, Officer};
use platform::testing::{Setup, Upload, units};
use platform::workers::settle;

use super::seeded::{
    LOST, Manner, PDF, READY, apply, begin, city, city_with, facts, fill, send, setup, visitor,
    whole,
};
use crate::applications::store;
use crate::applications::verbs::{Approve, Issue, Lapse, Open, Pick, SendBack};
use crate::catalogue;

fn counted(kinds: &[(&str, i64)]) -> Vec<(String, i64)> {
    kinds.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect()
}

#[tokio::test]
async fn the_number_alone_shows_state_and_date_and_the_secret_the_rest() {
    let city = city().await;
    let mut owner = visitor(&city);
    let number = apply(&city, &mut owner, READY).await;
    settle(&city.app, city.tenant.id).await.unwrap();
    let address = format!("/lacak/{number}");
    let own = whole(&owner.get(&address).await);
    assert!(own.contains("KTP-el hilang atau rusak"));
    assert!(own.contains("S*** R********") && !own.contains("Siti Rahmawati"));
    assert!(own.contains("Ke-1 dari 1, tidak disalip"), "{own}");
    assert!(own.contains("Selesai paling lambat"));

    let mut other = visitor(&city);
    assert_eq!(other.post("/lacak", &[("nomor", &number.compact())]).await.location(), address);
    let limited = whole(&other.get(&address).await);
    assert!(limited.contains("Menunggu giliran") && limited.contains("Selesai paling lambat"));
    assert!(!limited.contains("KTP-el") && !limited.contains("S*** R"), "{limited}");
    for page in ["diterima", "cetak", "tarik", "lengkapi", "hasil"] {
        assert_eq!(other.get(&format!("{address}/{page}")).await.location(), address, "{page}");
    }

    let secret = owner.cookies["kunci"].clone();
    let open = format!("{address}/buka");
    let short = other.post(&open, &[("kode", "123")]).await;
    assert_eq!((short.status.as_u16(), whole(&short).contains("href=\"#kode\"")), (400, true));
    let wrong = other.post(&open, &[("kode", "0000-0000-0000-0000")]).await;
    assert_eq!(wrong.status, 400);
    assert!(whole(&wrong).contains("tidak cocok"));
    let opened = other.post(&open, &[("kode", &secret.to_lowercase())]).await;
    assert_eq!(opened.location(), address);
    assert!(whole(&other.get(&address).await).contains("S*** R********"));

    // The short link of messages, and the link of the receipt's QR.
    let mut third = visitor(&city);
    assert_eq!(third.get(&format!("/{}", number.compact())).await.location(), address);
    let by_link = third.get(&format!("/lacak/{}/{secret}", number.compact())).await;
    assert_eq!(by_link.location(), address);
    let cookie = by_link.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    assert!(cookie.contains(&format!("Path={address};")), "{cookie}");
    assert!(whole(&third.get(&address).await).contains("S*** R********"));
    for nothing in ["/favicon.ico", "/K7M42Q9Q", "/lacak/K7M42Q9Q", "/ajukan/x"] {
        assert_eq!(third.get(nothing).await.status, 404, "{nothing}");
    }
}

#[tokio::test]
async fn guessing_the_secret_is_stopped() {
    let attempts = NonZeroU32::new(4).unwrap();
    let city = city_with(Setup { attempts, ..setup() }).await;
    let mut owner = visitor(&city);
    let number = apply(&city, &mut owner, READY).await;
    let mut stranger = visitor(&city);
    let open = format!("/lacak/{number}/buka");
    for _ in 0..4 {
        let guess = stranger.post(&open, &[("kode", "0000-0000-0000-0001")]).await;
        assert_eq!(guess.status, 400);
    }
    let secret = owner.cookies["kunci"].clone();
    assert_eq!(stranger.post(&open, &[("kode", &secret)]).await.status, 429);
    let link = format!("/lacak/{}/{secret}", number.compact());
    assert_eq!(stranger.get(&link).await.status, 429);
    assert_eq!(owner.get(&format!("/lacak/{number}")).await.status, 200, "the owner is not");
}

#[tokio::test]
async fn what_is_missing_can_follow_and_a_good_file_survives_a_bad_one() {
    let city = city().await;
    let mut browser = visitor(&city);
    let number = apply(&city, &mut browser, Manner { files: false, ..READY }).await;
    let address = format!("/lacak/{number}");
    let page = whole(&browser.get(&address).await);
    assert!(page.contains("Kelengkapan diperiksa paling lambat besok, Rabu pukul"), "{page}");
    assert!(page.contains("Berkas yang masih ditunggu"));
    let send = format!("{address}/lengkapi");
    let form = whole(&browser.get(&send).await);
    assert!(form.contains("name=\"police_letter\"") && form.contains("name=\"kk\""));
    assert!(!form.contains("name=\"damaged_card\""), "only what is missing");

    let pdf = |field| Upload { field, name: "a.pdf", media: "application/pdf", bytes: PDF };
    let text = Upload { field: "kk", name: "a.txt", media: "text/plain", bytes: b"halo" };
    assert_eq!(browser.post_files(&send, &[], &[]).await.status, 400);
    let mixed = browser.post_files(&send, &[], &[pdf("police_letter"), text]).await;
    assert_eq!(mixed.status, 400);
    let mixed = whole(&mixed);
    assert!(mixed.contains("href=\"#kk\"") && mixed.contains("PDF, 1 KB"), "{mixed}");
    let kept = mixed.split("name=\"ada-police_letter\" value=\"").nth(1).unwrap();
    let kept = kept.split('"').next().unwrap();
    let done = browser.post_files(&send, &[("ada-police_letter", kept)], &[pdf("kk")]).await;
    assert_eq!(done.location(), address);
    let page = whole(&browser.get(&address).await);
    assert!(page.contains("Selesai paling lambat") && page.contains("Menunggu giliran"));
    let expected = counted(&[
        ("application.completed", 1),
        ("application.submitted", 1),
        ("application.supplemented", 1),
        ("queue.entered", 1),
    ]);
    assert_eq!(facts(&city).await, expected);
}

#[tokio::test]
async fn a_file_of_someone_else_cannot_be_named() {
    let city = city().await;
    let (mut one, mut two) = (visitor(&city), visitor(&city));
    let first = apply(&city, &mut one, READY).await;
    let second = apply(&city, &mut two, Manner { files: false, ..READY }).await;
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let row = store::by_number(&mut tx, first).await.unwrap().unwrap();
    let foreign = store::documents(&mut tx, row.id).await.unwrap()[0].file.unwrap().to_string();
    drop(tx);
    let send = format!("/lacak/{second}/lengkapi");
    let fields = [("ada-kk", foreign.as_str()), ("ada-police_letter", &foreign)];
    let refused = two.post_files(&send, &fields, &[]).await;
    assert_eq!(refused.status, 400);
    assert!(!whole(&refused).contains(&foreign));
}

#[tokio::test]
async fn an_officer_asks_the_citizen_sends_and_receives() {
    let city = city().await;
    let mut browser = visitor(&city);
    let number = apply(&city, &mut browser, READY).await;
    settle(&city.app, city.tenant.id).await.unwrap();
    let account = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
    let (app, tenant) = (city.app.clone(), city.tenant.id);
    let mut tx = app.db.read(tenant).await.unwrap();
    let officer = Can::<Officer>::load(&mut tx, &app.vault, account.user).await.unwrap();
    let id = store::by_number(&mut tx, number).await.unwrap().unwrap().id;
    let text = catalogue::store::standard(&mut tx, LOST, app.today()).await.unwrap().unwrap();
    drop(tx);
    let pick = Pick { app: app.clone(), id, officer: officer.clone(), reason: None };
    app.db.write(tenant, pick).await.unwrap();
    let what = "document:kk".to_owned();
    let open = Open { app: app.clone(), id, officer: officer.clone(), purpose: "work", what };
    app.db.write(tenant, open).await.unwrap();
    let back = SendBack {
        app: app.clone(),
        standard: text.standard.clone(),
        id,
        officer: officer.clone(),
        documents: vec!["kk".to_owned()],
        reason: "document_unreadable".to_owned(),
        note: "Halaman kedua terpotong.".to_owned(),
    };
    app.db.write(tenant, back).await.unwrap();

    let address = format!("/lacak/{number}");
    let page = whole(&browser.get(&address).await);
    assert!(page.contains("Halaman kedua terpotong."));
    assert!(page.contains("Petugas meminta berkas ini") && page.contains("Waktu berhenti"));
    assert!(page.contains("Kartu Keluarga (KK), untuk mengerjakan permohonan"), "{page}");
    assert!(!page.contains("Pegawai siti"), "an officer has no name here");

    city.advance(SignedDuration::from_hours(30));
    let file = Upload { field: "kk", name: "kk.pdf", media: "application/pdf", bytes: PDF };
    let sent = browser.post_files(&format!("{address}/lengkapi"), &[], &[file]).await;
    assert_eq!(sent.location(), address);
    assert!(whole(&browser.get(&address).await).contains("Sedang dikerjakan"));

    app.db.write(tenant, Approve { app: app.clone(), id, officer: officer.clone() }).await.unwrap();
    let standard = text.standard.clone();
    let issue = Issue { app: app.clone(), standard, id, officer, product: None };
    app.db.write(tenant, issue).await.unwrap();
    let page = whole(&browser.get(&address).await);
    assert!(page.contains("Sudah saya terima") && page.contains("Hasil sudah siap"));
    assert_eq!(browser.post(&format!("{address}/terima"), &[]).await.location(), address);
    assert!(whole(&browser.get(&address).await).contains("Selesai. Terima kasih."));
}

#[tokio::test]
async fn withdrawing_asks_once_more_and_leaves_the_queue() {
    let city = city().await;
    let mut browser = visitor(&city);
    let number = apply(&city, &mut browser, READY).await;
    let address = format!("/lacak/{number}/tarik");
    assert!(whole(&browser.get(&address).await).contains("Ya, tarik kembali"));
    assert_eq!(browser.post(&address, &[]).await.location(), format!("/lacak/{number}"));
    let page = whole(&browser.get(&format!("/lacak/{number}")).await);
    assert!(page.contains("Ditarik kembali") && !page.contains("/tarik\""), "{page}");
    assert_eq!(browser.post(&address, &[]).await.status, 409);
    let expected = counted(&[
        ("application.completed", 1),
        ("application.submitted", 1),
        ("application.withdrawn", 1),
        ("queue.entered", 1),
        ("queue.left", 1),
    ]);
    assert_eq!(facts(&city).await, expected);
}

#[tokio::test]
async fn a_missed_promise_is_said_openly() {
    let city = city().await;
    let mut browser = visitor(&city);
    let number = apply(&city, &mut browser, READY).await;
    city.advance(SignedDuration::from_hours(24 * 7));
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let row = store::by_number(&mut tx, number).await.unwrap().unwrap();
    drop(tx);
    let clock = row.promise_clock.unwrap();
    let lapse = Lapse { app: city.app.clone(), id: row.id, clock };
    city.app.db.write(city.tenant.id, lapse).await.unwrap();
    let mut stranger = visitor(&city);
    for page in [
        browser.get(&format!("/lacak/{number}")).await,
        stranger.get(&format!("/lacak/{number}")).await,
    ] {
        let text = whole(&page);
        assert!(text.contains("Lewat tenggat sejak"), "{text}");
        assert!(text.contains("Atasan langsung sudah diberi tahu."));
    }
}

#[tokio::test]
async fn what_the_law_deems_granted_names_the_law() {
    let city = city().await;
    let standards = catalogue::tests::seed().standards;
    let granted = standards.iter().find(|text| text.deemed == Deemed::Granted).unwrap();
    let mut browser = visitor(&city);
    let at = begin(&mut browser, &granted.code).await;
    fill(&city, &mut browser, &at, granted, READY).await;
    let number = send(&mut browser, &at).await;
    city.advance(SignedDuration::from_hours(24 * 60));
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let row = store::by_number(&mut tx, number).await.unwrap().unwrap();
    drop(tx);
    let clock = row.promise_clock.unwrap();
    let lapse = Lapse { app: city.app.clone(), id: row.id, clock };
    city.app.db.write(city.tenant.id, lapse).await.unwrap();
    let page = whole(&browser.get(&format!("/lacak/{number}")).await);
    assert!(page.contains("permohonan ini dianggap dikabulkan (UU 30/2014"), "{page}");
}

#[tokio::test]
async fn who_was_overtaken_reads_how_often_and_why() {
    let city = city().await;
    let (mut first, mut second) = (visitor(&city), visitor(&city));
    let number = apply(&city, &mut first, READY).await;
    let later = apply(&city, &mut second, READY).await;
    settle(&city.app, city.tenant.id).await.unwrap();
    let page = whole(&second.get(&format!("/lacak/{later}")).await);
    assert!(page.contains("Ke-2 dari 2, tidak disalip"), "{page}");
    let account = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
    let (app, tenant) = (city.app.clone(), city.tenant.id);
    let mut tx = app.db.read(tenant).await.unwrap();
    let officer = Can::<Officer>::load(&mut tx, &app.vault, account.user).await.unwrap();
    let id = store::by_number(&mut tx, later).await.unwrap().unwrap().id;
    drop(tx);
    let pick = Pick { app: app.clone(), id, officer, reason: Some("court_date".to_owned()) };
    app.db.write(tenant, pick).await.unwrap();
    settle(&app, tenant).await.unwrap();
    let page = whole(&first.get(&format!("/lacak/{number}")).await);
    assert!(page.contains("Ke-1 dari 1, disalip 1 kali, alasan: ada jadwal sidang"), "{page}");
    let page = whole(&second.get(&format!("/lacak/{later}")).await);
    assert!(page.contains("Didahulukan: ada jadwal sidang."));
}

#[tokio::test]
async fn the_promise_is_signed_at_once_and_only_for_the_owner() {
    let city = city().await;
    let key =
        ledger::note::SigningKey::new("metro.test/log", ledger::note::KeyType::Ed25519, [9; 32]);
    let key = key.unwrap();
    std::fs::write(city.app.logs.key_file(city.tenant.id), key.to_text().as_bytes()).unwrap();
    let mut owner = visitor(&city);
    let number = apply(&city, &mut owner, READY).await;
    let address = format!("/lacak/{number}");
    let page = whole(&owner.get(&format!("{address}/diterima")).await);
    assert!(page.contains("Janji kota sudah ditandatangani"), "{page}");
    let file = owner.get(&format!("{address}/tanda-terima")).await;
    assert!(file.headers["content-disposition"].to_str().unwrap().contains(&number.to_string()));
    let receipt: ledger::receipt::Receipt = file.text().parse().unwrap();
    let verified = receipt.verify(&key.verifier(), None).unwrap();
    assert_eq!(verified.promise.number, number.to_string());
    assert_eq!((verified.promise.fee, verified.entry), (0, None));
    let again = owner.get(&format!("{address}/tanda-terima")).await;
    assert_eq!(again.text(), file.text(), "signing again gives the same bytes");
    let mut other = visitor(&city);
    assert_eq!(other.get(&format!("{address}/tanda-terima")).await.location(), address);
}

#[tokio::test]
async fn a_city_without_a_key_still_gives_number_and_secret() {
    let city = city().await;
    let mut owner = visitor(&city);
    let number = apply(&city, &mut owner, READY).await;
    let page = owner.get(&format!("/lacak/{number}")).await;
    assert_eq!(page.status, 200);
    assert!(!whole(&page).contains("class=\"seal\""));
    assert_eq!(owner.get(&format!("/lacak/{number}/tanda-terima")).await.status, 409);
}
