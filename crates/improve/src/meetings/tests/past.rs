//! A past that is loaded stands as if it had been lived.

use jiff::{SignedDuration, Timestamp};
use kernel::id::MeetingId;
use platform::journal::facts_after;
use platform::testing::{TestCity, units};
use platform::workers::settle;

use super::super::model::{Kind, Standing};
use super::super::store::{self, Attendee};
use super::super::verbs::{Calling, Past, PastMeeting, Promised, Replay};
use super::{at, people};
use crate::events::tests::setup;

fn id(city: &TestCity, at: Timestamp) -> MeetingId {
    MeetingId::new(at, &mut city.app.db.entropy().rng().unwrap())
}

#[tokio::test]
async fn acts_of_the_past_stand_in_the_order_of_time() {
    let city = TestCity::with(setup()).await;
    let people = people(&city).await;
    let (one, two) = (at("2026-11-05T07:30:00+07:00"), at("2026-11-12T07:30:00+07:00"));
    let ids = [id(&city, one), id(&city, two)];
    let meeting = |place: usize, starts: Timestamp, promises: Vec<Past>| PastMeeting {
        id: ids[place],
        called_at: starts - SignedDuration::from_hours(48),
        calling: Calling {
            kind: Kind::CoffeeMorning,
            starts,
            units: Vec::new(),
            purpose: String::new(),
            place: String::new(),
        },
        attendees: vec![Attendee {
            user: people.registry.user,
            unit: units::REGISTRY.to_owned(),
            present: true,
        }],
        topics: Vec::new(),
        notes: vec![(0, "Dibahas.".to_owned())],
        promises,
        closed_at: starts + SignedDuration::from_hours(1),
    };
    let due = |text: &str| at(text);
    let past = |text: &str, by: Timestamp| Past {
        promised: Promised {
            unit: units::REGISTRY.to_owned(),
            head: Some(people.registry.user),
            text: text.to_owned(),
            due: by,
        },
        postponed: None,
        done: None,
        confirmed: None,
    };
    let mut kept = past("Satu", due("2026-11-10T15:00:00+07:00"));
    kept.done = Some((at("2026-11-09T09:00:00+07:00"), "Sudah.".to_owned()));
    kept.confirmed = Some((at("2026-11-12T07:40:00+07:00"), ids[1]));
    let mut late = past("Dua", due("2026-11-10T15:00:00+07:00"));
    late.done = Some((at("2026-11-18T09:00:00+07:00"), "Sudah.".to_owned()));
    let mut later = past("Tiga", due("2026-11-10T15:00:00+07:00"));
    let reason = "Tukang sakit.".to_owned();
    later.postponed =
        Some((at("2026-11-09T08:00:00+07:00"), due("2026-12-10T15:00:00+07:00"), reason));
    let meetings = vec![meeting(0, one, vec![kept, late, later]), meeting(1, two, Vec::new())];
    let replay = Replay {
        app: city.app.clone(),
        meetings,
        mayor: people.mayor.user,
        until: city.clock.now(),
    };
    city.app.db.write(city.tenant.id, replay).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let made = store::of_meeting(&mut tx, ids[0]).await.unwrap();
    let stand: Vec<_> = made.iter().map(|one| (one.standing, one.missed, one.lapsed)).collect();
    for (standing, missed) in
        [(Standing::Confirmed, false), (Standing::Done, true), (Standing::Open, false)]
    {
        assert!(stand.iter().any(|one| (one.0, one.1) == (standing, missed)), "{stand:?}");
    }
    // What was on the table of the second meeting is what stood then: the first one was still to be
    // confirmed.
    let second = store::by_id(&mut tx, ids[1]).await.unwrap();
    let paper = store::paper(&mut tx, &city.app, &second).await.unwrap();
    assert_eq!(paper.earlier.len(), 3);
    let facts = facts_after(&mut tx, 0, 1_000).await.unwrap();
    let missed: Vec<_> = facts.iter().filter(|fact| fact.kind == "commitment.missed").collect();
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].recorded_at, due("2026-11-10T15:00:00+07:00"));
    let own = facts
        .iter()
        .filter(|fact| fact.kind.contains("meeting.") || fact.kind.contains("commitment."));
    let times: Vec<_> = own.map(|fact| fact.recorded_at).collect();
    assert!(times.is_sorted(), "{times:?}");
}
