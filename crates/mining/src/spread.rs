//! How lengths of time are spread.

use serde::Serialize;

/// A spread of lengths of time, in microseconds. Quantiles lie on the line between the two nearest
/// lengths, as NumPy and R (type 7) have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    /// How many lengths are known.
    pub known: u64,
    /// Their mean.
    pub mean: f64,
    /// The shortest.
    pub shortest: f64,
    /// A quarter is at most so long.
    pub quarter: f64,
    /// Half are at most so long.
    pub median: f64,
    /// Three quarters are at most so long.
    pub three_quarters: f64,
    /// Nine of ten are at most so long.
    pub nine_tenths: f64,
    /// The longest.
    pub longest: f64,
}

impl Spread {
    /// The spread of some lengths, whose order is lost; all zero when there is none.
    pub fn of(lengths: &mut [i64]) -> Self {
        let Some(last) = lengths.len().checked_sub(1) else { return Self::default() };
        let sum: f64 = lengths.iter().map(|length| *length as f64).sum();
        // From the highest down, so that each quantile looks only at what is left below the last.
        let mut left = lengths.len();
        let mut quantile = |share: f64| {
            let place = share * last as f64;
            let (low, part) = (place.floor() as usize, place.fract());
            let high = (low + 1).min(left - 1);
            let (below, high, _) = lengths[..left].select_nth_unstable(high);
            let (high, low_value) = (*high, below.iter().max().copied());
            let low_value = if low + 1 < left { low_value.unwrap_or(high) } else { high };
            left = left.min(low + 2);
            low_value as f64 + (high - low_value) as f64 * part
        };
        let (longest, nine_tenths) = (quantile(1.0), quantile(0.9));
        let (three_quarters, median, quarter) = (quantile(0.75), quantile(0.5), quantile(0.25));
        let shortest = quantile(0.0);
        let known = lengths.len() as u64;
        let mean = sum / known as f64;
        Self { known, mean, shortest, quarter, median, three_quarters, nine_tenths, longest }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Spread;

    /// By the definition: sorted, then the line between two neighbours.
    fn quantile(sorted: &[i64], share: f64) -> f64 {
        let place = share * (sorted.len() - 1) as f64;
        let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        low as f64 + (high - low) as f64 * place.fract()
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_definition(
            mut lengths in prop::collection::vec(-50i64..1_000, 1..60)
        ) {
            let mut sorted = lengths.clone();
            sorted.sort_unstable();
            let spread = Spread::of(&mut lengths);
            let found = [
                (0.0, spread.shortest),
                (0.25, spread.quarter),
                (0.5, spread.median),
                (0.75, spread.three_quarters),
                (0.9, spread.nine_tenths),
                (1.0, spread.longest),
            ];
            for (share, found) in found {
                prop_assert!((quantile(&sorted, share) - found).abs() < 1e-9, "{share}: {found}");
            }
        }
    }

    #[test]
    fn of_nothing_it_is_zero() {
        assert_eq!(Spread::of(&mut []), Spread::default());
    }
}
