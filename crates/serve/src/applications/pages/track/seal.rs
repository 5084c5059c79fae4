//! The seal of an application, and its file: `GET /lacak/{number}/tanda-terima`.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use kernel::Error;
use kernel::error::Result;
use platform::db::Tx;
use platform::web::Handled;

use super::super::super::seal;
use super::super::sealed::{self, SealView};
use super::file::Opened;

/// The seal in words.
pub(super) async fn view(tx: &mut Tx<'_>, opened: &Opened) -> Result<Option<SealView>> {
    sealed::view(tx, &opened.app, opened.lang(), &opened.file, &opened.standard).await
}

/// The receipt as a file (C2SP tlog-proof), or the promise alone while the log does not hold it.
pub(super) async fn download(opened: Box<Opened>) -> Handled {
    let mut tx = opened.app.db.read(opened.visitor.tenant.id).await?;
    let sealed = seal::of(&mut tx, &opened.app, &opened.file, &opened.standard).await?;
    let sealed = sealed.ok_or_else(|| Error::conflict("applications-seal-none"))?;
    let name = format!("attachment; filename=\"{}.tlog-proof\"", opened.row().number);
    let name = HeaderValue::from_str(&name).map_err(Error::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, sealed.receipt.to_string()).into_response())
}
