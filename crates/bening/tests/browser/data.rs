//! Open data: the list, each dataset, and a way to a file.

use super::chromium::{self, Window};
use super::people::{look, t};
use super::support::{Served, city};

async fn reader(window: &Window, url: &str) {
    window.go(&format!("{url}/rapor")).await;
    window.follow("main a[href='/data']").await;
    look(window, "data").await;
    assert!(window.text().await.contains(&t("open-data-small-title")));
    assert!(window.count("main a[href$='/ukuran.csv']").await == 1, "the newest release is there");
    for dataset in publish::open_data::datasets::DATASETS {
        window.go(&format!("{url}/data/{}", dataset.code)).await;
        look(window, &format!("data-{}", dataset.code)).await;
    }
    window.go(&format!("{url}/data")).await;
    window.follow("main a[href='/data/ukuran']").await;
    assert!(window.text().await.contains("SHA-256"));
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    reader(&window, &served.url).await;
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
