//! How many will come.

use jiff::civil::{Date, date};
use rand::RngExt as _;
use rand::SeedableRng as _;

use super::super::rules::forecast::{Past, needed};

fn days(first: Date, count: usize) -> Vec<Date> {
    std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .filter(|day| day.weekday().to_monday_zero_offset() < 5)
        .take(count)
        .collect()
}

#[test]
fn nothing_is_expected_from_nothing() {
    assert!(Past::default().expect(date(2026, 11, 24), &[8, 9]).is_empty());
}

#[test]
fn a_weekday_counts_more_the_more_weeks_there_are() {
    // Twenty come on Mondays at nine, ten on other days.
    let expected_after = |weeks: usize| {
        let days = days(date(2026, 1, 5), weeks * 5);
        let monday = |day: &Date| day.weekday().to_monday_zero_offset() == 0;
        let counts = days.iter().map(|day| ((*day, 9), if monday(day) { 20 } else { 10 }));
        let past = Past { counts: counts.collect(), days };
        let found = past.expect(date(2026, 11, 23), &[9])[0].1;
        assert_eq!(found.weeks, weeks);
        found.mean
    };
    let (one, eight) = (expected_after(1), expected_after(8));
    assert!((one - (2.0 * 12.0 + 20.0) / 3.0).abs() < 1e-9, "{one}");
    assert!(one < eight && eight < 20.0 && eight > 18.0, "{eight}");
}

#[test]
fn an_hour_without_anybody_on_an_open_day_counts_as_none() {
    let days = days(date(2026, 1, 5), 10);
    let past = Past { counts: [((days[0], 9), 10)].into(), days };
    let found = past.expect(date(2026, 11, 23), &[9, 10]);
    assert!(found[0].1.mean < 6.0, "{found:?}");
    assert_eq!(found[1].1.mean, 0.0);
}

/// Eight of ten days lie within the interval, also when days differ more than a Poisson count.
#[test]
fn the_interval_holds_eight_of_ten_days() {
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(7);
    for spread in [1_i64, 3] {
        let (mut inside, mut all) = (0, 0);
        for _ in 0..60 {
            let days = days(date(2026, 1, 5), 45);
            // A sum of `spread`-sized groups that come or do not: mean 12, variance about 12 * spread.
            let mut draw = || -> i64 {
                (0..240 / spread).filter(|_| rng.random_bool(0.05)).count() as i64 * spread
            };
            let counts: Vec<i64> = days.iter().map(|_| draw()).collect();
            let known = days.len() - 5;
            let pairs = days.iter().copied().zip(&counts).take(known);
            let past = Past {
                days: days[..known].to_vec(),
                counts: pairs.map(|(day, count)| ((day, 9), *count)).collect(),
            };
            for (day, count) in days.iter().zip(&counts).skip(known) {
                let expected = past.expect(*day, &[9])[0].1;
                let (low, high) = (expected.low.round() as i64, expected.high.round() as i64);
                inside += i64::from((low..=high).contains(count));
                all += 1;
            }
        }
        let share = inside as f64 / f64::from(all);
        assert!((0.74..0.92).contains(&share), "{share} at a spread of {spread}");
    }
}

#[test]
fn counters_that_are_needed() {
    for (people, minutes, counters) in [(0.0, 10.0, 0), (6.0, 10.0, 1), (6.1, 10.0, 2)] {
        assert_eq!(needed(people, minutes), counters, "{people}");
    }
}
