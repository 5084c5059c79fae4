//! Norms and need by hand, and the pages through the router.
#![allow(clippy::unwrap_used, reason = "tests")]

use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, ticket as facts};
use kernel::id::{ClockId, CommandId, TicketId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::testing::{TestCity, on_every_database, units};
use platform::workers::settle;
use proptest::prelude::*;

use super::rules::{Classes, Line, Norm, need};
use crate::events::tests::{Story, at, setup, tell};
use crate::processes::tests::Found;

const CLASSES: Classes = Classes { a: 1.0, b: 0.9, c: 0.7, d: 0.5 };

/// Permendagri 12/2008: above 1.00 A, 0.90 to 1.00 B, 0.70 to 0.89 C, 0.50 to 0.69 D, below E.
#[test]
fn classes_are_those_of_the_regulation_to_two_decimals() {
    for (need, class) in [
        (10.1, 'A'),
        (10.04, 'B'),
        (10.0, 'B'),
        (9.0, 'B'),
        (8.94, 'C'),
        (7.0, 'C'),
        (6.9, 'D'),
        (5.0, 'D'),
        (4.9, 'E'),
    ] {
        assert_eq!(CLASSES.of(need, 10), Some(class), "{need}");
    }
    assert_eq!(CLASSES.of(1.0, 0), None);
}

/// PermenPANRB 1/2020: 15,000 pieces of 10 minutes are two people of 75,000 minutes.
#[test]
fn need_is_volume_times_norm_over_the_effective_minutes() {
    let norm = Norm { minutes: 10.0, low: 9.0, high: 12.0, count: 40 };
    let line =
        |norm| Line { service: String::new(), activity: String::new(), volume: 15_000.0, norm };
    let found = need(&[line(Some(norm)), line(None)], 75_000.0);
    assert!((found.people - 2.0).abs() < 1e-12);
    assert!((found.low - 1.8).abs() < 1e-12 && (found.high - 2.4).abs() < 1e-12);
}

#[test]
fn a_norm_is_not_moved_by_a_file_that_was_left_open() {
    let mut times: Vec<f64> = (0..40).map(|time| 8.0 + f64::from(time % 5)).collect();
    let usual = Norm::of(&times, 10).unwrap();
    times[39] = 9_000.0;
    assert_eq!(Norm::of(&times, 10).unwrap().minutes, usual.minutes);
    assert_eq!(Norm::of(&times[..9], 10), None);
    assert_eq!(Norm::of(&times[..5], 1), None, "five times have no interval of 95 %");
}

proptest! {
    #[test]
    fn the_interval_of_a_norm_holds_it(times in prop::collection::vec(0.1..500.0f64, 6..200)) {
        let norm = Norm::of(&times, 1).unwrap();
        prop_assert!(norm.low <= norm.minutes && norm.minutes <= norm.high);
    }
}

async fn season(city: &TestCity) {
    city.app.db.write(city.tenant.id, Found).await.unwrap();
    let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await.user;
    for day in 0..40 {
        let ready = at("2026-10-05T08:00:00+07:00") + SignedDuration::from_hours(24 * day);
        for unit in [units::REGISTRY, units::HEALTH] {
            tell(city, Story::of(&city.app, unit, ready, officer)).await;
        }
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

#[tokio::test]
async fn a_head_sees_the_need_of_the_unit_and_says_who_is_there() {
    on_every_database(setup, async |city| {
        season(city).await;
        let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
        let mut desk = city.browser(crate::routes());
        desk.enter(&head).await;
        let list = desk.get("/perbaikan/beban").await;
        assert!(list.text().contains("1 (dari akun petugas)"), "{}", list.text());
        assert!(!list.text().contains(units::HEALTH), "{}", list.text());
        let page = format!("/perbaikan/beban/{}", units::REGISTRY);
        assert_eq!(desk.get(&format!("/perbaikan/beban/{}", units::HEALTH)).await.status, 404);
        let shown = desk.get(&page).await;
        assert!(shown.text().contains("Tanda tangan") && shown.text().contains("Lebih 1,0"));
        let wrong = desk.post(&page, &[("pegawai", "banyak")]).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text().contains("value=\"banyak\""));
        assert_eq!(desk.post(&page, &[("pegawai", "3")]).await.status, 303);
        let told = desk.get(&page).await;
        assert!(told.text().contains("Ada 3."), "{}", told.text());
        assert!(!told.text().contains("(dari akun"));
    })
    .await;
}

/// Somebody comes to a counter of the registry, as `serve` writes it.
pub(crate) struct Visit {
    pub(crate) app: App,
    pub(crate) taken: Timestamp,
    pub(crate) counter: &'static str,
}

impl Command for Visit {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        tx.replay_at(self.taken);
        let id = TicketId::new(self.taken, tx.rng());
        let subject = Subject { kind: SubjectKind::Ticket, id: id.uuid() };
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let (unit, service) = (self.counter.to_owned(), "TES-SURAT".to_owned());
        let label = "A-001".to_owned();
        let day = self.app.tz().to_datetime(self.taken).date();
        let taken = facts::Taken {
            v: 1,
            unit: unit.clone(),
            service: service.clone(),
            label,
            day,
            group: None,
            appointment: None,
            place_at: self.taken,
        };
        let called = facts::Called {
            v: 1,
            unit: unit.clone(),
            service: service.clone(),
            group: None,
            counter: 1,
            call: 1,
            lane: "ordinary".to_owned(),
            waited: 60,
        };
        let served = facts::Served {
            v: 1,
            unit: unit.clone(),
            service,
            group: None,
            counter: 1,
            waited: 60,
            served: 600,
            application: None,
        };
        let measured = ClockMove {
            clock: ClockId::new(self.taken, tx.rng()),
            rule: "ticket/TES-SURAT".to_owned(),
            owner: unit,
            due_at: None,
            op: ClockOp::Measure,
        };
        let acts = [
            (0, Payload::TicketTaken(taken), vec![measured]),
            (1, Payload::TicketCalled(called), vec![]),
            (11, Payload::TicketServed(served), vec![]),
        ];
        for (seq, (after, payload, clocks)) in (1..).zip(acts) {
            let occurred_at = self.taken + SignedDuration::from_mins(after);
            tx.replay_at(occurred_at);
            let actor = Actor::citizen(Channel::Counter);
            let command = CommandId::new(occurred_at, tx.rng());
            let fact = NewFact { subject, command, occurred_at, actor, clocks, payload };
            tx.append(&fact, seq, Seal::Under(&key)).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn counters_by_hour_come_from_tickets_and_from_the_promise() {
    on_every_database(setup, async |city| {
        season(city).await;
        let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
        let mut desk = city.browser(crate::routes());
        desk.enter(&head).await;
        let page = format!("/perbaikan/beban/{}", units::REGISTRY);
        let none = desk.get(&page).await;
        assert!(none.text().contains("Belum ada cukup tiket"), "{}", none.text());
        // Twelve people between eight and nine for ten minutes each; somebody elsewhere at ten.
        let first = at("2026-11-23T08:00:00+07:00");
        for person in 0..12 {
            let taken = first + SignedDuration::from_mins(5 * person);
            let counter = units::REGISTRY;
            city.app
                .db
                .write(city.tenant.id, Visit { app: city.app.clone(), taken, counter })
                .await
                .unwrap();
        }
        let (taken, counter) = (first + SignedDuration::from_hours(2), units::HEALTH);
        let elsewhere = Visit { app: city.app.clone(), taken, counter };
        city.app.db.write(city.tenant.id, elsewhere).await.unwrap();
        settle(&city.app, city.tenant.id).await.unwrap();
        let shown = desk.get(&page).await;
        assert!(
            shown.text().contains("paling lama 15 menit, pukul 08.00 perlu 3 loket"),
            "{}",
            shown.text()
        );
        assert!(shown.text().contains("12 orang pada 1 hari, rata-rata 10,0 menit"));
        assert!(!shown.text().contains("10.00"), "that was another office");
        let wrong = desk.get(&format!("{page}?tunggu=cepat")).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text().contains("value=\"cepat\""), "{}", wrong.text());
    })
    .await;
}

#[tokio::test]
async fn what_a_merger_and_a_move_would_change_is_reckoned() {
    let city = TestCity::with(setup()).await;
    season(&city).await;
    let coordinator = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let mut desk = city.browser(crate::routes());
    desk.enter(&coordinator).await;
    let page = format!("/perbaikan/beban/{}", units::REGISTRY);
    let merged = desk.get(&format!("{page}?gabung={}", units::HEALTH)).await;
    let both = format!("Dinas {} + Dinas {}: perlu", units::REGISTRY, units::HEALTH);
    assert!(merged.text().contains(&both), "{}", merged.text());
    let moved = desk.get(&format!("{page}?pindah=TES-SURAT&ke={}", units::HEALTH)).await;
    let emptied = format!("Dinas {}: perlu 0,00 (0,00 sampai 0,00) orang", units::REGISTRY);
    assert!(moved.text().contains(&emptied), "{}", moved.text());
    let foreign = desk.get(&format!("{page}?gabung=TIDAK-ADA")).await;
    assert!(!foreign.text().contains("id=\"bila\""));
    assert_eq!(desk.post(&page, &[("pegawai", "3")]).await.status, 403, "only its head says");
}
