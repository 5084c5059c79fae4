//! The inspector reads a pattern, hears what people say, and closes it as innocent.

use super::chromium::Window;
use super::people::{look, t};

/// One signal, from the list to its end. The inspector is logged in.
pub async fn signal(window: &Window, url: &str) {
    window.go(&format!("{url}/pengawasan/sinyal")).await;
    look(window, "signals").await;
    let page = window.text().await;
    assert!(page.contains("ada di balik 60 berkas dari 60 keluarga"), "the planted broker: {page}");
    window.follow(".card h2 a").await;
    look(window, "signal").await;
    let path = window.path().await;
    window.press(&t("signals-keep")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nobody said anything");
    window.select("siapa", "representative").await;
    window.fill("penjelasan", "Saya ketua RT, mereka tetangga saya.").await;
    window.press(&t("signals-keep")).await;
    assert!(window.text().await.contains("Saya ketua RT"));
    window.select("alasan", "explained").await;
    window.fill("uraian", "Surat tugas RT sudah dilihat.").await;
    window.press(&t("signals-dismiss")).await;
    look(window, "signal-closed").await;
    assert_eq!(window.path().await, path);
    assert!(window.text().await.contains("Surat tugas RT sudah dilihat."));
}
