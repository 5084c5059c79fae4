//! A visitor with a report on its way.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::DraftCode;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::uploads::{self, NewUpload};
use platform::web::view::with_status;
use platform::web::{Failure, Page, Visitor, html};

use super::super::super::report::Body;
use super::super::super::store::{self, Draft};
use super::super::words::Names;

/// How often a change is tried again after another page changed the same draft.
const TRIES: usize = 3;

/// A visitor with a report on its way.
pub(super) struct Session {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) code: DraftCode,
    pub(super) draft: Draft,
    pub(super) names: Names,
}

#[derive(Template)]
#[template(path = "complaints/templates/gone.html")]
struct GonePage {
    page: Page,
}

impl FromRequestParts<App> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, app).await;
        let visitor = visitor.map_err(|failure| failure.into_response())?;
        let path = Path::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        let path = path.map_err(|rejection| rejection.into_response())?;
        let typed = path.get("code").map(String::as_str).unwrap_or_default();
        match open(app, &visitor, typed).await {
            Ok(session) => Ok(session),
            Err(error) if error.kind() == Kind::NotFound => Err(missing(app, &visitor)),
            Err(error) => Err(Failure(error).into_response()),
        }
    }
}

async fn open(app: &App, visitor: &Visitor, typed: &str) -> Result<Session> {
    let code = DraftCode::parse(typed).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let draft = store::draft(&mut tx, app, &code).await?;
    let names = Names::read(&mut tx, visitor.lang).await?;
    Ok(Session { app: app.clone(), visitor: visitor.clone(), code, draft, names })
}

/// A draft that is not there: sent already, or too old. Codes cannot be tried without end.
fn missing(app: &App, visitor: &Visitor) -> Response {
    if let Err(error) = app.limits.form(visitor.address) {
        return Failure(error).into_response();
    }
    let page = visitor.page("complaint-gone-title").in_section("lapor");
    with_status(html(&GonePage { page }), StatusCode::NOT_FOUND)
}

#[derive(Clone)]
struct Save {
    draft: Draft,
    upload: Option<NewUpload>,
}

impl Command for Save {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if let Some(upload) = &self.upload {
            uploads::record(tx, upload).await?;
        }
        store::save_draft(tx, &self.draft).await
    }
}

impl Session {
    pub(super) fn lang(&self) -> Lang {
        self.visitor.lang
    }

    pub(super) fn body(&self) -> &Body {
        &self.draft.body
    }

    /// An address of this report on its way.
    pub(super) fn url(&self, page: &str) -> String {
        format!("/lapor/draf/{}/{page}", self.code.expose())
    }

    /// A page of this form.
    pub(super) fn page(&self, title: &str, wrong: bool) -> Page {
        self.visitor.page(title).in_section("lapor").with_error_if(wrong)
    }

    /// The page after this one: the next that was not filled in, or else the check.
    pub(super) fn after(&self, page: &str) -> String {
        const ORDER: [&str; 5] = ["cerita", "jenis", "tempat", "foto", "saya"];
        let place = ORDER.iter().position(|known| *known == page).map_or(0, |at| at + 1);
        let fresh = |next: &&&str| !self.body().seen.iter().any(|seen| seen == **next);
        let next = ORDER[place..].iter().find(fresh).copied();
        self.url(next.unwrap_or("periksa"))
    }

    /// Changes the draft and keeps it. When another page changed it meanwhile, the change is made to
    /// what that page left.
    pub(super) async fn keep(
        &mut self,
        page: &str,
        upload: Option<NewUpload>,
        change: impl Fn(&mut Body),
    ) -> Result<()> {
        let tenant = self.visitor.tenant.id;
        for _ in 0..TRIES {
            let mut draft = self.draft.clone();
            change(&mut draft.body);
            if !draft.body.seen.iter().any(|seen| seen == page) {
                draft.body.seen.push(page.to_owned());
            }
            let save = Save { draft: draft.clone(), upload: upload.clone() };
            match self.app.db.write(tenant, save).await {
                Ok(()) => {
                    self.draft = draft;
                    return Ok(());
                }
                Err(error) if error.kind() == Kind::Conflict => {
                    let mut tx = self.app.db.read(tenant).await?;
                    self.draft = store::draft(&mut tx, &self.app, &self.code).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::conflict("error-changed-meanwhile"))
    }
}
