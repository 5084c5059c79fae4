//! Somebody reports that they were asked for money; the Inspectorate handles it; only they say that it
//! is over. An officer refuses an envelope before the next ticket.

use super::chromium::Window;
use super::people::{log_in, log_out, look, photo, t};

/// A report: its number, and the code that only its writer has.
pub struct Report {
    number: String,
    code: String,
}

/// From the story to the number, in pages of one thing each.
pub async fn report(window: &Window, url: &str) -> Report {
    window.go(&format!("{url}/lapor")).await;
    look(window, "report-choose").await;
    window.press(&t("complaint-way-money-go")).await;
    window.submit().await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "an empty story");
    look(window, "report-story-error").await;
    let story = "Petugas loket minta uang seratus ribu supaya akta cepat selesai";
    window.fill("cerita", story).await;
    window.submit().await;
    assert!(window.text().await.contains("Diminta uang atau imbalan"), "the kind is suggested");
    look(window, "report-kind").await;
    window.fill("q-amount", "seratus").await;
    window.submit().await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "an amount in words");
    window.fill("q-amount", "100000").await;
    window.submit().await;
    look(window, "report-place").await;
    window.select("unit", "DISDUKCAPIL").await;
    window.fill("patokan", "Loket 3").await;
    window.submit().await;
    look(window, "report-photo").await;
    window.upload("berkas", &photo()).await;
    window.press(&t("complaint-photo-add")).await;
    assert!(window.text().await.contains("1 dari 5 berkas"), "{}", window.text().await);
    window.press(&t("complaint-next")).await;
    window.fill("nama", "Siti Contoh").await;
    window.fill("kontak", "081200000001").await;
    window.choose("anonim", "1").await;
    look(window, "report-self").await;
    window.submit().await;
    look(window, "report-check").await;
    assert!(window.text().await.contains(story));
    window.submit().await;
    look(window, "report-receipt").await;
    let path = window.path().await;
    let number = path.split('/').nth(2).unwrap_or_default().to_owned();
    let code = window.read("code").await;
    window.press(&t("complaint-receipt-follow")).await;
    look(window, "report-file").await;
    Report { number, code }
}

/// The unit does not see it. Its officer refuses an envelope in four fields. Gives the number of the
/// refusal.
pub async fn blinded(window: &Window, url: &str, report: &Report) -> String {
    log_in(window, url, "petugas").await;
    window.go(&format!("{url}/petugas/laporan/{}", report.number)).await;
    assert_eq!(window.read("h1").await, t("error-page-title"), "the unit is blinded");
    window.complaints().await;
    window.go(&format!("{url}/petugas/hadiah/lapor")).await;
    look(window, "gift-report").await;
    window.go(&format!("{url}/petugas/hadiah")).await;
    window.press(&t("gift-refuse-title")).await;
    look(window, "gift-refuse").await;
    window.fill("apa", "Amplop").await;
    window.fill("siapa", "Pak Amir (contoh)").await;
    window.submit().await;
    look(window, "gift-refused").await;
    assert!(window.text().await.contains(&t("gift-verdict-refused")));
    let number = window.path().await.rsplit('/').next().unwrap_or_default().to_owned();
    log_out(window, url).await;
    number
}

/// The inspector handles the report without a name, and thanks for the refusal.
pub async fn handle(window: &Window, url: &str, report: &Report, refusal: &str) {
    log_in(window, url, "inspektur").await;
    window.go(&format!("{url}/inspektorat/laporan")).await;
    look(window, "inspector-inbox").await;
    window.press(&report.number).await;
    let page = window.text().await;
    assert!(page.contains(&t("complaint-name-hidden")) && !page.contains("Siti Contoh"), "{page}");
    look(window, "inspector-file").await;
    window.press(&t("complaint-do-verify-go")).await;
    window.press(&t("complaint-do-dispose-go")).await;
    look(window, "inspector-work").await;
    window.choose("hasil", "corrected").await;
    window.fill("penutup", "Petugas sudah diperiksa.").await;
    window.press(&t("complaint-do-propose-go")).await;
    window.go(&format!("{url}/inspektorat/hadiah")).await;
    look(window, "gift-register").await;
    window.press(refusal).await;
    look(window, "gift-file").await;
    window.press(&t("gift-thank-go")).await;
    assert!(!window.text().await.contains(&t("gift-thank-go")), "thanks are said once");
    super::oversee::signal(window, url).await;
    super::oversee::trail(window, url).await;
    log_out(window, url).await;
}

/// On another telephone, with number and code: the last word.
pub async fn agree(window: &Window, url: &str, report: &Report) {
    window.forget().await;
    window.go(&format!("{url}/lapor/lacak")).await;
    window.fill("nomor", &report.number.to_lowercase()).await;
    window.submit().await;
    assert!(
        !window.text().await.contains("Petugas sudah diperiksa."),
        "the number alone says nothing"
    );
    window.fill("kode", &report.code).await;
    window.submit().await;
    assert!(window.text().await.contains("Petugas sudah diperiksa."));
    look(window, "report-proposed").await;
    window.press(&t("complaint-consent-go")).await;
    assert!(window.text().await.contains(&t("complaint-state-closed")));
    look(window, "report-closed").await;
}
