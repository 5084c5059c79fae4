//! Which findings are put before the head of the city, and in what order. Pure.
//!
//! The rule, as `docs/guides/mayor.md` tells it to everyone:
//! 1. What must be decided within three days for a reason of its own comes first, the earliest first.
//! 2. The rest follows by what it costs people now, in days of a person each month, times the chance
//!    that it is no coincidence.
//! 3. No source has more than two places while another source has a finding left.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::model::{Card, Source};

/// The most proposals that wait at once.
pub const MOST: usize = 5;
/// The most of one source while others have findings left.
const OF_ONE: usize = 2;
/// Days in which a date of its own makes a finding urgent.
const URGENT: i64 = 3;

/// What a finding weighs: person-days a month, less what may be coincidence.
pub fn weight(card: &Card) -> f64 {
    card.loss * (1.0 - card.chance.unwrap_or(0.0))
}

fn urgent(card: &Card, today: Date) -> Option<Date> {
    card.due.filter(|due| *due <= today.saturating_add(URGENT.days()))
}

/// How two findings stand to each other by the first two rules; the name decides between equals.
pub fn order(a: &Card, b: &Card, today: Date) -> Ordering {
    let urgency = |card: &Card| urgent(card, today).unwrap_or(Date::MAX);
    let heavier = weight(b).total_cmp(&weight(a));
    let name = (a.source, &a.reference).cmp(&(b.source, &b.reference));
    urgency(a).cmp(&urgency(b)).then(heavier).then(name)
}

/// At most `room` of the findings, the most pressing first. `waiting` are the sources of proposals that
/// wait already and count for the third rule.
pub fn rank(mut cards: Vec<Card>, waiting: &[Source], today: Date, room: usize) -> Vec<Card> {
    cards.sort_by(|a, b| order(a, b, today));
    let mut held: BTreeMap<Source, usize> = BTreeMap::new();
    for source in waiting {
        *held.entry(*source).or_default() += 1;
    }
    let mut chosen = BTreeSet::new();
    for (place, card) in cards.iter().enumerate() {
        let held = held.entry(card.source).or_default();
        if *held < OF_ONE && chosen.len() < room {
            *held += 1;
            chosen.insert(place);
        }
    }
    // Nobody else is left: the places that remain go to the next in order.
    for place in 0..cards.len() {
        if chosen.len() < room {
            chosen.insert(place);
        }
    }
    let places = cards.into_iter().enumerate();
    places.filter(|(place, _)| chosen.contains(place)).map(|(_, card)| card).collect()
}
