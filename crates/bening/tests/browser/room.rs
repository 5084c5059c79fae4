//! The mayor's ten minutes: numbers, a proposal with its evidence, a decision that everyone reads; the
//! numbers behind it, offices, and what an officer and a coach see of themselves.

use super::chromium::{self, Window};
use super::citizen::paper;
use super::people::{log_in, log_out, look, t};
use super::support::{Served, city};

const ASKED: &str = "Inspektorat menjawab pola ini.";
const WORDS: &str = "Kepala unit menyampaikan rencananya pekan depan.";

/// From the room to a decision.
async fn decide(window: &Window, url: &str) -> String {
    log_in(window, url, "walikota").await;
    window.go(&format!("{url}/ruang")).await;
    look(window, "room").await;
    assert!(window.count(".decide > li").await > 0, "nothing waits for the mayor of the demo");
    window.follow(".decide .acts a:last-child").await;
    look(window, "decision").await;
    let costs = ["decisions-cost-none", "decisions-cost-unknown"].map(t);
    let page = window.text().await;
    assert!(costs.iter().any(|cost| page.contains(cost)), "{page}");
    window.press(&t("decisions-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing was said");
    look(window, "decision-error").await;
    window.choose("pilihan", "leave").await;
    window.fill("putusan", WORDS).await;
    window.press(&t("decisions-go")).await;
    look(window, "decision-taken").await;
    assert!(window.text().await.contains(WORDS));
    window.path().await
}

/// From the patterns to a question to the Inspectorate.
async fn patterns(window: &Window, url: &str) {
    window.go(&format!("{url}/ruang/pola")).await;
    look(window, "room-patterns").await;
    let waiting = window.count(".decide > li").await;
    assert!(waiting > 1, "{waiting} patterns wait in the demo");
    // The last: it presses least, and may not wait for a decision yet.
    let last = ".decide > li:last-child .acts";
    if window.count(&format!("{last} button")).await > 0 {
        window.first(&format!("{last} button")).await.click().await.unwrap();
    } else {
        window.follow(&format!("{last} a")).await;
    }
    assert!(window.path().await.starts_with("/keputusan/"), "{}", window.path().await);
    window.choose("pilihan", "inspect").await;
    window.fill("putusan", ASKED).await;
    window.press(&t("decisions-go")).await;
    window.go(&format!("{url}/ruang/pola")).await;
    assert!(window.text().await.contains(&t("room-patterns-decided")), "{}", window.text().await);
    look(window, "room-patterns-asked").await;
}

/// The inspector sees that the mayor asked.
async fn asked(window: &Window, url: &str) {
    log_in(window, url, "inspektur").await;
    window.go(&format!("{url}/pengawasan/sinyal")).await;
    let code = "return [...document.querySelectorAll('main a[href^=\"/pengawasan/sinyal/\"]')].map(a => a.getAttribute('href'));";
    let signals = window.script(code).await;
    let mut told = 0;
    for signal in signals.as_array().unwrap() {
        window.go(&format!("{url}{}", signal.as_str().unwrap())).await;
        told += usize::from(window.text().await.contains("Wali kota meminta Inspektorat"));
    }
    assert_eq!(told, 1, "{signals}");
    log_out(window, url).await;
}

/// The numbers behind the room, and the room on paper.
async fn numbers(window: &Window, url: &str) {
    window.go(&format!("{url}/keputusan/baru")).await;
    look(window, "decision-own").await;
    window.go(&format!("{url}/perbaikan/reformasi")).await;
    look(window, "reform").await;
    window.go(&format!("{url}/perbaikan/reformasi/steps")).await;
    look(window, "reform-measure").await;
    window.follow("tbody a[href*='fakta']").await;
    assert!(window.text().await.contains("application.issued"), "{}", window.text().await);
    look(window, "reform-facts").await;
    window.go(&format!("{url}/perbaikan/reformasi?unit=DISDUKCAPIL")).await;
    look(window, "reform-unit").await;
    window.go(&format!("{url}/ruang/unit/DISDUKCAPIL")).await;
    look(window, "room-unit").await;
    window.go(&format!("{url}/ruang/cetak")).await;
    look(window, "room-print").await;
    if window.script {
        let pages = paper(&window.print().await);
        assert!((1..=2).contains(&pages), "the summary takes {pages} pages");
    }
    window.go(&format!("{url}/perbaikan/fasilitas")).await;
    look(window, "facilities").await;
    log_out(window, url).await;
}

/// What everyone sees of it.
async fn public(window: &Window, url: &str, decision: &str) {
    window.go(&format!("{url}/keputusan")).await;
    assert!(window.text().await.contains(WORDS));
    look(window, "decisions").await;
    window.go(&format!("{url}{decision}")).await;
    assert!(!window.text().await.contains(&t("decisions-evidence")), "the evidence stays inside");
    look(window, "decision-public").await;
    window.go(&format!("{url}/kantor")).await;
    look(window, "offices").await;
    window.go(&format!("{url}/kantor/DISDUKCAPIL")).await;
    look(window, "office").await;
    window.go(&format!("{url}/kantor")).await;
    window.follow(".regions a").await;
    assert!(window.path().await.starts_with("/kantor/KEL-"), "{}", window.path().await);
    look(window, "office-kelurahan").await;
}

/// What officers, coaches and heads see of their own work.
async fn own(window: &Window, url: &str) {
    log_in(window, url, "petugas").await;
    window.go(&format!("{url}/saya/kinerja")).await;
    look(window, "performance").await;
    log_out(window, url).await;
    log_in(window, url, "pembina").await;
    window.go(&format!("{url}/pembina")).await;
    look(window, "coach").await;
    log_out(window, url).await;
    log_in(window, url, "atasan").await;
    window.go(&format!("{url}/perbaikan/kecakapan/DISDUKCAPIL")).await;
    look(window, "competence").await;
    window.go(&format!("{url}/perbaikan/fasilitas/DISDUKCAPIL")).await;
    look(window, "facility").await;
    window.follow("main a[href*='/perbaikan/fasilitas/DISDUKCAPIL/']").await;
    look(window, "facility-item").await;
    window.press(&t("facilities-save")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing was chosen");
    look(window, "facility-item-error").await;
    window.choose("ada", "no").await;
    window.fill("catatan", "Dipindah ke gudang.").await;
    window.press(&t("facilities-save")).await;
    assert!(window.text().await.contains(&t("facilities-absent")), "{}", window.text().await);
    look(window, "facility-audited").await;
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    let decision = decide(&window, url).await;
    patterns(&window, url).await;
    numbers(&window, url).await;
    public(&window, url, &decision).await;
    own(&window, url).await;
    log_out(&window, url).await;
    asked(&window, url).await;
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
