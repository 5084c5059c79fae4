//! Ways to a report: its number, and its secret.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::words::{self, url};
use super::opened::{self, Closed, with_key};
use super::show::closed_page;

#[derive(Template)]
#[template(path = "complaints/templates/track.html")]
struct TrackPage {
    page: Page,
    typed: String,
    errors: Mistakes,
}

fn page(visitor: &Visitor, typed: String, errors: Mistakes) -> Response {
    let page = visitor.page("complaint-track-title").in_section("lapor");
    let page = page.with_error_if(!errors.is_empty());
    html(&TrackPage { page, typed, errors })
}

pub(super) async fn form(visitor: Visitor) -> Handled {
    Ok(page(&visitor, String::new(), Mistakes::default()))
}

#[derive(Deserialize)]
pub(super) struct Number {
    #[serde(default)]
    nomor: String,
}

pub(super) async fn find(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(Number { nomor }): PostForm<Number>,
) -> Handled {
    match known(&app, &visitor, &nomor).await {
        Ok(number) => Ok(redirect(&url(number, ""))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::NotFound) => {
            let errors = Mistakes::one("nomor", visitor.lang.error(&error));
            Ok(with_status(page(&visitor, nomor, errors), StatusCode::BAD_REQUEST))
        }
        Err(error) => Err(error.into()),
    }
}

async fn known(app: &App, visitor: &Visitor, typed: &str) -> Result<ApplicationNumber> {
    let number = words::number(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    opened::row(&mut tx, app, visitor, number).await.map(|row| row.number)
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    kode: String,
}

/// Opens the report with the secret that was typed.
pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    PostForm(Typed { kode }): PostForm<Typed>,
) -> Handled {
    let number = ApplicationNumber::parse(&number).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = opened::row(&mut tx, &app, &visitor, number).await?;
    drop(tx);
    app.limits.secret(&number.compact())?;
    let wrong = match Secret::parse(&kode) {
        Ok(secret) if opened::opens(&row, &secret) => {
            return Ok(with_key(&app, redirect(&url(number, "")), number, &secret)?);
        }
        Ok(_) => Error::invalid("complaint-secret-wrong"),
        Err(error) => Error::invalid("complaint-secret-form").context(error),
    };
    let errors = Mistakes::one("kode", visitor.lang.error(&wrong));
    let page = closed_page(&Closed { app, visitor, row }, false, errors).await?;
    Ok(with_status(page, StatusCode::BAD_REQUEST))
}
