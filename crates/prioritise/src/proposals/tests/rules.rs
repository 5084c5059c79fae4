//! Cost, likeness and the way of a proposal: pure.

use kernel::money::Rupiah;
use proptest::prelude::*;

use super::super::model::{Origin, Stage, State, entry};
use super::super::rules::{budget_year, cost, deviation};
use super::super::similar::{likeness, words};

/// Permendagri 86/2017: the deliberation of the city for the next budget is over by the end of March.
#[test]
fn a_day_belongs_to_the_budget_that_is_still_open() {
    for (day, year) in
        [("2026-01-02", 2027), ("2026-03-31", 2027), ("2026-04-01", 2028), ("2026-12-31", 2028)]
    {
        assert_eq!(budget_year(day.parse().unwrap()), year, "{day}");
    }
}

#[test]
fn cost_is_price_times_volume_to_the_nearest_rupiah() {
    for (price, volume, found) in [
        (785_000, 120_000, Some(94_200_000)),
        (3, 500, Some(2)),
        (1, 499, None),
        (1, 500, Some(1)),
        (0, 1_000, None),
        (785_000, 0, None),
        (785_000, -1_000, None),
        (i64::MAX, 2_000, None),
    ] {
        assert_eq!(cost(Rupiah::new(price), volume), found.map(Rupiah::new), "{price} {volume}");
    }
    let percent = |asked, standard| deviation(Rupiah::new(asked), Rupiah::new(standard));
    assert_eq!(percent(120, 100), Some(20.0));
    assert_eq!(percent(90, 100), Some(-10.0));
    assert_eq!(percent(90, 0), None);
}

#[test]
fn the_council_and_the_whole_city_enter_at_the_last_deliberation() {
    for (origin, kelurahan, stage) in [
        (Origin::Resident, "18.72.01.1001", Stage::Kelurahan),
        (Origin::Unit, "18.72.01.1001", Stage::Kelurahan),
        (Origin::Unit, "", Stage::City),
        (Origin::Council, "18.72.01.1001", Stage::City),
        (Origin::Council, "", Stage::City),
    ] {
        assert_eq!(entry(origin, kelurahan), stage, "{origin:?} {kelurahan}");
    }
}

#[test]
fn what_people_would_call_the_same_is_alike_and_what_they_would_not_is_not() {
    let like = |a: &str, b: &str| likeness(&words(a), &words(b));
    assert!(like("Drainase Jalan Mawar RW 3", "Pembangunan drainase di jalan mawar RW 03") > 0.8);
    assert!(like("Drainase Jalan Mawar RW 3", "Lampu jalan RW 7") < 0.45);
    assert!(like("Posyandu Melati", "Sumur bor RT 12") == 0.0);
    assert_eq!(words("RW 003, di RW 3"), words("rw 3"), "zeros and small words tell nothing");
}

fn stage() -> impl Strategy<Value = Stage> {
    prop::sample::select(Stage::ALL.to_vec())
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        Just(State::Made),
        stage().prop_map(State::Accepted),
        stage().prop_map(State::Returned),
        prop::option::of(stage()).prop_map(State::Merged),
    ]
}

proptest! {
    /// Whatever deliberations try, a proposal meets them in their order, each at most once, and nothing
    /// moves after it was sent back.
    #[test]
    fn deliberations_come_in_their_order(
        first in stage(),
        tries in prop::collection::vec((stage(), any::<bool>()), 0..20),
    ) {
        let mut at = State::Made;
        let mut met = Vec::new();
        for (stage, accepted) in tries {
            if let Ok(next) = at.judged(first, stage, accepted) {
                prop_assert!(at.is_open());
                met.push(stage);
                at = next;
            }
        }
        prop_assert!(met.windows(2).all(|pair| pair[0] < pair[1]), "{met:?}");
        prop_assert!(met.first().is_none_or(|stage| *stage == first));
        prop_assert_eq!(at.stage(), met.last().copied());
    }

    /// A merger loses nothing that a deliberation said, and only what is open is merged.
    #[test]
    fn a_merger_never_falls_behind(from in state(), into in state()) {
        match from.merged(into) {
            Ok(State::Merged(stage)) => {
                prop_assert!(from.is_open() && into.is_open());
                prop_assert!(into.stage() >= from.stage());
                prop_assert_eq!(stage, from.stage());
            }
            Ok(other) => prop_assert!(false, "{:?}", other),
            Err(_) => {
                prop_assert!(!from.is_open() || !into.is_open() || into.stage() < from.stage());
            }
        }
    }

    #[test]
    fn states_are_read_as_they_were_written(state in state()) {
        let stage = state.stage().map_or("", Stage::code);
        prop_assert_eq!(State::parse(state.code(), stage), Some(state));
    }

    #[test]
    fn likeness_is_a_share_the_same_both_ways(a in "[a-c 0-3]{0,20}", b in "[a-c 0-3]{0,20}") {
        let (a, b) = (words(&a), words(&b));
        let like = likeness(&a, &b);
        prop_assert!((0.0..=1.0).contains(&like));
        prop_assert_eq!(like, likeness(&b, &a));
        prop_assert_eq!(like == 1.0, a == b && !a.is_empty());
        prop_assert_eq!(like == 0.0, a.is_disjoint(&b));
    }

    /// The cost lies within half a rupiah of the product, and grows with the volume.
    #[test]
    fn cost_is_near_the_product(price in 1_i64..10_000_000_000, volume in 1_i64..1_000_000_000) {
        let exact = i128::from(price) * i128::from(volume);
        if let Some(found) = cost(Rupiah::new(price), volume) {
            prop_assert!((i128::from(found.get()) * 1000 - exact).abs() <= 500);
            let more = cost(Rupiah::new(price), volume + 1);
            prop_assert!(more.is_none_or(|more| more >= found));
        } else {
            prop_assert!(exact < 500 || exact / 1000 > i128::from(i64::MAX) - 1);
        }
    }
}
