use super::*;
use crate::table::Log;
use crate::wait::tests::{Step, arrivals, instant, made, office};

const SPLIT: f64 = 12.0 * 2400.0;

/// Two steps; from the split on, `second` instead.
fn two_periods(first: &[Step], second: &[Step], seed: u64) -> (Log, Log) {
    let all = arrivals(24, 20.0, seed);
    let early: Vec<f64> = all.iter().copied().filter(|at| *at < SPLIT).collect();
    let late: Vec<f64> = all.iter().copied().filter(|at| *at >= SPLIT).collect();
    (made(&early, first, seed, true), made(&late, second, seed + 1, true))
}

fn steps(minutes: f64, last: &'static str) -> [Step; 2] {
    [Step::new("check", "desk", "ana", minutes), Step::new(last, "tower", "budi", 6.0)]
}

fn compared(first: &[Step], second: &[Step], seed: u64) -> (Log, Comparison) {
    let (a, b) = two_periods(first, second, seed);
    let (log, groups) = joined(&a, &b);
    assert_eq!(groups, by_date(&log, instant(SPLIT)));
    let calendar = office(60);
    let comparison = compare(&log, &groups, &Setting::new(&calendar));
    (log, comparison)
}

#[test]
fn a_faster_desk_is_seen_in_the_median_and_where_it_is() {
    let (log, found) = compared(&steps(20.0, "sign"), &steps(6.0, "sign"), 1);
    let median = found.quantiles[1].minutes;
    assert!(median.difference < 0.0 && median.interval.high < 0.0 && median.p < 0.001);
    assert!(median.interval.holds(median.difference));
    let Spot::At { activity, .. } = found.places[0].spot else { unreachable!() };
    assert_eq!(log.activities.name(activity), "check");
    assert!(found.places[0].q < 0.01);
    assert!(found.ways.iter().all(|way| way.q > 0.05), "the way is the same");
}

#[test]
fn two_periods_that_are_alike_seldom_differ() {
    let mut different = 0;
    for seed in 1..=20 {
        let (_, found) = compared(&steps(8.0, "sign"), &steps(8.0, "sign"), 10 * seed);
        different += u32::from(!found.quantiles[1].minutes.interval.holds(0.0));
        assert!(found.ways.iter().all(|way| way.q > 0.05));
    }
    assert!(different <= 3, "{different} of 20");
}

#[test]
fn a_way_that_was_gained_is_told_from_one_that_was_lost() {
    let (_, found) = compared(&steps(8.0, "sign"), &steps(8.0, "stamp"), 1);
    assert_eq!(found.ways.len(), 2);
    assert!(found.ways.iter().all(|way| way.q < 1e-6 && way.share.difference.abs() > 0.999));
}

#[test]
fn three_cases_give_no_interval() {
    let (a, b) = two_periods(&steps(8.0, "sign"), &steps(8.0, "sign"), 1);
    let (log, mut groups) = joined(&a, &b);
    let calendar = office(60);
    let last: Vec<usize> = (0..groups.len()).filter(|case| groups[*case] == Some(1)).collect();
    last.iter().skip(3).for_each(|case| groups[*case] = None);
    let found = compare(&log, &groups, &Setting::new(&calendar));
    assert_eq!(found.cases[1], 3);
    assert!(found.mean.interval.low.is_infinite() && found.mean.p == 1.0);
}

#[test]
fn cases_that_ended_in_the_second_period_are_counted() {
    let mut log = made(&[10.0, 20.0], &steps(8.0, "sign"), 1, true);
    let groups = vec![Some(0), Some(1)];
    let calendar = office(4);
    let found = compare(&log, &groups, &Setting::new(&calendar));
    assert_eq!(found.straddling, 1);
    log.at[0] = UNKNOWN;
    assert_eq!(by_date(&log, instant(5.0))[0], Some(1));
}
