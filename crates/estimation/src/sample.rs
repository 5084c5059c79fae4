//! A sample whose rows are kept: for quantiles, for weights calibrated to known totals, and for
//! replicates. Memory grows with rows.

mod calibrate;
mod quantile;
mod replicate;
mod skewed;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::design::{Estimate, Fault, Target};
use crate::streaming::{NO_DOMAIN, Row, Shape, check, collapse};
use crate::variance::{Part, Psu, Stratum, Units};

pub use calibrate::Margin;
pub use quantile::Quantile;
pub use replicate::Replicates;

/// Rows being collected.
#[derive(Clone, Debug)]
pub struct Collecting {
    shape: Shape,
    rows: Vec<Row>,
    values: Vec<Vec<Option<(f64, f64)>>>,
    populations: FxHashMap<u32, f64>,
    second_populations: FxHashMap<u32, f64>,
    targets: Vec<Target>,
}

impl Collecting {
    /// For these quantities.
    pub fn new(targets: &[Target], shape: Shape) -> Self {
        Self {
            shape,
            rows: Vec::new(),
            values: vec![Vec::new(); targets.len()],
            populations: FxHashMap::default(),
            second_populations: FxHashMap::default(),
            targets: targets.to_vec(),
        }
    }

    /// Keeps a row; see [`crate::streaming::Streaming::push`].
    pub fn push(&mut self, row: Row, values: &[Option<(f64, f64)>]) {
        self.rows.push(row);
        for (column, value) in self.values.iter_mut().zip(values) {
            column.push(*value);
        }
    }

    /// How many first-stage units a stratum has.
    pub fn population(&mut self, stratum: u32, there: f64) {
        self.populations.insert(stratum, there);
    }

    /// How many second-stage units a first-stage unit has.
    pub fn second_population(&mut self, psu: u32, there: f64) {
        self.second_populations.insert(psu, there);
    }

    /// Closes the design and checks it.
    ///
    /// # Errors
    /// A lone unit that may not be, or more drawn than there is.
    pub fn finish(self) -> Result<Sample, Fault> {
        let mut units = self.units()?;
        let weights = self.rows.iter().map(|row| weight(row, &units)).collect();
        let strata = collapse(&mut units);
        let mut rows = self.rows;
        for row in &mut rows {
            row.stratum = strata[row.stratum as usize];
        }
        let Self { values, targets, .. } = self;
        Ok(Sample { rows, weights, values, targets, units, calibration: None })
    }

    fn units(&self) -> Result<Units, Fault> {
        let count = |number: fn(&Row) -> u32| {
            self.rows.iter().map(number).max().map_or(0, |last| last as usize + 1)
        };
        let mut strata = vec![Stratum::default(); count(|row| row.stratum)];
        let mut psus = vec![Psu::default(); count(|row| row.psu)];
        let (mut seen, mut seen_second) = (FxHashSet::default(), FxHashSet::default());
        for row in &self.rows {
            if !self.shape.clustered || seen.insert(row.psu) {
                strata[row.stratum as usize].drawn += 1;
            }
            if self.shape.clustered && (!self.shape.second || seen_second.insert(row.ssu)) {
                psus[row.psu as usize].drawn += 1;
            }
        }
        for (stratum, there) in &self.populations {
            strata[*stratum as usize].population = Some(*there);
        }
        for (psu, there) in &self.second_populations {
            psus[*psu as usize].population = Some(*there);
        }
        let Shape { clustered, second, lone } = self.shape;
        check(&strata, &psus, lone)?;
        Ok(Units { strata, psus, clustered, second, lone })
    }
}

fn weight(row: &Row, units: &Units) -> f64 {
    row.weight.unwrap_or_else(|| {
        let stratum = &units.strata[row.stratum as usize];
        let first = stratum.population.map_or(1.0, |there| there / stratum.drawn as f64);
        if !units.clustered {
            return first;
        }
        let psu = &units.psus[row.psu as usize];
        first * psu.population.map_or(1.0, |there| there / psu.drawn as f64)
    })
}

/// A closed sample.
#[derive(Clone, Debug)]
pub struct Sample {
    rows: Vec<Row>,
    weights: Vec<f64>,
    values: Vec<Vec<Option<(f64, f64)>>>,
    targets: Vec<Target>,
    units: Units,
    calibration: Option<calibrate::Calibration>,
}

/// A point with what each row adds to its variance.
struct Linear {
    value: f64,
    rows: Vec<f64>,
}

impl Sample {
    /// A quantity in the domains `domains` together.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value.
    pub fn estimate(&self, quantity: usize, domains: &[u32]) -> Result<Estimate, Fault> {
        let linear = self.linear(quantity, domains)?;
        let se = self.variance(linear.rows).sqrt();
        Ok(self.describe(quantity, domains, linear.value, se))
    }

    /// A weighted sum of quantities in the same domains, such as an index of the means of its
    /// items. The rows' covariances are kept, and each quantity has its own missing values.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value of one of them.
    pub fn composite(&self, terms: &[(usize, f64)], domains: &[u32]) -> Result<Estimate, Fault> {
        let mut value = 0.0;
        let mut z = vec![0.0; self.rows.len()];
        for (quantity, factor) in terms {
            let linear = self.linear(*quantity, domains)?;
            value += factor * linear.value;
            z.iter_mut().zip(linear.rows).for_each(|(z, row)| *z += factor * row);
        }
        let quantity = terms.first().map_or(0, |(quantity, _)| *quantity);
        let estimate = self.describe(quantity, domains, value, self.variance(z).sqrt());
        let (deff, deff_replace) = (f64::NAN, f64::NAN);
        Ok(Estimate { target: Target::Mean, deff, deff_replace, ..estimate })
    }

    /// The estimate of `value` with the counts of its rows.
    fn describe(&self, quantity: usize, domains: &[u32], value: f64, se: f64) -> Estimate {
        let target = self.targets[quantity];
        let rows = self.inside(quantity, domains);
        let n = rows.len() as f64;
        let weight: f64 = rows.iter().map(|(i, _, _)| self.weights[*i]).sum();
        let squared: f64 = rows.iter().map(|(i, _, _)| self.weights[*i].powi(2)).sum();
        let mean = rows.iter().map(|(i, _, v)| self.weights[*i] * v).sum::<f64>() / weight;
        let spread: f64 = rows.iter().map(|(i, _, v)| self.weights[*i] * (v - mean).powi(2)).sum();
        let scale = if target == Target::Total { weight * weight } else { 1.0 };
        let simple = scale * n / (n - 1.0) * spread / weight / n;
        let without = if weight > n { simple * (weight - n) / weight } else { simple };
        let whole = !matches!(target, Target::Ratio) && n > 1.0;
        let effect = |simple: f64| if whole { se * se / simple } else { f64::NAN };
        Estimate {
            target,
            value,
            se,
            df: self.freedom(&rows),
            n: rows.len() as u64,
            weight: if target == Target::Ratio { f64::NAN } else { weight },
            deff: effect(without),
            deff_replace: effect(simple),
            kish: weight * weight / squared,
        }
    }

    /// Rows of the domains that have a value, with it.
    fn inside(&self, quantity: usize, domains: &[u32]) -> Vec<(usize, f64, f64)> {
        let domains: FxHashSet<u32> = domains.iter().copied().collect();
        let values = self.rows.iter().zip(&self.values[quantity]).enumerate();
        let chosen =
            values.filter(|(_, (row, _))| row.domain != NO_DOMAIN && domains.contains(&row.domain));
        chosen.filter_map(|(i, (_, value))| value.map(|(u, v)| (i, u, v))).collect()
    }

    fn linear(&self, quantity: usize, domains: &[u32]) -> Result<Linear, Fault> {
        let rows = self.inside(quantity, domains);
        if rows.is_empty() {
            return Err(Fault::Empty);
        }
        let u: f64 = rows.iter().map(|(i, u, _)| self.weights[*i] * u).sum();
        let v: f64 = rows.iter().map(|(i, _, v)| self.weights[*i] * v).sum();
        let total = self.targets[quantity] == Target::Total;
        let value = if total { v } else { v / u };
        let mut z = vec![0.0; self.rows.len()];
        for (i, u_i, v_i) in rows {
            let residual = if total { v_i } else { (v_i - value * u_i) / u };
            z[i] = self.weights[i] * residual;
        }
        Ok(Linear { value, rows: z })
    }

    /// The variance of the sum of what rows add, less what calibration makes certain.
    fn variance(&self, mut z: Vec<f64>) -> f64 {
        if let Some(calibration) = &self.calibration {
            calibration.residuals(&mut z);
        }
        let part = |(row, z): (&Row, f64)| Part {
            stratum: row.stratum,
            psu: if self.units.clustered { row.psu } else { 0 },
            ssu: if self.units.second { row.ssu } else { 0 },
            sum: z,
            squares: z * z,
        };
        self.units.variance(self.rows.iter().zip(z).map(part).collect())
    }

    fn freedom(&self, rows: &[(usize, f64, f64)]) -> f64 {
        let (mut strata, mut units) = (FxHashSet::default(), FxHashSet::default());
        for (i, _, _) in rows {
            let row = &self.rows[*i];
            strata.insert(row.stratum);
            units.insert(if self.units.clustered { row.psu as usize } else { *i });
        }
        units.len() as f64 - strata.len() as f64
    }
}
