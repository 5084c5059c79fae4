//! Quantiles of the normal, t, beta and gamma distributions, to about 1e-13 relative.

use std::f64::consts::{PI, SQRT_2};

/// Steps of Newton's method and of the continued fraction before giving up; never reached for
/// shapes below 1e12.
const STEPS: usize = 20_000;
/// Beyond these degrees of freedom t is normal to the last digit.
const NORMAL_FROM: f64 = 1e9;

/// ln B(a, b).
fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (DLMF
/// 8.17.22).
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (a * x.ln() + b * libm::log1p(-x) - ln_beta(a, b)).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let tiny = 1e-300;
    let keep = |value: f64| if value.abs() < tiny { tiny } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..STEPS {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    result
}

/// The `p` quantile of Beta(a, b).
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 || a <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 || b <= 0.0 {
        return 1.0;
    }
    beta_quantile_from(a / (a + b), p, a, b)
}

/// Newton's method from `x`, inside a bracket that halves.
fn beta_quantile_from(mut x: f64, p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let constant = ln_beta(a, b);
    for _ in 0..200 {
        let off = beta_cdf(x, a, b) - p;
        if off > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * libm::log1p(-x) - constant).exp();
        let newton = x - off / density;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        // The error of a step is about the square of the step before.
        if (next - x).abs() <= 1e-11 * x.abs() {
            return next;
        }
        x = next;
    }
    x
}

/// The `p` quantile of the standard normal distribution.
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let mut z = -(-2.0 * p.ln()).sqrt();
    for _ in 0..60 {
        let off = 0.5 * libm::erfc(-z / SQRT_2) - p;
        let density = (-0.5 * z * z).exp() / (2.0 * PI).sqrt();
        // Halley's step: the tail's curvature is known, so it never leaves its side.
        let newton = off / density;
        let step = newton / (1.0 + 0.5 * z * newton);
        z -= step;
        if step.abs() <= 1e-15 * z.abs() {
            break;
        }
    }
    z
}

/// The `p` quantile of Student's t with `df` degrees of freedom; infinite ones give the normal.
/// NaN when `df` is not positive: nothing is known then.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df > NORMAL_FROM {
        return normal_quantile(p);
    }
    if p < 0.5 {
        return -t_quantile(1.0 - p, df);
    }
    if p <= 0.5 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let z = normal_quantile(p);
    let y = beta_quantile_from(z * z / (df + z * z), 2.0 * p - 1.0, 0.5, df / 2.0);
    (df * y / (1.0 - y)).sqrt()
}

/// P(|T| > |t|) for Student's t with `df` degrees of freedom.
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    if df > NORMAL_FROM {
        return libm::erfc(t.abs() / SQRT_2);
    }
    beta_cdf(df / (df + t * t), df / 2.0, 0.5)
}

/// The regularised lower incomplete gamma function P(a, x): the distribution function of a gamma
/// distribution of shape `a` and rate 1 (DLMF 8.7.1 and 8.9.2).
pub fn gamma_cdf(x: f64, a: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = (a * x.ln() - x - libm::lgamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for step in 1..STEPS {
            term *= x / (a + step as f64);
            sum += term;
            if term <= f64::EPSILON * sum {
                break;
            }
        }
        return (front * sum).min(1.0);
    }
    // Lentz's method for the upper function.
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut result = d;
    for step in 1..STEPS {
        let i = step as f64;
        b += 2.0;
        let n = -i * (i - a);
        d = 1.0 / (n * d + b);
        c = b + n / c;
        result *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    (1.0 - front * result).max(0.0)
}

/// The `p` quantile of a gamma distribution of shape `a` and rate 1, by halving.
pub fn gamma_quantile(p: f64, a: f64) -> f64 {
    if p <= 0.0 || a <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, a + 1.0);
    while gamma_cdf(high, a) < p {
        (low, high) = (high, 2.0 * high);
    }
    while high - low > 1e-14 * high {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if gamma_cdf(middle, a) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
