//! Quantiles with Woodruff's interval (1952): the interval of the share below, read back through
//! the distribution, as R's `svyquantile(interval.type = "mean", qrule = "math")`.

use super::Sample;
use crate::design::{Estimate, Fault, Target};
use crate::dist::t_quantile;
use crate::interval::Interval;

/// A quantile, its interval, and the standard error that the interval implies.
#[derive(Clone, Copy, Debug)]
pub struct Quantile {
    /// The estimate, with the interval's half width over t as standard error.
    pub estimate: Estimate,
    /// Woodruff's interval.
    pub interval: Interval,
}

impl Sample {
    /// The smallest value at or below which a share `p` of the domains lies.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value.
    pub fn quantile(
        &self,
        quantity: usize,
        domains: &[u32],
        p: f64,
        level: f64,
    ) -> Result<Quantile, Fault> {
        let mut rows = self.inside(quantity, domains);
        if rows.is_empty() {
            return Err(Fault::Empty);
        }
        rows.sort_by(|a, b| a.2.total_cmp(&b.2));
        let all: f64 = rows.iter().map(|(i, _, _)| self.weights[*i]).sum();
        let at = |share: f64| {
            let mut below = 0.0;
            let found = rows.iter().find(|(i, _, _)| {
                below += self.weights[*i] / all;
                below >= share - 1e-12
            });
            found.or(rows.last()).map_or(f64::NAN, |(_, _, v)| *v)
        };
        let value = at(p);
        let mut z = vec![0.0; self.rows.len()];
        let share: f64 =
            rows.iter().filter(|row| row.2 <= value).map(|row| self.weights[row.0]).sum::<f64>()
                / all;
        for (i, _, v) in &rows {
            let below = f64::from(u8::from(*v <= value));
            z[*i] = self.weights[*i] * (below - share) / all;
        }
        let se = self.variance(z).sqrt();
        let df = self.freedom(&rows);
        let t = t_quantile(f64::midpoint(1.0, level), df);
        let interval =
            Interval { low: at((share - t * se).max(0.0)), high: at((share + t * se).min(1.0)) };
        let se = (interval.high - interval.low) / (2.0 * t);
        let estimate = self.describe(quantity, domains, value, se);
        let estimate =
            Estimate { target: Target::Mean, deff: f64::NAN, deff_replace: f64::NAN, ..estimate };
        Ok(Quantile { estimate, interval })
    }
}
