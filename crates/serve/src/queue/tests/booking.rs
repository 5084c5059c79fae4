//! No double booking, ever: many ask for the same seats at once, through the real verbs, on every
//! database.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use jiff::Timestamp;
use jiff::civil::date;
use kernel::error::Kind;
use kernel::id::AppointmentId;
use platform::testing::{TestCity, on_every_database, units};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::super::model::Booking;
use super::super::store;
use super::super::verbs::{Arrange, Arrive, Cancel, Move, Wish};
use super::support::{
    CARD, FAMILY, SETTING, appointment, book, citizen, kinds, messages, minutes, nik, on_wednesday,
    open, phone, run_jobs, setup, ticket, wish,
};

/// What a task does with its appointment.
#[derive(Clone, Debug)]
enum Then {
    Keep,
    Move(usize),
    Cancel,
}

/// One task: who, which slot, and what then.
#[derive(Clone, Debug)]
struct Task {
    person: usize,
    slot: usize,
    then: Then,
}

fn slots() -> [Timestamp; 3] {
    ["08:00", "08:30", "09:00"].map(on_wednesday)
}

/// Seats of a slot.
fn seats() -> usize {
    usize::try_from(SETTING.seats()).unwrap()
}

fn tasks() -> impl Strategy<Value = Vec<Task>> {
    let then = prop_oneof![
        3 => Just(Then::Keep),
        2 => (0..3_usize).prop_map(Then::Move),
        1 => Just(Then::Cancel),
    ];
    let task = (0..24_usize, 0..3_usize, then);
    let task = task.prop_map(|(person, slot, then)| Task { person, slot, then });
    prop::collection::vec(task, 10..40)
}

/// What one task came to: its appointment and whether it was refused on the way.
async fn run(city: &TestCity, task: Task) -> Option<AppointmentId> {
    let booked = match book(city, wish(task.person, slots()[task.slot])).await {
        Ok(booked) => booked,
        Err(error) => {
            assert_eq!(error.kind(), Kind::Invalid, "{error}");
            assert!(["queue-slot-full", "queue-one-appointment"].contains(&error.key()));
            return None;
        }
    };
    let (app, id, actor) = (city.app.clone(), booked.id, citizen());
    let tenant = city.tenant.id;
    let done = match task.then {
        Then::Keep => Ok(()),
        Then::Cancel => app.clone().db.write(tenant, Cancel { app, id, actor }).await,
        Then::Move(to) => {
            let starts_at = slots()[to];
            app.clone().db.write(tenant, Move { app, id, starts_at, actor }).await
        }
    };
    if let Err(error) = done {
        assert!(["queue-slot-full", "queue-same-slot"].contains(&error.key()), "{error}");
    }
    Some(booked.id)
}

/// What must hold afterwards, from the tables and from the journal.
async fn check(city: &TestCity, booked: &[AppointmentId]) {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let day = date(2026, 11, 25);
    let taken = store::taken(&mut tx, units::REGISTRY, day).await.unwrap();
    for (slot, seats_taken) in &taken {
        assert!(seats_taken.len() <= seats(), "{slot}: {seats_taken:?}");
        assert!(seats_taken.iter().all(|seat| (1..=SETTING.seats()).contains(seat)));
    }
    drop(tx);
    let mut live: BTreeMap<(Timestamp, i64), AppointmentId> = BTreeMap::new();
    for id in booked {
        let row = appointment(city, *id).await;
        let kinds = kinds(city, row.subject()).await;
        assert_eq!(i64::try_from(kinds.len()).unwrap(), row.seq, "a fact for each act");
        assert_eq!(kinds[0], "appointment.booked");
        match row.state {
            Booking::Booked => {
                let twice = live.insert((row.starts_at, row.seat), *id);
                assert!(twice.is_none(), "seat {} of {} twice", row.seat, row.starts_at);
                assert!(taken[&row.starts_at].contains(&row.seat), "a booking was lost");
            }
            state => assert_eq!(state, Booking::Cancelled),
        }
    }
    let held: usize = taken.values().map(Vec::len).sum();
    assert_eq!(held, live.len(), "a seat without a booking");
}

/// Histories of many people who book, move and cancel at once. A test of the database's own
/// concurrency cannot shrink, so each database runs a fixed list of cases.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_booked_twice_whoever_asks_at_once() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let cases: Vec<Vec<Task>> =
        (0..8).map(|_| tasks().new_tree(&mut runner).unwrap().current()).collect();
    for case in cases {
        on_every_database(setup, async |city: &TestCity| {
            open(city, city.tenant.id).await;
            let all = join_all(case.iter().cloned().map(|task| run(city, task))).await;
            let booked: Vec<AppointmentId> = all.into_iter().flatten().collect();
            assert!(!booked.is_empty());
            check(city, &booked).await;
        })
        .await;
    }
}

/// Sixty people and one slot: exactly its seats are given, each once, and nobody who was told yes is
/// without a seat.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slot_gives_exactly_its_seats() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let at = on_wednesday("08:00");
        let all = join_all((0..60).map(|person| book(city, wish(person, at)))).await;
        let booked: Vec<AppointmentId> =
            all.iter().filter_map(|one| one.as_ref().ok()).map(|one| one.id).collect();
        assert_eq!(booked.len(), seats());
        let refused = all.iter().filter_map(|one| one.as_ref().err());
        assert!(refused.into_iter().all(|error| error.key() == "queue-slot-full"));
        check(city, &booked).await;
    })
    .await;
}

/// The same person from many windows at once gets one appointment.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_person_has_one_live_appointment_for_a_service() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let slots = slots();
        let tries = (0..12).map(|n| {
            let both = Wish { nik: Some(nik(1)), ..wish(1, slots[n % 3]) };
            book(city, both)
        });
        let all = join_all(tries).await;
        let booked: Vec<_> = all.iter().filter_map(|one| one.as_ref().ok()).collect();
        assert_eq!(booked.len(), 1);
        check(city, &[booked[0].id]).await;

        let by_nik = Wish { phone: None, nik: Some(nik(1)), ..wish(1, slots[0]) };
        let again = book(city, by_nik.clone()).await.unwrap_err();
        assert_eq!(again.key(), "queue-one-appointment", "the NIK is the same person");
        let other = Wish { service: FAMILY.to_owned(), ..by_nik.clone() };
        assert!(book(city, other).await.is_ok(), "another service is another appointment");
        let (app, id, actor) = (city.app.clone(), booked[0].id, citizen());
        app.clone().db.write(city.tenant.id, Cancel { app, id, actor }).await.unwrap();
        assert!(book(city, by_nik).await.is_ok(), "what was given back can be booked again");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_booked() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let on = |text: &str| text.parse::<Timestamp>().unwrap();
    for (why, at) in [
        ("past", on("2026-11-24T09:00:00+07:00")),
        ("off the grid", on("2026-11-25T08:10:00+07:00")),
        ("before it opens", on("2026-11-25T07:30:00+07:00")),
        ("a Sunday", on("2026-11-29T08:00:00+07:00")),
        ("too far ahead", on("2026-12-14T08:00:00+07:00")),
    ] {
        let error = book(&city, wish(1, at)).await.unwrap_err();
        assert_eq!(error.key(), "queue-slot-choose", "{why}");
    }
    let at = on_wednesday("08:00");
    for (key, wish) in [
        ("queue-person-needed", Wish { phone: None, ..wish(1, at) }),
        ("queue-service-choose", Wish { service: "PTSP-NIB".to_owned(), ..wish(1, at) }),
        ("queue-group-unknown", Wish { group: "mayor".to_owned(), ..wish(1, at) }),
    ] {
        assert_eq!(book(&city, wish).await.unwrap_err().key(), key);
    }
    assert_eq!(messages(&city).await, 0, "a refusal is no message");
}

#[tokio::test]
async fn a_day_with_a_booking_keeps_its_slots() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        book(city, wish(1, on_wednesday("08:30"))).await.unwrap();
        let setting = super::super::model::Setting { slot_minutes: 60, ..SETTING };
        let (app, unit, actor) = (city.app.clone(), units::REGISTRY.to_owned(), citizen());
        let arrange = Arrange { app, unit, setting, actor };
        city.app.db.write(city.tenant.id, arrange).await.unwrap();
        assert!(book(city, wish(2, on_wednesday("08:30"))).await.is_ok(), "kept for that day");
        let thursday: Timestamp = "2026-11-26T08:30:00+07:00".parse().unwrap();
        let error = book(city, wish(3, thursday)).await.unwrap_err();
        assert_eq!(error.key(), "queue-slot-choose", "other days have hours of sixty minutes");
    })
    .await;
}

#[tokio::test]
async fn who_comes_in_time_waits_by_the_slot_and_who_does_not_come_is_noted() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let at = on_wednesday("09:00");
        let comes = book(city, wish(1, at)).await.unwrap();
        let late = book(city, wish(2, at)).await.unwrap();
        let never = book(city, wish(3, at)).await.unwrap();
        assert_eq!(messages(city).await, 3, "each was told");
        run_jobs(city).await;
        assert_eq!(messages(city).await, 3, "the reminder is for later");
        let arrive = |id| Arrive { app: city.app.clone(), id, actor: citizen() };
        city.clock.set(on_wednesday("08:29"));
        run_jobs(city).await;
        assert_eq!(messages(city).await, 6, "and has come");
        let early = city.app.db.write(city.tenant.id, arrive(comes.id)).await.unwrap_err();
        assert_eq!(early.key(), "queue-too-early");
        minutes(city, 1);
        let given = city.app.db.write(city.tenant.id, arrive(comes.id)).await.unwrap();
        let row = ticket(city, given.id).await;
        assert_eq!((row.place_at, row.slot_at), (at, Some(at)));
        city.clock.set(on_wednesday("09:16"));
        let given = city.app.db.write(city.tenant.id, arrive(late.id)).await.unwrap();
        let row = ticket(city, given.id).await;
        assert_eq!((row.place_at, row.slot_at), (on_wednesday("09:16"), None));
        city.clock.set(on_wednesday("09:45"));
        run_jobs(city).await;
        let states = [comes.id, late.id, never.id].map(|id| appointment(city, id));
        let states: Vec<_> = join_all(states).await.iter().map(|row| row.state).collect();
        assert_eq!(states, [Booking::Arrived, Booking::Arrived, Booking::Missed]);
        let row = appointment(city, never.id).await;
        assert_eq!(kinds(city, row.subject()).await, ["appointment.booked", "appointment.missed"]);
        let error = city.app.db.write(city.tenant.id, arrive(never.id)).await.unwrap_err();
        assert_eq!(error.key(), "queue-appointment-ended");
        let tomorrow: Timestamp = "2026-11-26T08:30:00+07:00".parse().unwrap();
        assert!(book(city, wish(3, tomorrow)).await.is_ok(), "who missed may book again");
    })
    .await;
}

#[tokio::test]
async fn a_moved_appointment_is_not_missed_at_its_old_time() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let booked = book(&city, wish(1, on_wednesday("08:00"))).await.unwrap();
    let act = Move {
        app: city.app.clone(),
        id: booked.id,
        starts_at: on_wednesday("13:00"),
        actor: citizen(),
    };
    city.app.db.write(city.tenant.id, act).await.unwrap();
    assert!(
        book(&city, Wish { phone: Some(phone(9)), ..wish(1, on_wednesday("08:00")) }).await.is_ok()
    );
    city.clock.set(on_wednesday("10:00"));
    run_jobs(&city).await;
    let row = appointment(&city, booked.id).await;
    assert_eq!((row.state, row.starts_at), (Booking::Booked, on_wednesday("13:00")));
    assert_eq!(row.service, CARD);
    city.clock.set(on_wednesday("13:45"));
    run_jobs(&city).await;
    assert_eq!(appointment(&city, booked.id).await.state, Booking::Missed);
}
