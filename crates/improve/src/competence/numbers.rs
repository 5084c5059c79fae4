//! Numbers of units, for this slice and for other rooms of the context.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::App;
use platform::db::Tx;

use super::model::{Cell, Outcome};
use super::rules::{self, Fewest, Figure, Work};
use super::store::files;
use crate::events::log;
use crate::reform::rules::{self as reform, Move, months_before};

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
) -> Result<BTreeMap<String, Told>> {
    let found = rules::by_unit(&year(tx, app).await?, outcome, fewest(app)?);
    Ok(found.into_iter().map(|(unit, figure)| (unit, Told::of(figure, None))).collect())
}

/// The share of files that come back after they were verified, as if everybody got the same files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// Over twelve months, with its interval.
    pub figure: reform::Figure,
    /// From the three months before the last three to these; none of too few files.
    pub change: Option<(f64, Move)>,
}

/// That share of a unit, or of the whole city; none of too few files or officers.
///
/// # Errors
/// When the database fails or the rulebook does not say.
pub async fn told(tx: &mut Tx<'_>, app: &App, unit: Option<&str>) -> Result<Option<Told>> {
    let months = months_before(app.today(), MONTHS);
    let city = year(tx, app).await?;
    let own = match unit {
        Some(unit) => files::of_unit(tx, unit, &months[0]).await?,
        None => files::by_month(tx, &months[0]).await?,
    };
    let (_, last) = months.split_at(MONTHS - 2 * reform::MONTHS);
    let spans = last.split_at(reform::MONTHS);
    let found = Work::new(&city, Outcome::Returned).told(&own, spans, fewest(app)?);
    Ok(found.map(|(figure, change)| Told::of(figure, change)))
}

impl Told {
    fn of(Figure { value, low, high, files }: Figure, change: Option<(f64, Move)>) -> Self {
        Self { figure: reform::Figure { value, low, high, n: files }, change }
    }
}
