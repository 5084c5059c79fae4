//! Who works, and when who is there. Officers are numbers; nothing here compares them.

use super::calendar::{Calendar, Open};
use super::random::Stream;
use crate::table::{Log, NONE};

/// A run of days without any act is an absence when it would be this improbable by chance.
const IMPROBABLE: f64 = 0.05;
/// An officer who has done nothing for this many open days, and improbably so, has left.
const LEFT: usize = 15;

/// One officer.
#[derive(Clone, Debug)]
pub struct Officer {
    /// Number in the log; none for one who is added.
    pub resource: u32,
    /// Where most of the work is done.
    pub place: u32,
    /// Days of the calendar from the first act on, by whether the officer was away.
    away: Vec<bool>,
    /// The day of the first act.
    since: usize,
}

impl Officer {
    /// Someone new at a place, who is there like an average officer; never away when there is none.
    pub fn new(place: u32, like: Option<&Self>) -> Self {
        let (away, since) = like.map_or((Vec::new(), 0), |like| (like.away.clone(), like.since));
        Self { resource: NONE, place, away, since }
    }

    /// Days of absence that are known.
    pub fn absences(&self) -> usize {
        self.away.iter().filter(|away| **away).count()
    }

    /// Working time in `days` of one replication: the open time of the place without the days of
    /// absence, week by week as in some week of the past.
    pub fn hours(
        &self,
        calendar: &Calendar,
        days: std::ops::Range<usize>,
        random: &mut Stream,
    ) -> Open {
        let weeks = self.away.len() / 7;
        let mut open = Vec::new();
        let mut week = 0;
        let hours: Vec<(i64, i64)> = calendar.place(self.place).windows().collect();
        for (number, day) in days.enumerate() {
            if number % 7 == 0 {
                week = random.below(weeks);
            }
            let weekday = usize::from(calendar.days()[day].weekday);
            let first = calendar.days()[self.since].weekday;
            let shift = (weekday + 7 - usize::from(first)) % 7;
            if self.away.get(week * 7 + shift).copied().unwrap_or(false) && weeks > 0 {
                continue;
            }
            let (from, to) = (calendar.days()[day].midnight, calendar.midnight_after(day));
            let next = hours.partition_point(|window| window.1 <= from);
            open.extend(hours[next..].iter().take_while(|window| window.0 < to));
        }
        Open::new(open)
    }
}

/// All officers of a log who still work at its end.
pub fn officers(log: &Log, calendar: &Calendar, until: i64) -> Vec<Officer> {
    let mut active = vec![Vec::<usize>::new(); log.resources.len()];
    let mut places = vec![rustc_hash::FxHashMap::<u32, u32>::default(); log.resources.len()];
    for event in 0..log.events() {
        let (resource, at) = (log.resource[event] as usize, log.at[event]);
        if resource < active.len() && at <= until && at != crate::table::UNKNOWN {
            active[resource].push(calendar.day(at));
            *places[resource].entry(log.place[event]).or_default() += 1;
        }
    }
    let last = calendar.day(until);
    let mut all = Vec::new();
    for (resource, mut days) in active.into_iter().enumerate() {
        let events = days.len();
        days.sort_unstable();
        days.dedup();
        let most = places[resource].iter().max_by_key(|(place, count)| (**count, **place));
        let (Some(&since), Some((&place, _))) = (days.first(), most) else { continue };
        if let Some(away) = away(calendar, place, &days, events, last) {
            all.push(Officer { resource: resource as u32, place, away, since });
        }
    }
    all
}

/// Days of absence from the first active day on; none for one who has left.
fn away(
    calendar: &Calendar,
    place: u32,
    active: &[usize],
    events: usize,
    last: usize,
) -> Option<Vec<bool>> {
    let since = *active.first()?;
    let open: Vec<usize> = (since..=last).filter(|day| calendar.opens(place, *day)).collect();
    // Acts come in bursts by case: what is counted is days with and without any.
    let busy = active.len() as f64 / open.len().max(active.len()) as f64;
    let rate = (events as f64 / open.len().max(1) as f64 / 4.0).max(-libm::log1p(-busy.min(0.999)));
    let mut away = vec![false; last + 1 - since];
    let mut run: Vec<usize> = Vec::new();
    let mut close = |run: &mut Vec<usize>| {
        let chance = libm::exp(-rate * run.len() as f64);
        if chance < IMPROBABLE {
            run.iter().for_each(|day| away[*day - since] = true);
        }
        let length = run.len();
        run.clear();
        (length, chance)
    };
    for day in open {
        if active.binary_search(&day).is_ok() {
            close(&mut run);
        } else {
            run.push(day);
        }
    }
    let (length, chance) = close(&mut run);
    (length < LEFT || chance > IMPROBABLE / 50.0).then_some(away)
}
