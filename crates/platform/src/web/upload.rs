//! Forms with files. The body is read whole, up to the limit of the rulebook; one that is larger is
//! still read to its end, because a browser that is cut off while it sends shows no page at all.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use kernel::Error;
use kernel::error::{Kind, Result};

use super::Visitor;
use crate::app::App;

const MIB: u64 = 1024 * 1024;

/// A body larger than this many times the limit is not worth reading to its end.
const PATIENCE: u64 = 10;

/// What is kept of a body that is too large: the fields before its first file.
const BEGINNING: usize = 64 * 1024;

/// Key of the text about a form that cannot be read.
const UNREADABLE: &str = "error-form-unreadable";

/// The fields and files of a form.
#[derive(Debug, Default)]
pub struct UploadForm {
    /// Fields by name.
    pub fields: BTreeMap<String, String>,
    /// Chosen files by name of their field.
    pub files: BTreeMap<String, Bytes>,
}

/// What came.
#[derive(Debug)]
pub enum Received {
    /// A form whose token was checked.
    Form(UploadForm),
    /// More than the rulebook allows; what to tell the person.
    TooLarge(Error),
}

/// Reads a form with at most `files` files. Its first field must be the visitor's token.
///
/// # Errors
/// When the form is no multipart form, is cut off, or its token is not the visitor's.
pub async fn receive(
    app: &App,
    visitor: &Visitor,
    request: Request,
    files: u64,
) -> Result<Received> {
    let (form, too_large) = receive_typed(app, visitor, request, files).await?;
    Ok(too_large.map_or(Received::Form(form), Received::TooLarge))
}

/// The same, for forms in which somebody typed something: when the files are larger than the rulebook
/// allows, the fields that stand before them are still read, beside what to tell the person.
///
/// # Errors
/// As [`receive`].
pub async fn receive_typed(
    app: &App,
    visitor: &Visitor,
    request: Request,
    files: u64,
) -> Result<(UploadForm, Option<Error>)> {
    // Each may bring a large file, so they count like any form.
    app.limits.form(visitor.address)?;
    let largest = app.rulebook.count("upload.max_bytes", app.today())?;
    let largest = u64::try_from(largest).map_err(Error::internal)?;
    let (parts, body) = request.into_parts();
    let (bytes, whole) = collect(body, largest * files + MIB).await?;
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // The limit was kept above.
    DefaultBodyLimit::disable().apply(&mut request);
    let multipart = Multipart::from_request(request, app).await.map_err(unreadable)?;
    let mut form = UploadForm::default();
    let read = read(visitor, multipart, &mut form).await;
    if whole {
        return read.map(|()| (form, None));
    }
    // Where the body was cut off its last field is unreadable, and only that is forgiven.
    match read {
        Err(error) if error.key() != UNREADABLE => Err(error),
        _ => Ok((UploadForm { files: BTreeMap::new(), ..form }, Some(too_large(largest)))),
    }
}

async fn read(visitor: &Visitor, mut multipart: Multipart, form: &mut UploadForm) -> Result<()> {
    let mut checked = false;
    while let Some(field) = multipart.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if !checked {
            let sent = if name == "csrf" {
                field.text().await.map_err(unreadable)?
            } else {
                String::new()
            };
            visitor.csrf.check(&sent)?;
            checked = true;
            continue;
        }
        match field.file_name() {
            // A field of files in which nothing was chosen.
            Some("") => {}
            Some(_) => {
                form.files.insert(name, field.bytes().await.map_err(unreadable)?);
            }
            None => {
                form.fields.insert(name, field.text().await.map_err(unreadable)?);
            }
        }
    }
    if checked { Ok(()) } else { Err(Error::invalid(UNREADABLE)) }
}

/// The body and whether it is whole; of one that is larger than `limit`, the beginning.
async fn collect(body: Body, limit: u64) -> Result<(Bytes, bool)> {
    let mut stream = body.into_data_stream();
    let mut kept = BytesMut::new();
    let mut seen = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(unreadable)?;
        seen += chunk.len() as u64;
        if seen > limit.saturating_mul(PATIENCE) {
            return Err(Error::new(Kind::TooLarge, "error-too-large"));
        }
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        } else {
            kept.truncate(BEGINNING);
            let room = (BEGINNING - kept.len()).min(chunk.len());
            kept.extend_from_slice(&chunk[..room]);
        }
    }
    Ok((kept.freeze(), seen <= limit))
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::invalid(UNREADABLE).context(error)
}

fn too_large(limit: u64) -> Error {
    let (key, limit) = match limit % MIB {
        0 => ("upload-too-large", limit / MIB),
        _ => ("upload-too-large-kb", limit / 1024),
    };
    Error::new(Kind::TooLarge, key).with("limit", limit)
}
