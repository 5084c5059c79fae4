//! The rule by which findings are put before the head of the city.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::super::model::{Card, Source};
use super::super::rules::{MOST, rank, weight};
use super::card;

const TODAY: Date = date(2026, 11, 24);

fn names(cards: &[Card]) -> Vec<&str> {
    cards.iter().map(|card| card.reference.as_str()).collect()
}

#[test]
fn what_costs_people_more_comes_first_less_what_may_be_chance() {
    let mut doubtful = card(Source::Signal, "doubtful", 100.0);
    doubtful.chance = Some(0.9);
    let cards =
        vec![card(Source::Deadline, "small", 11.0), doubtful, card(Source::Facility, "big", 50.0)];
    assert_eq!(names(&rank(cards, &[], TODAY, MOST)), ["big", "small", "doubtful"]);
}

#[test]
fn a_date_of_its_own_within_three_days_comes_before_all() {
    let mut soon = card(Source::Complaint, "soon", 0.1);
    soon.due = Some(date(2026, 11, 27));
    let mut later = card(Source::Complaint, "later", 0.2);
    later.due = Some(date(2026, 11, 28));
    let cards = vec![card(Source::Facility, "big", 50.0), later, soon];
    assert_eq!(names(&rank(cards, &[], TODAY, MOST)), ["soon", "big", "later"]);
}

#[test]
fn no_source_fills_the_room_while_another_has_something() {
    let mut cards: Vec<Card> =
        (0..6).map(|n| card(Source::Bottleneck, &format!("b{n}"), 90.0 - f64::from(n))).collect();
    cards.push(card(Source::Facility, "f", 1.0));
    assert_eq!(names(&rank(cards.clone(), &[], TODAY, 3)), ["b0", "b1", "f"]);
    // Two wait already.
    let waiting = [Source::Bottleneck, Source::Bottleneck];
    assert_eq!(names(&rank(cards.clone(), &waiting, TODAY, 1)), ["f"]);
    // Nobody else is left.
    assert_eq!(names(&rank(cards, &[], TODAY, 5)), ["b0", "b1", "b2", "b3", "f"]);
}

fn any_card() -> impl Strategy<Value = Card> {
    (
        0..8usize,
        0..1000u32,
        0.0..100.0f64,
        prop::option::of(0.0..=1.0f64),
        prop::option::of(0..10i64),
    )
        .prop_map(|(source, name, loss, chance, due)| {
            let mut made = card(Source::ALL[source], &name.to_string(), loss);
            made.chance = chance;
            made.due = due.map(|days| TODAY.saturating_add(jiff::ToSpan::days(days)));
            made
        })
}

proptest! {
    #[test]
    fn the_order_in_which_findings_come_changes_nothing(
        cards in prop::collection::vec(any_card(), 0..12).prop_shuffle(),
        room in 0..6usize,
    ) {
        let mut cards = cards;
        cards.sort_by(|a, b| (a.source, &a.reference).cmp(&(b.source, &b.reference)));
        cards.dedup_by(|a, b| a.source == b.source && a.reference == b.reference);
        let mut other = cards.clone();
        other.reverse();
        let chosen = rank(cards.clone(), &[], TODAY, room);
        prop_assert_eq!(&chosen, &rank(other, &[], TODAY, room));
        prop_assert_eq!(chosen.len(), room.min(cards.len()));
    }

    #[test]
    fn costing_more_never_pushes_a_finding_out(
        cards in prop::collection::vec(any_card(), 1..12),
        more in 0.0..100.0f64,
        room in 1..6usize,
    ) {
        let mut cards = cards;
        for (place, card) in cards.iter_mut().enumerate() {
            card.reference = place.to_string();
        }
        let before = rank(cards.clone(), &[], TODAY, room);
        let was_in = before.iter().any(|card| card.reference == "0");
        cards[0].loss += more;
        let after = rank(cards, &[], TODAY, room);
        prop_assert!(!was_in || after.iter().any(|card| card.reference == "0"));
    }

    #[test]
    fn a_weight_is_never_more_than_the_loss(card in any_card()) {
        prop_assert!(weight(&card) <= card.loss && weight(&card) >= 0.0);
    }
}
