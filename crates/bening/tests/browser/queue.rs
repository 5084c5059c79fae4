//! People at counters: a ticket on paper, a call, the waiting room, an appointment, with JavaScript
//! and without. Whatever the hour of the test: an officer may always take a ticket, and a day with
//! free slots lies ahead.

use super::chromium::{self, Window};
use super::people::{SERVICE, log_in, t};
use super::support::{Served, city};

const UNIT: &str = "DISDUKCAPIL";

async fn look(window: &Window, name: &str) {
    if window.script {
        window.sound(name, "id").await;
        window.shot(name).await;
    }
}

/// An officer takes a ticket for somebody, calls, and serves.
async fn at_the_counter(desk: &Window, room: &Window, url: &str) {
    log_in(desk, url, "petugas").await;
    desk.go(&format!("{url}/petugas/loket/antrean")).await;
    look(desk, "queue-desk-choose").await;
    desk.select("loket", "2").await;
    desk.press(&t("queue-desk-sit")).await;
    desk.press(&t("queue-desk-call")).await;
    assert!(desk.text().await.contains(&t("queue-nobody")), "{}", desk.text().await);
    look(desk, "queue-desk-error").await;
    for _ in 0..2 {
        desk.go(&format!("{url}/petugas/loket/antrean?unit={UNIT}&loket=2")).await;
        desk.select("layanan", SERVICE).await;
        desk.press(&t("queue-desk-take-go")).await;
        assert!(desk.path().await.ends_with("/cetak"), "{}", desk.text().await);
    }
    look(desk, "queue-slip").await;
    let label = desk.read("h1.number").await;
    desk.press(&t("queue-print-see")).await;
    assert!(desk.text().await.contains(&t("queue-place")), "{}", desk.text().await);
    desk.press(&t("queue-refresh-off")).await;
    look(desk, "queue-ticket").await;
    desk.go(&format!("{url}/petugas/loket/antrean?unit={UNIT}&loket=2")).await;
    assert!(desk.text().await.contains(&label));
    look(desk, "queue-desk").await;
    desk.press(&t("queue-desk-call")).await;
    look(desk, "queue-desk-called").await;
    let called = desk.read("h2.called").await;
    assert_ne!(called, label, "the first one comes first");
    desk.press(&t("queue-desk-again")).await;
    assert_eq!(desk.read("h2.called").await, called, "the same once more");
    desk.fill("permohonan", "bukan nomor").await;
    desk.press(&t("queue-desk-served")).await;
    assert!(desk.text().await.contains(&t("common-error-heading")), "no such application");
    look(desk, "queue-desk-called-error").await;
    room.go(&format!("{url}/layar/{UNIT}?diam=1")).await;
    assert!(room.text().await.contains(&called), "{}", room.text().await);
    look(room, "queue-screen").await;
    desk.fill("permohonan", "").await;
    desk.press(&t("queue-desk-served")).await;
    assert_eq!(desk.count("h2.called").await, 0);
}

/// Somebody books an appointment, moves it to another day, and gives it back.
async fn an_appointment(window: &Window, url: &str) {
    window.go(url).await;
    window.press(&t("queue-home-all")).await;
    look(window, "queue-units").await;
    window.follow(&format!("a[href='/antrean/{UNIT}']")).await;
    look(window, "queue-unit").await;
    window.follow(&format!("a[href='/antrean/{UNIT}/janji']")).await;
    window.select("layanan", SERVICE).await;
    window.follow_last_day().await;
    look(window, "queue-book").await;
    window.press(&t("queue-book-go")).await;
    let page = window.text().await;
    assert!(page.contains(&t("common-error-heading")), "booked without a time: {page}");
    look(window, "queue-book-error").await;
    window.follow_slot("081200000009").await;
    assert!(window.path().await.starts_with("/antrean/janji/"), "{}", window.text().await);
    look(window, "queue-appointment").await;
    moved(window).await;
    window.unfold("details:has(#batal) > summary").await;
    look(window, "queue-appointment-cancel").await;
    window.press(&t("queue-cancel")).await;
    assert!(window.text().await.contains(&t("queue-booking-cancelled")));
    look(window, "queue-appointment-cancelled").await;
}

/// The appointment goes to the day before, at its last hour; without an hour it stays where it is.
async fn moved(window: &Window) {
    let before = window.read(".receipt-head b").await;
    window.unfold("details:has(select[name=hari]) > summary").await;
    let code = "return [...document.querySelectorAll('select[name=hari] option')]
        .map(o => o.value).filter(v => v).reverse()[1];";
    let day = window.script(code).await;
    window.select("hari", day.as_str().unwrap()).await;
    window.press(&t("queue-see-slots")).await;
    look(window, "queue-appointment-move").await;
    window.press(&t("queue-move")).await;
    assert!(window.text().await.contains(&t("common-error-heading")), "moved without an hour");
    look(window, "queue-appointment-move-error").await;
    let code = "return [...document.querySelectorAll('input[name=jam]')].pop().value;";
    let slot = window.script(code).await;
    window.choose("jam", slot.as_str().unwrap()).await;
    window.press(&t("queue-move")).await;
    let after = window.read(".receipt-head b").await;
    assert_ne!(after, before, "{}", window.text().await);
    look(window, "queue-appointment-moved").await;
}

/// An officer answers the colleague who asks to swap; the head plans and sees it.
async fn shifts(desk: &Window, url: &str) {
    desk.go(&format!("{url}/petugas")).await;
    desk.follow("a[href='/petugas/jadwal']").await;
    look(desk, "shifts").await;
    desk.press(&t("shifts-ask-go")).await;
    assert!(desk.text().await.contains(&t("common-error-heading")), "asked for nothing");
    look(desk, "shifts-error").await;
    desk.press(&t("shifts-accept")).await;
    assert_eq!(desk.path().await, "/petugas/jadwal");
    assert!(!desk.text().await.contains(&t("shifts-accept")), "{}", desk.text().await);
    assert!(desk.text().await.contains(&t("shifts-state-accepted")), "{}", desk.text().await);
    look(desk, "shifts-swapped").await;
}

impl Window {
    /// Chooses the last day that is offered and sees its slots.
    async fn follow_last_day(&self) {
        let code = "return [...document.querySelectorAll('select[name=hari] option')].pop().value;";
        let day = self.script(code).await;
        self.select("hari", day.as_str().unwrap()).await;
        self.press(&t("queue-see-slots")).await;
    }

    /// Chooses the first slot, with a telephone, and books it.
    async fn follow_slot(&self, phone: &str) {
        let code = "return document.querySelector('input[name=jam]').value;";
        let slot = self.script(code).await;
        self.choose("jam", slot.as_str().unwrap()).await;
        self.fill("telepon", phone).await;
        self.press(&t("queue-book-go")).await;
    }
}

/// What a head sees.
async fn the_load(desk: &Window, url: &str) {
    desk.forget().await;
    log_in(desk, url, "atasan").await;
    desk.go(&format!("{url}/petugas/atasan/loket")).await;
    look(desk, "queue-settings").await;
    desk.fill("langsung", "5").await;
    desk.press(&t("queue-settings-go")).await;
    assert!(desk.text().await.contains(&t("common-error-heading")));
    look(desk, "queue-settings-error").await;
    desk.go(&format!("{url}/petugas/atasan/beban")).await;
    look(desk, "queue-load").await;
    desk.follow("a[href='/petugas/atasan/jadwal']").await;
    assert!(desk.text().await.contains(&t("shifts-state-accepted")), "{}", desk.text().await);
    look(desk, "shifts-head").await;
    desk.press(&t("shifts-plan-go")).await;
    assert_eq!(desk.path().await, "/petugas/atasan/jadwal");
}

async fn walk(width: u32, script: bool) {
    let Some(home) = chromium::open(width, script).await else { return };
    let desk = chromium::open(width, script).await.unwrap();
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    at_the_counter(&desk, &home, url).await;
    an_appointment(&home, url).await;
    shifts(&desk, url).await;
    the_load(&desk, url).await;
    home.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_at_counters_on_a_telephone() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_at_counters_at_a_desk_without_javascript() {
    walk(1280, false).await;
}
