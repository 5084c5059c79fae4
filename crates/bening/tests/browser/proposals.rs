//! What people ask the city to pay for: a citizen reads and supports, a planner enters, reckons, imports,
//! and writes down what a deliberation said.

use std::path::Path;

use super::chromium::{self, Window};
use super::people::{log_in, log_out, look, t};
use super::support::{Served, city};

const TITLE: &str = "Drainase Gang Kelinci RW 9";

/// A citizen reads how far proposals have come, and supports one.
async fn citizen(window: &Window, url: &str) {
    window.go(&format!("{url}/usulan")).await;
    look(window, "proposals").await;
    assert!(window.count("tbody tr").await > 20, "the demo has proposals");
    window.go(&format!("{url}/usulan?asal=council")).await;
    assert!(window.text().await.contains(&t("proposals-council-mark")));
    window.go(&format!("{url}/usulan?keadaan=accepted-city")).await;
    window.follow("tbody th a").await;
    look(window, "proposal").await;
    window.press(&t("proposals-support")).await;
    look(window, "proposal-supported").await;
    assert!(window.text().await.contains(&t("proposals-supported-here")));
    window.follow("main a[href^='/usulan/musyawarah/']").await;
    look(window, "deliberation").await;
    window.go(&format!("{url}/usulan/musyawarah")).await;
    look(window, "deliberations").await;
    window.go(&format!("{url}/usulan/harga")).await;
    look(window, "price-standard").await;
}

/// A planner enters a proposal; the page of its number.
async fn enter(window: &Window, url: &str) -> String {
    log_in(window, url, "perencana").await;
    window.go(&format!("{url}/perencana/usulan")).await;
    look(window, "planner-proposals").await;
    window.go(&format!("{url}/perencana/usulan/baru")).await;
    look(window, "proposal-new").await;
    window.press(&t("proposals-save")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing was typed");
    look(window, "proposal-new-error").await;
    window.fill("judul", TITLE).await;
    window.select("kelurahan", "18.72.01.1001").await;
    window.choose("asal", "warga").await;
    window.fill("pengusul", "RW 09").await;
    window.fill("volume", "75,5").await;
    window.select("harga", "HSPK-DRAINASE-U40").await;
    window.select("dinas", "DPUTR").await;
    window.press(&t("proposals-save")).await;
    look(window, "proposal-work").await;
    assert!(window.text().await.contains(TITLE));
    let work = window.path().await;
    window.fill("biaya", "90.000.000").await;
    window.fill("kode", "1.03").await;
    window.press(&t("proposals-reckon-go")).await;
    look(window, "proposal-work-error").await;
    window.fill("kode", "1.03.06.2.01.0012").await;
    window.press(&t("proposals-reckon-go")).await;
    assert!(window.text().await.contains("1.03.06.2.01.0012"), "{}", window.text().await);
    work
}

/// It writes down what a deliberation said about it.
async fn deliberate(window: &Window, url: &str, budget_year: i16) {
    window.go(&format!("{url}/perencana/musyawarah/baru")).await;
    look(window, "deliberation-new").await;
    window.press(&t("proposals-save")).await;
    look(window, "deliberation-new-error").await;
    window.select("wilayah", "kelurahan/18.72.01.1001").await;
    for (field, value) in [("hari", "2"), ("hari-month", "1"), ("tempat", "Balai kelurahan")] {
        window.fill(field, value).await;
    }
    window.fill("hari-year", &(budget_year - 2).to_string()).await;
    window.fill("laki", "18").await;
    window.fill("perempuan", "22").await;
    window.press(&t("proposals-save")).await;
    look(window, "deliberation-work").await;
    window.press(&t("proposals-decide")).await;
    look(window, "deliberation-work-error").await;
    let first = window.first("fieldset input[id^='urutan-']").await;
    first.send_keys("1").await.unwrap();
    window.press(&t("proposals-decide")).await;
    look(window, "deliberation-said").await;
    assert!(window.text().await.contains("18"), "who came is counted");
    window.go(&format!("{url}/perencana/musyawarah")).await;
    look(window, "planner-deliberations").await;
}

/// A file with a mistake is refused with its place; repairs wait for a press.
async fn rest(window: &Window, url: &str, folder: &Path) {
    let file = folder.join("usulan.csv");
    std::fs::write(&file, "judul,kelurahan,volume\nLampu Gang Kelinci,Entah,banyak\n").unwrap();
    window.go(&format!("{url}/perencana/usulan/impor")).await;
    look(window, "proposals-import").await;
    window.upload("berkas", &file).await;
    window.press(&t("proposals-import-go")).await;
    look(window, "proposals-import-error").await;
    assert!(window.text().await.contains("Baris 2, kolom volume"), "{}", window.text().await);
    window.go(&format!("{url}/perencana/perbaikan")).await;
    look(window, "proposals-repairs").await;
    assert!(window.count("tbody tr").await > 0, "the demo has costed repairs");
    window.press(&t("proposals-repair-go")).await;
    look(window, "proposal-repair").await;
    log_out(window, url).await;
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    citizen(&window, url).await;
    let work = enter(&window, url).await;
    window.go(&format!("{url}/perencana/usulan/baru")).await;
    let year: i16 = window.value("tahun").await.parse().unwrap();
    deliberate(&window, url, year).await;
    window.go(&format!("{url}{}", work.replace("/perencana", ""))).await;
    assert!(window.text().await.contains(&t("proposals-state-accepted-kelurahan")));
    rest(&window, url, city.path()).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk() {
    walk(1280, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone_without_javascript() {
    walk(390, false).await;
}
