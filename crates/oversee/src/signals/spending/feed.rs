//! What the next run looks at: contracts that no run has looked at, and budgets whose time has come.

use std::collections::BTreeMap;

use detection::cases::Cases;
use jiff::SignedDuration;
use kernel::error::Result;
use kernel::facts::spending::ContractAwarded;
use kernel::time::from_micros;
use platform::App;
use platform::db::Tx;

use super::store;

/// Up to where runs have looked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Position of the last contract.
    pub position: i64,
    /// The last budget whose order was compared with what began.
    pub overtaken: i64,
    /// The last budget whose last month was looked at.
    pub december: i64,
}

/// A month that no year has: an activity that has not begun.
const NOT_BEGUN: u32 = 13;

/// Up to where all runs have looked.
///
/// # Errors
/// When the database fails.
pub async fn looked(tx: &mut Tx<'_>) -> Result<Looked> {
    store::last_run(tx).await
}

/// Adds what comes next to `cases`, and gives up to where that is.
///
/// # Errors
/// When the database fails or a rule is missing.
pub async fn add(tx: &mut Tx<'_>, app: &App, cases: &mut Cases, looked: Looked) -> Result<Looked> {
    let mut next = looked;
    let today = app.today();
    let waiting = store::contracts(tx, looked.position).await?;
    if let (true, Some((last, ..))) = (is_enough(app, &waiting)?, waiting.last()) {
        next.position = *last;
        for (_, _, awarded) in &waiting {
            let code = format!("procurement.direct_{}", awarded.category.code());
            // A contract older than the rulebook is compared with others, but with no limit.
            let limit = app.rulebook.money(&code, awarded.awarded_on).ok();
            super::contract(cases, awarded, limit);
        }
    }
    let order = app.rulebook.count("signals.overtaking_month", today)?;
    let last_month = app.rulebook.count("signals.december_month", today)?;
    let month = i64::from(today.year()) * 12 + i64::from(today.month());
    for (year, until) in store::years(tx).await? {
        if year > looked.overtaken && month >= year * 12 + order {
            activities(tx, cases, year, false).await?;
            next.overtaken = year;
        }
        if year > looked.december && until == 12 && month >= (year + 1) * 12 + last_month {
            activities(tx, cases, year, true).await?;
            next.december = year;
        }
    }
    Ok(next)
}

/// Whether there are enough contracts to compare, or the first has waited long enough.
fn is_enough(app: &App, waiting: &[(i64, i64, ContractAwarded)]) -> Result<bool> {
    let today = app.today();
    let batch = app.rulebook.count("signals.contracts_batch", today)?;
    let wait =
        SignedDuration::from_hours(24 * app.rulebook.count("signals.contracts_wait", today)?);
    let now = app.db.clock().now();
    let old = |at: i64| now.duration_since(from_micros(at)) >= wait;
    Ok(waiting.len() as i64 >= batch || waiting.first().is_some_and(|(_, at, _)| old(*at)))
}

/// Activities of a budget: when each began, or how much of its money the last month brought.
async fn activities(tx: &mut Tx<'_>, cases: &mut Cases, year: i64, last_month: bool) -> Result<()> {
    let mut months: BTreeMap<String, Vec<(i64, i64, i64)>> = BTreeMap::new();
    for (code, month, paid, done) in store::paid(tx, year).await? {
        months.entry(code).or_default().push((month, paid, done));
    }
    for line in store::lines(tx, year).await? {
        let Some(unit) = cases.units.code(&line.unit) else { continue };
        let own = months.get(&line.code).map(Vec::as_slice).unwrap_or_default();
        // Budgets of two years are never compared with each other.
        let (code, account) = (format!("{year}/{}", line.code), format!("{year}/{}", line.account));
        let names = (code.as_str(), account.as_str());
        if last_month {
            let all: i64 = own.iter().map(|(_, paid, _)| paid).sum();
            let last: i64 = own.iter().filter(|one| one.0 == 12).map(|one| one.1).sum();
            let share = (all > 0).then(|| last as f64 / all as f64);
            cases.spending.activity(unit, names, None, None, share);
        } else {
            let begun = own.iter().find(|(_, paid, done)| *paid > 0 || *done > 0);
            let begun = begun.and_then(|one| u32::try_from(one.0).ok()).unwrap_or(NOT_BEGUN);
            let place = line.place.and_then(|place| u32::try_from(place).ok());
            cases.spending.activity(unit, names, place, Some(begun), None);
        }
    }
    Ok(())
}
