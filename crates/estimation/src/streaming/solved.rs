//! What a closed design says.

use rustc_hash::FxHashMap;

use super::Place;
use super::moments::Moments;
use crate::design::{Estimate, Fault, Target};
use crate::variance::{Part, Units};

/// A closed design, of which anything may be asked.
#[derive(Clone, Debug)]
pub struct Solved {
    pub(super) targets: Vec<Target>,
    pub(super) shifts: Vec<f64>,
    pub(super) places: Vec<Place>,
    pub(super) moments: Vec<Moments>,
    pub(super) domains: FxHashMap<u32, Vec<u32>>,
    pub(super) units: Units,
}

/// A point with what each unit adds to its variance.
struct Linear {
    value: f64,
    parts: Vec<Part>,
}

impl Solved {
    /// A quantity in the domains `domains` together.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value.
    pub fn estimate(&self, quantity: usize, domains: &[u32]) -> Result<Estimate, Fault> {
        let linear = self.linear(quantity, domains, 1.0)?;
        let all = self.sum(quantity, domains);
        let variance = self.units.variance(linear.parts);
        let target = self.targets[quantity];
        let (deff, deff_replace) = effects(target, &all, variance);
        Ok(Estimate {
            target,
            value: linear.value,
            se: variance.sqrt(),
            df: self.freedom(quantity, domains),
            n: all.n,
            weight: all.u,
            deff,
            deff_replace,
            kish: all.u * all.u / all.ww,
        })
    }

    /// A quantity in several domains, each times a number: a difference, a weighted index, a
    /// change between two dates. Covariances are those of the design, so overlapping samples are
    /// right when the people who stand in both are its clusters.
    ///
    /// # Errors
    /// [`Fault::Empty`] when a domain has no value.
    pub fn combination(&self, quantity: usize, terms: &[(u32, f64)]) -> Result<Estimate, Fault> {
        let mut parts = Vec::new();
        let mut value = 0.0;
        for (domain, factor) in terms {
            let linear = self.linear(quantity, &[*domain], *factor)?;
            value += factor * linear.value;
            parts.extend(linear.parts);
        }
        let domains: Vec<u32> = terms.iter().map(|(domain, _)| *domain).collect();
        let all = self.sum(quantity, &domains);
        Ok(Estimate {
            target: Target::Mean,
            value,
            se: self.units.variance(parts).sqrt(),
            df: self.freedom(quantity, &domains),
            n: all.n,
            weight: all.u,
            deff: f64::NAN,
            deff_replace: f64::NAN,
            kish: f64::NAN,
        })
    }

    fn nodes(&self, domains: &[u32]) -> impl Iterator<Item = usize> {
        let lists = domains.iter().filter_map(|domain| self.domains.get(domain));
        lists.flatten().map(|node| *node as usize)
    }

    fn at(&self, node: usize, quantity: usize) -> &Moments {
        &self.moments[node * self.targets.len() + quantity]
    }

    fn sum(&self, quantity: usize, domains: &[u32]) -> Moments {
        let mut all = Moments::default();
        self.nodes(domains).for_each(|node| all.absorb(self.at(node, quantity)));
        all
    }

    fn linear(&self, quantity: usize, domains: &[u32], times: f64) -> Result<Linear, Fault> {
        let all = self.sum(quantity, domains);
        if all.n == 0 {
            return Err(Fault::Empty);
        }
        let shift = self.shifts[quantity];
        // z = w (a u + b v): the first derivative of the estimate by the two totals.
        let (value, a, b) = match self.targets[quantity] {
            Target::Total => (all.v + shift * all.u, shift, 1.0),
            Target::Mean | Target::Proportion | Target::Ratio => {
                let ratio = all.v / all.u;
                (ratio + shift, -ratio / all.u, 1.0 / all.u)
            }
        };
        let (a, b) = (a * times, b * times);
        let part = |node: usize| {
            let (place, m) = (&self.places[node], self.at(node, quantity));
            Part {
                stratum: place.stratum,
                psu: place.psu,
                ssu: place.ssu,
                sum: a * m.u + b * m.v,
                squares: a * a * m.uu + 2.0 * a * b * m.uv + b * b * m.vv,
            }
        };
        Ok(Linear { value, parts: self.nodes(domains).map(part).collect() })
    }

    /// As R's `degf` of the subset: units that have a value less the strata they stand in.
    fn freedom(&self, quantity: usize, domains: &[u32]) -> f64 {
        let mut units: Vec<(u32, u32, u64)> = Vec::new();
        for node in self.nodes(domains) {
            let (place, n) = (&self.places[node], self.at(node, quantity).n);
            if n > 0 {
                units.push((place.stratum, place.psu, n));
            }
        }
        units.sort_unstable();
        let strata = units.chunk_by(|a, b| a.0 == b.0).count();
        let drawn = if self.units.clustered {
            units.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).count() as u64
        } else {
            units.iter().map(|(_, _, n)| n).sum()
        };
        drawn as f64 - strata as f64
    }
}

/// The design effects of a mean, share or total: over a simple sample without and with replacement.
fn effects(target: Target, all: &Moments, variance: f64) -> (f64, f64) {
    let n = all.n as f64;
    if target == Target::Ratio || all.n < 2 {
        return (f64::NAN, f64::NAN);
    }
    let mean = all.v / all.u;
    let spread = n / (n - 1.0) * (all.wvv / all.u - mean * mean);
    let scale = if target == Target::Total { all.u * all.u } else { 1.0 };
    let simple = scale * spread / n;
    let without = if all.u > n { simple * (all.u - n) / all.u } else { simple };
    (variance / without, variance / simple)
}
