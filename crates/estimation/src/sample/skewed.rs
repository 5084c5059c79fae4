//! Intervals that follow a skewed variable: days that a few people wait much longer, events that
//! most people do not have.

use rustc_hash::FxHashMap;

use super::Sample;
use crate::design::{Estimate, Fault};
use crate::interval::{Interval, hall};

/// What one stratum has seen.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    one: f64,
    two: f64,
    three: f64,
}

impl Sums {
    fn add(&mut self, z: f64) {
        self.one += z;
        self.two += z * z;
        self.three += z * z * z;
    }

    /// The unbiased third central moment of `n` units; zero when there are too few to see one.
    fn central(self, n: f64) -> f64 {
        if n < 3.0 {
            return 0.0;
        }
        let mean = self.one / n;
        let central = self.three - 3.0 * mean * self.two + 2.0 * n * mean.powi(3);
        central * n / ((n - 1.0) * (n - 2.0))
    }
}

impl Sample {
    /// A quantity in the domains `domains` together, with Hall's interval at a level such as 0.95.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value.
    pub fn skewed(
        &self,
        quantity: usize,
        domains: &[u32],
        level: f64,
    ) -> Result<(Estimate, Interval), Fault> {
        let linear = self.linear(quantity, domains)?;
        let third = self.third(linear.rows.clone());
        let se = self.variance(linear.rows).sqrt();
        let estimate = self.describe(quantity, domains, linear.value, se);
        let skewness = if se > 0.0 { third / se.powi(3) } else { 0.0 };
        Ok((estimate, hall(&estimate, skewness, level)))
    }

    /// The third central moment of an estimate, in the cubed unit of its variable.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value.
    pub fn third_moment(&self, quantity: usize, domains: &[u32]) -> Result<f64, Fault> {
        Ok(self.third(self.linear(quantity, domains)?.rows))
    }

    /// The third central moment of what rows add, from what first-stage units add. A
    /// mean drawn without replacement has K3 (1/n - 1/N)(1/n - 2/N) of it (Tukey 1950, "Some
    /// sampling simplified").
    fn third(&self, mut z: Vec<f64>) -> f64 {
        if let Some(calibration) = &self.calibration {
            calibration.residuals(&mut z);
        }
        let mut units: FxHashMap<(u32, usize), f64> = FxHashMap::default();
        for (i, (row, z)) in self.rows.iter().zip(z).enumerate() {
            let unit = if self.units.clustered { row.psu as usize } else { i };
            *units.entry((row.stratum, unit)).or_default() += z;
        }
        let mut strata = vec![Sums::default(); self.units.strata.len()];
        units.iter().for_each(|((stratum, _), z)| strata[*stratum as usize].add(*z));
        let moment = |(sums, stratum): (Sums, &crate::variance::Stratum)| {
            let n = stratum.drawn as f64;
            let fraction = stratum.population.map_or(0.0, |there| n / there);
            n * (1.0 - fraction) * (1.0 - 2.0 * fraction) * sums.central(n)
        };
        strata.into_iter().zip(&self.units.strata).map(moment).sum()
    }
}
