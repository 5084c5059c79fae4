//! How long a person will wait, with its interval.
//!
//! People leave *c* counters; the next person is called when one of them is free. If *n* people must
//! leave first and one takes *m* minutes with standard deviation *s*, that takes `n m / c` minutes,
//! with variance `n (s/c)^2 + (n e/c)^2`, where *e* is the standard error of *m*. The mean is shrunk
//! to what the setting of the unit supposes, as if [`PRIOR`] people had been seen already, so that
//! the first hours of a new counter do not swing.

/// How many people the setting stands for.
const PRIOR: f64 = 5.0;
/// Standard deviations to the ends of an interval that holds 80 % of a normal distribution.
const Z80: f64 = 1.2816;

/// What is known of the time that one person takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Minutes, on average.
    pub mean: f64,
    /// Standard deviation of one person.
    pub spread: f64,
    /// Standard error of the mean.
    pub error: f64,
}

/// The pace from minutes that people took, and from what the setting supposes.
pub fn pace(minutes: &[f64], supposed: f64) -> Pace {
    let n = minutes.len() as f64;
    let sum: f64 = minutes.iter().sum();
    let mean = (PRIOR * supposed + sum) / (PRIOR + n);
    // The supposed people count with the spread of an exponential time, which is its mean.
    let squares: f64 = minutes.iter().map(|one| (one - mean).powi(2)).sum();
    let apart = (supposed - mean).powi(2);
    let variance = (PRIOR * (supposed.powi(2) + apart) + squares) / (PRIOR + n);
    let spread = variance.sqrt();
    Pace { mean, spread, error: spread / (PRIOR + n).sqrt() }
}

/// Minutes from the lower to the upper end; eight of ten waits end within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// At least.
    pub low: i64,
    /// Expected.
    pub mid: i64,
    /// At most.
    pub high: i64,
}

/// How long somebody waits who has `ahead` people in front, while `busy` of `counters` serve.
pub fn wait(ahead: usize, busy: usize, counters: usize, pace: &Pace) -> Wait {
    let counters = counters.max(1);
    let free = counters.saturating_sub(busy);
    let leave = (ahead + 1).saturating_sub(free) as f64;
    let c = counters as f64;
    let mid = leave * pace.mean / c;
    let variance = leave * (pace.spread / c).powi(2) + (leave * pace.error / c).powi(2);
    let off = Z80 * variance.sqrt();
    let whole = |minutes: f64| minutes.max(0.0) as i64;
    Wait {
        low: whole((mid - off).floor()),
        mid: whole(mid.round()),
        high: whole((mid + off).ceil()),
    }
}

impl Wait {
    /// The same wait, begun `minutes` later, such as when the office opens.
    pub fn after(self, minutes: i64) -> Self {
        let Self { low, mid, high } = self;
        Self { low: low + minutes, mid: mid + minutes, high: high + minutes }
    }
}
