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
    // Each may bring a large file, so they count like any form.
    app.limits.form(visitor.address)?;
    let largest = app.rulebook.count("upload.max_bytes", app.today())?;
    let largest = u64::try_from(largest).map_err(Error::internal)?;
    let (parts, body) = request.into_parts();
    let Some(bytes) = collect(body, largest * files + MIB).await? else {
        return Ok(Received::TooLarge(too_large(largest)));
    };
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // The limit was kept above.
    DefaultBodyLimit::disable().apply(&mut request);
    let multipart = Multipart::from_request(request, app).await.map_err(unreadable)?;
    read(visitor, multipart).await.map(Received::Form)
}

async fn read(visitor: &Visitor, mut multipart: Multipart) -> Result<UploadForm> {
    let mut form = UploadForm::default();
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
    if checked { Ok(form) } else { Err(Error::invalid("error-form-unreadable")) }
}

/// The body, or `None` when it is larger than `limit`.
async fn collect(body: Body, limit: u64) -> Result<Option<Bytes>> {
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
            kept = BytesMut::new();
        }
    }
    Ok((seen <= limit).then(|| kept.freeze()))
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::invalid("error-form-unreadable").context(error)
}

fn too_large(limit: u64) -> Error {
    let (key, limit) = match limit % MIB {
        0 => ("upload-too-large", limit / MIB),
        _ => ("upload-too-large-kb", limit / 1024),
    };
    Error::new(Kind::TooLarge, key).with("limit", limit)
}
