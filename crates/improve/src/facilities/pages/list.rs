//! `GET /perbaikan/fasilitas`: offices with condition, crowding, cost and next repair; and everything
//! to mend in its order.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use jiff::ToSpan as _;
use kernel::error::Result;
use kernel::money::Rupiah;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::findings::Known;
use super::super::items;
use super::super::model::{CountReports, Repair};
use super::super::rules;
use super::super::store::Office;
use super::{BASE, words};
use crate::events::log::midnight;
use crate::viewer::Viewer;

/// Repairs on the page.
const SHOWN: usize = 50;

/// What another context counts, for the pages.
#[derive(Clone, Copy)]
pub(super) struct Reports(pub(super) CountReports);

impl Reports {
    /// Reports about facilities by unit, as far as the city looks back.
    pub(super) async fn count(self, app: &App, visitor: &Visitor) -> Result<BTreeMap<String, i64>> {
        let days = app.rulebook.count("facility.report_days", app.today())?;
        let since = midnight(app, app.today().saturating_sub(days.days()))?;
        (self.0)(app, visitor.tenant.id, since).await
    }
}

struct Row {
    href: String,
    name: String,
    looked: String,
    access_kind: &'static str,
    access: String,
    crowding: String,
    reports: i64,
    cost: String,
    next: String,
}

struct Line {
    rank: usize,
    href: String,
    office: String,
    item: String,
    kind: &'static str,
    fault: String,
    severity: u8,
    people: String,
    cost: String,
}

#[derive(Template)]
#[template(path = "facilities/templates/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    lines: Vec<Line>,
    /// Repairs that do not fit on the page.
    more: usize,
}

/// All offices that the viewer looks at.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Extension(reports): Extension<Reports>,
) -> Handled {
    let lang = visitor.lang;
    let reports = reports.count(&app, &visitor).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = Known::load(&mut tx, &app).await?;
    drop(tx);
    let mut repairs = known.repairs();
    repairs.retain(|repair| viewer.covers(&repair.unit));
    let seen = known.offices.iter().filter(|office| viewer.covers(&office.unit));
    let row = |office: &Office| Row {
        reports: reports.get(&office.unit).copied().unwrap_or(0),
        ..row(lang, &known, office, &repairs)
    };
    let rows = seen.map(row).collect();
    let more = repairs.len().saturating_sub(SHOWN);
    let lines = repairs.iter().take(SHOWN).map(|repair| line(lang, &known, repair)).collect();
    let page = visitor.page("facilities-title").in_section("fasilitas");
    Ok(html(&ListPage { page, rows, lines, more }))
}

fn row(lang: Lang, known: &Known, office: &Office, repairs: &[Repair]) -> Row {
    let unit = office.unit.as_str();
    let own: Vec<&Repair> = repairs.iter().filter(|repair| repair.unit == unit).collect();
    let sum: i64 = own.iter().filter_map(|repair| repair.cost).map(Rupiah::get).sum();
    let (access_kind, access) = words::access(lang, &known.access(unit));
    let all = items::on(known.today).count();
    let looked = known.looks(unit).filter(|look| items::find(&look.item, known.today).is_some());
    Row {
        href: format!("{BASE}/{unit}"),
        name: office.name.get(lang.code()).to_owned(),
        looked: lang.with(
            "facilities-looked",
            &[("count", looked.count().to_string()), ("all", all.to_string())],
        ),
        access_kind,
        access,
        crowding: crowding(lang, known, unit),
        reports: 0,
        cost: if sum > 0 { Rupiah::new(sum).to_string() } else { String::new() },
        next: own.first().map_or_else(String::new, |r| words::item(lang, &r.item, known.today)),
    }
}

/// How full the waiting room was in the last counted week.
pub(super) fn crowding(lang: Lang, known: &Known, unit: &str) -> String {
    let weeks = known.weeks(unit);
    let Some(week) = weeks.last() else { return lang.t("facilities-crowd-unknown") };
    let key = if week.is_crowded() { "facilities-crowd-over" } else { "facilities-crowd-fits" };
    lang.with(
        key,
        &[
            ("peak", week.peak.to_string()),
            ("seats", week.seats.to_string()),
            ("weeks", rules::weeks_in_row(weeks).to_string()),
        ],
    )
}

fn line(lang: Lang, known: &Known, repair: &Repair) -> Line {
    let office = known.offices.iter().find(|office| office.unit == repair.unit);
    Line {
        rank: repair.rank,
        href: format!("{BASE}/{}/{}", repair.unit, repair.item),
        office: office.map_or_else(String::new, |one| one.name.get(lang.code()).to_owned()),
        item: words::item(lang, &repair.item, known.today),
        kind: words::kind(Some(repair.fault)),
        fault: words::fault(lang, Some(repair.fault)),
        severity: repair.severity,
        people: lang.decimal(repair.people_per_day, 0),
        cost: words::cost(lang, repair.cost),
    }
}
