//! What citizens, the waiting room, heads and programs see.

use kernel::actor::Role;
use kernel::facts::Payload;
use kernel::number::ApplicationNumber;
use platform::testing::{Browser, TestCity, Upload, on_every_database, units};

use super::super::model::State;
use super::super::store;
use super::super::verbs::Served;
use super::support::{
    CARD, at, book, citizen, facts, minutes, officer, on_wednesday, open, routes, setup, take,
    ticket, wish,
};

fn unit() -> String {
    format!("/antrean/{}", units::REGISTRY)
}

async fn opened() -> (TestCity, Browser) {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let browser = city.browser(routes());
    (city, browser)
}

#[tokio::test]
async fn a_ticket_from_home() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let mut browser = city.browser(routes());
        assert!(browser.get("/antrean").await.text().contains("Buka sampai 15.00"));
        let empty = browser.post(&unit(), &[("telepon", "12")]).await;
        assert_eq!(empty.status, 400);
        let text = empty.text();
        for kept in ["href=\"#layanan\"", "href=\"#telepon\"", "value=\"12\""] {
            assert!(text.contains(kept), "{kept}");
        }
        take(city, CARD, "").await;
        let fields = [("layanan", CARD), ("telepon", "081234567890"), ("kelompok", "")];
        let taken = browser.post(&unit(), &fields).await;
        assert_eq!(taken.status, 303, "{}", taken.text());
        let page = browser.get(taken.location()).await;
        assert_eq!(page.headers["refresh"], "20");
        let text = page.text();
        assert!(text.contains("Nomor G-002") && text.contains("1 orang dipanggil sebelum Anda"));
        assert!(!text.contains("081234567890"), "no telephone on any page");
        let still = browser.get(&format!("{}?diam=1", taken.location())).await;
        assert!(!still.headers.contains_key("refresh"));
        let again = browser.post(&unit(), &fields).await;
        assert!(again.status == 400 && again.text().contains("sudah menunggu di kantor ini"));
        let left = browser.post(&format!("{}/batal", taken.location()), &[]).await;
        assert_eq!(left.location(), taken.location());
        assert!(browser.get(taken.location()).await.text().contains("sudah berakhir"));
        let twice = browser.post(&format!("{}/batal", taken.location()), &[]).await;
        assert_eq!(twice.status, 409);
        assert_eq!(browser.post(&unit(), &fields).await.status, 303, "who left may come again");
    })
    .await;
}

#[tokio::test]
async fn only_who_holds_the_secret_sees_a_place() {
    let (city, mut browser) = opened().await;
    let given = take(&city, CARD, "").await;
    for wrong in ["0000000000000000", "x", &given.id.to_string()] {
        for page in ["", "/cetak"] {
            let path = format!("/antrean/tiket/{wrong}{page}");
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        assert_eq!(browser.get(&format!("/antrean/janji/{wrong}")).await.status, 404);
    }
    let right = format!("/antrean/tiket/{}", given.secret.expose());
    assert_eq!(browser.get(&right).await.status, 200);
    let mut elsewhere = city.browser_at(&city.other, routes());
    assert_eq!(elsewhere.get(&right).await.status, 404);
    assert_eq!(browser.get("/antrean/DINKES").await.status, 404, "it has no counters");
}

#[tokio::test]
async fn tickets_are_taken_from_an_hour_before_until_it_closes() {
    let (city, mut browser) = opened().await;
    for (time, status) in [("06:59", 400), ("07:00", 303), ("14:59", 303), ("15:00", 400)] {
        city.clock.set(format!("2026-11-24T{time}:00+07:00").parse().unwrap());
        let answer = browser.post(&unit(), &[("layanan", CARD)]).await;
        assert_eq!(answer.status, status, "{time}");
    }
    assert!(browser.get(&unit()).await.text().contains("Loket tutup"));
    city.clock.set("2026-11-29T10:00:00+07:00".parse().unwrap());
    let sunday = browser.post(&unit(), &[("layanan", CARD)]).await;
    assert_eq!(sunday.status, 400, "a Sunday");
}

/// The value of the last radio button called `jam`.
fn last_slot(page: &str) -> String {
    let (_, rest) = page.rsplit_once("name=\"jam\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_appointment_from_the_choice_to_the_counter() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let mut browser = city.browser(routes());
        let path = format!("{}/janji", unit());
        let days = browser.get(&path).await.text();
        assert!(days.contains("2026-11-25") && !days.contains("2026-11-29"), "no Sundays");
        let asked = format!("{path}?layanan={CARD}&hari=2026-11-25");
        let slots = browser.get(&asked).await.text();
        assert!(slots.contains("08.00 (5 tempat)"), "{slots}");
        let at = on_wednesday("08:00").to_string();
        let hari = ("hari", "2026-11-25");
        let nobody = browser.post(&path, &[("layanan", CARD), hari, ("jam", &at)]).await;
        assert!(nobody.status == 400 && nobody.text().contains("href=\"#telepon\""));
        let fields = [("layanan", CARD), hari, ("jam", &at), ("telepon", "081234567890")];
        let booked = browser.post(&path, &fields).await;
        assert_eq!(booked.status, 303, "{}", booked.text());
        let page = booked.location().to_owned();
        assert!(browser.get(&page).await.text().contains("Rabu 25 Nov, 08.00"));
        let again = browser.post(&path, &fields).await;
        assert!(again.status == 400 && again.text().contains("sudah punya janji"));
        assert!(browser.get(&asked).await.text().contains("08.00 (4 tempat)"));

        let none = browser.post(&format!("{page}/pindah"), &[]).await;
        assert!(none.status == 400 && none.text().contains("href=\"#jam\""));
        let choice = browser.get(&format!("{page}?hari=2026-11-25")).await.text();
        let later = last_slot(&choice);
        let moved = browser.post(&format!("{page}/pindah"), &[hari, ("jam", &later)]).await;
        assert_eq!(moved.status, 303, "{}", moved.text());
        assert!(browser.get(&page).await.text().contains("Rabu 25 Nov, 14.30"));
        assert!(browser.get(&asked).await.text().contains("08.00 (5 tempat)"), "given back");

        let early = browser.post(&format!("{page}/datang"), &[]).await;
        assert!(early.status == 400 && early.text().contains("30 menit sebelum"));
        city.clock.set(on_wednesday("14:20"));
        let account = officer(city, "siti").await;
        let mut desk = super::support::at(city, &account).await;
        let number = browser.get(&page).await.text();
        let number = number.split("class=\"number\">").nth(1).unwrap();
        let number = number.split('<').next().unwrap().to_owned();
        let fields = [("unit", units::REGISTRY), ("loket", "1"), ("kode", &number)];
        let noted = desk.post("/petugas/loket/antrean/datang", &fields).await;
        assert_eq!(noted.status, 303, "{}", noted.text());
        let shown = desk.get(noted.location()).await.text();
        assert!(shown.contains("Nomor orang ini: G-001") && shown.contains("janji 14.30"));
        let twice = desk.post("/petugas/loket/antrean/datang", &fields).await;
        assert!(twice.status == 400 && twice.text().contains("href=\"#kode\""));
        assert!(browser.get(&page).await.text().contains("Anda sudah datang"));
    })
    .await;
}

#[tokio::test]
async fn an_appointment_is_given_back_by_its_secret() {
    let (city, mut browser) = opened().await;
    let booked = book(&city, wish(1, on_wednesday("08:00"))).await.unwrap();
    let page = format!("/antrean/janji/{}", booked.secret.expose());
    assert_eq!(browser.post(&format!("{page}/batal"), &[]).await.location(), page);
    assert!(browser.get(&page).await.text().contains("Dibatalkan"));
    assert_eq!(browser.post(&format!("{page}/batal"), &[]).await.status, 400);
    city.clock.set(on_wednesday("07:45"));
    assert_eq!(browser.post(&format!("{page}/datang"), &[]).await.status, 400);
}

#[tokio::test]
async fn a_holder_says_at_the_door_that_they_are_there() {
    let (city, mut browser) = opened().await;
    let booked = book(&city, wish(1, on_wednesday("08:00"))).await.unwrap();
    city.clock.set(on_wednesday("07:45"));
    let page = format!("/antrean/janji/{}", booked.secret.expose());
    let there = browser.post(&format!("{page}/datang"), &[]).await;
    assert!(there.location().starts_with("/antrean/tiket/"), "{}", there.text());
    assert!(browser.get(there.location()).await.text().contains("Janji Anda pukul 08.00"));
}

#[tokio::test]
async fn the_waiting_room_shows_numbers_and_nobody() {
    let (city, mut browser) = opened().await;
    let screen = format!("/layar/{}", units::REGISTRY);
    let empty = browser.get(&screen).await;
    assert_eq!(empty.headers["refresh"], "10");
    assert!(empty.text().contains("Belum ada nomor yang dipanggil"));
    take(&city, CARD, "disabled").await;
    take(&city, CARD, "").await;
    let mut desk = at(&city, &officer(&city, "siti").await).await;
    let fields = [("unit", units::REGISTRY), ("loket", "3")];
    desk.post("/petugas/loket/antrean/panggil", &fields).await;
    let text = browser.get(&screen).await.text();
    assert!(text.contains("<th scope=\"row\">G-001</th><td>3</td>"), "{text}");
    assert!(text.contains("Tidak ada biaya selain yang tertulis") && text.contains("/lapor"));
    assert!(!text.contains("disabilitas"), "no group of anybody");
    assert!(!text.contains("<script"));
}

#[tokio::test]
async fn the_screen_of_a_closed_office_promises_no_wait() {
    let (city, mut browser) = opened().await;
    let screen = format!("/layar/{}", units::REGISTRY);
    assert!(!browser.get(&screen).await.text().contains("Loket tutup"));
    city.clock.set("2026-11-24T16:00:00+07:00".parse().unwrap());
    let text = browser.get(&screen).await.text();
    assert!(text.contains("Loket tutup") && !text.contains("Perkiraan tunggu"), "{text}");
}

#[tokio::test]
async fn open_data_are_counts() {
    let (city, mut browser) = opened().await;
    take(&city, CARD, "pregnant").await;
    let answer = browser.get("/api/v1/antrean").await;
    let units = answer.json();
    assert_eq!(units.as_array().unwrap().len(), 1);
    assert_eq!((&units[0]["door"], &units[0]["waiting"]), (&"open".into(), &1.into()));
    let services = units[0]["services"].as_array().unwrap();
    let card = services.iter().find(|service| service["service"] == CARD).unwrap();
    assert_eq!(card["waiting"], 1);
    assert!(!answer.text().contains("pregnant") && !answer.text().contains("G-001"));
    city.clock.set("2026-11-24T16:00:00+07:00".parse().unwrap());
    let closed = browser.get("/api/v1/antrean").await.json();
    assert!(closed[0]["door"] == "closed" && closed[0]["wait"].is_null());
}

#[tokio::test]
async fn a_head_arranges_the_counters_and_sees_the_load() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
        officer(city, "siti").await;
        let mut browser = at(city, &head).await;
        let path = "/petugas/atasan/loket";
        assert!(browser.get(path).await.text().contains("belum dipastikan kantor"));
        let fields = |langsung: &'static str| {
            [
                ("unit", units::REGISTRY),
                ("jumlah", "2"),
                ("menit", "20"),
                ("orang", "4"),
                ("langsung", langsung),
            ]
        };
        let wrong = browser.post(path, &fields("20")).await;
        assert_eq!(wrong.status, 400);
        let link = format!("href=\"#langsung-{}\"", units::REGISTRY);
        assert!(wrong.text().contains(&link) && wrong.text().contains("value=\"20\""));
        assert_eq!(browser.post(path, &fields("50")).await.status, 303);
        let kept = browser.get(path).await.text();
        assert!(kept.contains("Janji per jam janji: 2.") && !kept.contains("belum dipastikan"));
        let foreign = [("unit", units::HEALTH), ("jumlah", "2")];
        assert_eq!(browser.post(path, &foreign).await.status, 404);
        let first = city.account("kepala-2", &[(Role::Head, units::HEALTH)]).await;
        let mut other = at(city, &first).await;
        assert!(other.get(path).await.text().contains("belum memakai antrean"));
        let mut opening = fields("50");
        opening[0].1 = units::HEALTH;
        assert_eq!(other.post(path, &opening).await.status, 303);
        assert_eq!(other.get(&format!("/antrean/{}", units::HEALTH)).await.status, 200);

        let load = "/petugas/atasan/beban";
        assert!(browser.get(load).await.text().contains("Belum ada catatan"));
        for _ in 0..3 {
            take(city, CARD, "").await;
        }
        minutes(city, 24 * 60);
        browser.enter(&head).await;
        let text = browser.get(load).await.text();
        assert!(text.contains("Petugas hadir: 1") && text.contains("10.00-11.00"), "{text}");
        assert!(text.contains("Minggu, 29 November 2026") && text.contains("Tutup"));
        let quiet = browser.get(&unit()).await.text();
        assert!(quiet.contains("class=\"chart hours\"") && quiet.contains("paling sepi"));
    })
    .await;
}

/// The wait at the counter and the file become one map of events.
#[tokio::test]
async fn an_application_at_the_counter_is_tied_to_the_ticket() {
    let (city, _) = opened().await;
    let mut desk = at(&city, &officer(&city, "siti").await).await;
    let form = format!("/petugas/loket/layanan/{CARD}?antrean={}.2", units::REGISTRY);
    let page = desk.get(&form).await.text();
    assert!(page.contains("name=\"antrean\" value=\"DISDUKCAPIL.2\""), "{page}");
    let evil = format!("/petugas/loket/layanan/{CARD}?antrean=%22%3E.x");
    assert!(!desk.get(&evil).await.text().contains("name=\"antrean\""));
    let empty: [Upload<'_>; 0] = [];
    let wrong = desk.post_files(&form, &[("antrean", "DISDUKCAPIL.2")], &empty).await;
    assert!(wrong.status == 400 && wrong.text().contains("value=\"DISDUKCAPIL.2\""));
    let back = "/petugas/loket/antrean?unit=DISDUKCAPIL&loket=2";
    let fields = [("unit", units::REGISTRY), ("loket", "2")];
    let given = take(&city, CARD, "").await;
    desk.post("/petugas/loket/antrean/panggil", &fields).await;
    let shown = desk.get(&format!("{back}&permohonan=K7M4-2Q9P")).await.text();
    assert!(shown.contains("value=\"K7M4-2Q9P\""), "the receipt's link fills the number in");
    // No application of that number: nothing is tied, and the ticket stays open.
    let application = Some(ApplicationNumber::parse("K7M4-2Q9P").unwrap());
    let (app, id) = (city.app.clone(), given.id);
    let served = Served { app, id, application, actor: citizen() };
    let error = city.app.db.write(city.tenant.id, served).await.unwrap_err();
    assert_eq!(error.key(), "queue-application-unknown");
    assert_eq!(ticket(&city, id).await.state, State::Called);
}

#[tokio::test]
async fn facts_name_unit_service_and_group() {
    let (city, _) = opened().await;
    let given = take(&city, CARD, "elderly").await;
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let row = store::ticket(&mut tx, given.id).await.unwrap();
    let fact = facts(&city, row.subject()).await.remove(0);
    let Some(Payload::TicketTaken(taken)) = fact.payload else { panic!("{fact:?}") };
    assert_eq!((taken.unit.as_str(), taken.service.as_str()), (units::REGISTRY, CARD));
    assert_eq!((taken.group.as_deref(), taken.label.as_str()), (Some("elderly"), "G-001"));
}
