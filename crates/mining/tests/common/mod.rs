//! Queues of `tests/vectors/staffing.json`: inputs, and what PyPI `ciw` saw
//! (`scripts/staffing-check/run.py`).

use mining::staffing::erlang::{Promise, Queue};
use mining::staffing::hours::{Day, Load};
use mining::staffing::queue::{Shift, waits};
use mining::whatif::random::Stream;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Vectors {
    pub made_by: String,
    pub queues: Vec<Steady>,
    pub days: Vec<OneDay>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
pub struct Told {
    pub value: f64,
    pub error: f64,
}

#[derive(Deserialize, Serialize)]
pub struct Steady {
    pub rate: f64,
    pub service: f64,
    pub variation: f64,
    pub officers: u32,
    pub within: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ciw: Option<SteadySeen>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
pub struct SteadySeen {
    pub wait: Told,
    pub later: Told,
}

#[derive(Deserialize, Serialize)]
pub struct OneDay {
    pub rates: Vec<f64>,
    pub service: f64,
    pub variation: f64,
    pub within: f64,
    pub share: f64,
    pub officers: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ciw: Option<DaySeen>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
pub struct DaySeen {
    pub kept: Told,
}

impl Steady {
    pub fn queue(&self) -> Queue {
        Queue::new(self.rate, self.service, self.variation, self.officers)
    }
}

fn service(random: &mut Stream, mean: f64, variation: f64) -> f64 {
    if variation > 0.0 { mean * random.gamma(1.0 / variation) } else { mean }
}

/// Mean wait and share later than `within` in our own run.
pub fn waited(queue: &Steady) -> (f64, f64) {
    let mut random = Stream::new(7, 1, 0);
    let (mut at, mut arrivals, mut services) = (0.0, Vec::new(), Vec::new());
    for _ in 0..2_000_000 {
        at += random.exponential() / queue.rate;
        arrivals.push(at);
        services.push(service(&mut random, queue.service, queue.variation));
    }
    let shifts = [Shift { from: 0.0, officers: queue.officers }];
    let waits = &waits(&arrivals, &services, &shifts)[1_000..];
    let late = waits.iter().filter(|wait| **wait > queue.within).count();
    let count = waits.len() as f64;
    (waits.iter().sum::<f64>() / count, late as f64 / count)
}

/// The officers by hour that keep the promise of a day.
pub fn staff(day: &OneDay) -> Option<Vec<u32>> {
    let counts = day.rates.iter().map(|rate| (rate * 60.0 * 1_000.0).round() as u64).collect();
    let (service, variation) = (day.service, day.variation);
    let hours = Day { counts, days: 1_000, service, variation, served: 10_000 };
    hours.staff(Load::Modified, Promise { share: day.share, within: day.within })
}

/// Share of people, mean over days, who wait no longer than promised in our own run.
pub fn lived(day: &OneDay) -> f64 {
    let shift =
        |(hour, officers): (usize, &u32)| Shift { from: 60.0 * hour as f64, officers: *officers };
    let shifts: Vec<Shift> = day.officers.iter().enumerate().map(shift).collect();
    let days = 4_000;
    let kept = |number| {
        let mut random = Stream::new(7, 2, number);
        let mut arrivals = Vec::new();
        for (hour, rate) in day.rates.iter().enumerate() {
            let people = random.poisson(60.0 * rate);
            arrivals.extend((0..people).map(|_| 60.0 * (hour as f64 + random.unit())));
        }
        arrivals.sort_unstable_by(f64::total_cmp);
        let services: Vec<f64> =
            arrivals.iter().map(|_| service(&mut random, day.service, day.variation)).collect();
        let waits = waits(&arrivals, &services, &shifts);
        waits.iter().filter(|wait| **wait <= day.within).count() as f64 / waits.len() as f64
    };
    (0..days).map(kept).sum::<f64>() / days as f64
}
