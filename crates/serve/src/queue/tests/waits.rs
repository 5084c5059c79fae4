//! How long it takes, and when slots are.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::super::model::{Setting, label, letter};
use super::super::rules::slots::{Coming, coming, starts};
use super::super::rules::wait::{Wait, pace, wait};

#[test]
fn a_wait_follows_from_who_is_in_front() {
    let even = pace(&[10.0; 95], 10.0);
    assert!((even.mean - 10.0).abs() < 1e-9);
    assert_eq!(wait(0, 0, 2, &even), Wait { low: 0, mid: 0, high: 0 }, "a counter is free");
    assert_eq!(wait(1, 2, 2, &even).mid, 10, "two must leave two counters");
    assert_eq!(wait(9, 2, 2, &even).mid, 50);
    assert_eq!(wait(9, 2, 0, &even).mid, 100, "no counter counts as one");
    let few = pace(&[30.0], 10.0);
    assert!(few.mean > 10.0 && few.mean < 15.0, "one person does not decide: {few:?}");
    let known = wait(9, 2, 2, &even);
    let unknown = wait(9, 2, 2, &pace(&[], 10.0));
    assert!(unknown.high - unknown.low > known.high - known.low, "{unknown:?} {known:?}");
    assert_eq!(known.after(30).low, known.low + 30);
}

#[test]
fn slots_lie_within_the_hours() {
    let time = |text: &str| format!("2026-11-27T{text}:00+07:00").parse::<Timestamp>().unwrap();
    let friday = [(time("08:00"), time("11:30")), (time("13:00"), time("15:00"))];
    let found = starts(&friday, 60);
    let expected: Vec<_> = ["08:00", "09:00", "10:00", "13:00", "14:00"].map(time).to_vec();
    assert_eq!(found, expected, "10:30 to 11:30 would be over half a slot");
    assert_eq!(starts(&friday, 30).len(), 11);
    assert!(starts(&[], 30).is_empty());
}

#[test]
fn early_in_time_and_late() {
    let slot: Timestamp = "2026-11-27T09:00:00+07:00".parse().unwrap();
    for (minutes, expected) in [
        (-31, Coming::TooEarly),
        (-30, Coming::InTime),
        (0, Coming::InTime),
        (15, Coming::InTime),
        (16, Coming::Late),
    ] {
        let now = slot + SignedDuration::from_mins(minutes);
        assert_eq!(coming(slot, now, 30, 15), expected, "{minutes}");
    }
}

#[test]
fn settings_and_their_seats() {
    let setting =
        Setting { counters: 3, slot_minutes: 30, people_per_slot: 9, walk_in_percent: 40 };
    assert_eq!(setting.checked(30).unwrap().seats(), 5);
    assert!((setting.minutes_each() - 10.0).abs() < 1e-9);
    for (wrong, key) in [
        (Setting { counters: 0, ..setting }, "queue-counters-range"),
        (Setting { slot_minutes: 4, ..setting }, "queue-slot-range"),
        (Setting { people_per_slot: 201, ..setting }, "queue-people-range"),
        (Setting { walk_in_percent: 29, ..setting }, "queue-walk-in-range"),
    ] {
        assert_eq!(wrong.checked(30).unwrap_err().key(), key);
    }
    assert_eq!((label(letter(0), 23), label(letter(27), 1000)), ("A-023".into(), "B-1000".into()));
}

proptest! {
    /// More people in front never make a wait shorter, more counters never make it longer, and the
    /// interval holds what is expected.
    #[test]
    fn waits_are_in_order(
        minutes in prop::collection::vec(0.5..60.0_f64, 0..50),
        supposed in 1.0..60.0_f64,
        ahead in 0..100_usize,
        counters in 1..10_usize,
    ) {
        let pace = pace(&minutes, supposed);
        let here = wait(ahead, counters, counters, &pace);
        prop_assert!(here.low <= here.mid && here.mid <= here.high);
        prop_assert!(wait(ahead + 1, counters, counters, &pace).mid >= here.mid);
        prop_assert!(wait(ahead, counters, counters + 1, &pace).mid <= here.mid);
    }

    /// Slots of a session follow each other without a gap and end before it.
    #[test]
    fn slots_fill_a_session(minutes in 1..600_i64, slot in 5..120_i64) {
        let open: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
        let close = open + SignedDuration::from_mins(minutes);
        let found = starts(&[(open, close)], slot);
        prop_assert_eq!(i64::try_from(found.len()).unwrap(), minutes / slot);
        prop_assert!(found.windows(2).all(|two| two[1].duration_since(two[0]).as_mins() == slot));
    }
}
