//! A coffee morning: the mayor calls and holds it, a unit promises and reports, the mayor agrees in the
//! next meeting, and a visit stays unknown to its unit until it begins.

use super::chromium::{self, Window};
use super::people::{log_in, look, t};
use super::support::{Served, city};

const REGISTRY: &str = "DISDUKCAPIL";
const PROMISE: &str = "Papan tarif dicetak ulang dengan huruf besar";

/// Fills in today, so that the meeting can begin at once.
async fn today(window: &Window) {
    let zone = jiff::tz::TimeZone::get("Asia/Jakarta").unwrap();
    let day = zone.to_datetime(kernel::Clock::System.now()).date();
    window.fill("tanggal", &day.day().to_string()).await;
    window.fill("tanggal-month", &day.month().to_string()).await;
    window.fill("tanggal-year", &day.year().to_string()).await;
}

/// Notes that the first one of the list came, which begins the meeting.
async fn begin(window: &Window) {
    window.unfold("input[name=hadir]").await;
    window.press(&t("meetings-begin-go")).await;
    assert!(window.text().await.contains(&t("meetings-stage-held")));
}

/// The mayor calls a coffee morning, holds it, and notes what the registry office promises.
async fn hold(mayor: &Window, url: &str) -> String {
    mayor.go(&format!("{url}/perbaikan/rapat")).await;
    look(mayor, "meetings").await;
    mayor.press(&t("meetings-call")).await;
    look(mayor, "meeting-call").await;
    mayor.fill("jam", "pagi").await;
    mayor.press(&t("meetings-call-go")).await;
    assert!(mayor.title().await.starts_with(&t("common-error-prefix")), "no such time");
    look(mayor, "meeting-call-error").await;
    mayor.fill("jam", "07.30").await;
    today(mayor).await;
    mayor.press(&t("meetings-call-go")).await;
    look(mayor, "meeting-called").await;
    let meeting = mayor.path().await;
    mayor.fill("jam", "23.45").await;
    mayor.press(&t("meetings-move-go")).await;
    assert!(mayor.title().await.starts_with(&t("common-error-prefix")), "without a reason");
    look(mayor, "meeting-move-error").await;
    mayor.fill("sebab", "Pagi ini ada upacara.").await;
    mayor.press(&t("meetings-move-go")).await;
    assert!(mayor.text().await.contains("Pagi ini ada upacara."));
    look(mayor, "meeting-moved").await;
    begin(mayor).await;
    mayor.unfold("main details summary").await;
    mayor.fill("catatan-0", "Yang lewat batas dibahas satu per satu.").await;
    mayor.press(&t("meetings-note-go")).await;
    assert!(mayor.text().await.contains("Yang lewat batas dibahas satu per satu."));
    mayor.fill("janji", PROMISE).await;
    mayor.press(&t("meetings-promise-go")).await;
    assert!(mayor.title().await.starts_with(&t("common-error-prefix")), "nobody owes it");
    look(mayor, "meeting-error").await;
    mayor.select("pemilik", REGISTRY).await;
    mayor.press(&t("meetings-promise-go")).await;
    look(mayor, "meeting-held").await;
    mayor.press(PROMISE).await;
    mayor.press(&t("meetings-release-go")).await;
    assert!(mayor.title().await.starts_with(&t("common-error-prefix")), "without a reason");
    look(mayor, "promise-release-error").await;
    mayor.go(&format!("{url}{meeting}")).await;
    mayor.press(&t("meetings-close-go")).await;
    look(mayor, "meeting-closed").await;
    mayor.press(&t("meetings-print")).await;
    look(mayor, "meeting-print").await;
    assert!(mayor.text().await.contains(PROMISE));
    meeting
}

/// The head reads what the unit promised and reports it done.
async fn report(head: &Window, url: &str) -> String {
    head.go(&format!("{url}/perbaikan/rapat")).await;
    assert!(head.text().await.contains(PROMISE));
    look(head, "meetings-head").await;
    head.press(PROMISE).await;
    let promise = head.path().await;
    head.press(&t("meetings-report-go")).await;
    assert!(head.title().await.starts_with(&t("common-error-prefix")), "in one sentence");
    look(head, "promise-error").await;
    head.fill("hasil", "Papan baru terpasang di semua loket.").await;
    head.press(&t("meetings-report-go")).await;
    look(head, "promise-done").await;
    assert!(head.text().await.contains(&t("meetings-state-done")));
    promise
}

/// The mayor visits the office, of which its head did not know, and agrees there.
async fn visit(mayor: &Window, head: &Window, url: &str, promise: &str) {
    mayor.go(&format!("{url}/perbaikan/rapat/baru")).await;
    mayor.choose("jenis", "visit").await;
    mayor.choose("unit", REGISTRY).await;
    mayor.fill("tujuan", "Melihat loket pagi hari.").await;
    today(mayor).await;
    mayor.press(&t("meetings-call-go")).await;
    assert!(mayor.text().await.contains(&t("meetings-secret")));
    look(mayor, "visit-called").await;
    let address = mayor.path().await;
    head.go(&format!("{url}{address}")).await;
    assert_eq!(head.read("h1").await, t("error-page-title"), "the unit does not know");
    head.complaints().await;
    begin(mayor).await;
    look(mayor, "visit-held").await;
    head.go(&format!("{url}{address}")).await;
    assert!(head.text().await.contains("Melihat loket pagi hari."), "now it does");
    mayor.go(&format!("{url}{promise}")).await;
    look(mayor, "promise-judged").await;
    mayor.press(&t("meetings-confirm-go")).await;
    look(mayor, "promise-confirmed").await;
    assert!(mayor.text().await.contains(&t("meetings-state-confirmed")));
}

async fn walk(width: u32, script: bool) {
    let Some(mayor) = chromium::open(width, script).await else { return };
    let head = chromium::open(width, script).await.unwrap();
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    log_in(&mayor, url, "walikota").await;
    log_in(&head, url, "atasan").await;
    let meeting = hold(&mayor, url).await;
    head.go(&format!("{url}{meeting}")).await;
    assert!(head.text().await.contains(PROMISE), "who takes part reads it");
    let promise = report(&head, url).await;
    visit(&mayor, &head, url, &promise).await;
    head.close().await;
    mayor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone_without_javascript() {
    walk(390, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk() {
    walk(1280, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk_without_javascript() {
    walk(1280, false).await;
}
