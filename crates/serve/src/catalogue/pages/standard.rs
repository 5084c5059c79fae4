//! `GET /layanan/{code}/standar`: the fourteen components, in every published version, and the
//! difference of two.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::service::Standard;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::{ChangeView, component_name, published};
use crate::catalogue::model::{Span, Version, holding};

/// A component as a page shows it.
struct ComponentView {
    /// Its name in the law.
    name: String,
    /// Its lines.
    lines: Vec<String>,
    /// Whether someone checked it against the law.
    verified: bool,
}

impl ComponentView {
    /// All components of `standard`, in legal order.
    fn all(lang: Lang, standard: &Standard) -> Vec<Self> {
        let view = |known: &kernel::service::ComponentText| Self {
            name: component_name(lang, known.component),
            lines: known.text.get(lang.code()).lines().map(str::to_owned).collect(),
            verified: known.verified,
        };
        standard.components.iter().map(view).collect()
    }
}

/// A version in the list of versions.
struct VersionLine {
    version: i64,
    from: Date,
    ended_on: Option<Date>,
    holds: bool,
}

#[derive(Template)]
#[template(path = "catalogue/templates/standard.html")]
struct StandardPage {
    page: Page,
    code: String,
    name: String,
    version: i64,
    from: Date,
    /// Whether this version holds today.
    holds: bool,
    components: Vec<ComponentView>,
    versions: Vec<VersionLine>,
}

impl StandardPage {
    /// The version before this one in the list, to compare with.
    fn before(&self) -> Option<i64> {
        let older = self.versions.iter().filter(|known| known.version < self.version);
        older.map(|known| known.version).max()
    }
}

/// The version in force; when none holds today, the newest that did or will.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let versions = published(&mut tx, &code).await?;
    let version = current(&versions, app.today()).unwrap_or(versions[0].version);
    render(&app, &visitor, &code, &versions, version).map_err(Into::into)
}

pub(super) async fn version(
    State(app): State<App>,
    visitor: Visitor,
    Path((code, version)): Path<(String, String)>,
) -> Handled {
    let version = version.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let versions = published(&mut tx, &code).await?;
    render(&app, &visitor, &code, &versions, version).map_err(Into::into)
}

fn current(versions: &[Version], today: Date) -> Option<i64> {
    let spans: Vec<Span> = versions.iter().filter_map(Version::span).collect();
    holding(&spans, today)
}

fn find(versions: &[Version], version: i64) -> Result<&Version> {
    versions.iter().find(|known| known.version == version).ok_or_else(Error::not_found)
}

fn render(
    app: &App,
    visitor: &Visitor,
    code: &str,
    versions: &[Version],
    version: i64,
) -> Result<Response> {
    let shown = find(versions, version)?;
    let today = current(versions, app.today());
    let line = |known: &Version| VersionLine {
        version: known.version,
        from: known.standard.valid_from,
        ended_on: known.ended_on,
        holds: today == Some(known.version),
    };
    Ok(html(&StandardPage {
        page: visitor.page("catalogue-standard-title").in_section("layanan"),
        code: code.to_owned(),
        name: shown.standard.name.get(visitor.lang.code()).to_owned(),
        version,
        from: shown.standard.valid_from,
        holds: today == Some(version),
        components: ComponentView::all(visitor.lang, &shown.standard),
        versions: versions.iter().map(line).collect(),
    }))
}

/// Which two versions to compare.
#[derive(Deserialize)]
pub(super) struct Pair {
    dari: i64,
    ke: i64,
}

#[derive(Template)]
#[template(path = "catalogue/templates/compare.html")]
struct ComparePage {
    page: Page,
    code: String,
    name: String,
    from: i64,
    to: i64,
    changes: Vec<ChangeView>,
}

pub(super) async fn compare(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    pair: std::result::Result<Query<Pair>, axum::extract::rejection::QueryRejection>,
) -> Handled {
    let Query(pair) = pair.map_err(|_| Error::invalid("catalogue-error-compare"))?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let versions = published(&mut tx, &code).await?;
    let (old, new) = (find(&versions, pair.dari)?, find(&versions, pair.ke)?);
    Ok(html(&ComparePage {
        page: visitor.page("catalogue-compare-title").in_section("layanan"),
        name: new.standard.name.get(visitor.lang.code()).to_owned(),
        code,
        from: pair.dari,
        to: pair.ke,
        changes: ChangeView::all(visitor.lang, &old.standard, &new.standard),
    }))
}
