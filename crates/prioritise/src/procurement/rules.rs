//! Limits of the law for a contract, by its own day.

use jiff::civil::Date;
use kernel::error::Result;
use kernel::facts::spending::{Category, ContractAwarded, Method};
use kernel::money::Rupiah;
use kernel::rulebook::Rulebook;

/// Up to which price a contract of this kind may be given directly on a day.
///
/// # Errors
/// When no rule holds on that day.
pub fn direct_limit(rulebook: &Rulebook, category: Category, day: Date) -> Result<Rupiah> {
    Ok(rulebook.money(&format!("procurement.direct_{}", category.code()), day)?)
}

/// Whether a contract was given directly although its price asks for another way, and no emergency is stated.
///
/// # Errors
/// When no rule holds on its day.
pub fn above_direct(rulebook: &Rulebook, awarded: &ContractAwarded) -> Result<bool> {
    if awarded.method != Method::Direct || awarded.emergency {
        return Ok(false);
    }
    let limit = direct_limit(rulebook, awarded.category, awarded.awarded_on)?;
    Ok(awarded.value > limit)
}
