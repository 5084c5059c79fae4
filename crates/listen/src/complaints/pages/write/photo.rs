//! Pictures and papers: what a camera adds to them is taken away.

use askama::Template;
use axum::extract::Request;
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::Kind;
use platform::uploads;
use platform::web::upload::{Received, receive};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, html, redirect};

use super::super::super::report::Body;
use super::session::Session;

const FIELD: &str = "berkas";
/// How many a report takes.
const MOST: usize = 5;

#[derive(Template)]
#[template(path = "complaints/templates/photo.html")]
struct PhotoPage {
    page: Page,
    back: String,
    kept: usize,
    kept_text: String,
    full: bool,
    hint: String,
    errors: Mistakes,
}

pub(super) async fn show(session: Session) -> Handled {
    photo_page(&session, None)
}

fn photo_page(session: &Session, mistake: Option<&Error>) -> Handled {
    let lang = session.lang();
    let errors =
        mistake.map_or_else(Mistakes::default, |error| Mistakes::one(FIELD, lang.error(error)));
    let bytes =
        session.app.rulebook.count("upload.max_bytes", session.app.today()).map_err(Error::from)?;
    let kept = session.body().details.files.len();
    let page = PhotoPage {
        page: session.page("complaint-photo-title", !errors.is_empty()),
        back: session.url("tempat"),
        kept,
        full: kept >= MOST,
        hint: lang.with(
            "complaint-photo-hint",
            &[("most", MOST.to_string()), ("limit", (bytes / (1024 * 1024)).to_string())],
        ),
        kept_text: lang.with(
            if kept < MOST { "complaint-photo-kept" } else { "complaint-photo-full" },
            &[("count", kept.to_string()), ("most", MOST.to_string())],
        ),
        errors,
    };
    let status = if mistake.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok(with_status(html(&page), status))
}

/// Takes one file and stays or goes on, or takes all away.
pub(super) async fn keep(mut session: Session, request: Request) -> Handled {
    let mut form = match receive(&session.app, &session.visitor, request, 1).await? {
        Received::Form(form) => form,
        Received::TooLarge(error) => return photo_page(&session, Some(&error)),
    };
    let act = form.fields.remove("aksi").unwrap_or_default();
    if act == "hapus" {
        session.keep("foto", None, |body: &mut Body| body.details.files.clear()).await?;
        return Ok(redirect(&session.url("foto")));
    }
    let Some(bytes) = form.files.remove(FIELD) else {
        if act == "tambah" {
            return photo_page(&session, Some(&Error::invalid("complaint-photo-none")));
        }
        session.keep("foto", None, |_| {}).await?;
        return Ok(redirect(&session.after("foto")));
    };
    if session.body().details.files.len() >= MOST {
        let error = Error::invalid("complaint-photo-many").with("most", MOST);
        return photo_page(&session, Some(&error));
    }
    let tenant = session.visitor.tenant.id;
    let upload = match uploads::accept(&session.app, tenant, &session.draft.key, bytes).await {
        Ok(upload) => upload,
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
            return photo_page(&session, Some(&error));
        }
        Err(error) => return Err(error.into()),
    };
    let file = upload.file_id;
    session.keep("foto", Some(upload), |body: &mut Body| body.details.files.push(file)).await?;
    let next = if act == "lanjut" { session.after("foto") } else { session.url("foto") };
    Ok(redirect(&next))
}
