//! A process read on its map, a trial proposed by one person and started by another, and the workload.

use super::chromium::{self, Window};
use super::people::{log_in, log_out, t};
use super::support::{Served, city};

async fn look(window: &Window, name: &str) {
    if window.script {
        window.sound(name, "id").await;
        window.shot(name).await;
    }
}

/// From where files wait to what everyone may read.
async fn read(window: &Window, url: &str) {
    log_in(window, url, "koordinator").await;
    window.go(&format!("{url}/perbaikan/proses")).await;
    look(window, "processes").await;
    window.go(&format!("{url}/perbaikan/proses/KEL-SKTM")).await;
    assert!(window.text().await.contains("bukan vonis"));
    look(window, "process").await;
    window.go(&format!("{url}/perbaikan/proses/KEL-SKTM?kegiatan=100&jalur=100")).await;
    look(window, "process-whole").await;
    what_if(window, url).await;
    window.go(&format!("{url}/perbaikan/beban")).await;
    look(window, "workload").await;
    window.follow("tbody th a").await;
    look(window, "workload-unit").await;
    window.go(&format!("{url}/perbaikan/proses/KEL-SKTM/rancang")).await;
    look(window, "trial-draft").await;
    window.press(&t("processes-draft-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing was chosen");
    look(window, "trial-draft-error").await;
    log_out(window, url).await;
    window.go(&format!("{url}/perbaikan/uji")).await;
    look(window, "trials").await;
    window.follow("main h2 a").await;
    assert!(window.text().await.contains("Diputuskan paling lambat"), "{}", window.text().await);
    look(window, "trial").await;
}

/// From a box of the map to what would be without its step, and the same answer again.
async fn what_if(window: &Window, url: &str) {
    window.go(&format!("{url}/perbaikan/proses/DUK-KK-UBAH")).await;
    window.follow("#peta a[href*='langkah=step/verify']").await;
    look(window, "process-step").await;
    window.follow("#langkah a[href$='#bila']").await;
    let first = window.read("#bila").await;
    assert!(first.contains("simulasi") && first.contains("Sembilan dari sepuluh"), "{first}");
    look(window, "process-whatif").await;
    window
        .go(&format!("{url}/perbaikan/proses/DUK-KK-UBAH?langkah=step/verify&tanpa=step/verify"))
        .await;
    assert_eq!(window.read("#bila").await, first, "the same log gives the same answer");
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    read(&window, &served.url).await;
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

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk() {
    walk(1280, true).await;
}
