//! Whether money followed the order of the plan.

use std::cmp::Ordering;

use kernel::error::Result;
use kernel::facts::scorecard::{Before, Figure, Finding, Form, Moved};
use platform::App;
use platform::db::Tx;
use prioritise::execution::view::Seen;
use publish::scorecard::model::Period;

/// Its code among the findings.
pub const BUDGET_ORDER: &str = "budget-order";
/// Kinds of facts behind it.
const KINDS: [&str; 3] = ["plan.adopted", "budget.enacted", "activity.realised"];

/// Of the activities that were begun by the end of a quarter, the share that overtook none; none where no
/// plan or budget holds. Every activity is counted, so that there is no interval: a difference is one.
///
/// # Errors
/// When the database fails.
pub async fn kept(tx: &mut Tx<'_>, app: &App, period: Period) -> Result<Option<Finding>> {
    let Some(now) = of(tx, app, period).await? else { return Ok(None) };
    let mut before = None;
    for earlier in [period.year_before(), period.before()] {
        if before.is_none() {
            let found = of(tx, app, earlier).await?;
            before = found.map(|figure| Before { period: earlier.to_string(), figure });
        }
    }
    let moved =
        before.as_ref().map_or(Moved::First, |before| moved(now.value, before.figure.value));
    Ok(Some(Finding {
        code: BUDGET_ORDER.to_owned(),
        unit: String::new(),
        form: Form::Share,
        now,
        before,
        moved,
        target: Some(1_000_000),
        kinds: KINDS.map(str::to_owned).to_vec(),
    }))
}

/// How one share stands to that before, in millionths.
pub fn moved(now: i64, before: i64) -> Moved {
    match now.cmp(&before) {
        Ordering::Greater => Moved::Better,
        Ordering::Less => Moved::Worse,
        Ordering::Equal => Moved::Uncertain,
    }
}

/// A share in millionths, rounded as every other: half of one goes up.
pub fn share(total: i64, n: i64) -> i64 {
    (total * 1_000_000 + n / 2) / n
}

async fn of(tx: &mut Tx<'_>, app: &App, period: Period) -> Result<Option<Figure>> {
    let Some(seen) = Seen::load(tx, app, period.year()).await? else { return Ok(None) };
    let figure = |(started, kept): (i64, i64)| Figure {
        n: started,
        total: kept,
        value: share(kept, started),
        interval: None,
    };
    Ok(seen.kept(period.last().month()).map(figure))
}
