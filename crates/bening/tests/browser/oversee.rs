//! The inspector reads a pattern, hears what people say, and closes it as innocent; then who opened
//! whose data, and whether the public log says the same.

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

/// The trail: what one account opened, the hash of a row against the public log, and what it says.
pub async fn trail(window: &Window, url: &str) {
    window.go(&format!("{url}/pengawasan/jejak")).await;
    look(window, "audit").await;
    window.fill("akun", "tidak.ada").await;
    window.press(&t("audit-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "no such account");
    look(window, "audit-error").await;
    window.fill("akun", "petugas").await;
    window.select("jenis", "person.opened").await;
    window.press(&t("audit-go")).await;
    look(window, "audit-filtered").await;
    let page = window.text().await;
    assert!(page.contains("S. P. c. (Petugas)") && !page.contains("Sari Puspita"), "{page}");
    window.follow("tbody th a").await;
    let row = window.path().await;
    window.until(&format!("{url}{row}"), &t("audit-held")).await;
    look(window, "audit-row").await;
    assert!(window.text().await.contains("bening log proof"));
    window.press(&t("audit-open")).await;
    look(window, "audit-opened").await;
    assert!(window.text().await.contains("Sari Puspita (contoh)"));
}
