//! The share of all waiting that some events cause.

use rustc_hash::FxHashMap;

use crate::table::{Log, UNKNOWN};
use crate::wait::{Clusters, Interval, Setting, Waits, beyond, clusters};

/// A share of all waiting, and what it is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) share: f64,
    pub(crate) interval: Interval,
    pub(crate) se: f64,
    /// Working time waited, in microseconds.
    pub(crate) wait: i64,
    /// Working time worked on these events.
    pub(crate) touch: i64,
    pub(crate) cases: u64,
    /// Days on which these cases arrived.
    pub(crate) days: u64,
}

impl Share {
    /// Of what `of` gives of each event's wait. The standard error is that of a ratio (Taylor), by cases and
    /// by days of arrival: the larger.
    pub(crate) fn of(
        log: &Log,
        waits: &Waits,
        setting: &Setting<'_>,
        of: impl Fn(usize) -> i64,
    ) -> Self {
        let mut share = Self {
            share: 0.0,
            interval: Interval { low: 0.0, high: 1.0 },
            se: f64::INFINITY,
            wait: 0,
            touch: 0,
            cases: 0,
            days: 0,
        };
        let mut days: FxHashMap<i64, ()> = FxHashMap::default();
        for case in 0..log.len() {
            let mut any = false;
            for event in log.case(case) {
                let own = of(event);
                share.wait += own;
                share.touch += if own > 0 { waits.touched(event) } else { 0 };
                any |= own > 0;
            }
            let first = log.at[log.case(case)].iter().find(|at| **at != UNKNOWN);
            if let (true, Some(first)) = (any, first) {
                share.cases += 1;
                days.insert(setting.day(*first), ());
            }
        }
        share.days = days.len() as u64;
        let total: i64 = waits.wait.iter().sum();
        if total <= 0 {
            return share;
        }
        share.share = share.wait as f64 / total as f64;
        let (by_case, _) = clusters(log, setting, |event| (0, of(event) as f64));
        let (of_case, of_day) = clusters(log, setting, |event| (0, waits.wait[event] as f64));
        let (_, by_day) = clusters(log, setting, |event| (0, of(event) as f64));
        let se = |own: &Clusters, all: &Clusters| error(own, all, share.share, total as f64);
        share.se = se(&by_case, &of_case).max(se(&by_day, &of_day));
        let half = 1.96_f64.max(-quantile((1.0 - setting.level) / 2.0)) * share.se;
        share.interval =
            Interval { low: (share.share - half).max(0.0), high: (share.share + half).min(1.0) };
        share
    }
}

fn error(own: &Clusters, all: &Clusters, share: f64, total: f64) -> f64 {
    let n = own.groups.len() as f64;
    if n < 5.0 {
        return f64::INFINITY;
    }
    let sum = |group: &[(u32, f64)]| group.iter().map(|(_, value)| value).sum::<f64>();
    let pairs = own.groups.iter().zip(&all.groups);
    let squares: f64 = pairs.map(|(own, all)| (sum(own) - share * sum(all)).powi(2)).sum();
    (n / (n - 1.0) * squares).sqrt() / total
}

/// Chance of such a share if it is `limit` at most.
pub(super) fn above(share: f64, se: f64, limit: f64) -> f64 {
    if !se.is_finite() {
        return 1.0;
    }
    if se <= 0.0 {
        return if share > limit { 0.0 } else { 1.0 };
    }
    beyond((share - limit) / se)
}

/// Normal quantile of a small tail, by halving.
fn quantile(tail: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 0.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if beyond(-middle) < tail { low = middle } else { high = middle }
    }
    high
}
