//! `GET /perbaikan/reformasi/{kode}/fakta`: the facts behind a month of a measure, as far as the log
//! shows them.

use askama::Template;
use axum::extract::{Path, Query, State};
use std::ops::Range;

use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Positioned, SubjectKind};
use platform::App;
use platform::db::Tx;
use platform::journal;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::measures::{Measure, measure};
use super::super::reader::is_late;
use super::super::{rules, store};
use super::overview::month;
use super::words;
use crate::city::Units;
use crate::events::log::midnight;
use crate::viewer::Viewer;

/// Facts on one page.
const MOST: usize = 50;
/// Facts that are looked at for one page.
const LOOKED_AT: i64 = 20_000;

struct Line {
    entry: i64,
    kind: String,
    at: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "reform/templates/facts.html")]
struct FactsPage {
    page: Page,
    back: String,
    name: String,
    month: String,
    lines: Vec<Line>,
    next: String,
}

/// What is asked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    bulan: String,
    unit: String,
    setelah: i64,
}

/// Facts of a month, in the order of the log.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let found = measure(&code).ok_or_else(Error::not_found)?;
    let day = rules::first_day(&asked.bulan).map_err(|_| Error::not_found())?;
    let allowed =
        if asked.unit.is_empty() { viewer.units().is_none() } else { viewer.covers(&asked.unit) };
    if !allowed {
        return Err(Error::not_found().into());
    }
    let month_of = midnight(&app, day)?..midnight(&app, day.saturating_add(1.month()))?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (first, last) = store::span(&mut tx, &asked.bulan).await?.unwrap_or_default();
    let wanted = Wanted { measure: &found, unit: &asked.unit, month: month_of, last };
    let (facts, more) = gather(&mut tx, &wanted, asked.setelah.max(first - 1)).await?;
    let names = Units::load(&mut tx, lang).await?;
    drop(tx);
    let href = format!("/perbaikan/reformasi/{code}");
    let next = |after: i64| {
        format!("{href}/fakta?bulan={}&unit={}&setelah={after}", asked.bulan, asked.unit)
    };
    let line = |(fact, unit): &(Positioned, String)| Line {
        entry: fact.position - 1,
        kind: fact.kind.clone(),
        at: lang.moment(fact.recorded_at, app.tz()),
        unit: if unit.is_empty() { String::new() } else { names.name(unit) },
    };
    Ok(html(&FactsPage {
        lines: facts.iter().map(line).collect(),
        next: more.map(next).unwrap_or_default(),
        name: words::name(lang, &found),
        month: month(lang, &asked.bulan)?,
        page: visitor.page("reform-facts-title").in_section("reformasi"),
        back: format!("{href}?unit={}", asked.unit),
    }))
}

/// Which facts are asked for.
struct Wanted<'a> {
    measure: &'a Measure,
    /// Code of the unit; empty for all.
    unit: &'a str,
    month: Range<Timestamp>,
    /// No fact of the month lies behind this position.
    last: i64,
}

impl Wanted<'_> {
    fn is(&self, fact: &Positioned) -> bool {
        self.measure.kinds.contains(&fact.kind.as_str())
            && self.month.contains(&fact.recorded_at)
            && (self.measure.code != "written-late" || is_late(fact))
    }
}

/// Wanted facts after a position, each with its unit, and where the next page begins, if there may be
/// more.
async fn gather(
    tx: &mut Tx<'_>,
    wanted: &Wanted<'_>,
    start: i64,
) -> Result<(Vec<(Positioned, String)>, Option<i64>)> {
    let (mut found, mut at) = (Vec::new(), start);
    while at < wanted.last {
        for fact in journal::facts_after(tx, at, 500).await? {
            at = fact.position;
            if wanted.is(&fact) {
                let unit = unit_of(tx, &fact).await?;
                if wanted.unit.is_empty() || wanted.unit == unit {
                    found.push((fact, unit));
                }
            }
            if found.len() == MOST || at - start >= LOOKED_AT {
                return Ok((found, Some(at).filter(|at| *at < wanted.last)));
            }
        }
    }
    Ok((found, None))
}

/// The unit that a fact counts for: of a file the one that owes it, else whoever owns its clock.
async fn unit_of(tx: &mut Tx<'_>, fact: &Positioned) -> Result<String> {
    if fact.subject.kind == SubjectKind::Application
        && let Some(case) = store::case(tx, fact.subject.id).await?
        && !case.unit.is_empty()
    {
        return Ok(case.unit);
    }
    Ok(fact.clocks.first().map(|clock| clock.owner.clone()).unwrap_or_default())
}
