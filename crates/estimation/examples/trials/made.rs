//! A made trial: units with levels of their own, a trend and weekdays that all share, shocks of single
//! days and drifting units, skewed files; and an effect that is known.

use estimation::trial::{Effect, Options, Outcome, Plan, Schedule, draw, effect};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Days before the trial, weekends included.
const BEFORE: i32 = 280;
/// Calendar days of the trial.
const TRIAL: i32 = 30;

/// What is planted.
#[derive(Clone, Copy, Debug)]
pub struct Planted {
    /// Units in the trial.
    pub units: u32,
    /// Whether units change back and forth day by day, or are staged.
    pub crossover: bool,
    /// Change of the time, as a share: -0.2 is a fifth less.
    pub effect: f64,
    /// How much the logarithm of the effect differs between units (standard deviation).
    pub uneven: f64,
}

/// Working days of the trial.
pub fn days() -> Vec<i32> {
    (0..TRIAL).filter(|day| day.rem_euclid(7) < 5).collect()
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let (a, b): (f64, f64) = (rng.random::<f64>().max(1e-300), rng.random());
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// Plan, what was drawn, and all files.
pub fn made(planted: Planted, seed: u64) -> (Plan, Schedule, Vec<Outcome>) {
    let days = days();
    let plan = if planted.crossover {
        Plan::crossover(planted.units, &days, 1)
    } else {
        Plan::staged(planted.units, &days)
    };
    let plan = plan.unwrap();
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let drawn = draw(&plan, bytes).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0xB0A7);
    let files = files(planted, &drawn, &mut rng);
    (plan, drawn, files)
}

fn files(planted: Planted, drawn: &Schedule, rng: &mut ChaCha8Rng) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let units = 0..planted.units;
    let level: Vec<f64> = units.clone().map(|_| 6.0 + 0.4 * normal(rng)).collect();
    let effect: Vec<f64> =
        units.map(|_| libm::log1p(planted.effect) + planted.uneven * normal(rng)).collect();
    let weekday: Vec<f64> = (0..5).map(|_| 0.2 * normal(rng)).collect();
    let trend = 0.001 * normal(rng);
    let mut drift = vec![0.0; planted.units as usize];
    for day in (-BEFORE..TRIAL).filter(|day| day.rem_euclid(7) < 5) {
        let shock = 0.15 * normal(rng);
        for unit in 0..planted.units {
            let place = unit as usize;
            drift[place] = 0.8 * drift[place] + 0.06 * normal(rng);
            let own = 0.1 * normal(rng);
            let new = if drawn.new_way(unit, day) { effect[place] } else { 0.0 };
            let common = trend * f64::from(day) + weekday[day.rem_euclid(7) as usize] + shock;
            for _ in 0..rng.random_range(4..=16) {
                let log = level[place] + common + drift[place] + own + new + 0.8 * normal(rng);
                outcomes.push(Outcome { unit, day, value: log.exp() });
            }
        }
    }
    outcomes
}

/// The whole of it: made and judged.
pub fn judged(planted: Planted, seed: u64) -> Effect {
    let (plan, drawn, outcomes) = made(planted, seed);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    effect(&plan, &drawn, &outcomes, Options::default(), &mut rng).unwrap()
}
