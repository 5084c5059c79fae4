//! How many officers each hour needs so that a promised wait holds.
//!
//! The work that is in the house lags behind the arrivals. The modified offered load (Jennings,
//! Mandelbaum, Massey and Whitt 1996) follows it as if there were officers without end, and asks the
//! long-run formula for that load; for short services this is the pointwise stationary answer.

use serde::Serialize;

use super::erlang::{Promise, fewest};
use crate::whatif::answer::Estimate;
use crate::whatif::random::Stream;

/// How the load of an hour is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// From the arrivals of the hour alone.
    Pointwise,
    /// With what is left of the hours before.
    Modified,
}

/// What the hours of a day ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// People who came in each hour, over all days that were counted.
    pub counts: Vec<u64>,
    /// How many days.
    pub days: u32,
    /// Mean service time in minutes.
    pub service: f64,
    /// Squared coefficient of variation of the service times.
    pub variation: f64,
    /// How many service times were seen.
    pub served: u64,
}

/// An hour's answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hour {
    /// Mean arrivals.
    pub arrivals: f64,
    /// Fewest officers for these arrivals.
    pub officers: u32,
    /// The same over what the arrivals and the service time may really be.
    pub interval: Estimate,
}

impl Day {
    /// From the minutes of service that were seen.
    pub fn of(counts: Vec<u64>, days: u32, services: &[f64]) -> Self {
        let served = services.len() as u64;
        let mean = services.iter().sum::<f64>() / served.max(1) as f64;
        let spread: f64 = services.iter().map(|one| (one - mean) * (one - mean)).sum();
        let variance = spread / (served.max(2) - 1) as f64;
        let variation = if mean > 0.0 { variance / (mean * mean) } else { 0.0 };
        Self { counts, days, service: mean, variation, served }
    }

    /// The fewest officers by hour; none where even very many do not keep the promise, which is in
    /// minutes.
    pub fn staff(&self, load: Load, promise: Promise) -> Option<Vec<u32>> {
        staff(&self.rates(), self.service, self.variation, load, promise)
    }

    /// The same with intervals of the given level, from `draws` draws: the rate of an hour is gamma
    /// given its count, the mean service time normal.
    pub fn with_intervals(
        &self,
        load: Load,
        promise: Promise,
        level: f64,
        draws: u32,
        seed: u64,
    ) -> Option<Vec<Hour>> {
        let officers = self.staff(load, promise)?;
        let mut random = Stream::new(seed, 0, 0);
        let error = (self.variation / self.served.max(1) as f64).sqrt();
        let mut drawn = vec![Vec::new(); officers.len()];
        for _ in 0..draws {
            let service = self.service * (1.0 + error * random.normal()).max(0.01);
            let rates: Vec<f64> =
                self.counts.iter().map(|count| self.rate(*count, &mut random)).collect();
            let Some(staff) = staff(&rates, service, self.variation, load, promise) else {
                continue;
            };
            for (all, one) in drawn.iter_mut().zip(staff) {
                all.push(f64::from(one));
            }
        }
        let hours = officers.into_iter().zip(self.rates()).zip(drawn);
        let hour = |((officers, rate), drawn): ((u32, f64), Vec<f64>)| {
            let interval = Estimate::of(drawn, level)?;
            Some(Hour { arrivals: 60.0 * rate, officers, interval })
        };
        hours.map(hour).collect()
    }

    /// Arrivals a minute.
    fn rates(&self) -> Vec<f64> {
        let minutes = 60.0 * f64::from(self.days.max(1));
        self.counts.iter().map(|count| *count as f64 / minutes).collect()
    }

    fn rate(&self, count: u64, random: &mut Stream) -> f64 {
        if count == 0 {
            return 0.0;
        }
        let shape = count as f64 + 0.5;
        random.gamma(shape) * shape / (60.0 * f64::from(self.days.max(1)))
    }
}

fn staff(
    rates: &[f64],
    service: f64,
    variation: f64,
    load: Load,
    promise: Promise,
) -> Option<Vec<u32>> {
    let loads = match load {
        Load::Pointwise => rates.iter().map(|rate| rate * service).collect(),
        Load::Modified => modified(rates, service),
    };
    let hour = |load: &f64| fewest(load / service.max(1e-9), service, variation, promise);
    loads.iter().map(hour).collect()
}

/// The highest load of each hour if there were officers without end and service were exponential:
/// m' = λ − m/s, from an empty house.
pub fn modified(rates: &[f64], service: f64) -> Vec<f64> {
    let left = libm::exp(-60.0 / service.max(1e-9));
    let mut load = 0.0;
    rates
        .iter()
        .map(|rate| {
            let goal = rate * service;
            let end = goal + (load - goal) * left;
            let highest = f64::max(load, end);
            load = end;
            highest
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Day, Load, modified};
    use crate::staffing::erlang::Promise;
    use crate::staffing::queue::{Shift, waits};
    use crate::whatif::random::Stream;

    const PROMISE: Promise = Promise { share: 0.9, within: 15.0 };

    fn morning() -> Day {
        Day {
            counts: vec![360, 540, 480, 300, 120, 240, 180],
            days: 20,
            service: 9.0,
            variation: 0.3,
            served: 2_000,
        }
    }

    #[test]
    fn the_load_lags_behind_and_settles() {
        let load = modified(&[1.0, 1.0, 1.0, 0.0, 0.0], 30.0);
        assert!(load[0] < load[1] && (load[2] - 30.0).abs() < 0.1, "{load:?}");
        assert!(load[3] > 29.0 && load[4] < 5.0, "{load:?}");
    }

    #[test]
    fn the_promise_holds_when_the_day_is_lived() {
        let day = morning();
        let staff = day.staff(Load::Modified, PROMISE).unwrap();
        let shifts: Vec<Shift> = staff
            .iter()
            .enumerate()
            .map(|(hour, officers)| Shift { from: 60.0 * hour as f64, officers: *officers })
            .collect();
        let (mut kept, mut all) = (0, 0);
        for number in 0..400 {
            let mut random = Stream::new(5, 1, number);
            let mut arrivals: Vec<f64> = Vec::new();
            for (hour, count) in day.counts.iter().enumerate() {
                let people = random.poisson(*count as f64 / 20.0);
                arrivals.extend((0..people).map(|_| 60.0 * (hour as f64 + random.unit())));
            }
            arrivals.sort_unstable_by(f64::total_cmp);
            let services: Vec<f64> =
                arrivals.iter().map(|_| 9.0 * random.gamma(1.0 / 0.3)).collect();
            let waits = waits(&arrivals, &services, &shifts);
            kept += waits.iter().filter(|wait| **wait <= 15.0).count();
            all += waits.len();
        }
        let share = f64::from(kept as u32) / f64::from(all as u32);
        assert!((0.9..0.995).contains(&share), "{share} with {staff:?}");
    }

    #[test]
    fn intervals_hold_the_answer_and_narrow_with_more_days() {
        let width = |times: u64| {
            let day = Day {
                counts: morning().counts.iter().map(|count| count * times).collect(),
                days: 20 * times as u32,
                served: 100 * times,
                ..morning()
            };
            let hours = day.with_intervals(Load::Modified, PROMISE, 0.9, 300, 1).unwrap();
            for hour in &hours {
                let (low, high) = (hour.interval.low, hour.interval.high);
                assert!(low <= f64::from(hour.officers) && f64::from(hour.officers) <= high);
            }
            hours.iter().map(|hour| hour.interval.high - hour.interval.low).sum::<f64>()
        };
        assert!(width(1) > width(100));
    }
}
