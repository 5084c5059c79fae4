//! A report whose secret this browser holds.

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::db::Tx;
use platform::vault::is_secret;
use platform::web::view::with_cookie;
use platform::web::{Failure, Visitor, redirect};

use super::super::super::desk::{self, Seen};
use super::super::super::model::Viewer;
use super::super::super::store::{self, Row};
use super::super::words::{Names, url};

const COOKIE: &str = "laporan";
const DAYS: u64 = 90;

/// Adds the cookie that opens the report `number` in this browser.
///
/// # Errors
/// Never in practice: a secret has only letters and digits.
pub fn with_key(
    app: &App,
    response: Response,
    number: ApplicationNumber,
    secret: &Secret,
) -> Result<Response> {
    with_cookie(app, response, COOKIE, secret.expose(), format!("/lapor/{number}"), DAYS)
}

/// Whether `secret` is that of `row`.
pub(super) fn opens(row: &Row, secret: &Secret) -> bool {
    is_secret(&secret.expose(), &row.secret_hash)
}

/// The row of that number. Numbers cannot be tried without end.
///
/// # Errors
/// Not found, or too many tries from this address.
pub(super) async fn row(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    number: ApplicationNumber,
) -> Result<Row> {
    if let Some(row) = store::by_number(tx, number).await? {
        return Ok(row);
    }
    app.limits.form(visitor.address)?;
    Err(Error::new(Kind::NotFound, "complaint-number-unknown"))
}

/// A report whose secret this browser holds.
pub(super) struct Opened {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) seen: Seen,
    pub(super) secret: Secret,
    pub(super) names: Names,
    /// What was typed into a form that comes back.
    pub(super) typed: String,
}

/// A report of which this browser holds the number alone.
pub(super) struct Closed {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) row: Row,
}

/// What this browser may see.
pub(super) enum Access {
    Opened(Box<Opened>),
    Closed(Box<Closed>),
}

impl FromRequestParts<App> for Access {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, app).await;
        let visitor = visitor.map_err(|failure| failure.into_response())?;
        let path = Path::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        let path = path.map_err(|rejection| rejection.into_response())?;
        let typed = path.get("number").map(String::as_str).unwrap_or_default();
        let refuse = |error: Error| Failure(error).into_response();
        let number = ApplicationNumber::parse(typed).map_err(|_| refuse(Error::not_found()))?;
        // The cookie lies under the address with the number as printed.
        if typed != number.to_string() {
            return Err(redirect(&parts.uri.path().replacen(typed, &number.to_string(), 1)));
        }
        let jar = CookieJar::from_headers(&parts.headers);
        let secret = jar.get(COOKIE).and_then(|cookie| Secret::parse(cookie.value()).ok());
        look(app, visitor, number, secret).await.map_err(refuse)
    }
}

async fn look(
    app: &App,
    visitor: Visitor,
    number: ApplicationNumber,
    secret: Option<Secret>,
) -> Result<Access> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = row(&mut tx, app, &visitor, number).await?;
    let app = app.clone();
    let secret = match secret {
        Some(secret) if opens(&row, &secret) => secret,
        Some(_) => {
            app.limits.secret(&number.compact())?;
            return Ok(Access::Closed(Box::new(Closed { app, visitor, row })));
        }
        None => return Ok(Access::Closed(Box::new(Closed { app, visitor, row }))),
    };
    let seen = desk::see(&mut tx, &app, &Viewer::Reporter, number).await?;
    let names = Names::read(&mut tx, visitor.lang).await?;
    drop(tx);
    Ok(Access::Opened(Box::new(Opened { app, visitor, seen, secret, names, typed: String::new() })))
}

/// For pages that only the holder of the secret may use; everyone else is sent to where it is asked
/// for.
impl FromRequestParts<App> for Box<Opened> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Access::from_request_parts(parts, app).await? {
            Access::Opened(opened) => Ok(opened),
            Access::Closed(closed) => Err(redirect(&url(closed.row.number, ""))),
        }
    }
}
