//! How many people come for what on which day, and at what hour.

use jiff::civil::{Date, Weekday};
use rand_chacha::ChaCha20Rng;

use crate::event::Channel;
use crate::hours::{DAY, MINUTE, Windows};
use crate::random::{Purpose, below, chance, poisson, stream, unit, weighted};
use crate::spec::{CitySpec, Options, Season};

/// Relative demand at a counter by hour of the day: a peak from 8 to 10.
const COUNTER_HOURS: [f64; 24] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.6, 2.4, 2.3, 1.7, 1.2, 0.7, 1.1, 0.9, 0.6, 0.3, 0.2, 0.2,
    0.2, 0.1, 0.1, 0.0, 0.0,
];
/// Relative demand online by hour of the day: office hours and the evening, little at night.
const ONLINE_HOURS: [f64; 24] = [
    0.3, 0.1, 0.1, 0.1, 0.2, 0.6, 1.0, 1.8, 3.0, 3.2, 3.0, 2.4, 2.2, 2.2, 2.0, 1.8, 1.5, 1.2, 1.2,
    1.9, 2.2, 1.8, 1.1, 0.6,
];
/// A closure of so many days in a row lets demand pile up.
const LONG_CLOSURE: u32 = 4;

/// Planned numbers of applications.
#[derive(Debug)]
pub(crate) struct Demand {
    services: usize,
    counts: Vec<u32>,
}

impl Demand {
    /// Draws the numbers of every day. `open` are the windows by which a service's day counts as a
    /// working day.
    pub(crate) fn new(
        spec: &CitySpec<'_>,
        options: &Options,
        days: &[Date],
        open: &[&Windows],
    ) -> Self {
        let total: f64 = spec.services.iter().map(|service| service.weight).sum();
        let whole = f64::from(options.applications_per_year) * days.len() as f64 / 365.0;
        let mut counts = vec![0; days.len() * spec.services.len()];
        for (index, service) in spec.services.iter().enumerate() {
            let shape = shape(service.profile.season, days, open[index]);
            let sum: f64 = shape.iter().sum();
            for (day, factor) in shape.iter().enumerate() {
                let mean = whole * service.weight / total * factor / sum;
                let cell = day * spec.services.len() + index;
                counts[cell] =
                    poisson(&mut stream(options.seed, Purpose::Demand, cell as u64), mean);
            }
        }
        Self { services: spec.services.len(), counts }
    }

    /// How many come for `service` on `day`.
    pub(crate) fn count(&self, day: usize, service: usize) -> u32 {
        self.counts.get(day * self.services + service).copied().unwrap_or(0)
    }

    /// How many come in all.
    pub(crate) fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// Relative demand of each day.
fn shape(season: Season, days: &[Date], open: &Windows) -> Vec<f64> {
    let working: Vec<bool> =
        (0..days.len()).map(|day| !open.of_day(day as u32).is_empty()).collect();
    let eid = longest_closure_end(&working);
    let mut closed = 0;
    let mut shape = Vec::with_capacity(days.len());
    for (day, date) in days.iter().enumerate() {
        let seasonal = seasonal(season, *date, eid.map(|end| day as i64 - end as i64));
        if !working[day] {
            closed += 1;
            // Only people who apply from home.
            shape.push(0.18 * seasonal);
            continue;
        }
        let piled_up = if closed >= LONG_CLOSURE { 1.6 } else { 1.0 };
        closed = 0;
        shape.push(weekday(*date) * seasonal * piled_up);
    }
    shape
}

fn weekday(date: Date) -> f64 {
    match date.weekday() {
        Weekday::Monday => 1.35,
        Weekday::Tuesday => 1.1,
        Weekday::Wednesday => 1.0,
        Weekday::Thursday => 0.95,
        Weekday::Friday => 0.8,
        Weekday::Saturday | Weekday::Sunday => 0.6,
    }
}

/// `since_eid`: days since the end of the longest closure.
fn seasonal(season: Season, date: Date, since_eid: Option<i64>) -> f64 {
    match (season, date.month()) {
        (Season::School, 5) => 1.2,
        (Season::School, 6) => 1.6,
        (Season::School, 7) => 1.7,
        (Season::YearEnd, 10) => 1.2,
        (Season::YearEnd, 11) => 1.4,
        (Season::YearEnd, 12) => 1.7,
        (Season::AfterEid, _) if since_eid.is_some_and(|days| (0..35).contains(&days)) => 1.8,
        _ => 1.0,
    }
}

/// The first working day after the longest run of days off, which in Indonesia is Lebaran.
fn longest_closure_end(working: &[bool]) -> Option<usize> {
    let (mut best, mut run) = (None, 0);
    let mut longest = LONG_CLOSURE as usize;
    for (day, open) in working.iter().enumerate() {
        if *open {
            if run > longest {
                (best, longest) = (Some(day), run);
            }
            run = 0;
        } else {
            run += 1;
        }
    }
    best
}

/// How and when one person comes on the day that begins at `midnight` and has the unit's `open`
/// windows; on a day without them everyone comes online.
pub(crate) fn arrival(
    rng: &mut ChaCha20Rng,
    online: f64,
    midnight: i64,
    open: &[crate::hours::Window],
) -> (Channel, i64) {
    let alone = chance(rng, online);
    if alone || open.is_empty() {
        let hour = weighted(rng, &ONLINE_HOURS) as i64;
        return (Channel::Online, midnight + hour * 60 * MINUTE + below(rng, 3_600_000) as i64);
    }
    (Channel::Counter, at_counter(rng, midnight, open))
}

/// By rejection: any instant of the windows, kept with the weight of its hour. The last of some
/// tries is kept anyway, so that odd office hours still get visitors.
pub(crate) fn at_counter(
    rng: &mut ChaCha20Rng,
    midnight: i64,
    open: &[crate::hours::Window],
) -> i64 {
    let total: i64 = open.iter().map(|window| window.to - window.from).sum();
    let highest = COUNTER_HOURS.iter().copied().fold(0.0, f64::max);
    let mut at = midnight;
    for _ in 0..12 {
        let mut offset = below(rng, total.max(1) as usize) as i64;
        for window in open {
            let length = window.to - window.from;
            if offset < length {
                at = window.from + offset;
                break;
            }
            offset -= length;
        }
        let hour = ((at - midnight).rem_euclid(DAY) / (60 * MINUTE)) as usize;
        if unit(rng) * highest < COUNTER_HOURS[hour % 24] {
            break;
        }
    }
    at
}
