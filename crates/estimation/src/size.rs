//! How many to ask.

/// Krejcie and Morgan (1970): the size of a sample from `population`, with chi-square 3.841,
/// P = 0.5 and d = 0.05, rounded to the nearest, as PermenPANRB 14/2017 prints the table.
pub fn krejcie_morgan(population: u64) -> u64 {
    let n = population as f64;
    let chi = 3.841 * 0.25;
    let size = chi * n / (0.05 * 0.05 * (n - 1.0) + chi);
    if population == 0 { 0 } else { size.round() as u64 }
}

/// The smallest sample of `population` whose interval is no wider than plus and minus `margin`,
/// for a variable with standard deviation `sd`, in the same unit (Cochran 1977, eq. 4.7). At
/// least two where there are two: one has no variance.
pub fn for_margin(population: u64, sd: f64, margin: f64, level: f64) -> u64 {
    let z = crate::dist::normal_quantile(f64::midpoint(1.0, level));
    let infinite = (z * sd / margin).powi(2);
    let size = infinite / (1.0 + infinite / population as f64);
    (size.ceil() as u64).clamp(population.min(2), population)
}

/// Half the width of the interval that `n` of `population` will give. Infinite for a single one
/// of several.
pub fn margin(population: u64, n: u64, sd: f64, level: f64) -> f64 {
    if n >= population {
        return 0.0;
    }
    if n < 2 {
        return f64::INFINITY;
    }
    let (there, n) = (population as f64, n as f64);
    let t = crate::dist::t_quantile(f64::midpoint(1.0, level), n - 1.0);
    t * sd * ((1.0 - n / there) / n).sqrt()
}
