//! The work of all units: how often each step is done, and how long it takes.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::App;
use platform::db::Tx;

use super::rules::{Line, Norm};
use super::store;
use crate::city;
use crate::events::log::{self, Scope};
use crate::events::store as events;

/// Files of a service from which norms are taken.
const LOOKED_AT: i64 = 2_000;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The work of a year.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Lines by unit.
    pub units: BTreeMap<String, Vec<Line>>,
    /// Days that were looked at; fewer than 365 were scaled up.
    pub days: i64,
}

/// All recorded work of the last twelve months, or since the first file.
///
/// # Errors
/// When the database fails.
pub async fn work(tx: &mut Tx<'_>, app: &App) -> Result<Work> {
    let fewest = usize::try_from(log::fewest(app)?).unwrap_or(usize::MAX);
    let first = store::first_file(tx).await?;
    let now = app.db.clock().now().as_microsecond();
    let days = first.map_or(0, |first| ((now - first) / DAY).clamp(1, 365));
    let mut units: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for service in city::services(tx).await? {
        let scope = Scope::year(app, &service.code, None);
        let span = (scope.from.as_microsecond(), scope.to.as_microsecond());
        let volumes = store::volumes(tx, &service.code, span).await?;
        if volumes.is_empty() {
            continue;
        }
        let times = times(tx, app, &scope).await?;
        let norms: BTreeMap<String, Option<Norm>> = times
            .iter()
            .map(|(activity, times)| (activity.clone(), Norm::of(times, fewest)))
            .collect();
        for (unit, activity, count) in volumes {
            let norm = norms.get(&activity).copied().flatten();
            let volume = count as f64 * 365.0 / days as f64;
            let service = service.code.clone();
            units.entry(unit).or_default().push(Line { service, activity, volume, norm });
        }
    }
    Ok(Work { units, days })
}

/// Office minutes of each step, from at most about [`LOOKED_AT`] files drawn at random.
async fn times(tx: &mut Tx<'_>, app: &App, scope: &Scope) -> Result<BTreeMap<String, Vec<f64>>> {
    let mut times: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for event in log::events(tx, scope, LOOKED_AT).await? {
        let events::Event { unit_code, activity, started_at: Some(started), at, .. } = event else {
            continue;
        };
        let minutes = log::minutes(&app.calendar, &unit_code, started, at);
        times.entry(activity).or_default().push(minutes);
    }
    Ok(times)
}
