//! Ways to an application: its number, its secret, the link of the receipt, the short link.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::file::{self, Closed};
use super::{key, limited};
use crate::representatives::verbs::is_over;
use platform::web::view::{Mistakes, with_status};

#[derive(Template)]
#[template(path = "applications/templates/citizen/track.html")]
struct TrackPage {
    page: Page,
    typed: String,
    errors: Mistakes,
}

fn page(visitor: &Visitor, typed: String, errors: Mistakes) -> Response {
    let page = visitor.page("applications-track-title").in_section("lacak");
    let page = page.with_error_if(!errors.is_empty());
    html(&TrackPage { page, typed, errors })
}

/// Where a number is typed.
pub(super) async fn form(visitor: Visitor) -> Handled {
    Ok(page(&visitor, String::new(), Mistakes::default()))
}

#[derive(Deserialize)]
pub(super) struct Number {
    #[serde(default)]
    nomor: String,
}

/// Goes to the application of a typed number.
pub(super) async fn find(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(Number { nomor }): PostForm<Number>,
) -> Handled {
    match known(&app, &visitor, &nomor).await {
        Ok(number) => Ok(redirect(&file::url(number, ""))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::NotFound) => {
            let errors = Mistakes::one("nomor", visitor.lang.error(&error));
            Ok(with_status(page(&visitor, nomor, errors), StatusCode::BAD_REQUEST))
        }
        Err(error) => Err(error.into()),
    }
}

async fn known(app: &App, visitor: &Visitor, typed: &str) -> Result<ApplicationNumber> {
    let number = ApplicationNumber::parse(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    file::row(&mut tx, app, visitor, number).await.map(|row| row.number)
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    kode: String,
}

/// Opens the application with the secret that was typed.
pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    PostForm(Typed { kode }): PostForm<Typed>,
) -> Handled {
    match unlock(&app, &visitor, &number, &kode).await {
        Ok((number, secret)) => {
            Ok(key::with_key(&app, redirect(&file::url(number, "")), number, &secret)?)
        }
        Err(error) if error.kind() == Kind::Invalid => {
            let closed = closed(&app, visitor, &number).await?;
            let message = closed.visitor.lang.error(&error);
            let page = limited::page(&closed, Some(message))?;
            Ok(with_status(page, StatusCode::BAD_REQUEST))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /lacak/{number}/{secret}`: the link of the receipt's QR. Goes on to the clean address, so
/// that the secret does not stay in sight.
pub(super) async fn by_link(
    State(app): State<App>,
    visitor: Visitor,
    Path((number, secret)): Path<(String, String)>,
) -> Handled {
    match unlock(&app, &visitor, &number, &secret).await {
        Ok((number, secret)) => {
            Ok(key::with_key(&app, redirect(&file::url(number, "")), number, &secret)?)
        }
        // A link that was copied wrongly is an address that does not exist.
        Err(error) if error.kind() == Kind::Invalid => Err(Error::not_found().into()),
        Err(error) => Err(error.into()),
    }
}

/// The number and the secret, when they belong together.
async fn unlock(
    app: &App,
    visitor: &Visitor,
    number: &str,
    typed: &str,
) -> Result<(ApplicationNumber, Secret)> {
    let number = ApplicationNumber::parse(number).map_err(|_| Error::not_found())?;
    app.limits.secret(&number.compact())?;
    let secret = Secret::parse(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = file::row(&mut tx, app, visitor, number).await?;
    if key::opens(&row, &secret) || is_over(&mut tx, app, &row, &secret).await? {
        return Ok((number, secret));
    }
    Err(Error::invalid("applications-secret-wrong"))
}

async fn closed(app: &App, visitor: Visitor, number: &str) -> Result<Closed> {
    let number = ApplicationNumber::parse(number).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = file::row(&mut tx, app, &visitor, number).await?;
    drop(tx);
    Ok(Closed { app: app.clone(), visitor, row, farewell: false })
}

/// `GET /{number}`: the short link of messages.
pub(super) async fn short(Path(number): Path<String>) -> Handled {
    let eight = number.len() == 8 || (number.len() == 9 && number.as_bytes()[4] == b'-');
    let number = ApplicationNumber::parse(&number).ok().filter(|_| eight);
    let number = number.ok_or_else(Error::not_found)?;
    Ok(redirect(&file::url(number, "")))
}
