//! Fees and partners: an officer enters a payment, a head forgives another and makes a contract that a
//! second person agrees to, and everyone reads who works for the city and at what price.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::chromium::{self, Window};
use super::people::{log_in, log_out, look, t};
use super::support::{Served, city};

/// A payment without a reference is refused; with one it is in.
async fn pay(window: &Window, url: &str) {
    log_in(window, url, "petugas-izin").await;
    window.go(&format!("{url}/petugas/biaya")).await;
    look(window, "fees-unit").await;
    window.press(&t("fees-import-go")).await;
    look(window, "fees-unit-error").await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing was pasted");
    let due = window.count("tbody tr").await;
    assert!(due > 1, "the demo has fees that are due");
    // The last one does not ask for relief.
    window.follow("tbody tr:last-child th a").await;
    look(window, "fees-file").await;
    window.press(&t("fees-pay-go")).await;
    look(window, "fees-file-error").await;
    assert!(window.text().await.contains(&t("fees-reference-bad")));
    window.fill("rujukan", "BANK-77001").await;
    window.choose("cara", "bank").await;
    window.press(&t("fees-pay-go")).await;
    window.go(&format!("{url}/petugas/biaya")).await;
    assert_eq!(window.count("tbody tr").await, due - 1, "it is due no more");
    log_out(window, url).await;
}

/// The head forgives what was asked for.
async fn forgive(window: &Window, url: &str) {
    log_in(window, url, "atasan-izin").await;
    window.go(&format!("{url}/petugas/atasan/biaya")).await;
    look(window, "fees-head").await;
    let asked = window.count("section[id^=keringanan-]").await;
    assert_eq!(asked, 1, "one asks for relief");
    window.press(&t("fees-decide-yes")).await;
    look(window, "fees-head-after").await;
    assert_eq!(window.count("section[id^=keringanan-]").await, 0);
    log_out(window, url).await;
}

/// A head proposes a contract, a second person agrees, and everyone sees it.
async fn contract(window: &Window, url: &str, today: Date) {
    const NAME: &str = "Relawan Gang Kelinci";
    log_in(window, url, "atasan").await;
    window.go(&format!("{url}/petugas/atasan/mitra")).await;
    look(window, "partners-head").await;
    window.press(&t("partners-propose-go")).await;
    look(window, "partners-head-error").await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing was typed");
    window.fill("nama", NAME).await;
    window.choose("jenis", "helper").await;
    window.choose("langkah", "assist").await;
    window.choose("layanan", "DUK-KTP-HILANG").await;
    window.choose("kelurahan", "18.72.01.1001").await;
    window.fill("harga", "0").await;
    window.fill("mulai", &today.to_string()).await;
    window.fill("sampai", &(today + 30.days()).to_string()).await;
    window.fill("akun", "mitra").await;
    window.press(&t("partners-propose-go")).await;
    assert!(window.text().await.contains(&t("partners-state-proposed")));
    log_out(window, url).await;
    window.go(&format!("{url}/mitra")).await;
    assert!(!window.text().await.contains(NAME), "it is not agreed yet");
    log_in(window, url, "pengesah").await;
    window.go(&format!("{url}/pengesah/mitra")).await;
    look(window, "partners-approver").await;
    assert!(window.text().await.contains(NAME));
    window.press(&t("partners-agree")).await;
    log_out(window, url).await;
    window.go(&format!("{url}/mitra")).await;
    look(window, "partners-public").await;
    assert!(window.text().await.contains(NAME));
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    pay(&window, url).await;
    forgive(&window, url).await;
    let jakarta = TimeZone::get("Asia/Jakarta").unwrap();
    let today = jakarta.to_datetime(kernel::Clock::System.now()).date();
    contract(&window, url, today).await;
    log_in(&window, url, "mitra").await;
    window.go(&format!("{url}/mitra/tugas")).await;
    look(&window, "partners-tasks").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk_without_javascript() {
    walk(1280, false).await;
}
