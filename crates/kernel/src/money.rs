//! Money: whole rupiah.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in whole rupiah. Stored as BIGINT; never a fraction, never a float.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Rupiah(i64);

impl Rupiah {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `rupiah` whole rupiah.
    pub const fn new(rupiah: i64) -> Self {
        Self(rupiah)
    }

    /// Whole rupiah.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// So many times the amount, or `None` when it does not fit.
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Self)
    }
}

impl fmt::Display for Rupiah {
    /// As Indonesians write it: `Rp1.500.000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}Rp{grouped}")
    }
}

#[cfg(test)]
mod tests {
    use super::Rupiah;

    #[test]
    fn groups_thousands_with_dots() {
        let shown = [0, 999, 1_000, 1_500_000, -20_000].map(|n| Rupiah::new(n).to_string());
        assert_eq!(shown, ["Rp0", "Rp999", "Rp1.000", "Rp1.500.000", "-Rp20.000"]);
    }
}
