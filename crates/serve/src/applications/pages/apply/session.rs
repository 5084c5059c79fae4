//! A visitor with an open draft: what every page of the form starts from.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, DraftCode};
use kernel::service::Standard;
use platform::App;
use platform::i18n::Lang;
use platform::uploads::NewUpload;
use platform::web::{Failure, Page, Visitor, html, redirect};

use super::super::super::draft::{self, Body, Draft, Save};
use super::super::super::form::{self, Step};
use super::super::super::store::{self, Kelurahan};
use crate::catalogue;
use platform::web::view::with_status;

/// Cookie that remembers, under the path of a draft, which application it became.
pub(super) const SENT: &str = "terkirim";

/// How often a change is tried again after another page changed the same draft.
const TRIES: usize = 3;

/// A visitor with an open draft.
pub(super) struct Session {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) code: DraftCode,
    pub(super) draft: Draft,
    pub(super) standard: Arc<Standard>,
    pub(super) kelurahan: Vec<Kelurahan>,
}

#[derive(Template)]
#[template(path = "applications/templates/citizen/gone.html")]
struct GonePage {
    page: Page,
}

impl FromRequestParts<App> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, app).await;
        let visitor = visitor.map_err(|failure| failure.into_response())?;
        let jar = CookieJar::from_headers(&parts.headers);
        let path = Path::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        let path = path.map_err(|rejection| rejection.into_response())?;
        let typed = path.get("draft").map(String::as_str).unwrap_or_default();
        match open(app, &visitor, typed).await {
            Ok(session) => Ok(session),
            Err(error) if error.kind() == Kind::NotFound => Err(missing(app, &visitor, &jar)),
            Err(error) => Err(Failure(error).into_response()),
        }
    }
}

async fn open(app: &App, visitor: &Visitor, typed: &str) -> Result<Session> {
    let code = DraftCode::parse(typed).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let draft = draft::find(&mut tx, app, &code).await?;
    let version = draft.standard_version;
    let standard = catalogue::store::by_version(&mut tx, &draft.service, version).await?;
    let unknown = || Error::internal(format!("a draft under an unknown standard {version}"));
    let standard = standard.ok_or_else(unknown)?.standard;
    let kelurahan = store::kelurahan(&mut tx).await?;
    let (app, visitor) = (app.clone(), visitor.clone());
    Ok(Session { app, visitor, code, draft, standard, kelurahan })
}

/// A draft that is not there: handed in from this browser, or gone. Codes cannot be tried without
/// end.
fn missing(app: &App, visitor: &Visitor, jar: &CookieJar) -> Response {
    let sent = jar.get(SENT).and_then(|cookie| ApplicationNumber::parse(cookie.value()).ok());
    if let Some(number) = sent {
        return redirect(&format!("/lacak/{number}/diterima"));
    }
    if let Err(error) = app.limits.form(visitor.address) {
        return Failure(error).into_response();
    }
    let page = visitor.page("applications-gone-title").in_section("layanan");
    with_status(html(&GonePage { page }), StatusCode::NOT_FOUND)
}

impl Session {
    /// The visitor's language.
    pub(super) fn lang(&self) -> Lang {
        self.visitor.lang
    }

    /// What has been filled in.
    pub(super) fn body(&self) -> &Body {
        &self.draft.body
    }

    /// The steps as they are now.
    pub(super) fn steps(&self) -> Vec<Step> {
        form::steps(&self.standard, &self.draft.body)
    }

    /// The step of that slug, when it is asked now.
    pub(super) fn step(&self, slug: &str) -> Option<Step> {
        self.steps().into_iter().find(|step| step.slug == slug)
    }

    /// An address of this form; the empty rest is the task list.
    pub(super) fn url(&self, rest: &str) -> String {
        let code = self.code.expose();
        if rest.is_empty() { format!("/ajukan/{code}") } else { format!("/ajukan/{code}/{rest}") }
    }

    /// Where to go after the step `slug`.
    pub(super) fn after(&self, slug: &str, back: &Back) -> String {
        let steps = self.steps();
        match form::next(&steps, self.body(), Some(slug)) {
            Some(next) if !back.is_check() => self.url(&next.slug),
            _ => self.url("periksa"),
        }
    }

    /// Changes the draft and keeps it. When another page changed it meanwhile, the change is made
    /// to what that page left, so that neither is lost.
    pub(super) async fn keep(
        &mut self,
        upload: Option<NewUpload>,
        change: impl Fn(&mut Body),
    ) -> Result<()> {
        let tenant = self.visitor.tenant.id;
        for _ in 0..TRIES {
            let mut draft = self.draft.clone();
            change(&mut draft.body);
            let save = Save { draft: draft.clone(), upload: upload.clone() };
            match self.app.db.write(tenant, save).await {
                Ok(()) => {
                    self.draft = draft;
                    return Ok(());
                }
                Err(error) if error.kind() == Kind::Conflict => {
                    let mut tx = self.app.db.read(tenant).await?;
                    self.draft = draft::find(&mut tx, &self.app, &self.code).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::conflict("error-changed-meanwhile"))
    }
}

/// Where the person came from.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub(super) struct Back {
    kembali: Option<String>,
}

impl Back {
    /// Whether to go back to the check of all answers.
    pub(super) fn is_check(&self) -> bool {
        self.kembali.as_deref() == Some("periksa")
    }
}
