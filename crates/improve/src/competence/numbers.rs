//! Numbers of units, for this slice and for other rooms of the context.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::App;
use platform::db::Tx;

use super::model::{Cell, Outcome};
use super::rules::{self, Fewest, Figure};
use super::store::files;
use crate::events::log;
use crate::reform::rules::months_before;

/// Months that numbers are made of, beside the one that runs.
pub const MONTHS: usize = 12;

/// From how many files and persons on numbers are shown.
///
/// # Errors
/// When the rulebook does not say.
pub fn fewest(app: &App) -> Result<Fewest> {
    let persons = |code: &str| -> Result<usize> {
        Ok(usize::try_from(app.rulebook.count(code, app.today())?).unwrap_or(usize::MAX))
    };
    Ok(Fewest {
        files: i64::try_from(log::fewest(app)?).unwrap_or(i64::MAX),
        together: persons("improve.fewest_together")?,
        officers: persons("improve.fewest_officers")?,
    })
}

/// Files of the whole city in these months, taken together.
///
/// # Errors
/// When the database fails.
pub async fn year(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Cell>> {
    files::since(tx, &months_before(app.today(), MONTHS)[0]).await
}

/// The share of each unit's files that came to `outcome`, as if all units had got the same files, with
/// its interval; by code. Units with too few files or officers are left out.
///
/// # Errors
/// When the database fails or the rulebook does not say.
pub async fn by_unit(
    tx: &mut Tx<'_>,
    app: &App,
    outcome: Outcome,
) -> Result<BTreeMap<String, Figure>> {
    Ok(rules::by_unit(&year(tx, app).await?, outcome, fewest(app)?))
}
