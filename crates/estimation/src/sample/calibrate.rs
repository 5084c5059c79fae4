//! Weights that give known totals: post-stratification and raking (Deville and Särndal 1992), with
//! the variance of residuals as R's `postStratify` and `rake` have it.

use super::Sample;

/// Rounds of raking before giving up.
const ROUNDS: usize = 500;
/// How near raked totals come to the known ones, relative.
const NEAR: f64 = 1e-10;
/// Rounds in which residuals are projected on the margins, as in R.
const PROJECTIONS: usize = 10;

/// A column whose totals are known.
#[derive(Clone, Debug)]
pub struct Margin {
    /// The level of each row.
    pub levels: Vec<u32>,
    /// The known total of each level.
    pub totals: Vec<f64>,
}

/// How weights came to be, for the variance.
#[derive(Clone, Debug)]
pub(super) struct Calibration {
    margins: Vec<Margin>,
    before: Vec<f64>,
    after: Vec<f64>,
}

impl Calibration {
    /// Takes from `z = w e` what the known totals explain.
    pub fn residuals(&self, z: &mut [f64]) {
        let rounds = if self.margins.len() > 1 { PROJECTIONS } else { 1 };
        for _ in 0..rounds {
            for margin in &self.margins {
                self.project(margin, z);
            }
        }
    }

    fn project(&self, margin: &Margin, z: &mut [f64]) {
        // Raked residuals are averaged without weights, as R's `rake` does.
        let base = |i: usize| if self.margins.len() > 1 { 1.0 } else { self.before[i] };
        let mut sums = vec![(0.0, 0.0); margin.totals.len()];
        for (i, level) in margin.levels.iter().enumerate() {
            let sum = &mut sums[*level as usize];
            sum.0 += base(i) * z[i] / self.after[i];
            sum.1 += base(i);
        }
        for (i, level) in margin.levels.iter().enumerate() {
            let (sum, weight) = sums[*level as usize];
            z[i] -= self.after[i] * sum / weight;
        }
    }
}

impl Sample {
    /// Scales the weights so that each level of one column has its known total.
    #[must_use]
    pub fn poststratified(mut self, margin: Margin) -> Self {
        let before = self.weights.clone();
        scale(&mut self.weights, &margin);
        let after = self.weights.clone();
        self.calibration = Some(Calibration { margins: vec![margin], before, after });
        self
    }

    /// Scales the weights by each column in turn until all have their known totals. `None` when
    /// they cannot agree.
    #[must_use]
    pub fn raked(mut self, margins: Vec<Margin>) -> Option<Self> {
        let before = self.weights.clone();
        let mut rounds = 0;
        while margins.iter().any(|margin| distance(&self.weights, margin) > NEAR) {
            margins.iter().for_each(|margin| scale(&mut self.weights, margin));
            rounds += 1;
            if rounds > ROUNDS {
                return None;
            }
        }
        let after = self.weights.clone();
        self.calibration = Some(Calibration { margins, before, after });
        Some(self)
    }
}

fn totals(weights: &[f64], margin: &Margin) -> Vec<f64> {
    let mut totals = vec![0.0; margin.totals.len()];
    for (level, weight) in margin.levels.iter().zip(weights) {
        totals[*level as usize] += weight;
    }
    totals
}

fn scale(weights: &mut [f64], margin: &Margin) {
    let totals = totals(weights, margin);
    for (weight, level) in weights.iter_mut().zip(&margin.levels) {
        *weight *= margin.totals[*level as usize] / totals[*level as usize];
    }
}

fn distance(weights: &[f64], margin: &Margin) -> f64 {
    let off = totals(weights, margin).into_iter().zip(&margin.totals);
    off.map(|(have, want)| ((have - want) / want).abs()).fold(0.0, f64::max)
}
