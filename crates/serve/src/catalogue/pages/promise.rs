//! `GET /maklumat`: what offices promise in public, signed by their heads (UU 25/2009 Art 22).

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use kernel::Error;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use crate::applications::practice;
use crate::catalogue::model::MaklumatState;
use crate::catalogue::store;
use crate::catalogue::view::{Row, unit_name};

/// An office in the list.
struct Line {
    code: String,
    name: String,
    /// The day of the signature of the promise in force; none when there is no promise yet.
    signed_on: Option<Date>,
}

#[derive(Template)]
#[template(path = "catalogue/templates/promises.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let promises = store::maklumats(&mut tx).await?;
    let published = || promises.iter().filter(|known| known.state == MaklumatState::Published);
    let line = |unit: store::Unit| Line {
        signed_on: published().find(|known| known.unit == unit.code).and_then(|p| p.signed_on),
        name: unit.name(visitor.lang.code()).to_owned(),
        code: unit.code,
    };
    let lines = store::units(&mut tx).await?.into_values().map(line).collect();
    let page = visitor.page("catalogue-promise-list-title").in_section("layanan");
    Ok(html(&ListPage { page, lines }))
}

#[derive(Template)]
#[template(path = "catalogue/templates/promise.html")]
struct PromisePage {
    page: Page,
    unit: String,
    /// Lines of the promise; none when there is no promise yet.
    lines: Vec<String>,
    version: i64,
    signed_on: Option<Date>,
    rows: Vec<Row>,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = store::units(&mut tx).await?;
    if !units.contains_key(&code) {
        return Err(Error::not_found().into());
    }
    let promises = store::maklumat_of(&mut tx, &code).await?;
    let promise = promises.into_iter().find(|known| known.state == MaklumatState::Published);
    let practice = practice::all(&mut tx, app.today()).await?;
    let services = store::in_force(&mut tx, app.today()).await?;
    let own = services.iter().map(|known| &known.standard).filter(|known| known.unit == code);
    let text = promise.as_ref().map_or("", |known| known.text.get(lang.code()));
    Ok(html(&PromisePage {
        page: visitor.page("catalogue-promise-title").in_section("layanan"),
        unit: unit_name(lang, &code, &units),
        lines: text.lines().map(str::to_owned).collect(),
        version: promise.as_ref().map_or(0, |known| known.version),
        signed_on: promise.and_then(|known| known.signed_on),
        rows: own.map(|known| Row::new(lang, known, practice.get(&known.code))).collect(),
    }))
}
