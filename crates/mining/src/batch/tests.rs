use super::*;
use crate::wait::tests::{Step, arrivals, made, number, office};

fn found(log: &Log, calendar: &Calendar) -> Vec<Batch> {
    let setting = Setting::new(calendar);
    let waits = Waits::of(log, calendar);
    let all = batches(log, &waits, &setting);
    all.into_iter().filter(|batch| batch.found(&setting)).collect()
}

fn signing(weekday: Option<u8>) -> [Step; 2] {
    [
        Step::new("check", "desk", "ana", 6.0),
        Step { weekday, ..Step::new("sign", "tower", "budi", 2.0) },
    ]
}

#[test]
fn signatures_on_thursdays_are_found() {
    let log = made(&arrivals(20, 20.0, 1), &signing(Some(3)), 1, true);
    let found = found(&log, &office(40));
    let sign = number(&log, "sign");
    let batch = found.iter().find(|batch| batch.period == Period::Weekday(3)).unwrap();
    assert_eq!(batch.activity, sign);
    assert!(batch.share > 0.99 && batch.usual < 0.35 && batch.batches >= 19, "{batch:?}");
    assert!(found.iter().all(|batch| batch.activity == sign), "{found:?}");
}

#[test]
fn work_without_batches_shows_none() {
    for seed in 1..=8 {
        let log = made(&arrivals(20, 20.0, seed), &signing(None), seed, true);
        assert_eq!(found(&log, &office(40)), []);
    }
}

/// Most comes on Mondays and is done at once, or through the week: nobody waits for a day.
#[test]
fn a_monday_on_which_most_comes_is_no_batch() {
    for minutes in [3.0, 20.0] {
        let mondays: Vec<f64> = arrivals(20, 20.0, 2)
            .iter()
            .map(|at| at.div_euclid(2400.0) * 2400.0 + at % 480.0)
            .collect();
        let steps = [Step::new("check", "desk", "ana", minutes)];
        let log = made(&mondays, &steps, 1, true);
        let found = found(&log, &office(60));
        assert!(!found.iter().any(|batch| matches!(batch.period, Period::Weekday(_))), "{found:?}");
    }
}

/// A unit that opens on Thursdays only does all its work on Thursdays.
#[test]
fn a_unit_that_opens_on_one_day_is_no_batch() {
    let log = made(&arrivals(20, 20.0, 1), &signing(Some(3)), 1, true);
    let Calendar::Office { usual, .. } = office(40) else { unreachable!() };
    let thursdays: Vec<(i64, i64)> = usual.open.iter().copied().skip(3).step_by(5).collect();
    let mut of = vec![usual.clone(); log.places.len()];
    of[log.places.get("tower").unwrap() as usize] = crate::times::Hours::new(thursdays);
    let found = found(&log, &Calendar::Office { usual, of });
    assert!(!found.iter().any(|batch| matches!(batch.period, Period::Weekday(_))), "{found:?}");
}

#[test]
fn eight_weeks_are_needed() {
    let log = made(&arrivals(6, 20.0, 1), &signing(Some(3)), 1, true);
    assert!(!found(&log, &office(40)).iter().any(|b| matches!(b.period, Period::Weekday(_))));
}

fn mornings(share: f64, seed: u64) -> Vec<f64> {
    let mut dice = crate::wait::tests::Dice(seed);
    let all = arrivals(12, 30.0, seed);
    let mut moved: Vec<f64> = all
        .into_iter()
        .map(|at| {
            let day = at.div_euclid(480.0) * 480.0;
            if dice.next() < share { day + 60.0 + at % 60.0 } else { at }
        })
        .collect();
    moved.sort_by(f64::total_cmp);
    moved
}

fn peaks(arrivals: &[f64]) -> Vec<PeakHour> {
    let calendar = office(40);
    let log = made(arrivals, &[Step::new("check", "desk", "ana", 12.0)], 1, true);
    let waits = Waits::of(&log, &calendar);
    peak_hours(&log, &waits, &Setting::new(&calendar))
}

#[test]
fn the_hour_in_which_all_come_has_the_longest_waits_and_an_even_day_has_none() {
    let peak = &peaks(&mornings(0.6, 1))[0];
    assert_eq!((peak.crowd, peak.hour), (9, 10), "who comes after the crowd waits longest");
    assert!(peak.p < 0.001 && peak.is_peak() && peak.arrivals > 2.0 * peak.begun, "{peak:?}");
    let calm = (1..=10).filter(|seed| {
        let even = &peaks(&mornings(0.0, *seed))[0];
        even.p < 0.01 && even.is_peak()
    });
    assert!(calm.count() <= 1);
}
