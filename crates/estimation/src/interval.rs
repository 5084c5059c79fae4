//! Intervals of confidence, for means and for shares.

use crate::design::{Estimate, Target};
use crate::dist::{beta_cdf, beta_quantile, t_quantile};

/// How an interval is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Estimate plus and minus t standard errors.
    T,
    /// Korn and Graubard (1998): Clopper-Pearson with the effective number of rows.
    Beta,
    /// t on the scale of ln(p / (1 - p)).
    Logit,
    /// Wilson's score interval with the effective number of rows.
    Wilson,
    /// Clopper-Pearson with the number of rows over the design effect.
    Exact,
    /// Mid-P (Lancaster 1961): Clopper-Pearson less half of the observed point, on no more rows
    /// than unequal weights leave. For rare events.
    Rare,
}

/// An interval of confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies in it, its ends included.
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// From the lower to the upper end.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

impl Method {
    /// What is used when nobody chooses.
    pub fn usual(target: Target) -> Self {
        match target {
            Target::Proportion => Self::Beta,
            Target::Mean | Target::Total | Target::Ratio => Self::T,
        }
    }

    /// Whether it is only for shares.
    pub fn needs_share(self) -> bool {
        !matches!(self, Self::T)
    }
}

/// The interval of an estimate at a level such as 0.95. NaN ends when the design leaves no degree
/// of freedom.
pub fn interval(estimate: &Estimate, method: Method, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let p = estimate.value;
    match method {
        Method::T => around(p, t_quantile(1.0 - tail, estimate.df) * estimate.se),
        Method::Beta => korn_graubard(estimate, tail),
        Method::Logit => logit(estimate, tail),
        Method::Wilson => wilson(p, effective(estimate), level),
        Method::Exact => clopper_pearson(p, effective(estimate), level),
        Method::Rare => rare(estimate, level),
    }
}

fn around(value: f64, half: f64) -> Interval {
    Interval { low: value - half, high: value + half }
}

/// Rows over the design effect. A share of none or all has no variance to take an effect from:
/// then as many rows as unequal weights leave.
fn effective(estimate: &Estimate) -> f64 {
    let n = estimate.n as f64;
    if estimate.deff_replace.is_finite() && estimate.deff_replace > 0.0 {
        n / estimate.deff_replace
    } else {
        estimate.kish.min(n)
    }
}

/// As R's `svyciprop(method = "beta")`.
fn korn_graubard(estimate: &Estimate, tail: f64) -> Interval {
    let p = estimate.value;
    let variance = estimate.se * estimate.se;
    let rows = if variance > 0.0 { p * (1.0 - p) / variance } else { effective(estimate) };
    let shrink = t_quantile(tail, estimate.n as f64 - 1.0) / t_quantile(tail, estimate.df);
    let n = rows * shrink * shrink;
    ends(p * n, n, tail)
}

fn ends(x: f64, n: f64, tail: f64) -> Interval {
    Interval {
        low: beta_quantile(tail, x, n - x + 1.0),
        high: beta_quantile(1.0 - tail, x + 1.0, n - x),
    }
}

/// As R's `svyciprop(method = "logit")`; a share of none or all has no logit, and gets Korn and
/// Graubard's interval.
fn logit(estimate: &Estimate, tail: f64) -> Interval {
    let p = estimate.value;
    if p <= 0.0 || p >= 1.0 {
        return korn_graubard(estimate, tail);
    }
    let half = t_quantile(1.0 - tail, estimate.df) * estimate.se / (p * (1.0 - p));
    let middle = (p / (1.0 - p)).ln();
    let back = |x: f64| 1.0 / (1.0 + (-x).exp());
    Interval { low: back(middle - half), high: back(middle + half) }
}

/// Wilson (1927) for a share `p` of `n` rows.
pub fn wilson(p: f64, n: f64, level: f64) -> Interval {
    let z = crate::dist::normal_quantile(f64::midpoint(1.0, level));
    let z2 = z * z;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let low = if p <= 0.0 { 0.0 } else { middle - half };
    let high = if p >= 1.0 { 1.0 } else { middle + half };
    Interval { low, high }
}

/// Clopper and Pearson (1934) for a share `p` of `n` rows, of which there may be fractions.
pub fn clopper_pearson(p: f64, n: f64, level: f64) -> Interval {
    ends(p * n, n, (1.0 - level) / 2.0)
}

/// The mid-P interval for a share `p` of `n` rows: always inside Clopper and Pearson's.
pub fn mid_p(p: f64, n: f64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let x = p * n;
    let outer = ends(x, n, tail);
    // P(X > x) + P(X = x) / 2 at a true share; each beta distribution function is one binomial tail.
    let above = |truth: f64| {
        let more = if x + 1.0 <= n { beta_cdf(truth, x + 1.0, n - x) } else { 0.0 };
        let at_least = if x > 0.0 { beta_cdf(truth, x, n - x + 1.0) } else { 1.0 };
        f64::midpoint(more, at_least)
    };
    let low = if x <= 0.0 { 0.0 } else { solve(outer.low, p, |truth| above(truth) < tail) };
    let high = if x >= n { 1.0 } else { solve(p, outer.high, |truth| above(truth) < 1.0 - tail) };
    Interval { low, high }
}

/// The interval of Hall (1992, "On the removal of skewness by transformation"): t on a cubic scale
/// on which an estimate of this `skewness` has none. Without skewness it is the t interval.
pub fn hall(estimate: &Estimate, skewness: f64, level: f64) -> Interval {
    let t = t_quantile(f64::midpoint(1.0, level), estimate.df);
    // The inverse of x + s x^2 / 3 + s^2 x^3 / 27 + s / 6.
    let back = |y: f64| {
        if skewness.abs() < 1e-9 {
            y
        } else {
            3.0 / skewness * (libm::cbrt(1.0 + skewness * (y - skewness / 6.0)) - 1.0)
        }
    };
    Interval {
        low: estimate.value - back(t) * estimate.se,
        high: estimate.value - back(-t) * estimate.se,
    }
}

/// The end of `still` between two places.
fn solve(mut low: f64, mut high: f64, still: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if still(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// On the rows that unequal weights leave, or fewer when the design effect is worse: the variance
/// of a rare event is seen too badly to promise more.
fn rare(estimate: &Estimate, level: f64) -> Interval {
    mid_p(estimate.value, rare_rows(estimate), level)
}

/// The rows that [`Method::Rare`] counts with.
pub fn rare_rows(estimate: &Estimate) -> f64 {
    effective(estimate).min(estimate.kish).min(estimate.n as f64)
}
