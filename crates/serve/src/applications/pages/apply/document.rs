//! A document of the form: a photo or a PDF, or the promise to bring it.

use askama::Template;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::uploads;
use platform::web::upload::{Received, UploadForm, receive};
use platform::web::{Handled, Page, html, redirect};

use super::super::super::draft::Body;
use super::super::super::form::{Ask, Step};
use super::super::super::store;
use super::super::words;
use super::Session;
use super::question::{caption, label, way_back};
use super::session::Back;
use platform::web::view::{Mistakes, with_status};

/// Name of the field.
const FIELD: &str = "berkas";

#[derive(Template)]
#[template(path = "applications/templates/citizen/document.html")]
struct DocumentPage {
    page: Page,
    back_href: String,
    back_text: String,
    caption: String,
    errors: Mistakes,
    label: String,
    hint: String,
    kept: String,
    view_href: String,
    later: bool,
    required: bool,
}

/// The page of a document.
pub(super) async fn page(
    session: &Session,
    step: &Step,
    code: &str,
    back: &Back,
    mistake: Option<&Error>,
) -> Handled {
    let lang = session.lang();
    let errors =
        mistake.map_or_else(Mistakes::default, |error| Mistakes::one(FIELD, lang.error(error)));
    let kept = kept(session, code).await?;
    let page = session.visitor.page_titled(words::label(lang, step)).in_section("layanan");
    let (back_href, back_text) = way_back(session, back);
    let has_kept = kept.is_some();
    let shown = DocumentPage {
        page: page.with_error_if(!errors.is_empty()),
        back_href,
        back_text,
        caption: caption(session, step),
        label: label(session, step),
        hint: format!("{} {}", words::hint(lang, step), limit(session)?).trim().to_owned(),
        kept: kept.unwrap_or_default(),
        view_href: if has_kept {
            session.url(&format!("{}/lihat", step.slug))
        } else {
            String::new()
        },
        later: session.body().later.contains(code),
        required: step.required,
        errors,
    };
    let status = if mistake.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok(with_status(html(&shown), status))
}

/// What is kept of the document, in words.
pub(super) async fn kept(session: &Session, code: &str) -> Result<Option<String>> {
    let Some(file) = session.body().documents.get(code) else { return Ok(None) };
    let mut tx = session.app.db.read(session.visitor.tenant.id).await?;
    let kept = store::kept_file(&mut tx, session.draft.application, *file).await?;
    Ok(kept.map(|kept| words::kept_file(session.lang(), &kept)))
}

fn limit(session: &Session) -> Result<String> {
    let bytes = session.app.rulebook.count("upload.max_bytes", session.app.today())?;
    let megabytes = bytes / (1024 * 1024);
    Ok(session.lang().t1("applications-document-limit", "limit", megabytes))
}

/// Takes the file, or the promise to bring it, or that it is left out.
pub(super) async fn take(
    session: Session,
    step: &Step,
    code: &str,
    back: &Back,
    request: Request,
) -> Handled {
    let form = match receive(&session.app, &session.visitor, request, 1).await? {
        Received::Form(form) => form,
        Received::TooLarge(error) => return page(&session, step, code, back, Some(&error)).await,
    };
    match form.fields.get("tindakan").map(String::as_str) {
        Some("nanti") => put_off(session, step, code, back).await,
        Some("lewati") if !step.required => leave_out(session, step, code, back).await,
        _ => keep(session, step, code, back, form).await,
    }
}

async fn put_off(mut session: Session, step: &Step, code: &str, back: &Back) -> Handled {
    let change = |body: &mut Body| {
        body.answers.remove(&step.slug);
        body.documents.remove(code);
        body.later.insert(code.to_owned());
    };
    session.keep(None, change).await?;
    Ok(redirect(&session.after(&step.slug, back)))
}

async fn leave_out(mut session: Session, step: &Step, code: &str, back: &Back) -> Handled {
    let change = |body: &mut Body| {
        body.documents.remove(code);
        body.later.remove(code);
        body.answers.insert(step.slug.clone(), String::new());
    };
    session.keep(None, change).await?;
    Ok(redirect(&session.after(&step.slug, back)))
}

async fn keep(
    mut session: Session,
    step: &Step,
    code: &str,
    back: &Back,
    mut form: UploadForm,
) -> Handled {
    let Some(bytes) = form.files.remove(FIELD) else {
        // Nothing new was chosen: what is kept stays.
        if session.body().documents.contains_key(code) {
            return Ok(redirect(&session.after(&step.slug, back)));
        }
        let error = Error::invalid("applications-mistake-file");
        return page(&session, step, code, back, Some(&error)).await;
    };
    let tenant = session.visitor.tenant.id;
    let upload = uploads::accept(&session.app, tenant, &session.draft.key, bytes).await;
    let upload = match upload {
        Ok(upload) => upload,
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
            return page(&session, step, code, back, Some(&error)).await;
        }
        Err(error) => return Err(error.into()),
    };
    let file = upload.file_id;
    let change = |body: &mut Body| {
        body.answers.remove(&step.slug);
        body.later.remove(code);
        body.documents.insert(code.to_owned(), file);
    };
    session.keep(Some(upload), change).await?;
    Ok(redirect(&session.after(&step.slug, back)))
}

/// `GET /ajukan/{draft}/{slug}/lihat`: the kept upload, for the eyes of who has the draft code.
pub(super) async fn view(session: Session, Path((_, slug)): Path<(String, String)>) -> Handled {
    let step = session.step(&slug).ok_or_else(Error::not_found)?;
    let Ask::Document(code) = &step.ask else { return Err(Error::not_found().into()) };
    let file = session.body().documents.get(code).ok_or_else(Error::not_found)?;
    let (media, bytes) = uploads::fetch(&session.app, session.visitor.tenant.id, *file).await?;
    Ok(uploads::answer(media, bytes))
}
