//! Rates of persons or small places, adjusted for what they were given to do, and drawn towards what is
//! usual as far as chance explains them.
//!
//! Three steps. *Indirect standardisation*: who had `n_s` cases of stratum `s`, in which everybody
//! together has the rate `r_s`, is expected to have `E = Σ n_s r_s` events ([`Rates`]). *Observed over
//! expected*, `O / E`, is 1 for who does as everybody does. *Shrinkage*: with `O ~ Poisson(θ E)` and
//! `θ ~ Gamma(shape ν, rate α)` the estimate of `θ` is `(O + ν) / (E + α)` (Clayton and Kaldor, eq. 3),
//! which lies between `O / E` and the usual `ν / α`, nearer to the usual the less is expected.
//!
//! How far persons truly differ is not known but learnt from the same counts. A plugged-in value would
//! make intervals too short when there are few persons (Morris 1983, section 5). So [`Fit`] keeps the
//! whole likelihood of the relative spread `1 / √ν` and of the usual ratio, and every interval is that of
//! the mixture (Deely and Lindley's Bayes empirical Bayes, with flat priors on the spread and on the
//! logarithm of the usual ratio, which is taken as normal around its best for each spread).
//! Events that are not rare vary less than Poisson says, which makes intervals longer, never shorter.
//!
//! Sources: Clayton and Kaldor, "Empirical Bayes estimates of age-standardized relative risks for use in
//! disease mapping", Biometrics 43 (1987) 671-681; Morris, "Parametric empirical Bayes inference",
//! JASA 78 (1983) 47-55; Deely and Lindley, "Bayes empirical Bayes", JASA 76 (1981) 833-841; Garwood,
//! "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), for [`exact`].

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::dist::{gamma_cdf, gamma_quantile};
use crate::interval::Interval;

/// Spreads that are weighed: the middles of so many steps up to [`WIDEST`].
const STEPS: usize = 64;
/// The largest relative spread that is thought of.
const WIDEST: f64 = 2.0;
/// Gauss and Hermite's three points of a standard normal distribution, each with its weight.
const NODES: [(f64, f64); 3] =
    [(-1.732_050_807_568_877_2, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_807_568_877_2, 1.0 / 6.0)];
/// Halvings of a bracket; 2^-50 of it is left.
const HALVINGS: usize = 50;

/// Rates of strata in everybody's cases together.
#[derive(Clone, Debug)]
pub struct Rates<K>(BTreeMap<K, (f64, f64)>);

impl<K> Default for Rates<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Rates<K> {
    /// Adds cases of a stratum, and the events among them.
    pub fn add(&mut self, stratum: K, cases: f64, events: f64) {
        let sum = self.0.entry(stratum).or_insert((0.0, 0.0));
        *sum = (sum.0 + cases, sum.1 + events);
    }

    /// Events that are expected among so many cases of a stratum; none in one that nobody had.
    pub fn expected(&self, stratum: &K, cases: f64) -> f64 {
        match self.0.get(stratum) {
            Some((all, events)) if *all > 0.0 => cases * events / all,
            _ => 0.0,
        }
    }
}

/// Events of one person, and how many were expected.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// Observed.
    pub observed: f64,
    /// Expected.
    pub expected: f64,
}

/// A ratio of observed to expected, with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The estimate.
    pub value: f64,
    /// The interval.
    pub interval: Interval,
}

/// The ratio of one count by itself, with Garwood's interval; for a whole that is large enough to
/// need no help. NaN when nothing was expected.
pub fn exact(count: Count, level: f64) -> Ratio {
    let tail = (1.0 - level) / 2.0;
    let (o, e) = (count.observed, count.expected);
    let low = if o > 0.0 { gamma_quantile(tail, o) / e } else { 0.0 };
    let high = gamma_quantile(1.0 - tail, o + 1.0) / e;
    Ratio { value: o / e, interval: Interval { low, high } }
}

/// How true ratios differ: a gamma distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Its shape ν.
    pub shape: f64,
    /// Its rate α.
    pub rate: f64,
}

impl Prior {
    /// The best rate for a relative spread: where the mean of the estimates is the mean of the prior
    /// (Clayton and Kaldor, eq. 5).
    fn of_spread(counts: &[Count], spread: f64) -> Self {
        let shape = spread.powi(-2);
        let most = counts.iter().map(|one| one.observed / one.expected).fold(0.0, f64::max);
        let (mut low, mut high) = (0.0, most);
        for _ in 0..HALVINGS {
            let mean = f64::midpoint(low, high);
            let score = |c: &Count| (c.observed - mean * c.expected) / (mean * c.expected + shape);
            if counts.iter().map(score).sum::<f64>() > 0.0 {
                low = mean;
            } else {
                high = mean;
            }
        }
        Self { shape, rate: shape / f64::midpoint(low, high) }
    }

    /// The usual ratio.
    pub fn mean(&self) -> f64 {
        self.shape / self.rate
    }

    /// The standard deviation of true ratios over their mean.
    pub fn spread(&self) -> f64 {
        self.shape.powf(-0.5)
    }

    /// The ratio of a count: `(O + ν) / (E + α)`.
    pub fn estimate(&self, count: Count) -> f64 {
        (count.observed + self.shape) / (count.expected + self.rate)
    }

    fn below(&self, count: Count, ratio: f64) -> f64 {
        gamma_cdf(ratio * (count.expected + self.rate), count.observed + self.shape)
    }

    /// The standard error of the logarithm of the usual ratio.
    fn error(&self, counts: &[Count]) -> f64 {
        let mean = self.mean();
        let known = |c: &Count| mean * c.expected / (1.0 + mean * c.expected / self.shape);
        counts.iter().map(known).sum::<f64>().powf(-0.5)
    }

    /// The logarithm of the likelihood of all counts: negative binomial.
    fn likelihood(&self, counts: &[Count]) -> f64 {
        let (shape, rate) = (self.shape, self.rate);
        let one = |c: &Count| {
            libm::lgamma(c.observed + shape) - libm::lgamma(shape)
                + shape * (rate / (rate + c.expected)).ln()
                + c.observed * (c.expected / (rate + c.expected)).ln()
        };
        counts.iter().map(one).sum()
    }
}

/// What counts say of how true ratios differ.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Priors of growing spread, three of each, with their weights.
    weighed: Vec<(f64, Prior)>,
    likeliest: Prior,
}

impl Fit {
    /// From the counts of at least two persons; none when there are fewer, or no event at all.
    /// The order of persons does not matter, and who has nothing expected is left out.
    pub fn of(counts: &[Count]) -> Option<Self> {
        let mut counts: Vec<Count> =
            counts.iter().filter(|one| one.expected > 0.0).copied().collect();
        if counts.len() < 2 || counts.iter().all(|one| one.observed <= 0.0) {
            return None;
        }
        // Sums of floating numbers depend on their order; what is said of a person must not.
        let key = |one: &Count| (one.expected, one.observed);
        counts.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal));
        let step = WIDEST / STEPS as f64;
        let priors = (0..STEPS).map(|k| Prior::of_spread(&counts, (k as f64 + 0.5) * step));
        let logs: Vec<(f64, f64, Prior)> = priors
            .map(|prior| {
                let error = prior.error(&counts);
                (prior.likelihood(&counts) + error.ln(), error, prior)
            })
            .collect();
        let most = logs.iter().map(|(log, ..)| *log).fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = logs.iter().map(|(log, ..)| (log - most).exp()).sum();
        let weighed = logs.iter().flat_map(|(log, error, prior)| {
            let weight = (log - most).exp() / total;
            let at = move |by: f64| Prior { rate: prior.rate * (by * error).exp(), ..*prior };
            NODES.map(|(by, share)| (weight * share, at(by)))
        });
        Some(Self { weighed: weighed.collect(), likeliest: likeliest(&counts) })
    }

    /// The prior of greatest likelihood, which Clayton and Kaldor plug in.
    pub fn likeliest(&self) -> Prior {
        self.likeliest
    }

    /// The true ratio of a person, with an interval that holds it at `level` (such as 0.95).
    pub fn ratio(&self, count: Count, level: f64) -> Ratio {
        let tail = (1.0 - level) / 2.0;
        let value = self.weighed.iter().map(|(weight, prior)| weight * prior.estimate(count)).sum();
        // What weighs next to nothing costs time and changes no digit.
        let heavy: Vec<&(f64, Prior)> =
            self.weighed.iter().filter(|(weight, _)| *weight > 1e-7).collect();
        let below = |x: f64| heavy.iter().map(|(w, prior)| w * prior.below(count, x)).sum::<f64>();
        let interval = Interval { low: solve(&below, tail), high: solve(&below, 1.0 - tail) };
        Ratio { value, interval }
    }

    /// How far true ratios differ, as standard deviation over mean: the likeliest, and its interval.
    pub fn spread(&self, level: f64) -> Ratio {
        let tail = (1.0 - level) / 2.0;
        let step = WIDEST / STEPS as f64;
        let at = |p: f64| {
            let mut sum = 0.0;
            for (place, same) in self.weighed.chunks(NODES.len()).enumerate() {
                let weight: f64 = same.iter().map(|(weight, _)| weight).sum();
                if sum + weight >= p {
                    return (place as f64 + (p - sum) / weight) * step;
                }
                sum += weight;
            }
            WIDEST
        };
        let value = self.likeliest.spread();
        let (low, high) = (at(tail).min(value), at(1.0 - tail).max(value));
        Ratio { value, interval: Interval { low, high } }
    }
}

/// Golden section over the logarithm of the spread; the likelihood has one hill.
fn likeliest(counts: &[Count]) -> Prior {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let at = |log: f64| Prior::of_spread(counts, log.exp());
    let (mut low, mut high) = (-6.0_f64, 2.0_f64);
    for _ in 0..2 * HALVINGS {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if at(left).likelihood(counts) < at(right).likelihood(counts) {
            low = left;
        } else {
            high = right;
        }
    }
    at(f64::midpoint(low, high))
}

/// Where a distribution function of positive numbers reaches `p`.
fn solve(below: &impl Fn(f64) -> f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while below(high) < p && high < 1e9 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if below(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
