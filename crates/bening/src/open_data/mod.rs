//! What a release of the city's data holds: one small view of each context, put together on its day.

mod index;
mod log;
pub mod released;

use std::collections::BTreeMap;
use std::sync::Arc;

use improve::events::log::midnight;
use improve::reform::store::{self as reform, Count};
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::scorecard::Finding;
use platform::App;
use platform::db::Tx;
use publish::open_data::guarded::{Guarded, Month, Turns};
use publish::open_data::model::{Draft, Period};
use publish::open_data::tables::{self, Acts};
use publish::open_data::verbs::{Release, Skip, fewest};
use publish::open_data::{files, store};
use publish::outreach::store::seen;
use publish::scorecard::verbs::days;
use publish::scorecard::{Act, next, store as reports};

use crate::scorecard::order::BUDGET_ORDER;

/// Measures of acts of the city itself, each of which stands in the ledger.
const ACTS: [&str; 4] = ["duties", "decided-late", "promises", "sanctioned"];

/// Releases the data of the period whose day has come, and says which were skipped. Doing it again changes
/// nothing. The report comes first: its numbers are part of the data.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App, tenant: TenantId) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let known = store::newest(&mut tx).await?;
    drop(tx);
    for act in next(known, app.today(), days(app, app.today())?) {
        match act {
            Act::Skip(period) => app.db.write(tenant, Skip { app: app.clone(), period }).await?,
            Act::Publish(period) => {
                let mut tx = app.db.read(tenant).await?;
                let draft = draft(&mut tx, app, period).await?;
                drop(tx);
                if let Some(draft) = draft {
                    let draft = Arc::new(draft);
                    app.db.write(tenant, Release { app: app.clone(), draft }).await?;
                }
            }
        }
    }
    Ok(())
}

/// What may be told of a period. `counts` are those of the reform.
///
/// # Errors
/// When the database fails.
pub async fn guard(
    tx: &mut Tx<'_>,
    app: &App,
    period: Period,
    counts: &[Count],
) -> Result<Guarded> {
    let names = period.months();
    let files = store::counts(tx, (&names[0], &names[2])).await?;
    let mut months = Vec::new();
    for name in names {
        let first: Date = format!("{name}-01").parse().map_err(Error::internal)?;
        let after = first.last_of_month().tomorrow().map_err(Error::internal)?;
        let span = (midnight(app, first)?, midnight(app, after)?);
        let closings =
            counts.iter().filter(|one| one.measure == "agreed-closing" && one.month == name);
        let (closed, agreed) =
            closings.fold((0, 0), |(n, total), one| (n + one.n, total + one.total));
        let gifts = listen::gratuities::store::recorded(tx, span.0, span.1).await?;
        months.push(Month { month: name, closed, agreed, gifts });
    }
    let turns = turns(counts, period);
    Ok(Guarded::of(&files, &months, &turns, fewest(app, app.today())?))
}

/// The files of a period; nothing while it has no report.
///
/// # Errors
/// When the database fails.
pub async fn draft(tx: &mut Tx<'_>, app: &App, period: Period) -> Result<Option<Draft>> {
    let Some(said) = reports::of(tx, period).await?.and_then(|report| report.said) else {
        return Ok(None);
    };
    let counts = reform::counts(tx, &period.months()[0]).await?;
    let guarded = guard(tx, app, period, &counts).await?;
    let standards = seen::catalogue(tx, app.today()).await?;
    let mut all = vec![
        tables::rapor(&said.findings)?,
        tables::ukuran(&guarded, &acts(&counts, &said.findings, period))?,
        tables::permohonan(&guarded, "permohonan-layanan", 2)?,
        tables::permohonan(&guarded, "permohonan-bulan", 3)?,
        tables::permohonan(&guarded, "permohonan-kanal", 4)?,
        tables::pengaduan(&guarded)?,
        tables::gratifikasi(&guarded)?,
        tables::layanan(standards.values())?,
    ];
    all.extend(index::tables(tx, app, period).await?);
    let fewest = fewest(app, app.today())?;
    let events = log::events(tx, app, period, fewest).await?;
    let city = platform::city::name(tx).await?;
    let files = files((period, &city), &all, events.files)?;
    Ok(Some(Draft { period, fewest, left_out: events.left_out, files }))
}

/// Cases and their sum of a measure in a period, by unit.
fn by_unit<'c>(
    counts: &'c [Count],
    measure: &str,
    period: Period,
) -> BTreeMap<&'c str, (i64, i64)> {
    let months = period.months();
    let mut units: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    let here = |one: &&Count| one.measure == measure && months.contains(&one.month);
    for one in counts.iter().filter(here) {
        let sum = units.entry(&one.unit_code).or_default();
        *sum = (sum.0 + one.n, sum.1 + one.total);
    }
    units
}

/// Files that units took from their queues in a period.
fn turns(counts: &[Count], period: Period) -> Vec<Turns> {
    let units = by_unit(counts, "out-of-turn", period).into_iter();
    let turns =
        units.map(|(unit, (picked, jumped))| Turns { unit: unit.to_owned(), picked, jumped });
    turns.collect()
}

/// Acts of the city in a period. How it kept the order of its budget is counted from activities, which the
/// ledger names, and not by month.
fn acts(counts: &[Count], findings: &[Finding], period: Period) -> Vec<Acts> {
    let sum = |measure: &str| {
        let units = by_unit(counts, measure, period).into_values();
        let (n, total) = units.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        Acts { measure: measure.to_owned(), n, total }
    };
    let order = findings.iter().filter(|finding| finding.code == BUDGET_ORDER);
    let order = order.map(|finding| Acts {
        measure: finding.code.clone(),
        n: finding.now.n,
        total: finding.now.total,
    });
    ACTS.into_iter().map(sum).filter(|acts| acts.n > 0).chain(order).collect()
}
