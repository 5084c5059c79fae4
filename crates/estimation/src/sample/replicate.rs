//! Variance by replicates: each leaves a unit out, or draws units again, and estimates anew.

use rand::{Rng, RngExt as _};
use rustc_hash::FxHashMap;

use super::Sample;
use crate::design::{Estimate, Fault, Target};

/// Which replicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replicates {
    /// Leave out one unit at a time; for designs without strata.
    Jk1,
    /// Leave out one unit of one stratum at a time.
    Jkn,
    /// Draw one unit fewer than there are from each stratum, with replacement, this many times
    /// (Rao and Wu 1988).
    Bootstrap(u32),
}

/// What one unit adds to the two totals.
#[derive(Clone, Copy, Debug, Default)]
struct Unit {
    stratum: u32,
    u: f64,
    v: f64,
}

impl Sample {
    /// As [`Sample::estimate`], with the standard error by replicates. Corrections for finite
    /// populations are those of the first stage.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value.
    pub fn replicated(
        &self,
        quantity: usize,
        domains: &[u32],
        replicates: Replicates,
        rng: &mut impl Rng,
    ) -> Result<Estimate, Fault> {
        let value = self.linear(quantity, domains)?.value;
        let units = self.by_unit(quantity, domains);
        let total = self.targets[quantity] == Target::Total;
        let point = |u: f64, v: f64| if total { v } else { v / u };
        let variance = match replicates {
            Replicates::Jk1 | Replicates::Jkn => self.jackknife(&units, point),
            Replicates::Bootstrap(times) => self.bootstrap(&units, point, times, rng),
        };
        Ok(self.describe(quantity, domains, value, variance.sqrt()))
    }

    /// Every unit of the design, also those that add nothing.
    fn by_unit(&self, quantity: usize, domains: &[u32]) -> Vec<Unit> {
        let mut numbers: FxHashMap<u32, usize> = FxHashMap::default();
        let mut units: Vec<Unit> = Vec::new();
        let mut of_row = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let unit = if self.units.clustered {
                *numbers.entry(row.psu).or_insert(units.len())
            } else {
                units.len()
            };
            if unit == units.len() {
                units.push(Unit { stratum: row.stratum, ..Unit::default() });
            }
            of_row.push(unit);
        }
        for (i, u, v) in self.inside(quantity, domains) {
            let unit = &mut units[of_row[i]];
            unit.u += self.weights[i] * u;
            unit.v += self.weights[i] * v;
        }
        units
    }

    fn jackknife(&self, units: &[Unit], point: impl Fn(f64, f64) -> f64) -> f64 {
        let all = sum(units.iter());
        let strata = self.stratum_sums(units);
        let mut thetas = Vec::with_capacity(units.len());
        for unit in units {
            let stratum = &self.units.strata[unit.stratum as usize];
            let n = stratum.drawn as f64;
            if stratum.drawn < 2 {
                continue;
            }
            let of = &strata[unit.stratum as usize];
            let left = |all: f64, of: f64, one: f64| all - of + (of - one) * n / (n - 1.0);
            let theta = point(left(all.u, of.u, unit.u), left(all.v, of.v, unit.v));
            thetas.push((theta, (n - 1.0) / n * self.rest(unit.stratum)));
        }
        let mean = thetas.iter().map(|(theta, _)| theta).sum::<f64>() / thetas.len() as f64;
        thetas.iter().map(|(theta, scale)| scale * (theta - mean).powi(2)).sum()
    }

    fn bootstrap(
        &self,
        units: &[Unit],
        point: impl Fn(f64, f64) -> f64,
        times: u32,
        rng: &mut impl Rng,
    ) -> f64 {
        let mut strata: Vec<Vec<&Unit>> = vec![Vec::new(); self.units.strata.len()];
        units.iter().for_each(|unit| strata[unit.stratum as usize].push(unit));
        let mut thetas = Vec::new();
        for _ in 0..times {
            let mut all = Unit::default();
            for (h, stratum) in (0_u32..).zip(&strata) {
                let n = stratum.len();
                let own = sum(stratum.iter().copied());
                let drawn = sum((1..n).map(|_| stratum[rng.random_range(0..n)]));
                // Rao and Wu's rescaling, so that a stratum drawn as a whole adds nothing.
                let keep = self.rest(h).sqrt();
                let factor = if n > 1 { n as f64 / (n as f64 - 1.0) } else { 0.0 };
                all.u += own.u + keep * (factor * drawn.u - own.u) * f64::from(u8::from(n > 1));
                all.v += own.v + keep * (factor * drawn.v - own.v) * f64::from(u8::from(n > 1));
            }
            thetas.push(point(all.u, all.v));
        }
        let mean = thetas.iter().sum::<f64>() / f64::from(times);
        thetas.iter().map(|theta| (theta - mean).powi(2)).sum::<f64>() / (f64::from(times) - 1.0)
    }

    fn stratum_sums(&self, units: &[Unit]) -> Vec<Unit> {
        let mut strata = vec![Unit::default(); self.units.strata.len()];
        for unit in units {
            strata[unit.stratum as usize].u += unit.u;
            strata[unit.stratum as usize].v += unit.v;
        }
        strata
    }

    fn rest(&self, stratum: u32) -> f64 {
        let stratum = &self.units.strata[stratum as usize];
        stratum.population.map_or(1.0, |there| 1.0 - stratum.drawn as f64 / there)
    }
}

fn sum<'a>(units: impl Iterator<Item = &'a Unit>) -> Unit {
    units.fold(Unit::default(), |all, one| Unit { u: all.u + one.u, v: all.v + one.v, ..all })
}
