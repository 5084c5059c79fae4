//! Whether money followed the order of the plan.

use kernel::error::Result;
use kernel::facts::scorecard::{Before, Figure, Finding, Form, Moved};
use platform::App;
use platform::db::Tx;
use prioritise::execution::view::Seen;
use publish::scorecard::model::Period;

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
    let moved = match before.as_ref().map(|before| now.value.cmp(&before.figure.value)) {
        None => Moved::First,
        Some(std::cmp::Ordering::Greater) => Moved::Better,
        Some(std::cmp::Ordering::Less) => Moved::Worse,
        Some(std::cmp::Ordering::Equal) => Moved::Uncertain,
    };
    Ok(Some(Finding {
        code: "budget-order".to_owned(),
        unit: String::new(),
        form: Form::Share,
        now,
        before,
        moved,
        target: Some(1_000_000),
        kinds: KINDS.map(str::to_owned).to_vec(),
    }))
}

async fn of(tx: &mut Tx<'_>, app: &App, period: Period) -> Result<Option<Figure>> {
    let Some(seen) = Seen::load(tx, app, period.year()).await? else { return Ok(None) };
    let figure = |(started, kept): (i64, i64)| Figure {
        n: started,
        total: kept,
        // Rounded as every other share: half a millionth goes up.
        value: (kept * 1_000_000 + started / 2) / started,
        interval: None,
    };
    Ok(seen.kept(period.last().month()).map(figure))
}
