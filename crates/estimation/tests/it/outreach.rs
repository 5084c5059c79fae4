//! A small sample of `examples/outreach`: the lot of a campaign holds what was planted.

#[path = "../../examples/outreach/made.rs"]
mod made;

use made::{Lot, Planted, judged};

#[test]
fn a_campaign_by_lot_is_judged_as_it_was_planted() {
    let city = Planted { kelurahan: 16, lot: Lot::Turns, weeks: 8, files: 10.0, effect: 0.15 };
    let (mut held, mut worked, mut alarms) = (0, 0, 0);
    for seed in 1..=20 {
        let effect = judged(city, seed).unwrap();
        held += u32::from(effect.bounds.interval().holds(city.effect));
        worked += u32::from(effect.bounds.interval().low > 0.0);
        let none = judged(Planted { effect: 0.0, ..city }, seed).unwrap();
        alarms += u32::from(none.bounds.interval().low > 0.0);
    }
    // Of twenty at 95 % and 2.5 %: fewer than seventeen, or more than three, is once in hundreds of samples.
    assert!(held >= 17 && alarms <= 3, "held {held}, alarms {alarms}");
    assert!(worked >= 15, "an effect of 15 points is seen: {worked}");
}

#[test]
fn the_better_of_two_messages_by_lot_is_told_as_it_was_planted() {
    let city = Planted { kelurahan: 16, lot: Lot::Messages, weeks: 12, files: 10.0, effect: -0.15 };
    let (mut held, mut first, mut alarms) = (0, 0, 0);
    for seed in 1..=20 {
        let interval = judged(city, seed).unwrap().bounds.interval();
        held += u32::from(interval.holds(city.effect));
        first += u32::from(interval.high < 0.0);
        let none = judged(Planted { effect: 0.0, ..city }, seed).unwrap();
        alarms += u32::from(!none.bounds.interval().holds(0.0));
    }
    // Of twenty at 95 %: fewer than seventeen, or more than four, is once in hundreds of samples.
    assert!(held >= 17 && alarms <= 4, "held {held}, alarms {alarms}");
    assert!(first >= 15, "the first did better by 15 points, and that is seen: {first}");
}
