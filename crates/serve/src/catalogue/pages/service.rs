//! `GET /layanan/{code}`: what it is, what it costs, how long it takes, what to bring; and the list
//! to bring on paper.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::error::Result;
use kernel::service::Standard;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use crate::applications::practice;
use crate::catalogue::store;
use crate::catalogue::view::Service;

/// The start page of a service. A preview is the same page with a notice on top.
#[derive(Template)]
#[template(path = "catalogue/templates/service.html")]
struct ServicePage {
    page: Page,
    service: Service,
    /// On how many of ten files the promise was kept; none while there are too few to say.
    of_ten: Option<i64>,
    /// The version that is previewed.
    preview: Option<i64>,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = super::in_force(&app, &mut tx, &code).await?;
    let kept = practice::of(&mut tx, &code, app.today()).await?;
    drop(tx);
    render(&app, &visitor, &found.standard, kept.of_ten(), None).await.map_err(Into::into)
}

/// The page of a version that is not in force, exactly as citizens would see it.
pub(crate) async fn preview(
    app: &App,
    visitor: &Visitor,
    standard: &Arc<Standard>,
    version: i64,
) -> Result<Response> {
    render(app, visitor, standard, None, Some(version)).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    standard: &Standard,
    of_ten: Option<i64>,
    preview: Option<i64>,
) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = store::all_units(&mut tx).await?;
    let service = Service::new(visitor.lang, standard, &units);
    let page = visitor.page_titled(service.name.clone()).in_section("layanan");
    Ok(html(&ServicePage { page, service, of_ten, preview }))
}

#[derive(Template)]
#[template(path = "catalogue/templates/bring.html")]
struct BringPage {
    page: Page,
    service: Service,
}

pub(super) async fn bring(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = super::in_force(&app, &mut tx, &code).await?;
    let units = store::all_units(&mut tx).await?;
    let service = Service::new(visitor.lang, &found.standard, &units);
    let page = visitor.page("catalogue-bring-title").in_section("layanan");
    Ok(html(&BringPage { page, service }))
}
