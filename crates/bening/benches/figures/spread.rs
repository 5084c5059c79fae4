//! Durations, and where most of them lie.

use std::time::{Duration, Instant};

use super::Outcome;

/// Measured durations, sorted.
pub struct Spread(Vec<Duration>);

impl Spread {
    pub fn new(mut taken: Vec<Duration>) -> Self {
        taken.sort_unstable();
        Self(taken)
    }

    /// The duration that `percent` of all did not exceed, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).map_or(f64::NAN, |taken| taken.as_secs_f64() * 1000.0)
    }
}

/// The middle of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The middle of several passes, in milliseconds.
pub fn median_of(passes: usize, mut pass: impl FnMut() -> Outcome<()>) -> Outcome<f64> {
    let mut taken = Vec::new();
    for _ in 0..passes {
        let from = Instant::now();
        pass()?;
        taken.push(from.elapsed());
    }
    Ok(Spread::new(taken).percentile(50))
}
