//! How far chance reaches: the smoothed bootstrap of Simar and Wilson, "Sensitivity analysis of
//! efficiency scores", Management Science 44 (1998). Scores of a sample are too high, because the
//! best practice that would be possible need not be in it; the bootstrap estimates by how much.
//!
//! Three things differ from the paper, because an evaluation asked for them (`examples/frontier.rs`). Drawn distances
//! are not shrunk towards their mean, which would move them away from best practice. Units on the frontier of the
//! table are not drawn from, since hardly any of them is as good as it looks; instead the bootstrap is iterated, with
//! distances to which the estimated excess is added. And the interval ends at the score, above which the truth
//! cannot lie, so that all of its doubt is at the lower end.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use super::{Incomparable, Technology, Unit, against, efficiencies};

/// Rounds of the bootstrap; each after the first draws from the distances that the one before it corrected.
const ROUNDS: u32 = 3;
/// A distance up to which a unit stands on the frontier of the table.
const FRONTIER: f64 = 1.0 + 1e-7;

/// An efficiency with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The score, without the correction.
    pub score: f64,
    /// The score less its estimated excess.
    pub corrected: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end, which is the score.
    pub high: f64,
}

/// Intervals of the efficiencies at a level such as 0.95, each of three rounds of so many repetitions. With none, the
/// intervals are the scores.
///
/// # Errors
/// When units cannot be compared.
pub fn intervals(
    units: &[Unit],
    technology: Technology,
    repetitions: u32,
    level: f64,
    seed: u64,
) -> Result<Vec<Interval>, Incomparable> {
    let found = efficiencies(units, technology)?;
    let scores: Vec<f64> = found.into_iter().map(|found| found.score).collect();
    let distances: Vec<f64> = scores.iter().map(|score| (1.0 / score).max(1.0)).collect();
    let sample = Sample { units, technology, scores: &scores, distances: &distances };
    let mut random = Normal(Xoshiro256PlusPlus::seed_from_u64(seed));
    let first = sample.excess(&behind(&distances), repetitions, &mut random)?;
    let mut last = first.clone();
    for _ in 1..ROUNDS {
        let nearer = distances.iter().zip(&last).map(|(distance, excess)| distance * mean(excess));
        last = sample.excess(&nearer.collect::<Vec<_>>(), repetitions, &mut random)?;
    }
    let one = |((score, first), last): ((&f64, &Vec<f64>), Vec<f64>)| {
        let corrected = score / mean(first);
        let low = (score / quantile(last, level)).min(corrected);
        Interval { score: *score, corrected, low, high: *score }
    };
    Ok(scores.iter().zip(&first).zip(last).map(one).collect())
}

/// Distances of units that do not stand on the frontier of the table; all, when there are hardly any.
fn behind(distances: &[f64]) -> Vec<f64> {
    let behind: Vec<f64> = distances.iter().copied().filter(|one| *one > FRONTIER).collect();
    if behind.len() < 2 { distances.to_vec() } else { behind }
}

/// The mean of factors; 1 of none.
fn mean(factors: &[f64]) -> f64 {
    if factors.is_empty() { 1.0 } else { factors.iter().sum::<f64>() / factors.len() as f64 }
}

/// The factor that a share of all does not exceed; 1 of none.
fn quantile(mut factors: Vec<f64>, share: f64) -> f64 {
    factors.sort_unstable_by(f64::total_cmp);
    let place = (share * factors.len().saturating_sub(1) as f64).round() as usize;
    factors.get(place).copied().unwrap_or(1.0)
}

/// Units with what was found of them.
struct Sample<'a> {
    units: &'a [Unit],
    technology: Technology,
    scores: &'a [f64],
    /// How many times as much as best practice each uses.
    distances: &'a [f64],
}

impl Sample<'_> {
    /// By which factor the score of each unit is too high in each of so many made worlds, where the frontier of the
    /// table is the true one and units lie behind it as `from` says.
    fn excess(
        &self,
        from: &[f64],
        repetitions: u32,
        random: &mut Normal,
    ) -> Result<Vec<Vec<f64>>, Incomparable> {
        let smooth = Smooth::new(from);
        let mut excess = vec![Vec::with_capacity(repetitions as usize); self.units.len()];
        for _ in 0..repetitions {
            let world: Vec<Unit> = self
                .units
                .iter()
                .zip(self.distances)
                .map(|(unit, own)| {
                    let factor = smooth.draw(random) / own;
                    let inputs = unit.inputs.iter().map(|input| input * factor).collect();
                    Unit { inputs, ..unit.clone() }
                })
                .collect();
            for (place, unit) in self.units.iter().enumerate() {
                let found = against((unit, place), &world, self.technology)?;
                excess[place].push(found.score / self.scores[place]);
            }
        }
        Ok(excess)
    }
}

/// The smoothed distribution of distances, reflected at 1.
struct Smooth<'a> {
    distances: &'a [f64],
    width: f64,
}

impl<'a> Smooth<'a> {
    fn new(distances: &'a [f64]) -> Self {
        let reflected: Vec<f64> =
            distances.iter().flat_map(|distance| [*distance, 2.0 - distance]).collect();
        let (whole, own) = (deviation(&reflected), deviation(distances));
        // Silverman's rule on the reflected sample, brought back to the size of the own one.
        let n = distances.len() as f64;
        let robust = quartiles(reflected) / 1.34;
        let scale = if robust > 0.0 { whole.min(robust) } else { whole };
        let width = 0.9 * scale * (2.0 * n).powf(-0.2);
        let width = if whole > 0.0 { width * 2f64.powf(0.2) * own / whole } else { 0.0 };
        Self { distances, width }
    }

    fn draw(&self, random: &mut Normal) -> f64 {
        let picked = self.distances[random.below(self.distances.len())];
        let moved = picked + self.width * random.next();
        if moved >= 1.0 { moved } else { 2.0 - moved }
    }
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    if n > 1.0 { (squares / (n - 1.0)).sqrt() } else { 0.0 }
}

/// The distance between the quartiles.
fn quartiles(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| values[(share * (values.len() - 1) as f64).round() as usize];
    at(0.75) - at(0.25)
}

/// Random numbers.
struct Normal(Xoshiro256PlusPlus);

impl Normal {
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n - 1)
    }

    /// A standard normal number (Box and Muller 1958).
    fn next(&mut self) -> f64 {
        let (a, b) = (1.0 - self.unit(), self.unit());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }
}
