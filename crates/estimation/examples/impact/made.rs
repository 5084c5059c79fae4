//! A made city: offices with levels, a trend that all share, offices that drift by themselves, rounds
//! in which a sample of users answers, and decisions for some offices whose effect is known.

use estimation::impact::{Missing, Panel, Point, Step, Verdict, effect};
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Offices of the city.
const OFFICES: usize = 12;
/// Rounds, one a quarter.
const ROUNDS: usize = 12;
/// Spread of single respondents on a scale of ten (standard deviation).
pub const RESPONDENTS: f64 = 2.2;
/// Most rounds on either side.
const WINDOW: usize = 4;

/// What one decision was said to have done.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The planted effect, in points of the index.
    pub truth: f64,
    /// What was said.
    pub said: Result<Verdict, Missing>,
    /// Whether the interval holds the truth.
    pub held: bool,
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let (a, b): (f64, f64) = (rng.random::<f64>().max(1e-300), rng.random());
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// One city with four decisions of `size` points and four of none.
pub fn city(size: f64, seed: u64) -> Vec<Mark> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut offices: Vec<usize> = (0..OFFICES).collect();
    offices.shuffle(&mut rng);
    let mut steps = Vec::new();
    let mut truths = Vec::new();
    for (index, pair) in offices.chunks(3).take(4).enumerate() {
        // Each group of three offices gets one decision early or late, and every second one works.
        let turn = rng.random_range(3..=ROUNDS - 3);
        steps.push(Step { before: turn, after: turn + 1, units: pair[..2].to_vec() });
        truths.push(if index % 2 == 0 { size } else { 0.0 });
    }
    let panel = rounds(&steps, &truths, &mut rng);
    let marks = steps.iter().enumerate().map(|(which, _)| {
        let found = effect(&panel, &steps, which, WINDOW, 0.95);
        Mark {
            truth: truths[which],
            said: found.map(|effect| effect.verdict()),
            held: found.is_ok_and(|e| e.low <= truths[which] && truths[which] <= e.high),
        }
    });
    marks.collect()
}

fn rounds(steps: &[Step], truths: &[f64], rng: &mut ChaCha8Rng) -> Panel {
    let trend = 0.08 * normal(rng);
    let shared: Vec<f64> = (0..ROUNDS).map(|_| 0.1 * normal(rng)).collect();
    (0..OFFICES)
        .map(|office| {
            let level = 6.0 + 0.8 * normal(rng);
            let answers = rng.random_range(40..=120);
            let mut drift = 0.0;
            (0..ROUNDS)
                .map(|round| {
                    drift = 0.8 * drift + 0.12 * normal(rng);
                    let gained: f64 = steps
                        .iter()
                        .zip(truths)
                        .filter(|(step, _)| step.units.contains(&office))
                        .map(|(step, truth)| match round {
                            round if round >= step.after => *truth,
                            round if round >= step.before => truth / 2.0,
                            _ => 0.0,
                        })
                        .sum();
                    let variance = RESPONDENTS * RESPONDENTS / f64::from(answers);
                    let true_index = level + trend * round as f64 + shared[round] + drift + gained;
                    let value = true_index + variance.sqrt() * normal(rng);
                    Some(Point { value, variance })
                })
                .collect()
        })
        .collect()
}
