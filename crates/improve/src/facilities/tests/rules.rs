//! The order of repairs, access, and full waiting rooms.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::money::Rupiah;
use proptest::prelude::*;

use super::super::items::{self, Item, Measure, WAITING_ROOM};
use super::super::model::{Access, Fault, Found, Repair, Week};
use super::super::rules::{
    access, crowd, days_lost, fault, misses_norm, monday, rank, severity, weeks_in_row,
};

fn day() -> Date {
    "2026-11-25".parse().unwrap()
}

fn item(code: &str) -> &'static Item {
    items::find(code, day()).unwrap()
}

fn found(present: bool, condition: u8, measured: Option<i64>) -> Found {
    Found { present, condition, measured, cost: None, price_code: String::new() }
}

/// PermenPUPR 14/2017: at the norm is within it, beyond it is not.
#[test]
fn norms_hold_at_their_edge() {
    for (code, holds, misses) in [
        ("ramp-inside", 6_000, 6_001),
        ("ramp-outside", 5_000, 5_001),
        ("ramp-width", 95_000, 94_999),
        ("ramp-width-kerb", 120_000, 119_999),
        ("door-width", 90_000, 89_999),
        ("toilet-width", 152_500, 152_499),
        ("toilet-length", 227_500, 227_499),
        ("disabled-bay", 1_000, 0),
    ] {
        assert!(!misses_norm(item(code), &found(true, 3, Some(holds))), "{code}");
        assert!(misses_norm(item(code), &found(true, 3, Some(misses))), "{code}");
    }
    // A building without a step needs no ramp, but every office needs a door that is wide enough.
    assert!(!misses_norm(item("ramp-inside"), &found(false, 0, None)));
    assert!(misses_norm(item("door-width"), &found(false, 0, None)));
    assert!(misses_norm(item("guiding-blocks"), &found(true, 0, None)), "it cannot be used");
}

#[test]
fn what_is_the_matter_follows_from_what_was_found() {
    for (code, found, crowded, wanted) in [
        ("toilet", found(false, 0, None), false, Some(Fault::Missing)),
        ("urinal", found(false, 0, None), false, None),
        ("toilet", found(true, 3, None), true, None),
        ("toilet", found(true, 1, None), false, Some(Fault::Worn)),
        ("door-width", found(true, 3, Some(80_000)), false, Some(Fault::Norm)),
        (WAITING_ROOM, found(true, 3, Some(20_000)), true, Some(Fault::Crowded)),
        (WAITING_ROOM, found(true, 2, Some(20_000)), false, Some(Fault::Worn)),
    ] {
        assert_eq!(fault(item(code), &found, crowded), wanted, "{code} {found:?}");
    }
    assert_eq!(severity(Fault::Missing, &found(false, 0, None)), 3);
    assert_eq!(severity(Fault::Norm, &found(true, 3, None)), 3);
    assert_eq!(severity(Fault::Worn, &found(true, 1, None)), 2);
    assert_eq!(severity(Fault::Crowded, &found(true, 3, None)), 1);
}

#[test]
fn a_look_is_held_to_sense() {
    let seats = item(WAITING_ROOM);
    let key = |found: Found, item| found.checked(item).err().map(|error| error.key());
    assert_eq!(key(found(true, 3, Some(40_000)), seats), None);
    assert_eq!(key(found(true, 3, Some(40_500)), seats), Some("facilities-measured-range"));
    assert_eq!(key(found(true, 3, Some(2_001_000)), seats), Some("facilities-measured-range"));
    assert_eq!(key(found(true, 3, None), seats), Some("facilities-measured-needed"));
    assert_eq!(key(found(true, 4, Some(0)), seats), Some("facilities-condition-choose"));
    assert_eq!(
        key(found(true, 3, Some(46_000)), item("ramp-inside")),
        Some("facilities-measured-range")
    );
    let costed = |cost, code: &str| Found {
        cost: Some(Rupiah::new(cost)),
        price_code: code.to_owned(),
        ..found(true, 2, None)
    };
    assert_eq!(key(costed(5, "SSH-1"), item("toilet")), None);
    assert_eq!(key(costed(5, " "), item("toilet")), Some("facilities-price-code-needed"));
    assert_eq!(key(costed(0, "SSH-1"), item("toilet")), Some("facilities-cost-wrong"));
    let absent = found(false, 2, Some(9)).checked(seats).unwrap();
    assert_eq!((absent.condition, absent.measured), (0, None));
}

#[test]
fn access_is_said_only_when_everything_was_looked_at() {
    let all = || items::on(day()).filter(|item| item.required && item.code != "ramp-inside");
    let good = |item: &Item| {
        let measured = item.min.or(item.max).or(item.measure.map(|_: Measure| 1_000));
        found(true, 3, measured)
    };
    let held: Vec<(&str, Found)> = all().map(|item| (item.code.as_str(), good(item))).collect();
    let mut map: BTreeMap<&str, &Found> = held.iter().map(|(code, found)| (*code, found)).collect();
    assert_eq!(access(items::on(day()), &map), Access::Yes);
    map.remove("low-counter");
    assert_eq!(access(items::on(day()), &map), Access::Unknown);
    let narrow = found(true, 3, Some(80_000));
    map.insert("door-width", &narrow);
    assert_eq!(access(items::on(day()), &map), Access::No(vec!["door-width".to_owned()]));
    assert_eq!(access(items::on(day()), &BTreeMap::new()), Access::Unknown);
}

#[test]
fn people_without_a_seat_stand() {
    // Three come at once, two seats; the first is called after 10, the others after 20.
    let visits = [(0, 10), (0, 20), (0, 20)];
    assert_eq!(crowd(&visits, 2), (3, 10));
    assert_eq!(crowd(&visits, 3), (3, 0));
    assert_eq!(crowd(&visits, 0), (3, 50));
    assert_eq!(crowd(&[], 2), (0, 0));
    // Who is called as another comes gives the seat up.
    assert_eq!(crowd(&[(0, 10), (10, 20)], 1), (1, 0));
}

fn week(ago: i64, peak: i64) -> Week {
    let monday = monday(day()).saturating_sub((7 * ago).days());
    Week { unit: "A".to_owned(), monday, peak, seats: 10, standing: 4_500, days: 5 }
}

#[test]
fn weeks_in_a_row_end_at_a_gap_and_at_a_week_with_seats() {
    assert_eq!(weeks_in_row(&[week(3, 11), week(2, 12), week(1, 30)]), 3);
    assert_eq!(weeks_in_row(&[week(3, 11), week(2, 10), week(1, 30)]), 1);
    assert_eq!(weeks_in_row(&[week(3, 11), week(1, 30)]), 1);
    assert_eq!(weeks_in_row(&[week(2, 11), week(1, 10)]), 0);
    assert_eq!(weeks_in_row(&[]), 0);
    // 4,500 minutes in 5 days are 2 days of 450 minutes each day, so 42 in a month of 21.
    assert!((days_lost(&week(1, 30), 450, 21) - 42.0).abs() < 1e-9);
    assert!(days_lost(&Week { days: 0, ..week(1, 30) }, 450, 21).abs() < 1e-9);
}

fn repairs() -> impl Strategy<Value = Vec<Repair>> {
    let one = (0..4_usize, 1..4_u8, 0.0..500.0_f64, prop::option::of(1..50_000_000_i64), 0..40_u32);
    let make =
        |(fault, severity, people_per_day, cost, item): (_, _, _, Option<i64>, u32)| Repair {
            unit: "A".to_owned(),
            item: item.to_string(),
            fault: Fault::ALL[fault],
            severity,
            people_per_day,
            cost: cost.map(Rupiah::new),
            rank: 0,
        };
    prop::collection::vec(one.prop_map(make), 0..30)
}

fn worth(repair: &Repair) -> Option<f64> {
    let cost = repair.cost?.get() as f64;
    Some(repair.people_per_day * f64::from(repair.severity) / cost)
}

proptest! {
    #[test]
    fn what_must_be_there_goes_first_then_people_for_each_rupiah(all in repairs()) {
        let count = all.len();
        let ranked = rank(all);
        prop_assert_eq!(ranked.len(), count);
        for (place, pair) in ranked.windows(2).enumerate() {
            prop_assert_eq!(pair[0].rank, place + 1);
            prop_assert!(pair[0].fault.is_first() || !pair[1].fault.is_first());
            if pair[0].fault.is_first() == pair[1].fault.is_first() {
                prop_assert!(pair[0].cost.is_some() || pair[1].cost.is_none());
                if let (Some(one), Some(next)) = (worth(&pair[0]), worth(&pair[1])) {
                    prop_assert!(one >= next);
                }
            }
        }
    }

    #[test]
    fn a_cheaper_repair_never_falls_back(all in repairs(), which in 0..30_usize) {
        prop_assume!(which < all.len() && all[which].cost.is_some());
        let mut all = all;
        all[which].item = "mine".to_owned();
        let place = |list: Vec<Repair>| rank(list).iter().position(|one| one.item == "mine");
        let before = place(all.clone());
        all[which].cost = all[which].cost.map(|cost| Rupiah::new((cost.get() / 2).max(1)));
        prop_assert!(place(all) <= before);
    }

    #[test]
    fn more_seats_never_let_more_people_stand(
        visits in prop::collection::vec((0..1_000_i64, 0..300_i64), 0..40),
        seats in 0..30_i64,
    ) {
        let visits: Vec<(i64, i64)> = visits.iter().map(|(at, long)| (*at, at + long)).collect();
        let (peak, standing) = crowd(&visits, seats);
        let (same, fewer) = crowd(&visits, seats + 1);
        prop_assert!(peak == same && fewer <= standing && peak <= visits.len() as i64);
        prop_assert_eq!(standing > 0, peak > seats && standing > 0);
        if seats >= peak { prop_assert_eq!(standing, 0); }
        let waited: i64 = visits.iter().map(|(from, to)| to - from).sum();
        prop_assert_eq!(crowd(&visits, 0).1, waited);
    }
}
