//! A visitor with a report on its way.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, DraftCode, Secret};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::uploads::{self, NewUpload};
use platform::vault::sha256;
use platform::web::view::{with_cookie, with_status};
use platform::web::{Failure, Page, Visitor, html};
use subtle::ConstantTimeEq as _;

use super::super::super::drafts;
use super::super::super::report::Body;
use super::super::super::store::{self, Draft};
use super::super::words::Names;

/// How often a change is tried again after another page changed the same draft.
const TRIES: usize = 3;
/// The cookie of a draft lies under the draft's own address, so that one browser can hold several.
const COOKIE: &str = "draf";
/// Longer than any draft waits.
const DAYS: u64 = 30;

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

/// Who comes, and for which draft. The code in the address is not enough: addresses are copied, kept
/// in histories and read over shoulders, so the browser must hold the draft's cookie too.
async fn door(parts: &mut Parts, app: &App) -> Result<(Visitor, DraftCode), Response> {
    let visitor = Visitor::from_request_parts(parts, app).await;
    let visitor = visitor.map_err(|failure| failure.into_response())?;
    let path = Path::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
    let path = path.map_err(|rejection| rejection.into_response())?;
    let typed = path.get("code").map(String::as_str).unwrap_or_default();
    let Ok(code) = DraftCode::parse(typed) else { return Err(missing(app, &visitor)) };
    let jar = CookieJar::from_headers(&parts.headers);
    let held = jar.get(COOKIE).map(|cookie| cookie.value().as_bytes().to_vec()).unwrap_or_default();
    if !bool::from(held.ct_eq(drafts::browser_token(app, &code).as_bytes())) {
        return Err(missing(app, &visitor));
    }
    Ok((visitor, code))
}

/// Adds the cookie that opens the draft of `code` in this browser.
///
/// # Errors
/// Never in practice: a token has only letters, digits and dashes.
pub(super) fn with_draft(app: &App, response: Response, code: &DraftCode) -> Result<Response> {
    let path = format!("/lapor/draf/{}", code.expose());
    with_cookie(app, response, COOKIE, drafts::browser_token(app, code), path, DAYS)
}

impl FromRequestParts<App> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let (visitor, code) = door(parts, app).await?;
        match open(app, &visitor, code).await {
            Ok(session) => Ok(session),
            Err(error) if error.kind() == Kind::NotFound => Err(missing(app, &visitor)),
            Err(error) => Err(Failure(error).into_response()),
        }
    }
}

/// A draft that is sent, maybe for the second time.
pub(super) enum Sending {
    /// It is still here.
    On(Box<Session>),
    /// It has become this report already.
    Sent(App, ApplicationNumber, Secret),
}

impl FromRequestParts<App> for Sending {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let (visitor, code) = door(parts, app).await?;
        let sent = sent(app, &visitor, &code).await;
        if let Some((number, secret)) = sent.map_err(|error| Failure(error).into_response())? {
            return Ok(Self::Sent(app.clone(), number, secret));
        }
        Session::from_request_parts(parts, app).await.map(Box::new).map(Self::On)
    }
}

/// What this draft has become, if it was sent.
async fn sent(
    app: &App,
    visitor: &Visitor,
    code: &DraftCode,
) -> Result<Option<(ApplicationNumber, Secret)>> {
    let secret = drafts::secret_of(app, code)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_secret(&mut tx, &sha256(secret.expose().as_bytes())).await?;
    Ok(row.map(|row| (row.number, secret)))
}

async fn open(app: &App, visitor: &Visitor, code: DraftCode) -> Result<Session> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let draft = store::draft(&mut tx, app, &code).await?;
    let names = Names::read(&mut tx, visitor.lang).await?;
    Ok(Session { app: app.clone(), visitor: visitor.clone(), code, draft, names })
}

/// A draft that is not there for this browser: sent already, too old, or begun elsewhere. Codes cannot
/// be tried without end.
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
