//! What the reporter does with their report.

use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::{Kind, Result};
use platform::db::{Command, WriteTx};
use platform::uploads::{self, NewUpload};
use platform::web::upload::receive_typed;
use platform::web::view::Mistakes;
use platform::web::{Handled, PostForm, redirect};
use serde::Deserialize;

use super::super::super::model::Viewer;
use super::super::super::report::Report;
use super::super::super::verbs::{Act, Does, Letter};
use super::super::words::url;
use super::opened::Opened;
use super::show::file_page;
use crate::texts::written;

fn act(opened: &Opened, does: Does) -> Act {
    Act {
        app: opened.app.clone(),
        id: opened.seen.row.id,
        actor: Actor::citizen(Channel::Online),
        viewer: Viewer::Reporter,
        does,
    }
}

async fn done(opened: &Opened, does: Does) -> Handled {
    opened.app.db.write(opened.visitor.tenant.id, act(opened, does)).await?;
    Ok(redirect(&url(opened.seen.row.number, "")))
}

/// The page again, with what is wrong at the field.
fn again(opened: &Opened, field: &str, error: &Error) -> Result<Response> {
    file_page(opened, Mistakes::one(field, opened.visitor.lang.error(error)))
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn consent(
    opened: Box<Opened>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    done(&opened, Does::Consent).await
}

pub(super) async fn escalate(
    opened: Box<Opened>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    opened.app.db.write(opened.visitor.tenant.id, act(&opened, Does::Escalate)).await?;
    Ok(redirect(&url(opened.seen.row.number, "ombudsman")))
}

#[derive(Deserialize)]
pub(super) struct Why {
    #[serde(default)]
    alasan: String,
}

pub(super) async fn reopen(
    opened: Box<Opened>,
    PostForm(Why { alasan }): PostForm<Why>,
) -> Handled {
    match written(&alasan) {
        Ok(text) => done(&opened, Does::Reopen(text)).await,
        Err(error) => Ok(again(&opened, "alasan", &error)?),
    }
}

#[derive(Deserialize)]
pub(super) struct Rating {
    #[serde(default)]
    nilai: String,
}

pub(super) async fn rate(
    opened: Box<Opened>,
    PostForm(Rating { nilai }): PostForm<Rating>,
) -> Handled {
    match nilai.parse() {
        Ok(rating @ 1..=4) => done(&opened, Does::Rate(rating)).await,
        _ => Ok(again(&opened, "nilai", &Error::invalid("complaint-rating"))?),
    }
}

/// A letter with a file that came with it.
#[derive(Clone)]
struct WithUpload {
    act: Act,
    letter: Letter,
    upload: NewUpload,
}

impl Command for WithUpload {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (mut act, mut letter) = (self.act.clone(), self.letter.clone());
        // A file that came before is the same file, so that a form that is sent twice is one letter.
        let kept = uploads::same(tx, &self.upload).await?;
        if kept.is_none() {
            uploads::record(tx, &self.upload).await?;
        }
        letter.files.push(kept.unwrap_or(self.upload.file_id));
        act.does = Does::Supplement(letter);
        act.run(tx).await
    }
}

/// The reporter tells more: a text, a picture, or both. A text that was typed is kept whatever is wrong
/// with the file.
pub(super) async fn supplement(mut opened: Box<Opened>, request: Request) -> Handled {
    let (mut form, too_large) = receive_typed(&opened.app, &opened.visitor, request, 1).await?;
    opened.typed = form.fields.remove("pesan").unwrap_or_default();
    if let Some(error) = too_large {
        return Ok(again(&opened, "berkas", &error)?);
    }
    let file = form.files.remove("berkas");
    let text = match written(&opened.typed) {
        // A picture may speak for itself.
        Err(_) if file.is_some() && opened.typed.trim().is_empty() => String::new(),
        Ok(text) => text,
        Err(error) => return Ok(again(&opened, "pesan", &error)?),
    };
    let letter = Letter { text, ..Letter::default() };
    let Some(bytes) = file else {
        return done(&opened, Does::Supplement(letter)).await;
    };
    let upload = match take(&opened, bytes).await {
        Ok(upload) => upload,
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
            return Ok(again(&opened, "berkas", &error)?);
        }
        Err(error) => return Err(error.into()),
    };
    let act = act(&opened, Does::Supplement(letter.clone()));
    opened.app.db.write(opened.visitor.tenant.id, WithUpload { act, letter, upload }).await?;
    Ok(redirect(&url(opened.seen.row.number, "")))
}

async fn take(opened: &Opened, bytes: Bytes) -> Result<NewUpload> {
    let tenant = opened.visitor.tenant.id;
    let mut tx = opened.app.db.read(tenant).await?;
    let report = Report::load(&mut tx, &opened.app, opened.seen.row.id).await?;
    drop(tx);
    uploads::accept(&opened.app, tenant, &report.key, bytes).await
}
