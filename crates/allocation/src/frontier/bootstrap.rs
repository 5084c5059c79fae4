//! How far chance reaches: the smoothed bootstrap of Simar and Wilson, "Sensitivity analysis of
//! efficiency scores", Management Science 44 (1998). Scores of a sample are too high, because the
//! best practice that would be possible need not be in it; the bootstrap estimates by how much.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use super::{Incomparable, Technology, Unit, against, efficiencies};

/// An efficiency with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The score, without the correction.
    pub score: f64,
    /// The score less its estimated excess.
    pub corrected: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Intervals of the efficiencies at a level such as 0.95, from so many repetitions.
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
    let scores: Vec<f64> =
        efficiencies(units, technology)?.into_iter().map(|found| found.score).collect();
    let distances: Vec<f64> = scores.iter().map(|score| (1.0 / score).max(1.0)).collect();
    let smooth = Smooth::new(&distances);
    let mut random = Normal(Xoshiro256PlusPlus::seed_from_u64(seed));
    let mut excess = vec![Vec::with_capacity(repetitions as usize); units.len()];
    for _ in 0..repetitions {
        let drawn = smooth.draw(&mut random);
        let world = units.iter().zip(&distances).zip(drawn).map(|((unit, own), drawn)| Unit {
            // The inputs that the unit would use at the drawn distance from its best practice.
            inputs: unit.inputs.iter().map(|input| input / own * drawn).collect(),
            ..unit.clone()
        });
        let world: Vec<Unit> = world.collect();
        for (place, unit) in units.iter().enumerate() {
            excess[place].push(against(unit, &world, technology)?.score - scores[place]);
        }
    }
    Ok(scores.iter().zip(excess).map(|(score, excess)| interval(*score, excess, level)).collect())
}

fn interval(score: f64, mut excess: Vec<f64>, level: f64) -> Interval {
    if excess.is_empty() {
        return Interval { score, corrected: score, low: score, high: score };
    }
    excess.sort_unstable_by(f64::total_cmp);
    let mean = excess.iter().sum::<f64>() / excess.len() as f64;
    let at = |share: f64| {
        let place = (share * (excess.len() - 1) as f64).round() as usize;
        excess[place.min(excess.len() - 1)]
    };
    let tail = (1.0 - level) / 2.0;
    Interval {
        score,
        corrected: (score - mean).min(score),
        low: (score - at(1.0 - tail)).max(0.0),
        high: (score - at(tail)).min(1.0),
    }
}

/// The smoothed distribution of distances, reflected at 1.
struct Smooth<'a> {
    distances: &'a [f64],
    width: f64,
    deviation: f64,
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
        Self { distances, width, deviation: own }
    }

    fn draw(&self, random: &mut Normal) -> Vec<f64> {
        let n = self.distances.len();
        let picked: Vec<f64> = (0..n).map(|_| self.distances[random.below(n)]).collect();
        let mean = picked.iter().sum::<f64>() / n as f64;
        let variance = self.deviation * self.deviation;
        let shrink =
            if variance > 0.0 { (1.0 + self.width * self.width / variance).sqrt() } else { 1.0 };
        picked
            .iter()
            .map(|distance| {
                let moved = distance + self.width * random.next();
                let inside = if moved >= 1.0 { moved } else { 2.0 - moved };
                (mean + (inside - mean) / shrink).max(1.0)
            })
            .collect()
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
