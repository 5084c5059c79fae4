//! Randomness that never changes: numbered streams of one seed, and the few distributions the city
//! needs, in plain IEEE arithmetic, so that no platform and no library release alters a city.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// What a stream of random numbers is for. Every purpose and every index under it has a stream of
/// its own, so that asking for more numbers in one place moves nothing in another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Families, by kelurahan.
    Families = 1,
    /// The order in which the people of a service come, by service.
    Order = 2,
    /// How many apply, by day and service.
    Demand = 3,
    /// Who and with what, by application.
    Application = 4,
    /// How long the work takes and what the citizen does later, by application.
    Plan = 5,
    /// Officers, by unit.
    Staff = 6,
    /// Leave and sickness, by officer.
    Absence = 7,
    /// Planted truths, by their place in the list.
    Plant = 8,
    /// When and how, by application.
    Arrival = 9,
    /// Whether a reward was asked for and given, by application.
    Payment = 10,
    /// What a person would say, by application and question.
    Opinion = 11,
    /// What an office is like, by its code.
    UnitCharacter = 12,
    /// Whether a person would answer a survey, by application.
    Response = 13,
    /// Who reports what they went through, by application.
    Report = 14,
    /// Gifts that are offered, by application.
    Gift = 15,
    /// What officers do besides their files' order, by application.
    Conduct = 16,
    /// The way of a file through planted steps, by application.
    Way = 17,
    /// Who comes when the office opens, by application.
    Peak = 18,
    /// Planted flaws of procedures, by their place in the list.
    Flaw = 19,
    /// Who waits at a counter, by day and office.
    Room = 20,
    /// What a year leaves of an office, by its place.
    Office = 21,
    /// What units buy and when their activities begin, by seed alone.
    Spending = 22,
}

/// The stream of `purpose` number `index` (below 2^48) under `seed`.
pub(crate) fn stream(seed: u64, purpose: Purpose, index: u64) -> ChaCha20Rng {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    rng.set_stream(((purpose as u64) << 48) | index);
    rng
}

/// A number in [0, 1).
pub(crate) fn unit(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// True with probability `p`.
pub(crate) fn chance(rng: &mut impl Rng, p: f64) -> bool {
    unit(rng) < p
}

/// A whole number in `0..n`; 0 when `n` is 0.
pub(crate) fn below(rng: &mut impl Rng, n: usize) -> usize {
    ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize
}

/// A whole number in `low..=high`.
pub(crate) fn between(rng: &mut impl Rng, low: i64, high: i64) -> i64 {
    low + below(rng, (high - low + 1).max(1) as usize) as i64
}

/// One of `list`, which is a fixed list of this crate and never empty.
pub(crate) fn pick<T: Copy>(rng: &mut impl Rng, list: &[T]) -> T {
    list[below(rng, list.len())]
}

/// An index of `weights`, each as likely as its share of the sum.
pub(crate) fn weighted(rng: &mut impl Rng, weights: &[f64]) -> usize {
    let mut left = unit(rng) * weights.iter().sum::<f64>();
    for (index, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return index;
        }
    }
    weights.len().saturating_sub(1)
}

/// Puts `list` into a random order (Fisher and Yates).
pub(crate) fn shuffle<T>(rng: &mut impl Rng, list: &mut [T]) {
    for last in (1..list.len()).rev() {
        list.swap(last, below(rng, last + 1));
    }
}

/// e^x by squaring a short series; the system's own `exp` may differ in the last bit between
/// platforms, and a bit is enough to make another city.
pub(crate) fn exp(x: f64) -> f64 {
    let h = x / 1024.0;
    let mut y = 1.0 + h + h * h / 2.0 + h * h * h / 6.0;
    for _ in 0..10 {
        y *= y;
    }
    y
}

/// Standard normal, as the sum of twelve uniforms less six: light tails, and exact everywhere.
fn normal(rng: &mut impl Rng) -> f64 {
    (0..12).map(|_| unit(rng)).sum::<f64>() - 6.0
}

/// Log-normal with the given median and the standard deviation `sigma` of its logarithm.
pub(crate) fn log_normal(rng: &mut impl Rng, median: f64, sigma: f64) -> f64 {
    median * exp(sigma * normal(rng))
}

/// Poisson with the given mean, by counting products of uniforms (Knuth), ten at a time.
pub(crate) fn poisson(rng: &mut impl Rng, mean: f64) -> u32 {
    let mut count = 0;
    let mut left = mean;
    while left > 0.0 {
        let limit = exp(-left.min(10.0));
        let mut product = unit(rng);
        while product > limit {
            count += 1;
            product *= unit(rng);
        }
        left -= 10.0;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{Purpose, below, exp, log_normal, poisson, stream, weighted};

    #[test]
    fn exp_is_close() {
        for x in [-9.0, -1.0, 0.0, 0.5, 3.0] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn means_are_as_asked() {
        let mut rng = stream(1, Purpose::Demand, 0);
        let n = 20_000;
        let mean = (0..n).map(|_| f64::from(poisson(&mut rng, 23.5))).sum::<f64>() / f64::from(n);
        assert!((mean - 23.5).abs() < 0.3, "{mean}");
        let mut draws: Vec<f64> = (0..n).map(|_| log_normal(&mut rng, 12.0, 0.5)).collect();
        draws.sort_by(f64::total_cmp);
        assert!((draws[10_000] - 12.0).abs() < 0.5, "{}", draws[10_000]);
        let second = (0..n).filter(|_| weighted(&mut rng, &[1.0, 3.0, 0.0]) == 1).count();
        assert!((14_500..15_500).contains(&second), "{second}");
    }

    #[test]
    fn streams_differ_by_purpose_and_index() {
        let draw = |purpose, index| below(&mut stream(7, purpose, index), usize::MAX);
        let all = [
            draw(Purpose::Demand, 0),
            draw(Purpose::Demand, 1),
            draw(Purpose::Plan, 0),
            draw(Purpose::Plan, 1),
        ];
        let distinct: std::collections::BTreeSet<_> = all.into_iter().collect();
        assert_eq!(distinct.len(), all.len());
        assert_eq!(draw(Purpose::Plan, 1), all[3]);
    }
}
