//! A case from its beginning to its end, through the pages.

use std::sync::Arc;

use jiff::SignedDuration;
use kernel::actor::Role;
use platform::clocks::{Clocks, OnLapse, lapse_due};
use platform::testing::{Browser, Setup, TestAccount, TestCity, Upload, on_every_database, units};
use platform::workers::settle;

use crate::OverseeClocks;
use crate::deadlines::watch::Watch;

pub(super) fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks), Box::new(Watch)],
        ..Setup::default()
    }
}

pub(super) async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(crate::routes());
    browser.enter(account).await;
    browser
}

/// Opens a case about the registry office; gives its page.
pub(super) async fn opened(browser: &mut Browser, superior: &str) -> String {
    let form = [
        ("asal", "complaint"),
        ("rujukan", "K7M4-2Q9P"),
        ("unit", units::REGISTRY),
        ("dugaan", "Meminta uang untuk mempercepat"),
        ("atasan", superior),
    ];
    let sent = browser.post("/inspektorat/perkara/baru", &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.location().to_owned()
}

pub(super) async fn post(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) {
    let sent = browser.post(path, fields).await;
    assert_eq!(sent.status, 303, "{path}: {}", sent.text());
}

pub(super) const HEARING: [(&str, &str); 5] = [
    ("tanggal", "4"),
    ("tanggal-month", "12"),
    ("tanggal-year", "2026"),
    ("jam", "09.30"),
    ("tempat", "Ruang Inspektorat"),
];

pub(super) const FINDING: [(&str, &str); 4] =
    [("hasil", "proven"), ("larangan", "b"), ("dampak", "unit"), ("uraian", "Dua saksi")];

pub(super) async fn public(city: &TestCity) -> Vec<String> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT payload FROM fact WHERE tenant_id = $1 AND kind = 'case.closed_publicly'",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .unwrap();
    rows.into_iter().map(|(payload,)| String::from_utf8(payload).unwrap()).collect()
}

async fn lapse(city: &TestCity) {
    settle(&city.app, city.tenant.id).await.unwrap();
    let owner: Arc<dyn OnLapse> = Arc::new(OverseeClocks { app: Arc::downgrade(&city.app) });
    lapse_due(&city.app.db, city.tenant.id, &[owner]).await.unwrap();
}

#[tokio::test]
async fn from_a_report_to_a_final_sanction() {
    on_every_database(setup, async |city: &TestCity| {
        let first = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let second = city.account("inspektur-2", &[(Role::Inspector, "")]).await;
        let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
        let (mut one, mut two) = (at(city, &first).await, at(city, &second).await);
        let mut person = at(city, &officer).await;
        let here = opened(&mut one, "no").await;
        let own = here.replace("/inspektorat/", "/saya/");
        assert_eq!(one.post(&format!("{here}/panggil"), &HEARING).await.status, 400, "nobody named");
        let user = officer.user.to_string();
        post(&mut one, &format!("{here}/orang"), &[("akun", &user)]).await;
        assert_eq!(person.get(&own).await.status, 404, "not summoned yet");
        // Another about the same person, which never comes to a sanction.
        let idle = opened(&mut one, "no").await;
        post(&mut one, &format!("{idle}/orang"), &[("akun", &user)]).await;

        let mut soon = HEARING;
        soon[0].1 = "2";
        let refused = one.post(&format!("{here}/panggil"), &soon).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains("paling cepat tanggal 2026-12-03"), "{}", refused.text());
        assert!(refused.text().contains("value=\"Ruang Inspektorat\""), "typed values are kept");
        post(&mut one, &format!("{here}/panggil"), &HEARING).await;
        let page = person.get(&own).await.text();
        assert!(page.contains("Meminta uang") && page.contains("Ruang Inspektorat"));
        post(&mut person, &format!("{own}/keterangan"), &[("keterangan", "Saya tidak minta")]).await;
        assert_eq!(one.post(&format!("{here}/temuan"), &FINDING).await.status, 400, "not heard");

        let minutes = [("hadir", "yes"), ("berita-acara", "BA 1")];
        assert_eq!(one.post(&format!("{here}/periksa"), &minutes).await.status, 400, "too early");
        city.advance(SignedDuration::from_hours(24 * 11));
        for (browser, account) in [(&mut one, &first), (&mut two, &second), (&mut person, &officer)]
        {
            browser.enter(account).await;
        }
        post(&mut one, &format!("{here}/periksa"), &minutes).await;
        post(&mut one, &format!("{here}/temuan"), &FINDING).await;
        let page = one.get(&here).await.text();
        assert!(page.contains("paling ringan menurut PP 94/2021: berat"), "{page}");
        assert!(page.contains("Belum ada perkara selesai"));
        let sanction = [("sanksi", "berat-1"), ("alasan", "Pasal 14")];
        post(&mut one, &format!("{here}/sanksi"), &sanction).await;
        let approval = [("pertimbangan", "Sesuai")];
        assert_eq!(one.post(&format!("{here}/sahkan"), &approval).await.status, 400, "same person");
        assert!(!person.get(&own).await.text().contains("Turun jabatan"), "not decided yet");
        post(&mut two, &format!("{here}/sahkan"), &approval).await;
        let page = person.get(&own).await.text();
        assert!(page.contains("Turun jabatan") && page.contains("Keberatan sampai"));
        assert!(!page.contains("Dua saksi"), "reasons when it is final");
        lapse(city).await;
        assert!(public(city).await.is_empty(), "nothing before the time of appeal is over");

        city.advance(SignedDuration::from_hours(24 * 40));
        lapse(city).await;
        lapse(city).await;
        let told = r#"{"data":{"prohibition":"b","tier":"berat","unit":"DISDUKCAPIL","v":1},"kind":"case.closed_publicly"}"#;
        assert_eq!(public(city).await, [told]);
        person.enter(&officer).await;
        assert!(person.get(&own).await.text().contains("Dua saksi"));
        assert_eq!(person.post(&format!("{own}/keberatan"), &[("keberatan", "x")]).await.status, 400);

        for (browser, account) in [(&mut one, &first), (&mut two, &second)] {
            browser.enter(account).await;
        }
        let here = opened(&mut one, "no").await;
        post(&mut one, &format!("{here}/orang"), &[("akun", &user)]).await;
        let mut later = HEARING;
        (later[1].1, later[2].1) = ("2", "2027");
        post(&mut one, &format!("{here}/panggil"), &later).await;
        city.advance(SignedDuration::from_hours(24 * 40));
        for (browser, account) in [(&mut one, &first), (&mut two, &second)] {
            browser.enter(account).await;
        }
        post(&mut one, &format!("{here}/periksa"), &minutes).await;
        post(&mut one, &format!("{here}/temuan"), &FINDING).await;
        post(&mut one, &format!("{here}/sanksi"), &sanction).await;
        post(&mut two, &format!("{here}/sahkan"), &approval).await;
        city.advance(SignedDuration::from_hours(24 * 40));
        lapse(city).await;
        let again = told.replace("\"prohibition\"", "\"again\":true,\"prohibition\"");
        assert_eq!(public(city).await, [told.to_owned(), again]);
    })
    .await;
}

#[tokio::test]
async fn an_appeal_in_time_decides_before_anything_is_public() {
    let city = TestCity::with(setup()).await;
    let first = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let second = city.account("inspektur-2", &[(Role::Inspector, "")]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let (mut one, mut two) = (at(&city, &first).await, at(&city, &second).await);
    let here = opened(&mut one, "no").await;
    let own = here.replace("/inspektorat/", "/saya/");
    let user = officer.user.to_string();
    post(&mut one, &format!("{here}/orang"), &[("akun", &user)]).await;
    let mut hearing = HEARING;
    for (day, month) in [("4", "12"), ("18", "12")] {
        (hearing[0].1, hearing[1].1) = (day, month);
        post(&mut one, &format!("{here}/panggil"), &hearing).await;
        city.advance(SignedDuration::from_hours(24 * if day == "4" { 11 } else { 14 }));
        one.enter(&first).await;
        let absent = [("hadir", "no"), ("berita-acara", "Tidak datang")];
        post(&mut one, &format!("{here}/periksa"), &absent).await;
    }
    two.enter(&second).await;
    post(&mut one, &format!("{here}/temuan"), &FINDING).await;
    let sanction = [("sanksi", "sedang-1"), ("alasan", "Pertama kali")];
    post(&mut one, &format!("{here}/sanksi"), &sanction).await;
    post(&mut two, &format!("{here}/tolak"), &[("penolakan", "Terlalu ringan")]).await;
    post(&mut one, &format!("{here}/sanksi"), &[("sanksi", "berat-1"), ("alasan", "Pasal 14")])
        .await;
    post(&mut two, &format!("{here}/sahkan"), &[("pertimbangan", "Sesuai")]).await;
    let mut person = at(&city, &officer).await;
    post(&mut person, &format!("{own}/keberatan"), &[("keberatan", "Saya sakit")]).await;
    assert!(public(&city).await.is_empty());
    let decision = [("amar", "lifted"), ("putusan", "BPASN 1")];
    assert_eq!(one.post(&format!("{here}/putusan"), &decision).await.status, 400, "the proposer");
    for (outcome, code) in [("lightened", ""), ("lightened", "berat-2"), ("upheld", "ringan-1")] {
        let wrong = [("amar", outcome), ("sanksi-baru", code), ("putusan", "BPASN 1")];
        let refused = two.post(&format!("{here}/putusan"), &wrong).await;
        assert!(
            refused.status == 400 && refused.text().contains("lebih ringan"),
            "{outcome} {code}"
        );
    }
    post(&mut two, &format!("{here}/putusan"), &decision).await;
    assert!(public(&city).await.is_empty(), "a lifted sanction is told to nobody");
    assert!(person.get(&own).await.text().contains("Sanksi dibatalkan"));
}

#[tokio::test]
async fn an_appeal_may_lighten_the_sanction_and_that_one_becomes_public() {
    let city = TestCity::with(setup()).await;
    let first = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let second = city.account("inspektur-2", &[(Role::Inspector, "")]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let mut one = at(&city, &first).await;
    let here = opened(&mut one, "no").await;
    let own = here.replace("/inspektorat/", "/saya/");
    post(&mut one, &format!("{here}/orang"), &[("akun", &officer.user.to_string())]).await;
    post(&mut one, &format!("{here}/panggil"), &HEARING).await;
    city.advance(SignedDuration::from_hours(24 * 11));
    one.enter(&first).await;
    post(&mut one, &format!("{here}/periksa"), &[("hadir", "yes"), ("berita-acara", "BA 1")]).await;
    post(&mut one, &format!("{here}/temuan"), &FINDING).await;
    let sanction = [("sanksi", "berat-1"), ("alasan", "Pasal 14")];
    post(&mut one, &format!("{here}/sanksi"), &sanction).await;
    let mut two = at(&city, &second).await;
    post(&mut two, &format!("{here}/sahkan"), &[("pertimbangan", "Sesuai")]).await;
    let mut person = at(&city, &officer).await;
    post(&mut person, &format!("{own}/keberatan"), &[("keberatan", "Baru sekali")]).await;
    let lighter = [("amar", "lightened"), ("sanksi-baru", "sedang-3"), ("putusan", "BPASN 2")];
    assert!(two.get(&here).await.text().contains("Sanksi yang lebih ringan"));
    post(&mut two, &format!("{here}/putusan"), &lighter).await;
    let page = person.get(&own).await.text();
    assert!(page.contains("12 bulan") && page.contains("Sanksi diringankan"), "{page}");
    assert!(public(&city).await[0].contains(r#""tier":"sedang""#));
}

#[tokio::test]
async fn evidence_has_a_chain_without_a_gap() {
    let city = TestCity::with(setup()).await;
    let first = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let mut one = at(&city, &first).await;
    let here = opened(&mut one, "no").await;
    let pdf = b"%PDF-1.4\n%%EOF\n";
    let file = Upload { field: "bukti", name: "a.pdf", media: "application/pdf", bytes: pdf };
    let what = [("benda", "Kuitansi"), ("dari", "Pelapor")];
    let missing = one.post_files(&format!("{here}/bukti"), &what, &[]).await;
    assert_eq!(missing.status, 400);
    assert!(missing.text().contains("value=\"Kuitansi\""));
    let added = one.post_files(&format!("{here}/bukti"), &what, &[file]).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let page = one.get(&here).await.text();
    assert!(page.contains("SHA-256 ") && page.contains("Kuitansi"));
    let link = format!("{here}/berkas/");
    let id = page.split(&link).nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(one.get(&format!("{link}{id}")).await.status, 200);
    for (step, keeper) in [("taken", "Inspektorat"), ("returned", "Pelapor")] {
        let moved = [("barang", id.as_str()), ("langkah", step), ("pemegang", keeper)];
        post(&mut one, &format!("{here}/titip"), &moved).await;
    }
    let again = [("barang", id.as_str()), ("langkah", "taken"), ("pemegang", "Polisi")];
    assert_eq!(one.post(&format!("{here}/titip"), &again).await.status, 400, "it went back");
    post(&mut one, &format!("{here}/tutup"), &[("penutupan", "Dilimpahkan")]).await;
    assert!(one.get(&here).await.text().contains("Ditutup tanpa temuan"));
}
