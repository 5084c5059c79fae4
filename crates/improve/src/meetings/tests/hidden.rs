//! Who may know of a meeting.

use kernel::actor::Role;
use platform::testing::{TestCity, on_every_database, units};

use super::{BASE, begin, browser, call, people, promise};
use crate::events::tests::setup;

const CALENDAR: &str = "/perbaikan/rapat/kalender.ics";

/// The id at the end of an address.
fn id(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn a_calendar_holds_own_meetings_and_own_promises() {
    on_every_database(setup, async |city| {
        let people = people(city).await;
        let mut caller = browser(city, &people.coordinator).await;
        let meeting = call(&mut caller, "coffee_morning", ("24", "11"), &[]).await;
        begin(&mut caller, &meeting, &[&people.registry]).await;
        let owed = promise(&mut caller, &meeting, ("3", "12")).await;
        let later =
            call(&mut caller, "coordination", ("27", "11"), &[units::HEALTH, units::ONE_STOP])
                .await;
        let mut head = browser(city, &people.registry).await;
        let answer = head.get(CALENDAR).await;
        assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let text = answer.text();
        for words in ["SUMMARY:Kopi pagi", id(&meeting), "SUMMARY:Papan tarif terpasang", id(&owed)]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(text.contains("DTSTART;VALUE=DATE:20261203") && !text.contains(id(&later)));
        let mut other = browser(city, &people.health).await;
        let text = other.get(CALENDAR).await.text();
        assert!(!text.contains(id(&owed)) && text.contains("SUMMARY:Rapat koordinasi"), "{text}");
        let reason = [("alasan", "Bentrok.")];
        assert_eq!(caller.post(&format!("{later}/batal"), &reason).await.status, 303);
        assert!(other.get(CALENDAR).await.text().contains("STATUS:CANCELLED"));
        let mut nobody = city.browser(super::pages::routes(super::topics));
        assert_eq!(nobody.get(CALENDAR).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn a_visit_is_hidden_from_its_unit_until_it_begins() {
    on_every_database(setup, async |city| {
        let people = people(city).await;
        let second = city.account("koordinator-2", &[(Role::Coordinator, "")]).await;
        let mut caller = browser(city, &people.coordinator).await;
        let visit = call(&mut caller, "visit", ("24", "11"), &[units::REGISTRY]).await;
        let mut mayor = browser(city, &people.mayor).await;
        for knows in [&mut caller, &mut mayor] {
            assert!(knows.get(BASE).await.text().contains(&visit));
            assert!(knows.get(&visit).await.text().contains("Rahasia sampai dimulai"));
            assert!(knows.get(CALENDAR).await.text().contains(id(&visit)));
        }
        let mut others = Vec::new();
        for account in [&people.registry, &people.health, &second] {
            others.push(browser(city, account).await);
        }
        for other in &mut others {
            assert!(!other.get(BASE).await.text().contains(&visit));
            assert!(!other.get(CALENDAR).await.text().contains(id(&visit)));
            for page in [visit.clone(), format!("{visit}/cetak")] {
                assert_eq!(other.get(&page).await.status, 404);
            }
        }
        // An organiser who does not know of it cannot act on it either.
        let stranger = others.last_mut().unwrap();
        let user = people.registry.user.to_string();
        for act in ["hadir", "notula", "janji", "tutup", "batal"] {
            let fields =
                [("hadir", user.as_str()), ("alasan", "x"), ("butir", "0"), ("catatan-0", "x")];
            let answer = stranger.post(&format!("{visit}/{act}"), &fields).await;
            assert_eq!(answer.status, 404, "{act}");
        }
        begin(&mut caller, &visit, &[&people.registry]).await;
        let page = others[0].get(&visit).await;
        assert_eq!(page.status, 200, "the unit knows now");
        assert!(page.text().contains("7 tenggat") && !page.text().contains("3 tenggat"));
        assert_eq!(others[1].get(&visit).await.status, 404, "another unit never");
        assert_eq!(others[2].get(&visit).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_visit_stays_hidden_and_a_coordination_is_for_its_units() {
    let city = TestCity::with(setup()).await;
    let people = people(&city).await;
    let mut caller = browser(&city, &people.coordinator).await;
    let visit = call(&mut caller, "visit", ("25", "11"), &[units::REGISTRY]).await;
    assert_eq!(caller.post(&format!("{visit}/batal"), &[]).await.status, 400, "with a reason");
    let reason = [("alasan", "Kepala unit sakit.")];
    assert_eq!(caller.post(&format!("{visit}/batal"), &reason).await.status, 303);
    assert!(caller.get(&visit).await.text().contains("Kepala unit sakit."));
    let mut head = browser(&city, &people.registry).await;
    assert_eq!(head.get(&visit).await.status, 404);
    let both = [units::HEALTH, units::ONE_STOP];
    let joint = call(&mut caller, "coordination", ("25", "11"), &both).await;
    assert_eq!(head.get(&joint).await.status, 404, "not asked");
    assert_eq!(browser(&city, &people.health).await.get(&joint).await.status, 200);
    // A coordinator calls off only what they called.
    let second = city.account("koordinator-2", &[(Role::Coordinator, "")]).await;
    let mut second = browser(&city, &second).await;
    assert_eq!(second.get(&joint).await.status, 200);
    assert_eq!(second.post(&format!("{joint}/batal"), &reason).await.status, 403);
}
