//! Binds and amounts in words.

use allocation::portfolio::{Bind, Bound, Plan, Side};
use kernel::money::Rupiah;

/// An amount in rupiah.
pub fn rupiah(amount: u64) -> String {
    Rupiah::new(i64::try_from(amount).unwrap_or(i64::MAX)).to_string()
}

/// An amount in the smallest part of a currency.
pub fn amount(parts: u64, decimals: u32) -> String {
    let one = 10u64.pow(decimals);
    match decimals {
        0 => parts.to_string(),
        _ => format!("{}.{:0width$}", parts / one, parts % one, width = decimals as usize),
    }
}

/// What binds, in words.
pub fn bind(plan: &Plan, first_year: i16, bind: Bind) -> String {
    let id = |activity: usize| plan.activities[activity].id.as_str();
    match bind {
        Bind::Budget(year) => {
            let named = i64::from(first_year) + year as i64;
            format!("the budget of {named} ({})", rupiah(plan.budget[year]))
        }
        Bind::Rule(rule) => self::rule(plan, rule),
        Bind::Exclusion(set) => {
            let ids: Vec<&str> =
                plan.exclusions[set].iter().map(|activity| id(*activity)).collect();
            format!("at most one of {}", ids.join(", "))
        }
        Bind::Needs(activity) => {
            let needs = &plan.activities[activity].needs;
            let needs: Vec<&str> = needs.iter().map(|needed| id(*needed)).collect();
            format!("{} needs {}", id(activity), needs.join(", "))
        }
        Bind::Must(activity) => format!("{} must be done", id(activity)),
    }
}

/// A rule in words.
pub fn rule(plan: &Plan, rule: usize) -> String {
    let rule = &plan.rules[rule];
    let side = match rule.side {
        Side::AtLeast => "at least",
        Side::AtMost => "at most",
    };
    let bound = match rule.bound {
        Bound::Share(share) => format!("{} % of spending", f64::from(share) / 10_000.0),
        Bound::Amount(amount) => rupiah(amount),
        Bound::Count(1) => "1 activity".to_owned(),
        Bound::Count(count) => format!("{count} activities"),
    };
    let law = if rule.law.is_empty() { String::new() } else { format!(", {}", rule.law) };
    format!("{} ({side} {bound}{law})", rule.title)
}
