//! A made city: kelurahan in which some people let others apply for them, seasons and drift that all share or
//! not, and a campaign that comes early to half of the kelurahan by lot, or to all with one of two messages.

use estimation::trial::{Effect, Fault, Options, Outcome, Plan, Scale, draw, effect};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Weeks before the campaign.
const BEFORE: i32 = 26;

/// What a campaign of two messages adds to the share of own applications with its first.
const FIRST: f64 = 0.05;

/// What the lot decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lot {
    /// Which kelurahan come first.
    Turns,
    /// Which kelurahan hear the second message, all from the same day.
    Messages,
}

/// What is planted.
#[derive(Clone, Copy, Debug)]
pub struct Planted {
    /// Kelurahan.
    pub kelurahan: u32,
    /// What the lot decides.
    pub lot: Lot,
    /// Weeks from the first day of the early group to that of the late one; or weeks in which both messages
    /// are watched.
    pub weeks: i32,
    /// Applications a week in a kelurahan of middle size.
    pub files: f64,
    /// What the campaign adds to the share of own applications; or what the second message adds to the first.
    pub effect: f64,
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let (a, b): (f64, f64) = (rng.random::<f64>().max(1e-300), rng.random());
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// A count with that mean, by Knuth's product of uniforms.
fn poisson(mean: f64, rng: &mut ChaCha8Rng) -> u32 {
    let (least, mut product, mut count) = ((-mean).exp(), rng.random::<f64>(), 0);
    while product > least {
        product *= rng.random::<f64>();
        count += 1;
    }
    count
}

/// What the lot says of one city.
///
/// # Errors
/// Why the city cannot be judged, such as a kelurahan with hardly a file before the campaign.
pub fn judged(planted: Planted, seed: u64) -> Result<Effect, Fault> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (kelurahan, weeks) = (planted.kelurahan, planted.weeks);
    let plan = match planted.lot {
        Lot::Turns => Plan::early_and_late(kelurahan, 0, weeks, 2 * weeks)?,
        Lot::Messages => Plan::side_by_side(kelurahan, 0, weeks - 1)?,
    };
    let drawn = draw(&plan, [(seed % 251) as u8; 32])?;
    let units = 0..planted.kelurahan;
    let usual: Vec<f64> = units.clone().map(|_| 0.62 + 0.08 * normal(&mut rng)).collect();
    let size: Vec<f64> = units.map(|_| (0.4 * normal(&mut rng)).exp()).collect();
    let mut drift = vec![0.0; planted.kelurahan as usize];
    let mut outcomes = Vec::new();
    for week in -BEFORE..=plan.days.to {
        // A season that all share, and what a kelurahan does by itself.
        let shared =
            0.04 * (f64::from(week) / 26.0 * std::f64::consts::TAU).sin() + 0.01 * normal(&mut rng);
        for unit in 0..planted.kelurahan {
            let place = unit as usize;
            drift[place] = 0.85 * drift[place] + 0.015 * normal(&mut rng);
            let new = if drawn.new_way(unit, week) { planted.effect } else { 0.0 };
            let all = if planted.lot == Lot::Messages && week >= 0 { FIRST } else { 0.0 };
            let share = (usual[place] + shared + drift[place] + new + all).clamp(0.0, 1.0);
            for _ in 0..poisson(planted.files * size[place], &mut rng) {
                let value = f64::from(u8::from(rng.random::<f64>() < share));
                outcomes.push(Outcome { unit, day: week, value });
            }
        }
    }
    let options = Options { scale: Scale::Mean, outcomes: 1_999, ..Options::default() };
    effect(&plan, &drawn, &outcomes, options, &mut rng)
}
