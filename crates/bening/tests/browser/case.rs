//! From a signal to a case and its final end: the inspectors, and the officer whom it is about.

use jiff::SignedDuration;

use super::chromium::{self, Window};
use super::moving::Moving;
use super::people::{look, t};
use super::support::city;

/// The demo's officer of the registry office, whom the case is about.
const OFFICER: &str = "Sari Puspita (contoh)";

/// Days between summons and hearing: more than seven working days, whatever the calendar holds.
const DAYS: i64 = 30;

/// The inspector opens a case from the signal's own page; gives its path.
async fn open(city: &Moving, window: &Window) -> String {
    window.go(&format!("{}/pengawasan/sinyal", city.url)).await;
    window.follow(".card h2 a").await;
    window.press(&t("signals-case")).await;
    assert!(window.path().await.ends_with("/perkara/baru"));
    look(window, "case-open").await;
    window.press(&t("case-open-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nothing is alleged");
    window.select("unit", "DISDUKCAPIL").await;
    window.fill("dugaan", "Memberi jalan cepat kepada perantara.").await;
    window.press(&t("case-open-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "nobody was heard");
    window.fill("mendesak", "Berkasnya akan dimusnahkan hari ini.").await;
    window.press(&t("case-open-go")).await;
    window.select_text("akun", OFFICER).await;
    window.press(&t("case-name-go")).await;
    window.path().await
}

/// The officer is summoned: too soon is refused, and what was typed stays.
async fn summon(city: &Moving, window: &Window) {
    let zone = jiff::tz::TimeZone::get("Asia/Jakarta").unwrap();
    for (days, taken) in [(1, false), (DAYS, true)] {
        let day = zone.to_datetime(city.now() + SignedDuration::from_hours(24 * days));
        window.fill("tanggal", &day.day().to_string()).await;
        window.fill("tanggal-month", &day.month().to_string()).await;
        window.fill("tanggal-year", &day.year().to_string()).await;
        if !taken {
            window.fill("jam", "09.30").await;
            window.fill("tempat", "Ruang Inspektorat").await;
        }
        window.press(&t("case-summon-go")).await;
        let mended = !window.title().await.starts_with(&t("common-error-prefix"));
        assert_eq!(mended, taken, "{days} days: {}", window.text().await);
    }
    look(window, "case-summoned").await;
}

/// The officer reads what is alleged, and speaks.
async fn state(city: &Moving, window: &Window, own: &str) {
    city.log_in(window, "petugas").await;
    window.go(&format!("{}/saya/perkara", city.url)).await;
    look(window, "own-cases").await;
    window.follow("main li a").await;
    assert_eq!(window.path().await, own);
    let page = window.text().await;
    assert!(page.contains("Memberi jalan cepat") && page.contains("Ruang Inspektorat"), "{page}");
    window.press(&t("case-state-go")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "an empty statement");
    window.fill("keterangan", "Saya melayani siapa pun yang datang.").await;
    window.press(&t("case-state-go")).await;
    look(window, "own-case").await;
    assert!(window.text().await.contains("Saya melayani siapa pun yang datang."));
}

/// Heard, found, and a sanction proposed, which waits for somebody else.
async fn find(city: &Moving, window: &Window, here: &str) {
    city.log_in(window, "inspektur").await;
    window.go(&format!("{}{here}", city.url)).await;
    assert!(window.text().await.contains("Saya melayani siapa pun yang datang."));
    window.choose("hadir", "yes").await;
    window.fill("berita-acara", "BA 1").await;
    window.press(&t("case-hear-go")).await;
    window.choose("hasil", "proven").await;
    window.select("larangan", "b").await;
    window.choose("dampak", "unit").await;
    window.fill("uraian", "Dua saksi, dan jejak berkas.").await;
    window.press(&t("case-find-go")).await;
    look(window, "case-found").await;
    window.select("sanksi", "berat-1").await;
    window.fill("alasan", "Pasal 14.").await;
    window.press(&t("case-propose-go")).await;
    let page = window.text().await;
    assert!(page.contains(&t("case-waits-for-second")), "{page}");
    assert!(!page.contains(&t("case-approve-go")), "nobody approves alone: {page}");
    look(window, "case-proposed").await;
}

async fn approve(city: &Moving, window: &Window, here: &str) {
    city.log_in(window, "inspektur-2").await;
    window.go(&format!("{}/inspektorat/perkara", city.url)).await;
    look(window, "cases").await;
    window.go(&format!("{}{here}", city.url)).await;
    window.fill("pertimbangan", "Sesuai.").await;
    window.press(&t("case-approve-go")).await;
    assert!(window.text().await.contains(&t("case-phase-approved")));
}

/// The officer sees sanction and last day, not yet the reasons of others, and appeals.
async fn appeal(city: &Moving, window: &Window, own: &str) {
    city.log_in(window, "petugas").await;
    window.go(&format!("{}{own}", city.url)).await;
    let page = window.text().await;
    let sanction = t("case-sanction-berat-1");
    assert!(page.contains(&sanction) && page.contains(&t("case-row-appeal-until")), "{page}");
    assert!(!page.contains("Dua saksi"), "{page}");
    look(window, "own-sanction").await;
    window.fill("keberatan", "Saya tidak menerima apa pun.").await;
    window.press(&t("case-appeal-go")).await;
    assert!(window.text().await.contains(&t("case-fact-appealed")));
}

/// The appeal is decided, and the case is over for everyone.
async fn decide(window: &Window, url: &str, here: &str) {
    window.go(&format!("{url}{here}")).await;
    window.choose("amar", "upheld").await;
    window.fill("putusan", "BPASN 1.").await;
    look(window, "case-appealed").await;
    window.press(&t("case-decide-go")).await;
    let page = window.text().await;
    assert!(
        page.contains(&t("case-phase-final")) && page.contains(&t("case-fact-final")),
        "{page}"
    );
    look(window, "case-final").await;
}

async fn walk(width: u32, script: bool) {
    let Some(desk) = chromium::open(width, script).await else { return };
    let home = chromium::open(width, script).await.unwrap();
    let data = city();
    let city = Moving::serve(data.path()).await;
    city.log_in(&desk, "inspektur").await;
    let here = open(&city, &desk).await;
    summon(&city, &desk).await;
    let own = here.replace("/inspektorat/", "/saya/");
    state(&city, &home, &own).await;
    city.pass(SignedDuration::from_hours(24 * (DAYS + 1)));
    find(&city, &desk, &here).await;
    approve(&city, &desk, &here).await;
    appeal(&city, &home, &own).await;
    decide(&desk, &city.url, &here).await;
    home.go(&format!("{}{own}", city.url)).await;
    let page = home.text().await;
    assert!(page.contains("Dua saksi") && page.contains(&t("case-fact-final")), "{page}");
    look(&home, "own-final").await;
    home.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_signal_to_a_final_sanction() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_signal_to_a_final_sanction_without_javascript() {
    walk(1280, false).await;
}
