//! A contract, and how its price stands.

use kernel::facts::spending::{Bought, ContractAwarded};
use kernel::id::ContractId;
use kernel::money::Rupiah;

/// A contract of the city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Its id.
    pub id: ContractId,
    /// What was agreed.
    pub awarded: ContractAwarded,
    /// By how many thousandths it costs more than by the standard prices; see [`over`].
    pub over: Option<i64>,
}

/// By how many thousandths the things with a standard price cost more together than by it; below zero when
/// they cost less. None when no thing has one.
pub fn over(items: &[Bought]) -> Option<i64> {
    let (mut paid, mut standard) = (0i128, 0i128);
    for item in items {
        if let Some(usual) = item.standard {
            paid += i128::from(item.quantity) * i128::from(item.price.get());
            standard += i128::from(item.quantity) * i128::from(usual.get());
        }
    }
    if standard <= 0 {
        return None;
    }
    let twice = (paid - standard) * 2_000;
    i64::try_from((twice + standard).div_euclid(2 * standard)).ok()
}

/// The price in thousandths of the estimate.
pub fn of_estimate(value: Rupiah, estimate: Option<Rupiah>) -> Option<i64> {
    let estimate = i128::from(estimate?.get());
    let thousandths = i128::from(value.get()) * 1_000;
    if estimate <= 0 { None } else { i64::try_from(thousandths / estimate).ok() }
}
