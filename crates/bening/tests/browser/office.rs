//! The officer's day, the catalogue's, and the administrator's.

use kernel::Clock;

use super::chromium::Window;
use super::people::{Receipt, SERVICE, log_in, log_out, look, t};

fn file(url: &str, receipt: &Receipt) -> String {
    format!("{url}/petugas/berkas/{}", receipt.compact())
}

/// Takes a file before its turn, which needs a reason, and sends it back for one document.
pub async fn take_early_and_return(window: &Window, url: &str, receipt: &Receipt) {
    window.until(&format!("{url}/petugas"), &receipt.number).await;
    look(window, "queue").await;
    if window.script {
        by_keys(window).await;
    }
    window.press(&receipt.number).await;
    assert!(window.text().await.contains(&t("officer-early-title")));
    look(window, "file").await;
    window.press(&t("officer-early-submit")).await;
    let page = window.text().await;
    assert!(page.contains(&t("common-error-heading")), "taken early without a reason: {page}");
    look(window, "file-error").await;
    window.choose("alasan", "medical").await;
    window.press(&t("officer-early-submit")).await;
    look(window, "file-taken").await;

    window.press(&t("officer-file-look")).await;
    assert_eq!(window.count(".doc img").await, 1, "the photo is beside the list");
    let drawn = window.script("return document.querySelector('.doc img').naturalWidth;").await;
    assert!(drawn.as_u64().unwrap() > 0, "the photo is not shown");
    window.press(&t("officer-return-submit")).await;
    let page = window.text().await;
    assert!(page.contains(&t("common-error-heading")), "sent back without a reason: {page}");
    window.choose("alasan", "document_unreadable").await;
    window.choose("dokumen", "kk").await;
    window.press(&t("officer-return-submit")).await;
    let page = window.text().await;
    assert!(page.contains(&t("officer-fact-application-returned")), "{page}");
}

/// J and K walk over the rows.
async fn by_keys(window: &Window) {
    let focused = "return document.activeElement.textContent.trim();";
    let rows =
        "return [...document.querySelectorAll('tbody th a')].map(a => a.textContent.trim());";
    let rows: Vec<String> = serde_json::from_value(window.script(rows).await).unwrap();
    for (keys, row) in [("j", &rows[0]), ("j", &rows[1]), ("k", &rows[0])] {
        window.driver.action_chain().send_keys(keys).perform().await.unwrap();
        assert_eq!(window.script(focused).await, row.as_str(), "after {keys}");
    }
}

/// The counter as it looks before someone comes, and with a form that is still empty.
pub async fn counter(window: &Window, url: &str) {
    log_in(window, url, "petugas").await;
    window.go(&format!("{url}/petugas/loket")).await;
    look(window, "counter").await;
    window.go(&format!("{url}/petugas/loket/layanan/{SERVICE}")).await;
    window.press(&t("officer-counter-submit")).await;
    assert!(window.text().await.contains(&t("officer-counter-known-empty")));
    look(window, "counter-error").await;
}

/// The slip for who came to the counter.
pub async fn slip(window: &Window) {
    look(window, "slip").await;
}

/// Takes whoever is first.
pub async fn take_next(window: &Window, url: &str, first: &Receipt) {
    window.until(&format!("{url}/petugas"), &first.number).await;
    let button = format!("form:has(input[name=queue][value='DISDUKCAPIL/{SERVICE}']) button");
    window.follow(&button).await;
    assert_eq!(window.path().await, format!("/petugas/berkas/{}", first.compact()));
}

/// Decides and issues.
pub async fn approve(window: &Window, url: &str, receipt: &Receipt) {
    window.go(&file(url, receipt)).await;
    window.press(&t("officer-approve")).await;
    window.press(&t("officer-issue")).await;
    look(window, "file-issued").await;
    let page = window.text().await;
    assert!(page.contains(&t("officer-fact-application-issued")), "{page}");
}

fn editor(url: &str) -> String {
    format!("{url}/penata/{SERVICE}")
}

/// A new sentence on the page of the service.
const CHANGED: &str = "Pengganti KTP yang hilang atau rusak. Fotonya boleh foto lama.";

/// The steward writes the next version and hands it in.
pub async fn draft(window: &Window, url: &str) {
    log_in(window, url, "penata").await;
    look(window, "catalogue").await;
    window.go(&editor(url)).await;
    look(window, "catalogue-service").await;
    window.press(&t("catalogue-edit")).await;
    look(window, "catalogue-editor").await;
    window.fill("summary_id", "").await;
    window.submit().await;
    let page = window.text().await;
    assert!(page.contains(&t("common-error-heading")), "one language alone: {page}");
    look(window, "catalogue-editor-error").await;
    window.fill("summary_id", CHANGED).await;
    window.submit().await;
    assert_eq!(window.path().await, format!("/penata/{SERVICE}"), "{}", window.text().await);
    look(window, "catalogue-draft").await;
    window.press(&t("catalogue-propose")).await;
    let page = window.text().await;
    assert!(page.contains(&t("catalogue-state-proposed")), "{page}");
}

/// A second person approves it.
pub async fn agree(window: &Window, url: &str) {
    log_in(window, url, "pengesah").await;
    window.go(&editor(url)).await;
    look(window, "catalogue-approve").await;
    window.press(&t("catalogue-approve")).await;
    let page = window.text().await;
    assert!(page.contains(&t("catalogue-state-approved")), "{page}");
    log_out(window, url).await;
}

/// The steward publishes it from today on.
pub async fn publish(window: &Window, url: &str) {
    window.go(&format!("{url}/layanan/{SERVICE}")).await;
    assert!(!window.text().await.contains(CHANGED), "shown before its day");
    window.go(&editor(url)).await;
    look(window, "catalogue-publish").await;
    let today = jiff::tz::TimeZone::get("Asia/Jakarta").unwrap().to_datetime(Clock::System.now());
    window.fill("mulai", &today.day().to_string()).await;
    window.fill("mulai-month", &today.month().to_string()).await;
    window.fill("mulai-year", &today.year().to_string()).await;
    window.press(&t("catalogue-publish")).await;
    log_out(window, url).await;
    window.go(&format!("{url}/layanan/{SERVICE}")).await;
    assert!(window.text().await.contains(CHANGED), "{}", window.text().await);
    window.go(&format!("{url}/layanan/{SERVICE}/banding?dari=1&ke=2")).await;
    assert!(window.text().await.contains(CHANGED), "{}", window.text().await);
    look(window, "compare").await;
}

/// The administrator opens an account for a new officer.
pub async fn new_account(window: &Window, url: &str) {
    log_in(window, url, "admin").await;
    window.go(&format!("{url}/admin/pengguna")).await;
    look(window, "accounts").await;
    window.press(&t("auth-new-link")).await;
    window.fill("login", "siti.rahma").await;
    window.submit().await;
    let page = window.text().await;
    assert!(page.contains(&t("auth-name-empty")), "{page}");
    assert_eq!(window.value("login").await, "siti.rahma", "what was typed is kept");
    look(window, "account-error").await;
    window.fill("nama", "Siti Rahma").await;
    window.choose("bahasa", "id").await;
    window.choose("peran", "officer").await;
    window.select("unit", "DISDUKCAPIL").await;
    window.submit().await;
    let page = window.text().await;
    assert!(page.contains(&t("auth-created-title")), "{page}");
    look(window, "account-created").await;
    log_out(window, url).await;
}
