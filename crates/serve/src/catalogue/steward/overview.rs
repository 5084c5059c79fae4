//! `GET /penata`: all services with what waits; `GET /penata/{code}`: one service, its versions,
//! what changed and what can be done; and the preview.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Role;
use platform::App;
use platform::auth::Desk;
use platform::web::{Handled, Page, Visitor, html};

use crate::catalogue::model::{self, Span, State as Stage, Version, holding};
use crate::catalogue::pages::{ChangeView, component_name};
use crate::catalogue::store;
use crate::catalogue::view::{key, unit_name};

/// A service in the list.
struct Line {
    code: String,
    name: String,
    unit: String,
    version: i64,
    state: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "catalogue/templates/desk.html")]
struct ListPage {
    page: Page,
    /// Those with an open version.
    waiting: Vec<Line>,
    /// The others.
    settled: Vec<Line>,
}

fn chip(state: Stage) -> &'static str {
    match state {
        Stage::Published => "good",
        Stage::Draft | Stage::Proposed | Stage::Approved => "warn",
        Stage::Withdrawn => "muted",
    }
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor, _: Desk) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = store::all_units(&mut tx).await?;
    let line = |known: &Version| Line {
        code: known.standard.code.clone(),
        name: known.standard.name.get(lang.code()).to_owned(),
        unit: unit_name(lang, &known.standard.unit, &units),
        version: known.version,
        state: lang.t(&key("catalogue-state", known.state.code())),
        kind: chip(known.state),
    };
    let (waiting, settled): (Vec<Version>, Vec<Version>) =
        store::newest(&mut tx).await?.into_iter().partition(|known| known.state.is_open());
    Ok(html(&ListPage {
        page: visitor.page("catalogue-desk-title").in_section("penata"),
        waiting: waiting.iter().map(line).collect(),
        settled: settled.iter().map(line).collect(),
    }))
}

/// A version in the history of a service.
struct VersionLine {
    version: i64,
    state: String,
    kind: &'static str,
    from: Option<Date>,
    holds: bool,
    note: String,
}

/// What the page offers to do with the newest version.
#[derive(Default)]
struct Offers {
    edit: bool,
    propose: bool,
    approve: bool,
    publish: bool,
    withdraw: bool,
    /// The person edited it and so may not approve it.
    own: bool,
}

impl Offers {
    fn new(desk: &Desk, newest: &Version) -> Self {
        let unit = &newest.standard.unit;
        let steward = desk.has(Role::Steward, unit);
        let approver = desk.has(Role::Approver, unit);
        let own = newest.editors.contains(&desk.user());
        let is = |state: Stage| newest.state == state;
        Self {
            edit: steward && !is(Stage::Proposed) && !is(Stage::Approved),
            propose: steward && is(Stage::Draft),
            approve: approver && is(Stage::Proposed) && !own,
            publish: steward && is(Stage::Approved),
            withdraw: approver && is(Stage::Published),
            own: approver && is(Stage::Proposed) && own,
        }
    }
}

#[derive(Template)]
#[template(path = "catalogue/templates/desk_service.html")]
struct ServicePage {
    page: Page,
    code: String,
    name: String,
    unit: String,
    /// The newest version.
    version: i64,
    state: String,
    kind: &'static str,
    note: String,
    offers: Offers,
    /// Names of components without a text.
    missing: Vec<String>,
    /// The version that the newest is compared with, and what changed.
    base: Option<i64>,
    changes: Vec<ChangeView>,
    versions: Vec<VersionLine>,
    tomorrow: Date,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    desk: Desk,
    Path(code): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = store::all_units(&mut tx).await?;
    let versions = store::versions(&mut tx, &code).await?;
    let newest = versions.first().ok_or_else(Error::not_found)?;
    let spans: Vec<Span> = versions.iter().filter_map(Version::span).collect();
    let today = holding(&spans, app.today());
    let state = |known: &Version| lang.t(&key("catalogue-state", known.state.code()));
    let line = |known: &Version| VersionLine {
        version: known.version,
        state: state(known),
        kind: chip(known.state),
        from: known.span().map(|span| span.from),
        holds: today == Some(known.version),
        note: known.note.clone(),
    };
    let older = || versions.iter().skip(1);
    let base = older().find(|known| today == Some(known.version)).or_else(|| older().next());
    let missing = model::missing(&newest.standard);
    Ok(html(&ServicePage {
        page: visitor.page_titled(newest.standard.name.get(lang.code())).in_section("penata"),
        name: newest.standard.name.get(lang.code()).to_owned(),
        unit: unit_name(lang, &newest.standard.unit, &units),
        version: newest.version,
        state: state(newest),
        kind: chip(newest.state),
        note: newest.note.clone(),
        offers: Offers::new(&desk, newest),
        missing: missing.into_iter().map(|component| component_name(lang, component)).collect(),
        base: base.map(|known| known.version),
        changes: base
            .map_or_else(Vec::new, |base| ChangeView::all(lang, &base.standard, &newest.standard)),
        versions: versions.iter().map(line).collect(),
        tomorrow: app.today().tomorrow().map_err(Error::internal)?,
        code,
    }))
}

/// The start page of a version, as citizens would see it.
pub(super) async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    _: Desk,
    Path((code, version)): Path<(String, String)>,
) -> Handled {
    let version = version.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = store::by_version(&mut tx, &code, version).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    let page = crate::catalogue::pages::preview(&app, &visitor, &found.standard, version).await?;
    Ok(page)
}
