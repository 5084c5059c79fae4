//! Pairs that stand against an order: is what comes later in it begun earlier more often than by chance?
//!
//! Under the null model the place in the order says nothing of the value: within each stratum every
//! arrangement of the values is as likely (Kendall 1938). Arrangements are drawn until enough of them have as
//! many pairs as were seen, or the depth is reached: the sequential p-value of Besag and Clifford
//! (Biometrika 78, 1991), for which P(p ≤ α) ≤ α at any depth.

use rand::RngExt as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use crate::shuffle::Depth;

/// Pairs of which the first in order has the larger value.
pub fn against(values: &[u32]) -> u64 {
    let behind =
        |at: usize| values[at + 1..].iter().filter(|later| values[at] > **later).count() as u64;
    (0..values.len()).map(behind).sum()
}

/// Pairs whose values differ, so that they stand with the order or against it.
pub fn comparable(values: &[u32]) -> u64 {
    let behind =
        |at: usize| values[at + 1..].iter().filter(|later| values[at] != **later).count() as u64;
    (0..values.len()).map(behind).sum()
}

/// Chance of as many pairs against the order or more. Each stratum has its values in the order.
pub fn as_many(strata: &[Vec<u32>], depth: Depth, seed: u64) -> f64 {
    let seen: u64 = strata.iter().map(|values| against(values)).sum();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut drawn = strata.to_vec();
    let mut extreme = 0;
    for draw in 1..=depth.draws {
        for values in &mut drawn {
            for place in (1..values.len()).rev() {
                values.swap(place, rng.random_range(0..=place));
            }
        }
        if drawn.iter().map(|values| against(values)).sum::<u64>() >= seen {
            extreme += 1;
            if extreme == depth.extreme {
                return f64::from(extreme) / f64::from(draw);
            }
        }
    }
    (f64::from(extreme) + 1.0) / (f64::from(depth.draws) + 1.0)
}
