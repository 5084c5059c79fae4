//! Draws of one replication. Every purpose has a stream of its own, so that a change in one place
//! moves nothing in another: base and change are compared under the same draws.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of a purpose and a number under a seed.
    pub fn new(seed: u64, purpose: u64, number: u64) -> Self {
        let mixed = seed
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .wrapping_add(purpose.wrapping_mul(0xD1B5_4A32_D192_ED03))
            ^ number.wrapping_mul(0x8CB9_2BA7_2F3D_8DD7).rotate_left(17);
        Self(Xoshiro256PlusPlus::seed_from_u64(mixed))
    }

    /// A number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// Exponential with mean 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log1p(-self.unit())
    }

    /// Standard normal (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * libm::cos(2.0 * std::f64::consts::PI * self.unit())
    }

    /// Gamma with the given shape and mean 1 (Marsaglia and Tsang 2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = libm::pow(1.0 - self.unit(), 1.0 / shape);
            return self.gamma(shape + 1.0) * (shape + 1.0) * power / shape;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = 1.0 - self.unit();
            if libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v / shape;
            }
        }
    }

    /// Poisson with the given mean, by products of uniforms, ten at a time (Knuth).
    pub fn poisson(&mut self, mean: f64) -> usize {
        let (mut count, mut left) = (0, mean);
        while left > 0.0 {
            let limit = libm::exp(-left.min(10.0));
            let mut product = self.unit();
            while product > limit {
                count += 1;
                product *= self.unit();
            }
            left -= 10.0;
        }
        count
    }
}

/// The value at a share of sorted values, between two neighbours by their distance (type 7).
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let low = place.floor() as usize;
    let high = (low + 1).min(sorted.len() - 1);
    Some(sorted[low] + (place - low as f64) * (sorted[high] - sorted[low]))
}
