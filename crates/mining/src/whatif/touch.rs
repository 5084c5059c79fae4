//! How long somebody worked on each event, from the log alone.
//!
//! Where the log says when work began, that is believed; time in which one person had several files
//! in hand is shared between them. Elsewhere work begins when the case was there and the person was
//! free: after the case's event before and after the person's event before (the usual estimate of
//! missing starts). A touch beyond the outer fence of its activity is an absence, not work.

use rustc_hash::FxHashMap;

use super::calendar::{Calendar, MINUTE};
use super::random::quantile;
use crate::table::{Log, NONE, UNKNOWN};

/// Quartile distances beyond the third quartile, in logarithms, at which work ends to be believed.
const FENCE: f64 = 3.0;
/// A touch shorter than this is never an absence.
const SHORT: i64 = 10 * MINUTE;

/// What is known of each event of a log.
pub struct Touches {
    /// When work on it began, or when it happened, where nobody works.
    pub begin: Vec<i64>,
    /// Work on it.
    pub touch: Vec<i64>,
    /// The event that the same person did before it.
    pub before: Vec<Option<usize>>,
}

impl Touches {
    /// Of all events up to `until`.
    pub fn of(log: &Log, calendar: &Calendar, until: i64) -> Self {
        let events = log.events();
        let mut all =
            Self { begin: log.at.clone(), touch: vec![0; events], before: vec![None; events] };
        let by_resource = by_resource(log, until);
        for own in &by_resource {
            for pair in own.windows(2) {
                all.before[pair[1]] = Some(pair[0]);
            }
        }
        for case in 0..log.len() {
            for event in log.case(case) {
                if log.resource[event] != NONE {
                    let first = event == log.case(case).start;
                    all.begin[event] = all.began(log, event, first);
                    let open = calendar.place(log.place[event]);
                    all.touch[event] = open.between(all.begin[event], log.at[event]);
                }
            }
        }
        for own in &by_resource {
            all.share(log, calendar, own);
        }
        all.fence(log, calendar);
        all
    }

    fn began(&self, log: &Log, event: usize, first: bool) -> i64 {
        let at = log.at[event];
        if log.started[event] != UNKNOWN {
            return log.started[event].min(at);
        }
        if first {
            return at;
        }
        let free = self.before[event].map_or(UNKNOWN, |before| log.at[before]);
        log.at[event - 1].max(free).min(at)
    }

    /// Shares the time of one person between files that were in hand at the same time.
    fn share(&mut self, log: &Log, calendar: &Calendar, own: &[usize]) {
        let overlaps = |pair: &[usize]| self.begin[pair[1]] < log.at[pair[0]];
        if !own.windows(2).any(overlaps) {
            return;
        }
        let mut edges: Vec<(i64, bool, usize)> = Vec::with_capacity(own.len() * 2);
        for event in own {
            edges.push((self.begin[*event], true, *event));
            edges.push((log.at[*event], false, *event));
            self.touch[*event] = 0;
        }
        edges.sort_unstable();
        let mut in_hand: Vec<usize> = Vec::new();
        let mut since = edges[0].0;
        for (at, begins, event) in edges {
            for other in &in_hand {
                let open = calendar.place(log.place[*other]);
                self.touch[*other] += open.between(since, at) / in_hand.len() as i64;
            }
            since = at;
            if begins {
                in_hand.push(event);
            } else {
                in_hand.retain(|other| *other != event);
            }
        }
    }

    /// Takes absences out of the touches: such an event gets its activity's median and, where nobody
    /// wrote down when it began, begins later.
    fn fence(&mut self, log: &Log, calendar: &Calendar) {
        let mut by_activity: FxHashMap<u32, Vec<f64>> = FxHashMap::default();
        for (event, touch) in self.touch.iter().enumerate() {
            if *touch > 0 {
                by_activity.entry(log.activity[event]).or_default().push(libm::log(*touch as f64));
            }
        }
        let fences: FxHashMap<u32, (i64, i64)> = by_activity
            .into_iter()
            .filter_map(|(activity, mut logs)| {
                logs.sort_unstable_by(f64::total_cmp);
                let at = |share| quantile(&logs, share);
                let (low, middle, high) = (at(0.25)?, at(0.5)?, at(0.75)?);
                let fence = libm::exp(high + FENCE * (high - low)) as i64;
                Some((activity, (fence.max(SHORT), libm::exp(middle) as i64)))
            })
            .collect();
        for event in 0..self.touch.len() {
            let Some((fence, usual)) = fences.get(&log.activity[event]) else { continue };
            if self.touch[event] > *fence {
                self.touch[event] = *usual;
                if log.started[event] != UNKNOWN {
                    continue;
                }
                let open = calendar.place(log.place[event]);
                let left = open.worked(log.at[event]) - usual;
                let begin = open.after(self.begin[event], left - open.worked(self.begin[event]));
                self.begin[event] = begin.unwrap_or(self.begin[event]);
            }
        }
    }
}

/// Events of each person in the order of time.
fn by_resource(log: &Log, until: i64) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); log.resources.len()];
    for (event, resource) in log.resource.iter().enumerate() {
        let known = log.at[event] != UNKNOWN && log.at[event] <= until;
        if let Some(own) = all.get_mut(*resource as usize).filter(|_| known) {
            own.push(event);
        }
    }
    for own in &mut all {
        own.sort_by_key(|event| log.at[*event]);
    }
    all
}
