//! `GET` and `POST /layanan/{code}/ajukan`: before the form. `GET` and `POST /ajukan`: back to it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::DraftCode;
use platform::App;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::super::draft;
use super::super::words;
use crate::catalogue::{self, promise_text};
use platform::web::view::{Mistakes, with_status};

#[derive(Template)]
#[template(path = "applications/templates/citizen/begin.html")]
struct BeginPage {
    page: Page,
    code: String,
    name: String,
    promise: String,
    fee: String,
    fee_note: String,
    needs: Vec<Need>,
    kept_days: String,
}

/// A document to have at hand.
struct Need {
    name: String,
    note: String,
}

async fn in_force(app: &App, visitor: &Visitor, code: &str) -> Result<catalogue::store::InForce> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = catalogue::store::standard(&mut tx, code, app.today()).await?;
    found.ok_or_else(Error::not_found)
}

/// What the person needs, what it costs, how long it takes.
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let standard = in_force(&app, &visitor, &code).await?.standard;
    let lang = visitor.lang;
    let needs = standard.documents.iter().map(|document| {
        let note = match &document.only_if {
            Some(asked) => words::condition(lang, &standard, asked),
            None if !document.required => lang.t("common-optional"),
            None => String::new(),
        };
        Need { name: document.name.get(lang.code()).to_owned(), note }
    });
    Ok(html(&BeginPage {
        page: visitor.page("applications-begin-title").in_section("layanan"),
        code: standard.code.clone(),
        name: standard.name.get(lang.code()).to_owned(),
        promise: promise_text(lang, standard.promise),
        fee: words::fee_of(lang, &standard),
        fee_note: standard.fee_note.get(lang.code()).to_owned(),
        needs: needs.collect(),
        kept_days: promise_text(
            lang,
            app.rulebook.term("serve.draft_life", app.today()).map_err(Error::from)?,
        ),
    }))
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Begins a draft and goes to its task list.
pub(super) async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    app.limits.form(visitor.address)?;
    let found = in_force(&app, &visitor, &code).await?;
    let begin = draft::Begin {
        app: app.clone(),
        service: found.standard.code.clone(),
        standard_version: found.version,
    };
    let code = app.db.write(visitor.tenant.id, begin).await?;
    Ok(redirect(&format!("/ajukan/{}", code.expose())))
}

#[derive(Template)]
#[template(path = "applications/templates/citizen/resume.html")]
struct ResumePage {
    page: Page,
    typed: String,
    errors: Mistakes,
}

fn resume_page(visitor: &Visitor, typed: String, errors: Mistakes) -> Response {
    let page = visitor.page("applications-resume-title").in_section("layanan");
    let page = page.with_error_if(!errors.is_empty());
    html(&ResumePage { page, typed, errors })
}

/// Where a draft code is typed.
pub(super) async fn resume_form(visitor: Visitor) -> Handled {
    Ok(resume_page(&visitor, String::new(), Mistakes::default()))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    kode: String,
}

/// Goes on with a draft.
pub(super) async fn resume(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(Typed { kode }): PostForm<Typed>,
) -> Handled {
    app.limits.form(visitor.address)?;
    match known(&app, &visitor, &kode).await {
        Ok(code) => Ok(redirect(&format!("/ajukan/{}", code.expose()))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::NotFound) => {
            let errors = Mistakes::one("kode", visitor.lang.error(&error));
            Ok(with_status(resume_page(&visitor, kode, errors), StatusCode::BAD_REQUEST))
        }
        Err(error) => Err(error.into()),
    }
}

async fn known(app: &App, visitor: &Visitor, typed: &str) -> Result<DraftCode> {
    let code = DraftCode::parse(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    draft::find(&mut tx, app, &code).await?;
    Ok(code)
}
