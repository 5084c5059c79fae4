//! Contracts: a planner brings a file, sees what it says, and keeps it; everyone reads and filters.

use std::path::Path;

use super::chromium::{self, Window};
use super::people::{log_in, log_out, look, t};
use super::support::{Served, city};

const TITLE: &str = "Kursi tunggu Gang Kelinci";
const HEAD: &str =
    "number,unit,title,supplier,category,method,bids,estimate,value,awarded_on,item,quantity,price";

fn row(number: &str, unit: &str) -> String {
    format!(
        "{number},{unit},{TITLE},CV Kelinci,goods,direct,1,90000000,88000000,2026-03-02,SSH-KURSI,20,4400000"
    )
}

/// A planner's file has one good row and one with a unit that is not there.
async fn bring(window: &Window, url: &str, folder: &Path) {
    log_in(window, url, "perencana").await;
    window.go(&format!("{url}/perencana/kontrak/impor")).await;
    look(window, "contracts-import").await;
    window.press(&t("procurement-import-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "no file was chosen");
    look(window, "contracts-import-error").await;
    let file = folder.join("kontrak.csv");
    let text = format!("{HEAD}\n{}\n{}\n", row("KLC/1", "DINKES"), row("KLC/2", "DINAS-LAIN"));
    std::fs::write(&file, text).unwrap();
    window.upload("berkas", &file).await;
    window.press(&t("procurement-import-go")).await;
    look(window, "contracts-preview").await;
    let page = window.text().await;
    assert!(page.contains("Baris 3") && page.contains("DINAS-LAIN"), "{page}");
    assert!(page.contains("KLC/1"), "{page}");
    window.press("Simpan 1 kontrak").await;
    look(window, "contracts-kept").await;
    assert!(window.text().await.contains("1 kontrak disimpan"));
    log_out(window, url).await;
}

/// A citizen finds it, and filters.
async fn read(window: &Window, url: &str) {
    window.go(&format!("{url}/kontrak")).await;
    look(window, "contracts").await;
    assert!(window.count("tbody tr").await > 20, "the demo has contracts");
    window.go(&format!("{url}/kontrak?tahun=2026&penyedia=CV%20Kelinci")).await;
    look(window, "contracts-of-one").await;
    window.follow("tbody th a").await;
    look(window, "contract").await;
    let page = window.text().await;
    assert!(page.contains(TITLE) && page.contains("di atas standar"), "{page}");
    window.go(&format!("{url}/kontrak?standar=atas")).await;
    assert!(window.count("tbody tr").await > 0, "some cost more than the standard");
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    bring(&window, url, city.path()).await;
    read(&window, url).await;
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
