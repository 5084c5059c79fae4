//! What a citizen does in the form, through the real pages, up to the receipt.

use kernel::number::ApplicationNumber;
use platform::i18n::Lang;
use platform::outbox::sms;
use platform::testing::{Browser, TestCity, Upload};

use super::seeded::{
    LOST, Manner, NIK, PDF, READY, answer, apply, begin, city, facts, fill, send, standard, steps,
    visitor, whole,
};
use crate::applications::store;
use crate::applications::{form, pages};
use crate::catalogue;

/// Fills the form of a lost card and hands it in.
#[tokio::test]
async fn a_lost_card_from_the_first_page_to_the_receipt() {
    let city = city().await;
    let mut browser = visitor(&city);
    let lost = standard(LOST);
    let before = whole(&browser.get(&format!("/layanan/{LOST}/ajukan")).await);
    assert!(before.contains("Surat kehilangan dari kepolisian"));
    assert!(before.contains("Rp0. Tidak ada biaya lain."));

    let at = begin(&mut browser, LOST).await;
    let tasks = whole(&browser.get(&at).await);
    assert!(tasks.contains("0 dari 4 bagian selesai"), "{tasks}");
    let code = at.trim_start_matches("/ajukan/");
    let printed = format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]);
    assert!(tasks.contains(&printed));

    let wrong = browser.post(&format!("{at}/nik"), &[("jawaban", "18720145019000")]).await;
    assert_eq!(wrong.status, 400);
    let wrong = whole(&wrong);
    assert!(wrong.contains("<title>Kesalahan: "));
    assert!(wrong.contains("Ada yang perlu diperbaiki"));
    assert!(wrong.contains("href=\"#jawaban\""));
    assert!(wrong.contains("value=\"18720145019000\""), "what was typed stays");

    fill(&city, &mut browser, &at, &lost, Manner { files: false, ..READY }).await;
    let kept = browser.get(&format!("{at}/nik")).await;
    assert!(whole(&kept).contains(NIK), "the back button shows what was kept");

    too_large_then_right(&mut browser, &at).await;
    let number = resumed_elsewhere(&city, &at, &printed, &mut browser).await;
    receipt(&mut browser, number).await;
}

async fn too_large_then_right(browser: &mut Browser, at: &str) {
    let address = format!("{at}/d-kk");
    let large = vec![b' '; 7 * 1024 * 1024];
    for bytes in [&large[..], &large[..5 * 1024 * 1024 + 1]] {
        let file = Upload { field: "berkas", name: "foto.jpg", media: "image/jpeg", bytes };
        let refused = browser.post_files(&address, &[], &[file]).await;
        assert_eq!(refused.status, 400);
        let text = whole(&refused);
        assert!(text.contains("lebih besar dari 5 MB"), "{text}");
        assert!(text.contains("href=\"#berkas\""));
    }
    let file = Upload { field: "berkas", name: "kk.pdf", media: "application/pdf", bytes: PDF };
    let kept = browser.post_files(&format!("{address}?kembali=periksa"), &[], &[file]).await;
    assert_eq!(kept.location(), format!("{at}/periksa"));
    let page = whole(&browser.get(&address).await);
    assert!(page.contains("PDF, 1 KB"), "{page}");
    assert_eq!(browser.get(&format!("{address}/lihat")).await.body, PDF);
    // Nothing new is chosen: what is kept stays.
    assert_eq!(browser.post_files(&address, &[], &[]).await.status, 303);
    assert!(whole(&browser.get(&format!("{at}/periksa")).await).contains("PDF, 1 KB"));
}

async fn resumed_elsewhere(
    city: &TestCity,
    at: &str,
    printed: &str,
    browser: &mut Browser,
) -> ApplicationNumber {
    let mut phone = visitor(city);
    let wrong = phone.post("/ajukan", &[("kode", "AAAA-BBBB-CCCC")]).await;
    assert_eq!(wrong.status, 400);
    assert!(whole(&wrong).contains("AAAA-BBBB-CCCC"));
    let found = phone.post("/ajukan", &[("kode", &printed.to_lowercase())]).await;
    assert_eq!(found.location(), at);

    let number = send(browser, at).await;
    // The same browser, back and sent again: the receipt once more.
    let again = browser.post(&format!("{at}/kirim"), &[]).await;
    assert_eq!(again.location(), format!("/lacak/{number}/diterima"));
    // Another browser: a clear sentence, and no second application.
    let gone = phone.post(&format!("{at}/kirim"), &[]).await;
    assert_eq!(gone.status, 404);
    assert!(whole(&gone).contains("tidak terkirim dua kali"));
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    assert_eq!(store::count(&mut tx).await.unwrap(), 1);
    number
}

async fn receipt(browser: &mut Browser, number: ApplicationNumber) {
    let secret = browser.cookies["kunci"].clone();
    let grouped = format!("{}-{}", &secret[..4], &secret[4..8]);
    for page in ["diterima", "cetak"] {
        let text = whole(&browser.get(&format!("/lacak/{number}/{page}")).await);
        assert!(text.contains(&number.to_string()));
        assert!(text.contains(&grouped), "the secret is shown in groups");
        assert!(text.contains("Rp0. Tidak ada biaya lain."));
        assert!(!text.contains("style="), "the content policy forbids inline style");
    }
}

#[tokio::test]
async fn another_city_knows_neither_number_nor_draft() {
    let city = city().await;
    let mut browser = visitor(&city);
    let at = begin(&mut browser, LOST).await;
    let number = apply(&city, &mut browser, READY).await;
    let secret = browser.cookies["kunci"].clone();
    let mut other = city.browser_at(&city.other, pages::routes());
    assert_eq!(other.get(&at).await.status, 404);
    assert_eq!(other.get(&format!("/lacak/{number}")).await.status, 404);
    assert_eq!(other.get(&format!("/lacak/{}/{secret}", number.compact())).await.status, 404);
    let kode = at.trim_start_matches("/ajukan/");
    assert_eq!(other.post("/ajukan", &[("kode", kode)]).await.status, 400);
    assert_eq!(other.post("/lacak", &[("nomor", &number.to_string())]).await.status, 400);
}

#[tokio::test]
async fn every_service_of_the_catalogue_can_be_applied_for() {
    let city = city().await;
    let standards = catalogue::tests::seed().standards;
    for standard in &standards {
        for turn in [0, 1] {
            let who = match form_allows_mandate(standard) {
                true if turn == 1 => "mandate",
                _ => "oneself",
            };
            let mut browser = visitor(&city);
            let at = begin(&mut browser, &standard.code).await;
            fill(&city, &mut browser, &at, standard, Manner { turn, who, files: true }).await;
            let number = send(&mut browser, &at).await;
            whole(&browser.get(&format!("/lacak/{number}/diterima")).await);
            whole(&browser.get(&format!("/lacak/{number}")).await);
        }
    }
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    assert_eq!(store::count(&mut tx).await.unwrap(), 2 * standards.len() as i64);
    drop(tx);
    let kinds = facts(&city).await;
    let submitted = kinds.iter().find(|(kind, _)| kind == "application.submitted").unwrap();
    assert_eq!(submitted.1, 2 * standards.len() as i64);
}

fn form_allows_mandate(standard: &kernel::service::Standard) -> bool {
    standard.proxy.admits(kernel::service::Applicant::Mandate)
}

#[tokio::test]
async fn two_open_pages_do_not_lose_each_others_answers() {
    let city = city().await;
    let mut browser = visitor(&city);
    let at = begin(&mut browser, LOST).await;
    let lost = standard(LOST);
    let (before, _) = steps(&city.app, city.tenant.id, &at, &lost).await;
    let find = |slug: &str| before.iter().find(|step| step.slug == slug).unwrap();
    answer(&mut browser, &at, find("nama"), READY).await;
    let mut second = visitor(&city);
    answer(&mut second, &at, find("nik"), READY).await;
    answer(&mut browser, &at, find("kk"), READY).await;
    let (_, body) = steps(&city.app, city.tenant.id, &at, &lost).await;
    assert_eq!(body.answers.keys().collect::<Vec<_>>(), ["kk", "nama", "nik"]);
    let open = form::next(&before, &body, None).unwrap();
    assert_eq!(open.slug, form::WHO);
}

#[tokio::test]
async fn forms_without_their_token_change_nothing() {
    let city = city().await;
    let mut browser = visitor(&city);
    let at = begin(&mut browser, LOST).await;
    let forged = browser.post_raw(&format!("{at}/nama"), &[("jawaban", "X")]).await;
    assert_eq!(forged.status, 400);
    browser.cookies.clear();
    let token = visitor(&city).form_token().await;
    let fields = [("csrf", token.as_str()), ("jawaban", "X")];
    assert_eq!(browser.post_raw(&format!("{at}/nama"), &fields).await.status, 400);
    let (_, body) = steps(&city.app, city.tenant.id, &at, &standard(LOST)).await;
    assert!(body.answers.is_empty());
}

#[test]
fn every_text_message_fits_whatever_the_service() {
    for standard in catalogue::tests::seed().standards {
        for lang in Lang::ALL {
            for (key, kept) in [
                ("received", &["fee", "due", "number", "link"][..]),
                ("received-incomplete", &["fee", "number", "link"]),
                ("returned", &["number", "link"]),
                ("issued", &["number", "link"]),
                ("refused", &["number", "link"]),
            ] {
                let values = [
                    ("fee", standard.fee.to_string()),
                    ("due", "25 Nov 15.00".to_owned()),
                    ("number", "K7M4-2Q9P".to_owned()),
                    ("link", "layanan.kotacontoh.go.id/K7M42Q9P".to_owned()),
                ];
                let whole: Vec<&str> = values
                    .iter()
                    .filter(|(name, _)| kept.contains(name))
                    .map(|(_, value)| value.as_str())
                    .collect();
                let text = sms::compose(standard.name.get(lang.code()), &whole, |service| {
                    let mut all = values.to_vec();
                    all.push(("service", service.to_owned()));
                    lang.with(&format!("applications-sms-{key}"), &all)
                });
                assert!(text.is_ok(), "{key} {} {lang:?}: {text:?}", standard.code);
            }
        }
    }
}
