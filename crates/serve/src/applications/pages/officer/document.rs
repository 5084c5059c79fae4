//! `GET /petugas/berkas/{number}/dokumen/{code}`: one document. Each look is a fact.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use kernel::Error;
use platform::App;
use platform::auth::{Can, Officer};
use platform::uploads;
use platform::web::{Handled, Visitor};

use super::super::super::verbs::Open;
use super::super::super::{desk, store};

/// The bytes of a document, for the viewer beside the checklist.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path((number, code)): Path<(String, String)>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let row = desk::find(&app, tenant, &officer, &number).await?.row;
    let mut tx = app.db.read(tenant).await?;
    let documents = store::documents(&mut tx, row.id).await?;
    drop(tx);
    let found = documents.into_iter().find(|document| document.code == code);
    let file = found.and_then(|document| document.file).ok_or_else(Error::not_found)?;
    let what = format!("document:{code}");
    let open = Open { app: app.clone(), id: row.id, officer, purpose: "work", what };
    app.db.write(tenant, open).await?;
    let (media, bytes) = uploads::fetch(&app, tenant, file).await?;
    let headers = [
        (header::CONTENT_TYPE, media.code()),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, bytes).into_response())
}
