//! A campaign: public relations drafts it, another starts it, posters are printed, a citizen follows a short link,
//! and visits are planned.

use super::chromium::{self, Window};
use super::people::{log_in, log_out, look, t};
use super::support::{Served, city};

const TITLE: &str = "Akta kelahiran diurus sendiri";

/// A citizen reads what campaigns cost and changed, and opens a poster.
async fn citizen(window: &Window, url: &str) {
    window.go(&format!("{url}/kampanye")).await;
    look(window, "campaigns").await;
    assert!(window.count("tbody tr").await >= 2, "the demo has campaigns");
    window.go(&format!("{url}/kampanye/kunjungan")).await;
    look(window, "visits").await;
    assert!(window.text().await.contains(&t("outreach-going-missed")), "a missed visit shows");
    // The oldest one is over and evaluated.
    window.go(&format!("{url}/kampanye")).await;
    window.follow("tbody tr:last-child th a").await;
    look(window, "campaign").await;
    assert!(window.text().await.contains(&t("outreach-lot-title")));
    window.follow("main a[href*='/poster/']").await;
    look(window, "campaign-poster").await;
    assert!(window.text().await.contains(&t("outreach-ban-title")));
    window.go(&format!("{url}/kampanye")).await;
    window.follow("tbody tr:last-child th a").await;
    window.follow("main a[href*='/selebaran/']").await;
    look(window, "campaign-leaflet").await;
}

/// Public relations drafts a campaign; its page.
async fn draft(window: &Window, url: &str) -> String {
    log_in(window, url, "humas").await;
    look(window, "campaigns-desk").await;
    window.go(&format!("{url}/humas/kampanye/baru")).await;
    look(window, "campaign-new").await;
    window.press(&t("outreach-draft-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing was typed");
    look(window, "campaign-new-error").await;
    window.fill("judul", TITLE).await;
    window.choose("pesan", "bring").await;
    window.choose("layanan", "DUK-AKTA-LAHIR").await;
    window.choose("sasaran", "school").await;
    window.choose("kelurahan", "18.72.01.1001").await;
    window.choose("saluran", "poster").await;
    window.choose("saluran", "sms").await;
    window.fill("biaya-poster", "1.250.000").await;
    window.choose("undian", "no").await;
    window.press(&t("outreach-draft-go")).await;
    look(window, "campaign-draft").await;
    assert!(window.text().await.contains(&t("outreach-second-person-waits")));
    let page = window.path().await;
    window.go(&format!("{url}{page}/bahan")).await;
    look(window, "campaign-materials").await;
    assert!(window.text().await.contains("/k/"), "{}", window.text().await);
    page
}

/// Plans a visit.
async fn visit(window: &Window, url: &str) {
    window.go(&format!("{url}/humas/kunjungan")).await;
    look(window, "visits-desk").await;
    window.press(&t("outreach-visit-go")).await;
    look(window, "visits-desk-error").await;
    window.fill("jam", "9.30").await;
    window.choose("jenis", "school").await;
    window.fill("nama", "SD Negeri 5").await;
    window.select("kelurahan", "18.72.01.1001").await;
    window.select("unit", "DISDUKCAPIL").await;
    window.choose("siapa", "officers").await;
    window.press(&t("outreach-visit-go")).await;
    assert!(window.text().await.contains("SD Negeri 5"));
    log_out(window, url).await;
}

/// The second person starts it, and officers have their page.
async fn start(window: &Window, url: &str, page: &str) {
    log_in(window, url, "pengesah").await;
    window.go(&format!("{url}{page}")).await;
    look(window, "campaign-start").await;
    window.press(&t("outreach-start-go")).await;
    assert!(window.text().await.contains(&t("outreach-state-waits")));
    window.go(&format!("{url}{}", page.replace("/kampanye/", "/pengarahan/"))).await;
    look(window, "campaign-briefing").await;
    log_out(window, url).await;
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    citizen(&window, url).await;
    let page = draft(&window, url).await;
    visit(&window, url).await;
    start(&window, url, &page).await;
    window.go(&format!("{url}{}/poster/poster", page.replace("/humas/", "/"))).await;
    let text = window.text().await;
    let code = text.split("/k/").nth(1).and_then(|rest| rest.get(..6)).unwrap().to_owned();
    window.go(&format!("{url}/k/{code}")).await;
    assert_eq!(window.path().await, "/layanan/DUK-AKTA-LAHIR", "the link leads to its service");
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
async fn on_a_small_telephone_without_javascript() {
    walk(320, false).await;
}
