//! A small office whose truth is known: cases come by chance, are checked by one of two officers, and
//! signed by a third.
#![allow(clippy::unwrap_used, reason = "tests")]

mod answers;
mod pieces;

use super::calendar::{Calendar, DAY, Day, MINUTE, Open};
use super::random::Stream;
use crate::staffing::queue::{Shift, waits};
use crate::table::{Builder, Log, Row, UNKNOWN};

/// Days from a Monday on; open from 8 to 15 on weekdays.
pub fn calendar(days: i64) -> Calendar {
    let days: Vec<Day> = (0..days)
        .map(|day| Day { midnight: day * DAY, weekday: (day % 7) as u8, rests: false })
        .collect();
    let open = days.iter().filter(|day| day.weekday < 5);
    let hours = Open::new(
        open.map(|day| (day.midnight + 8 * 60 * MINUTE, day.midnight + 15 * 60 * MINUTE)),
    );
    Calendar::new(days, hours, Vec::new())
}

/// So many weeks of cases: `come` at any minute of a day, `check` by one of two officers for about
/// twelve minutes, `sign` by a third for three. With `started`, the log says when work began.
pub fn office(seed: u64, weeks: i64, a_day: f64, started: bool) -> Log {
    let calendar = calendar(weeks * 7);
    let hours = calendar.place(0);
    let mut random = Stream::new(seed, 99, 0);
    let mut arrivals = Vec::new();
    for day in calendar.days().iter().filter(|day| day.weekday < 5) {
        let count = random.poisson(a_day);
        arrivals.extend((0..count).map(|_| {
            day.midnight + 8 * 60 * MINUTE + (random.unit() * 420.0 * MINUTE as f64) as i64
        }));
    }
    arrivals.sort_unstable();
    let queue = |arrivals: &[i64], officers: u32, services: &[f64]| -> Vec<f64> {
        let clock: Vec<f64> = arrivals.iter().map(|at| hours.worked(*at) as f64).collect();
        let waits = waits(&clock, services, &[Shift { from: 0.0, officers }]);
        clock.iter().zip(waits).map(|(at, wait)| at + wait).collect()
    };
    let minutes = MINUTE as f64;
    let checks: Vec<f64> = arrivals.iter().map(|_| 12.0 * minutes * random.gamma(4.0)).collect();
    let begun = queue(&arrivals, 2, &checks);
    let instant = |worked: f64| hours.after(0, worked as i64).unwrap_or(UNKNOWN);
    let checked: Vec<i64> =
        begun.iter().zip(&checks).map(|(begin, check)| instant(begin + check)).collect();
    let mut order: Vec<usize> = (0..checked.len()).filter(|one| checked[*one] != UNKNOWN).collect();
    order.sort_by_key(|one| checked[*one]);
    let done: Vec<i64> = order.iter().map(|one| checked[*one]).collect();
    let signs: Vec<f64> = done.iter().map(|_| 3.0 * minutes * random.gamma(4.0)).collect();
    let signing = queue(&done, 1, &signs);
    let (mut builder, mut free) = (Builder::default(), [0.0f64; 2]);
    let names: Vec<String> = (0..arrivals.len()).map(|case| case.to_string()).collect();
    let mut push = |case: usize, activity, at, started, resource| {
        builder.push(&Row { case: &names[case], activity, at, started, resource, place: "hall" });
    };
    for case in 0..arrivals.len() {
        push(case, "come", arrivals[case], UNKNOWN, "");
        if checked[case] == UNKNOWN {
            continue;
        }
        let who = usize::from(free[0] > begun[case] + 0.5);
        free[who] = begun[case] + checks[case];
        let begin = if started { instant(begun[case]) } else { UNKNOWN };
        push(case, "check", checked[case], begin, ["anna", "budi"][who]);
    }
    for (place, case) in order.iter().enumerate() {
        let end = instant(signing[place] + signs[place]);
        if end != UNKNOWN {
            let begin = if started { instant(signing[place]) } else { UNKNOWN };
            push(*case, "sign", end, begin, "citra");
        }
    }
    builder.finish()
}
