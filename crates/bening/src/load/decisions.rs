//! Decisions of a synthetic year: one that truly changes the work, planted in the simulation, and some
//! that change nothing.

use improve::decisions::verbs::{Replay, Said};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::auth::{Can, Mayor};
use platform::workers::settle;
use simulation::{CitySpec, Stage, Trial};

use super::trials::user;

/// Service and step that a decision leaves out.
const LEFT_OUT: (&str, &str) = ("KEL-SKTM", "draft");
/// Months from the first day of the year to the decision that works.
const WORKS: i32 = 6;
/// Days from a decision to its review.
const REVIEW: i32 = 120;

/// Every second kelurahan, in the order of the city's files.
fn chosen(spec: &CitySpec<'_>) -> Vec<String> {
    spec.kelurahan.iter().step_by(2).map(|one| one.unit_code.clone()).collect()
}

/// The first day of the month in which it works.
fn from(first: Date, months: i32) -> Date {
    first.saturating_add(months.months()).first_of_month()
}

/// What the simulation does because of it.
pub fn planted(spec: &CitySpec<'_>, first: Date) -> Trial {
    let day = from(first, WORKS);
    Trial {
        service: LEFT_OUT.0.to_owned(),
        step: LEFT_OUT.1.to_owned(),
        stages: chosen(spec).into_iter().map(|unit| Stage { unit, from: day }).collect(),
    }
}

/// Writes the decisions down at their own times.
///
/// # Errors
/// When the mayor's account is missing or the database fails.
pub async fn run(app: &App, tenant: TenantId, spec: &CitySpec<'_>, first: Date) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let mayor = user(app, &mut tx, "walikota").await?;
    let mayor = Can::<Mayor>::load(&mut tx, &app.vault, mayor).await?;
    drop(tx);
    let city = Vec::new;
    let office = || vec!["DISDUKCAPIL".to_owned()];
    for (months, units, measure, words) in [
        (2, city(), None, "Satgas sapu bersih pungutan liar dibentuk."),
        (4, office(), Some("on-time"), "Surat edaran: layani warga dengan senyum dan tepat waktu."),
        (
            WORKS,
            chosen(spec),
            Some("steps"),
            "Surat keterangan tidak mampu di sebelas kelurahan disusun sekaligus saat diperiksa.",
        ),
    ] {
        let day = from(first, months);
        let said =
            Said { words: words.to_owned(), from: day, review: day.saturating_add(REVIEW.days()) };
        let morning = day.saturating_sub(3.days()).at(9, 0, 0, 0);
        let at = app.tz().to_timestamp(morning).map_err(Error::internal)?;
        let measure = measure.map(str::to_owned);
        let replay = Replay { app: app.clone(), at, units, measure, said, mayor: mayor.clone() };
        app.db.write(tenant, replay).await?;
    }
    settle(app, tenant).await
}
