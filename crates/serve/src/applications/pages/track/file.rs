//! An application as its citizen asks for it: by number, with or without the secret.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, Secret};
use kernel::service::Standard;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Failure, Visitor, redirect};

use super::super::super::desk;
use super::super::super::store::{self, Application};
use super::super::super::verbs::File;
use super::key;
use crate::catalogue;
use crate::representatives::verbs::is_over;

/// An application whose secret this browser holds.
pub(super) struct Opened {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) file: File,
    pub(super) standard: Arc<Standard>,
    pub(super) unit: String,
    pub(super) secret: Secret,
}

/// An application of which this browser holds the number alone.
pub(super) struct Closed {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) row: Application,
    /// Its secret is that of a receiver whose mandate is over.
    pub(super) farewell: bool,
}

/// What this browser may see.
pub(super) enum Seen {
    /// Everything.
    Opened(Box<Opened>),
    /// State and date.
    Closed(Box<Closed>),
}

impl Opened {
    pub(super) fn lang(&self) -> Lang {
        self.visitor.lang
    }

    /// The row.
    pub(super) fn row(&self) -> &Application {
        &self.file.row
    }

    /// An address of this application; the empty rest is its own page.
    pub(super) fn url(&self, rest: &str) -> String {
        url(self.row().number, rest)
    }
}

/// An address of the application `number`.
pub(super) fn url(number: ApplicationNumber, rest: &str) -> String {
    if rest.is_empty() { format!("/lacak/{number}") } else { format!("/lacak/{number}/{rest}") }
}

/// The row of that number. Numbers cannot be tried without end: what is not there counts as a try.
///
/// # Errors
/// Not found, or too many tries from this address.
pub(super) async fn row(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    number: ApplicationNumber,
) -> Result<Application> {
    if let Some(row) = store::by_number(tx, number).await? {
        return Ok(row);
    }
    app.limits.form(visitor.address)?;
    Err(Error::new(Kind::NotFound, "applications-number-unknown"))
}

impl FromRequestParts<App> for Seen {
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
        let secret = key::from_cookie(&CookieJar::from_headers(&parts.headers));
        see(app, visitor, number, secret).await.map_err(refuse)
    }
}

async fn see(
    app: &App,
    visitor: Visitor,
    number: ApplicationNumber,
    secret: Option<Secret>,
) -> Result<Seen> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = row(&mut tx, app, &visitor, number).await?;
    let app = app.clone();
    let Some(secret) = secret else {
        return Ok(Seen::Closed(Box::new(Closed { app, visitor, row, farewell: false })));
    };
    if is_over(&mut tx, &app, &row, &secret).await? {
        return Ok(Seen::Closed(Box::new(Closed { app, visitor, row, farewell: true })));
    }
    if !key::opens(&row, &secret) {
        app.limits.secret(&number.compact())?;
        return Ok(Seen::Closed(Box::new(Closed { app, visitor, row, farewell: false })));
    }
    let standard = desk::standard_of(&mut tx, &row).await?;
    let units = catalogue::store::units(&mut tx).await?;
    let code = visitor.lang.code();
    let unit = units.get(&row.unit_code).map_or(row.unit_code.as_str(), |unit| unit.name(code));
    let unit = unit.to_owned();
    let file = File::of(&mut tx, &app, row).await?;
    drop(tx);
    Ok(Seen::Opened(Box::new(Opened { app, visitor, file, standard, unit, secret })))
}

/// For pages that only the holder of the secret may use; everyone else is sent to where it is
/// asked for.
impl FromRequestParts<App> for Box<Opened> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Seen::from_request_parts(parts, app).await? {
            Seen::Opened(opened) => Ok(opened),
            Seen::Closed(closed) => Err(redirect(&url(closed.row.number, ""))),
        }
    }
}
