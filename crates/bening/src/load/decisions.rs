//! Decisions of a synthetic year: one that truly changes the work, planted in the simulation, and some
//! that change nothing. The demo's manifest says which is which.

use improve::decisions::verbs::{Replay, Said};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::auth::{Can, Mayor};
use platform::workers::settle;
use serde::Serialize;
use simulation::{CitySpec, Stage, Trial};

use super::trials::user;

/// Service and step that a decision leaves out.
const LEFT_OUT: (&str, &str) = ("KEL-SKTM", "draft");
/// Months from the first day of the year to the decision that works.
const WORKS: i32 = 6;
/// Days from a decision to its review.
const REVIEW: i32 = 120;

/// What a decision truly does to its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// Nothing is planted: what moves is chance.
    Nothing,
    /// The simulation works otherwise from that day on, and the measure falls.
    Less,
}

/// A decision of the story.
#[derive(Clone, Debug, Serialize)]
pub struct Planted {
    /// What was decided.
    pub words: &'static str,
    /// Codes of the units; none is the whole city.
    pub units: Vec<String>,
    /// The measure that it was to move, if one.
    pub measure: Option<&'static str>,
    /// The first day.
    pub from: Date,
    /// The day of its review.
    pub review: Date,
    /// What is true of it.
    pub truth: Truth,
}

/// Every second kelurahan, in the order of the city's files.
fn chosen(spec: &CitySpec<'_>) -> Vec<String> {
    spec.kelurahan.iter().step_by(2).map(|one| one.unit_code.clone()).collect()
}

/// The first day of the month in which it works.
fn from(first: Date, months: i32) -> Date {
    first.saturating_add(months.months()).first_of_month()
}

/// What the simulation does because of the decision that works.
pub fn planted(spec: &CitySpec<'_>, first: Date) -> Trial {
    let day = from(first, WORKS);
    Trial {
        service: LEFT_OUT.0.to_owned(),
        step: LEFT_OUT.1.to_owned(),
        stages: chosen(spec).into_iter().map(|unit| Stage { unit, from: day }).collect(),
    }
}

/// All decisions of a year that begins on `first`, in order.
pub fn story(spec: &CitySpec<'_>, first: Date) -> Vec<Planted> {
    let decided = |months: i32, units: Vec<String>, measure, (words, truth)| {
        let from = from(first, months);
        Planted { words, units, measure, from, review: from.saturating_add(REVIEW.days()), truth }
    };
    vec![
        decided(
            2,
            Vec::new(),
            None,
            ("Satgas sapu bersih pungutan liar dibentuk.", Truth::Nothing),
        ),
        decided(
            4,
            vec!["DISDUKCAPIL".to_owned()],
            Some("returned"),
            (
                "Surat edaran: berkas warga jangan sampai dikembalikan karena hal kecil.",
                Truth::Nothing,
            ),
        ),
        decided(
            WORKS,
            chosen(spec),
            Some("steps"),
            (
                "Surat keterangan tidak mampu di sebelas kelurahan disusun sekaligus saat diperiksa.",
                Truth::Less,
            ),
        ),
    ]
}

/// Writes the decisions down at their own times.
///
/// # Errors
/// When the mayor's account is missing or the database fails.
pub async fn run(app: &App, tenant: TenantId, story: &[Planted]) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let mayor = user(app, &mut tx, "walikota").await?;
    let mayor = Can::<Mayor>::load(&mut tx, &app.vault, mayor).await?;
    drop(tx);
    for decided in story {
        let said =
            Said { words: decided.words.to_owned(), from: decided.from, review: decided.review };
        let morning = decided.from.saturating_sub(3.days()).at(9, 0, 0, 0);
        let at = app.tz().to_timestamp(morning).map_err(Error::internal)?;
        let measure = decided.measure.map(str::to_owned);
        let units = decided.units.clone();
        let replay = Replay { app: app.clone(), at, units, measure, said, mayor: mayor.clone() };
        app.db.write(tenant, replay).await?;
    }
    settle(app, tenant).await
}
