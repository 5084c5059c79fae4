//! The little statistics that this crate needs: shares with intervals, exact tails, many tests at once.

use rand::Rng as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng as _;
use serde::Serialize;

/// An interval of confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// The smallest that holds both.
    pub(crate) fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Whether a value lies in it.
    pub fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Draws of a bootstrap.
const DRAWS: usize = 400;
/// Fewer groups than this tell nothing of their spread.
const FEWEST: usize = 5;

/// Sums by group (a case, a day): what is drawn again as one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clusters {
    pub(crate) groups: Vec<Vec<(u32, f64)>>,
}

/// Draws groups again, with replacement, and gives each draw's sums by part to `each`.
pub(crate) fn resampled(
    clusters: &Clusters,
    parts: usize,
    seed: u64,
    mut each: impl FnMut(&[f64]),
) -> bool {
    let groups = &clusters.groups;
    if groups.len() < FEWEST {
        return false;
    }
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut sums = vec![0.0; parts];
    for _ in 0..DRAWS {
        sums.fill(0.0);
        for _ in 0..groups.len() {
            let group = ((u128::from(rng.next_u64()) * groups.len() as u128) >> 64) as usize;
            for (part, value) in &groups[group] {
                sums[*part as usize] += value;
            }
        }
        each(&sums);
    }
    true
}

/// The interval and standard deviation that draws show. It is as much wider as t is with so many
/// groups than the normal distribution.
pub(crate) fn of_draws(
    estimate: f64,
    draws: &mut [f64],
    groups: usize,
    level: f64,
) -> (Interval, f64) {
    draws.sort_unstable_by(f64::total_cmp);
    let last = draws.len() - 1;
    let at = |share: f64| draws[((share * last as f64).round() as usize).min(last)];
    let tail = (1.0 - level) / 2.0;
    let wider = t_factor(groups.saturating_sub(1));
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / last.max(1) as f64;
    let interval = Interval {
        low: estimate - wider * (estimate - at(tail)).max(0.0),
        high: estimate + wider * (at(1.0 - tail) - estimate).max(0.0),
    };
    (interval, wider * variance.sqrt())
}

/// t over normal at 97.5 % (Abramowitz and Stegun 26.7.5).
fn t_factor(df: usize) -> f64 {
    let (z, df) = (1.959_964_f64, df.max(1) as f64);
    let terms = [
        (z.powi(3) + z) / 4.0,
        (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0,
        (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0,
    ];
    1.0 + (terms[0] / df + terms[1] / (df * df) + terms[2] / df.powi(3)) / z
}

/// Chance of a standard normal value of `z` or more.
pub(crate) fn beyond(z: f64) -> f64 {
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// P(X ≤ k) for X binomial (n, p), exact.
pub(crate) fn binomial_at_most(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    if p <= 0.0 {
        return 1.0;
    }
    if p >= 1.0 {
        return 0.0;
    }
    let whole = libm::lgamma(n as f64 + 1.0);
    let one = |i: u64| {
        let (i, rest) = (i as f64, (n - i) as f64);
        let ways = whole - libm::lgamma(i + 1.0) - libm::lgamma(rest + 1.0);
        (ways + i * p.ln() + rest * libm::log1p(-p)).exp()
    };
    (0..=k).map(one).sum::<f64>().min(1.0)
}

/// Clopper and Pearson (1934) for `k` of `n`.
pub fn clopper_pearson(k: u64, n: u64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let solve = |rejects: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if rejects(middle) { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    };
    let at_least = |p: f64| if k == 0 { 1.0 } else { 1.0 - binomial_at_most(k - 1, n, p) };
    Interval {
        low: if k == 0 { 0.0 } else { solve(&|p| at_least(p) < tail) },
        high: if k >= n { 1.0 } else { solve(&|p| binomial_at_most(k, n, p) > tail) },
    }
}

/// Each test's q-value: the lowest false-discovery rate at which it passes (Benjamini and Hochberg
/// 1995).
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by(|a, b| p[*b].total_cmp(&p[*a]));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (from_end, place) in order.into_iter().enumerate() {
        least = least.min(p[place] * p.len() as f64 / (p.len() - from_end) as f64);
        q[place] = least;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `binom.test(3, 50)$conf.int`, `pbinom(2, 60, 0.05)` (summed exactly), `p.adjust(c(.01,.04,.03,.5), "BH")`.
    #[test]
    fn as_r_has_it() {
        let interval = clopper_pearson(3, 50, 0.95);
        assert!((interval.low - 0.012_548_59).abs() < 1e-7, "{interval:?}");
        assert!((interval.high - 0.165_481_9).abs() < 1e-6, "{interval:?}");
        assert!((binomial_at_most(2, 60, 0.05) - 0.417_435_769).abs() < 1e-6);
        let q = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5]);
        assert!((q[0] - 0.04).abs() < 1e-12 && (q[1] - 0.053_333).abs() < 1e-5 && q[1] == q[2]);
        assert!((t_factor(9) * 1.959_964 - 2.262_157).abs() < 2e-3);
    }
}
