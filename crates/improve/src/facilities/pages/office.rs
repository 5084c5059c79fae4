//! `GET /perbaikan/fasilitas/{unit}`: what was found in one office.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use kernel::Error;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::findings::Known;
use super::super::items::{self, Item};
use super::super::rules;
use super::super::store;
use super::list::{Reports, crowding};
use super::{BASE, words};
use crate::viewer::Viewer;

struct Row {
    href: String,
    name: String,
    required: bool,
    norm: String,
    found: String,
    kind: &'static str,
    fault: String,
    cost: String,
    day: String,
}

#[derive(Template)]
#[template(path = "facilities/templates/office.html")]
struct OfficePage {
    page: Page,
    heading: String,
    public: String,
    access_kind: &'static str,
    access: String,
    misses: String,
    crowding: String,
    reports: i64,
    looked: String,
    rows: Vec<Row>,
    audits: bool,
}

/// One office.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Extension(reports): Extension<Reports>,
    Path(unit): Path<String>,
) -> Handled {
    if !viewer.covers(&unit) {
        return Err(Error::not_found().into());
    }
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let office = store::office(&mut tx, &unit).await?;
    let known = Known::load(&mut tx, &app).await?;
    drop(tx);
    let reports = reports.count(&app, &visitor).await?;
    let access = known.access(&unit);
    let (access_kind, words) = words::access(lang, &access);
    let last = store::last_at(known.looks(&unit));
    Ok(html(&OfficePage {
        page: visitor.page("facilities-title").in_section("fasilitas"),
        heading: office.name.get(lang.code()).to_owned(),
        public: format!("/kantor/{unit}"),
        access_kind,
        access: words,
        misses: words::misses(lang, &access, known.today),
        crowding: crowding(lang, &known, &unit),
        reports: reports.get(&unit).copied().unwrap_or(0),
        looked: last.map(|at| lang.date(app.tz().to_datetime(at).date())).unwrap_or_default(),
        rows: items::on(known.today).map(|item| row(&app, lang, &known, (&unit, item))).collect(),
        audits: viewer.leads(&unit) || viewer.coordinates(),
    }))
}

fn row(app: &App, lang: Lang, known: &Known, (unit, item): (&str, &Item)) -> Row {
    let look = known.look(unit, &item.code);
    let crowded = known.crowded(unit).is_some();
    let fault = look.and_then(|look| rules::fault(item, &look.found, crowded));
    Row {
        href: format!("{BASE}/{unit}/{}", item.code),
        name: item.name.get(lang.code()).to_owned(),
        required: item.required,
        norm: words::norm(lang, item),
        found: look.map_or_else(
            || lang.t("facilities-not-looked"),
            |look| words::found(lang, item, &look.found),
        ),
        kind: look.map_or("", |_| words::kind(fault)),
        fault: match look {
            Some(_) if fault.is_none() => lang.t("facilities-fine"),
            _ => words::fault(lang, fault),
        },
        cost: look.and_then(|look| look.found.cost).map(|c| c.to_string()).unwrap_or_default(),
        day: look.map(|look| lang.date(app.tz().to_datetime(look.at).date())).unwrap_or_default(),
    }
}
