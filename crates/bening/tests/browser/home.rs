//! Anybody's way through the city: home, a region of the map, its page, the city's report, a poster.

use super::chromium::{self, Window};
use super::citizen::paper;
use super::people::{look, t};
use super::support::{Served, city};

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    home(&window, url).await;
    area(&window).await;
    report(&window, url).await;
    decision(&window, url).await;
    window.close().await;
}

async fn home(window: &Window, url: &str) {
    window.go(url).await;
    look(window, "home").await;
    let text = window.text().await;
    for key in ["home-most-asked", "home-ways-title", "home-map-title", "scorecard-title"] {
        assert!(text.contains(&t(key)), "{key}: {text}");
    }
    assert_eq!(window.count(".regions a").await, 22);
    window.follow(".ways li:nth-child(2) a").await;
    assert_eq!(window.path().await, "/lapor/baru");
    window.go(url).await;
    window.follow(".section-head a[href='/kelurahan']").await;
    look(window, "areas").await;
    assert_eq!(window.count("tbody tr").await, 22);
}

/// From a region of the map to its page, and on to its office.
async fn area(window: &Window) {
    window.follow(".regions a").await;
    let path = window.path().await;
    assert!(path.starts_with("/kelurahan/18.72."), "{path}");
    look(window, "area").await;
    let text = window.text().await;
    assert!(
        text.contains(&t("home-area-said")) && text.contains(&t("home-area-offices")),
        "{text}"
    );
    window.follow("main a[href^='/kantor/KEL-']").await;
    assert!(window.path().await.starts_with("/kantor/KEL-"));
}

async fn report(window: &Window, url: &str) {
    window.go(url).await;
    window.follow(".section-head a[href='/rapor']").await;
    look(window, "report").await;
    if window.count("main a[href*='/poster/']").await > 0 {
        window.follow("main a[href*='/poster/']").await;
        look(window, "report-poster").await;
        assert_eq!(paper(&window.print().await), 1, "a poster is one sheet");
    }
}

async fn decision(window: &Window, url: &str) {
    window.go(&format!("{url}/keputusan")).await;
    window.follow("main h3 a").await;
    look(window, "decision").await;
    let text = window.text().await;
    assert!(text.contains(&t("decisions-why")) && text.contains(&t("decisions-what")), "{text}");
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
