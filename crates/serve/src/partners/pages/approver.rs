//! `/pengesah/mitra`: contracts that wait for a second person.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::Kind;
use platform::App;
use platform::auth::{Approver, Can};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::State as Stage;
use super::super::store;
use super::super::verbs::Decide;
use super::compare::{Shown, shown};
use super::{Fields, id, text};

#[derive(Template)]
#[template(path = "partners/templates/approver.html")]
struct ApproverPage {
    page: Page,
    partners: Vec<Shown>,
    errors: Mistakes,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    approver: Can<Approver>,
) -> Handled {
    write(&app, &visitor, &approver, Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    approver: &Can<Approver>,
    errors: Mistakes,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut partners = Vec::new();
    for partner in store::all(&mut tx).await? {
        if partner.state == Stage::Proposed && approver.covers(&partner.terms.unit) {
            partners.push(shown(&mut tx, app, visitor.lang, &partner).await?);
        }
    }
    let page = visitor.page("partners-approver-title").in_section("penata");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&ApproverPage { page, partners, errors }), status))
}

pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    approver: Can<Approver>,
    Path(partner): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let agree = match text(&typed, "jawab") {
        "setuju" => true,
        "tolak" => false,
        _ => return Err(Error::not_found().into()),
    };
    let decide =
        Decide { app: app.clone(), partner: id(&partner)?, approver: approver.clone(), agree };
    match app.db.write(visitor.tenant.id, decide).await {
        Ok(()) => Ok(redirect("/pengesah/mitra")),
        Err(error) if error.key() == "partners-four-eyes" || error.kind() == Kind::Conflict => {
            let errors = Mistakes::one(format!("mitra-{partner}"), visitor.lang.error(&error));
            write(&app, &visitor, &approver, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
