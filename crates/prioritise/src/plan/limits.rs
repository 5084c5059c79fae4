//! The law's limits on a plan, from the rulebook. Pure.

use allocation::portfolio::Side;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::rulebook::{Rulebook, Value};

/// Of what a limit is a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of all spending.
    Spending,
    /// Of an earmarked revenue, which is typed with the scenario.
    Revenue,
}

/// A limit: the group of spending that it is about is its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its code and the group's; the rule is `budget.limit_` and this.
    pub code: &'static str,
    /// On which side of the bound.
    pub side: Side,
    /// Of what it is a share.
    pub of: Of,
}

const fn limit(code: &'static str, side: Side, of: Of) -> Limit {
    Limit { code, side, of }
}

/// All limits.
pub const ALL: [Limit; 7] = [
    limit("education", Side::AtLeast, Of::Spending),
    limit("infrastructure", Side::AtLeast, Of::Spending),
    limit("personnel", Side::AtMost, Of::Spending),
    limit("kelurahan_funds", Side::AtLeast, Of::Spending),
    limit("roads", Side::AtLeast, Of::Revenue),
    limit("street_light", Side::AtLeast, Of::Revenue),
    limit("health_law", Side::AtLeast, Of::Revenue),
];

/// Whether it is the code of a group of spending.
pub fn is_group(code: &str) -> bool {
    ALL.iter().any(|limit| limit.code == code)
}

/// What the rulebook says about a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The share, in thousandths.
    pub per_mille: u32,
    /// The law.
    pub law: String,
    /// The first budget that it binds.
    pub from: i16,
}

/// What the rulebook says for the budget of `year`: the rule that holds on its first day, or else the next
/// one to come, which is reported only.
///
/// # Errors
/// Internal when the rulebook has no such rule.
pub fn bound(book: &Rulebook, limit: Limit, year: i16) -> Result<Bound> {
    let code = format!("budget.limit_{}", limit.code);
    let first = Date::new(year, 1, 1).map_err(Error::internal)?;
    let known = book.rules().filter(|rule| rule.code == code);
    let rule = match book.on(&code, first) {
        Ok(rule) => rule,
        Err(missing) => {
            let next = known.filter(|rule| rule.valid_from > first).min_by_key(|r| r.valid_from);
            next.ok_or_else(|| Error::from(missing))?
        }
    };
    let Value::PerMille(per_mille) = rule.value else {
        return Err(Error::internal(format!("{code} must be a per_mille")));
    };
    let starts = rule.valid_from;
    // A rule of the middle of a year binds the next budget.
    let from = if starts.day_of_year() == 1 { starts.year() } else { starts.year() + 1 };
    Ok(Bound { per_mille, law: rule.legal_basis.clone(), from })
}
