//! A coffee morning and what came of it, through the real router.

use kernel::actor::Role;
use kernel::facts::Payload;
use platform::journal::facts_after;
use platform::testing::{TestCity, on_every_database, units};
use platform::workers::settle;

use super::super::store::Kept;
use super::super::{board, store};
use super::{BASE, at, begin, browser, call, day, people, promise, topics};
use crate::events::tests::setup;

async fn kinds(city: &TestCity) -> Vec<String> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let own = ["meeting.", "commitment."];
    let own = facts.into_iter().filter(|fact| own.iter().any(|one| fact.kind.starts_with(one)));
    own.map(|fact| {
        match &fact.clear {
            Some(Payload::MeetingHeld(held)) => {
                assert_eq!((held.asked, held.came, held.promises), (4, 2, 1), "{held:?}");
            }
            other => assert!(other.is_none(), "{} is sealed", fact.kind),
        }
        fact.kind
    })
    .collect()
}

#[tokio::test]
async fn a_promise_goes_from_one_coffee_morning_to_the_next() {
    on_every_database(setup, async |city| {
        let people = people(city).await;
        let mut mayor = browser(city, &people.mayor).await;
        let form = mayor.get(&format!("{BASE}/baru")).await.text();
        assert!(form.contains("value=\"26\"") && form.contains("value=\"07.30\""), "{form}");
        let first = call(&mut mayor, "coffee_morning", ("26", "11"), &[]).await;
        let again = [("jenis", "coffee_morning"), ("jam", "09.00")];
        let again: Vec<_> = again.into_iter().chain(day("26", "11")).collect();
        let twice = mayor.post(&format!("{BASE}/baru"), &again).await;
        assert_eq!(twice.status, 400, "one coffee morning a day");
        let mut head = browser(city, &people.registry).await;
        let page = head.get(&first).await.text();
        assert!(page.contains("Dinas DISDUKCAPIL: 7 tenggat sudah terlewat."), "{page}");
        assert!(!page.contains("Catat hadir dan mulai"), "a head does not lead");
        let came = people.registry.user.to_string();
        let early = mayor.post(&format!("{first}/hadir"), &[("hadir", came.as_str())]).await;
        assert_eq!(early.status, 400, "{}", early.text());
        assert!(early.text().contains("Hari rapat belum tiba"));

        city.clock.set(at("2026-11-26T07:35:00+07:00"));
        let mut mayor = browser(city, &people.mayor).await;
        let mut head = browser(city, &people.registry).await;
        let hand = format!("{first}/hadir");
        assert_eq!(head.post(&hand, &[("hadir", came.as_str())]).await.status, 403);
        assert_eq!(mayor.post(&hand, &[]).await.status, 400, "somebody must be there");
        begin(&mut mayor, &first, &[&people.mayor, &people.registry]).await;
        let page = mayor.get(&first).await.text();
        assert!(page.contains("2 dari 4 hadir"), "{page}");
        let note = [("butir", "1"), ("catatan-1", "Antrean sejak pukul enam.")];
        assert_eq!(mayor.post(&format!("{first}/notula"), &note).await.status, 303);
        let empty = mayor.post(&format!("{first}/notula"), &[("butir", "2")]).await;
        assert!(empty.text().contains("href=\"#catatan-2\""), "the field is named");
        let beyond = [("butir", "9"), ("catatan-9", "x")];
        assert_eq!(mayor.post(&format!("{first}/notula"), &beyond).await.status, 404);
        let address = promise(&mut mayor, &first, ("30", "11")).await;
        assert!(head.get(&first).await.text().contains("Antrean sejak pukul enam."));

        let mut other = browser(city, &people.health).await;
        assert_eq!(other.get(&address).await.status, 404, "another unit's");
        let done = [("hasil", "Papan terpasang di semua loket."), ("tautan", "/layanan")];
        let report = format!("{address}/selesai");
        assert_eq!(other.post(&report, &done).await.status, 404);
        let silent = head.post(&report, &[("tautan", "/layanan")]).await;
        assert_eq!(silent.status, 400);
        assert!(silent.text().contains("href=\"#hasil\"") && silent.text().contains("/layanan"));
        assert_eq!(head.post(&report, &done).await.status, 303);
        assert_eq!(head.post(&report, &done).await.status, 400, "once");
        let id = first.rsplit('/').next().unwrap();
        let here = [("rapat", id)];
        let accept = format!("{address}/terima");
        assert_eq!(mayor.post(&accept, &here).await.status, 400, "not in the same meeting");
        assert_eq!(head.post(&accept, &here).await.status, 403);
        assert!(mayor.get(&address).await.text().contains("pada rapat berikutnya"));
        assert_eq!(mayor.post(&format!("{first}/tutup"), &[]).await.status, 303);
        assert_eq!(mayor.post(&format!("{first}/notula"), &note).await.status, 400, "it is over");

        city.clock.set(at("2026-12-03T07:35:00+07:00"));
        let mut mayor = browser(city, &people.mayor).await;
        let second = call(&mut mayor, "coffee_morning", ("3", "12"), &[]).await;
        begin(&mut mayor, &second, &[&people.mayor, &people.health]).await;
        let page = mayor.get(&second).await.text();
        assert!(page.contains("Menunggu penilaian") && page.contains("Terima sebagai selesai"));
        let id = second.rsplit('/').next().unwrap();
        let here = [("rapat", id), ("dari", "rapat")];
        let accepted = mayor.post(&accept, &here).await;
        assert_eq!((accepted.status.as_u16(), accepted.location()), (303, second.as_str()));
        let print = mayor.get(&format!("{second}/cetak")).await.text();
        assert!(
            print.contains("Papan tarif terpasang") && !print.contains("Pegawai kepala"),
            "{print}"
        );
        // The paper says how the promise stood when the meeting began, and how it stands today.
        let row = print.split("<th scope=\"row\">Papan tarif terpasang").nth(1).unwrap();
        let row = row.split("</tr>").next().unwrap();
        let cells: Vec<_> = row.split("<td>").skip(1).collect();
        assert_eq!(cells.len(), 3, "{row}");
        assert!(cells[1].contains("Menunggu penilaian"), "{row}");
        assert!(cells[2].contains("Selesai"), "{row}");
        let mut written = kinds(city).await;
        written.sort();
        let expected = [
            "commitment.confirmed",
            "commitment.done",
            "commitment.made",
            "meeting.attended",
            "meeting.attended",
            "meeting.called",
            "meeting.called",
            "meeting.closed",
            "meeting.held",
            "meeting.minuted",
        ];
        assert_eq!(written, expected, "one fact for each act, and none for what was refused");

        let now = city.clock.now();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let shares = store::shares(&mut tx, ("2026-11", "2026-12"), now).await.unwrap();
        let of = |unit: &str, month: &str| {
            let share = shares.iter().find(|one| one.unit == unit && one.month == month).unwrap();
            (share.came, share.asked, share.done, share.due)
        };
        assert_eq!(of(units::REGISTRY, "2026-11"), (1, 1, 1, 1));
        assert_eq!(of(units::REGISTRY, "2026-12"), (0, 1, 0, 0));
        assert_eq!(of(units::HEALTH, "2026-12"), (1, 1, 0, 0));
        let board = board(&mut tx, &city.app, at("2026-12-01T08:00:00+07:00"), topics).await;
        let board = board.unwrap();
        assert_eq!((board.kept, board.topics.len()), (Kept { done: 1, of: 1 }, 2));
        assert_eq!(board.promises[0].text, "Papan tarif terpasang");
        assert_eq!(board.next_coffee, Some(at("2026-12-03T07:30:00+07:00")));
        drop(tx);
        let mut tx = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::unsettled(&mut tx).await.unwrap().is_empty());
        assert!(store::list(&mut tx, jiff::Timestamp::MAX).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_is_kept_and_each_mistake_is_named() {
    let city = TestCity::with(setup()).await;
    let people = people(&city).await;
    let mut mayor = browser(&city, &people.mayor).await;
    let form = format!("{BASE}/baru");
    let right = [("jenis", "visit"), ("jam", "07.30"), ("tujuan", "Loket."), ("unit", "DINKES")];
    for (name, value, field) in [
        ("jenis", "party", "jenis"),
        ("jenis", "coordination", "unit"),
        ("unit", "NOWHERE", "unit"),
        ("jam", "pagi", "jam"),
        ("tujuan", " ", "tujuan"),
        ("tanggal", "31", "tanggal"),
        ("tanggal-month", "1", "tanggal"),
    ] {
        let mut fields: Vec<_> = right.into_iter().chain(day("25", "11")).collect();
        fields.iter_mut().filter(|(known, _)| *known == name).for_each(|one| one.1 = value);
        let answer = mayor.post(&form, &fields).await;
        assert_eq!(answer.status, 400, "{name}={value}");
        assert!(answer.text().contains(&format!("href=\"#{field}\"")), "{name}={value}");
    }
    let meeting = call(&mut mayor, "coffee_morning", ("24", "11"), &[]).await;
    begin(&mut mayor, &meeting, &[&people.registry]).await;
    let right = [("janji", "Papan tarif"), ("pemilik", units::REGISTRY)];
    for (name, value, field) in [
        ("janji", "", "janji"),
        ("pemilik", units::ONE_STOP, "pemilik"),
        ("pemilik", "", "pemilik"),
        ("tanggal", "31", "tanggal"),
        ("tanggal-month", "10", "tanggal"),
    ] {
        let mut fields: Vec<_> = right.into_iter().chain(day("30", "11")).collect();
        fields.iter_mut().filter(|(known, _)| *known == name).for_each(|one| one.1 = value);
        let answer = mayor.post(&format!("{meeting}/janji"), &fields).await;
        assert_eq!(answer.status, 400, "{name}={value}");
        let page = answer.text();
        assert!(page.contains(&format!("href=\"#{field}\"")), "{name}={value}");
        assert!(name == "janji" || page.contains("value=\"Papan tarif\""), "kept: {name}");
    }
}

#[tokio::test]
async fn staff_of_other_rooms_are_refused() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    assert_eq!(browser(&city, &officer).await.get(BASE).await.status, 403);
    let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
    let mut head = browser(&city, &head).await;
    assert_eq!(head.get(BASE).await.status, 200);
    assert_eq!(head.get(&format!("{BASE}/baru")).await.status, 403);
    assert!(head.get(&format!("{BASE}?bahasa=en")).await.text().contains("Coffee mornings"));
}
