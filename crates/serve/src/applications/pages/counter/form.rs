//! `GET /petugas/loket/layanan/{service}`: the whole form on one page.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Officer};
use platform::web::{Handled, Page, Visitor, html};

use super::super::super::store::{self, Kelurahan};
use super::super::officer::parts::Mistakes;
use super::super::words;
use super::fields::{Fields, Writer};
use crate::catalogue::promise_text;
use crate::catalogue::store::{InForce, standard};
use platform::web::view::with_status;

#[derive(Template)]
#[template(path = "applications/templates/officer/counter_form.html")]
struct FormPage {
    page: Page,
    code: String,
    service: String,
    fee: String,
    promise: String,
    fields: Fields,
    errors: Mistakes,
    helped: bool,
    /// The counter that served somebody from the queue: its unit and number.
    counter: String,
}

/// Field of the counter to which the officer goes back, such as `DISDUKCAPIL.2`.
pub(super) const COUNTER: &str = "antrean";

/// That counter, when what came has its shape.
pub(super) fn counter_of(fields: &BTreeMap<String, String>) -> Option<&str> {
    let (unit, number) = fields.get(COUNTER)?.rsplit_once('.')?;
    let code = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let known = !unit.is_empty() && unit.chars().all(code) && number.parse::<u8>().is_ok();
    known.then_some(fields.get(COUNTER)?)
}

/// A service that can be applied for today, with the city's kelurahan.
pub(super) struct Service {
    pub(super) in_force: InForce,
    pub(super) kelurahan: Vec<Kelurahan>,
}

/// The service of that code.
pub(super) async fn service(app: &App, visitor: &Visitor, code: &str) -> Result<Service> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let in_force = standard(&mut tx, code, app.today()).await?.ok_or_else(Error::not_found)?;
    Ok(Service { in_force, kelurahan: store::kelurahan(&mut tx).await? })
}

/// The empty form.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _officer: Can<Officer>,
    Path(code): Path<String>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Handled {
    let service = service(&app, &visitor, &code).await?;
    let typed = counter_of(&asked).map(|counter| (COUNTER.to_owned(), counter.to_owned()));
    let typed = typed.into_iter().collect();
    Ok(page(&visitor, &service, &typed, Mistakes::default()))
}

/// The form with what was typed and what must be mended.
pub(super) fn page(
    visitor: &Visitor,
    service: &Service,
    typed: &BTreeMap<String, String>,
    errors: Mistakes,
) -> axum::response::Response {
    let standard = &service.in_force.standard;
    let lang = visitor.lang;
    let kelurahan = &service.kelurahan;
    let fields = Writer { lang, standard, kelurahan, typed, mistakes: &errors }.fields();
    let wrong = !errors.is_empty();
    let helped = typed.get(super::super::super::form::WHO).is_some_and(|who| who != "oneself");
    let title = standard.name.get(lang.code()).to_owned();
    let page = html(&FormPage {
        page: visitor.page_titled(title.clone()).in_section("loket").with_error_if(wrong),
        code: standard.code.clone(),
        service: title,
        fee: words::fee_of(lang, standard),
        promise: promise_text(lang, standard.promise),
        fields,
        errors,
        helped,
        counter: counter_of(typed).unwrap_or_default().to_owned(),
    });
    if wrong { with_status(page, StatusCode::BAD_REQUEST) } else { page }
}
