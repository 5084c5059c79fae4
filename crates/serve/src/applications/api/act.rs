//! `POST /api/v1/petugas/permohonan/{nomor}/...`: what an officer does with a file.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Command;
use platform::web::{Handled, Visitor};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::desk::{self, Found};
use super::super::store;
use super::super::verbs::{Approve, Collect, Collector, Complete, Issue, Pick, Refuse, SendBack};
use super::{Problem, Standing, body};

/// Who acts on which file.
type Given = (State<App>, Visitor, Can<Officer>, Path<String>);
/// A body as it came.
type Sent<T> = std::result::Result<Json<T>, JsonRejection>;

/// Runs the verb that `make` builds and answers with where the file now stands.
async fn act<C: Command>(
    given: Given,
    make: impl FnOnce(App, Found, Can<Officer>) -> Result<C>,
) -> Handled<Response> {
    let (State(app), visitor, officer, Path(number)) = given;
    let tenant = visitor.tenant.id;
    let found = desk::find(&app, tenant, &officer, &number).await?;
    let id = found.row.id;
    app.db.write(tenant, make(app.clone(), found, officer)?).await?;
    let mut tx = app.db.read(tenant).await?;
    let standing = Standing::of(&store::by_id(&mut tx, id).await?);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(standing)).into_response())
}

/// Why a file is taken.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Picking {
    /// Needed when it is not its turn, and public: `elderly_at_counter`, `system_outage`,
    /// `court_date` or `medical`.
    reason: Option<String>,
}

/// Take a file from the queue.
#[utoipa::path(
    post,
    path = "/api/v1/petugas/permohonan/{nomor}/ambil",
    tag = "officers",
    params(("nomor" = String, Path, description = "The number of the application")),
    request_body = Picking,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file is the officer's", body = Standing),
        (status = 400, description = "The body is wrong, or a listed reason is missing",
         body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file in the officer's units",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "A colleague was faster, or the file is not in a queue",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn pick(
    state: State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    number: Path<String>,
    sent: Sent<Picking>,
) -> Handled<Response> {
    let picking = body(sent)?;
    act((state, visitor, officer, number), |app, found, officer| {
        Ok(Pick { app, id: found.row.id, officer, reason: picking.reason })
    })
    .await
}

/// What an officer saw on paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Completing {
    /// Codes of documents that were seen on paper.
    #[serde(default)]
    seen: Vec<String>,
}

/// Accept a file as complete: the promise begins to run.
#[utoipa::path(
    post,
    path = "/api/v1/petugas/permohonan/{nomor}/lengkap",
    tag = "officers",
    params(("nomor" = String, Path, description = "The number of the application")),
    request_body = Completing,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file waits for its turn", body = Standing),
        (status = 400, description = "The body is wrong, or a document is unknown",
         body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file in the officer's units",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The file is not to be checked",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn complete(
    state: State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    number: Path<String>,
    sent: Sent<Completing>,
) -> Handled<Response> {
    let Completing { seen } = body(sent)?;
    act((state, visitor, officer, number), |app, found, officer| {
        desk::known_documents(&found.standard, &seen)?;
        Ok(Complete { app, standard: found.standard, id: found.row.id, officer, seen })
    })
    .await
}

/// What is missing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Returning {
    /// Codes of the documents that are needed, at least one.
    documents: Vec<String>,
    /// `document_missing` or `document_unreadable`.
    reason: String,
    /// What the citizen reads.
    note: String,
}

/// Send a file back for what is missing: the clock stands still.
#[utoipa::path(
    post,
    path = "/api/v1/petugas/permohonan/{nomor}/kembalikan",
    tag = "officers",
    params(("nomor" = String, Path, description = "The number of the application")),
    request_body = Returning,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file is with the citizen", body = Standing),
        (status = 400, description = "The body, the reason or a document is wrong",
         body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file in the officer's units",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The file is not being worked on",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn send_back(
    state: State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    number: Path<String>,
    sent: Sent<Returning>,
) -> Handled<Response> {
    let Returning { documents, reason, note } = body(sent)?;
    act((state, visitor, officer, number), |app, found, officer| {
        let note = desk::letter(&note)?;
        let (standard, id) = (found.standard, found.row.id);
        Ok(SendBack { app, standard, id, officer, documents, reason, note })
    })
    .await
}

/// Say yes.
#[utoipa::path(
    post,
    path = "/api/v1/petugas/permohonan/{nomor}/setujui",
    tag = "officers",
    params(("nomor" = String, Path, description = "The number of the application")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The decision is yes", body = Standing),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file in the officer's units",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The file is not being worked on",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn approve(
    state: State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    number: Path<String>,
) -> Handled<Response> {
    act((state, visitor, officer, number), |app, found, officer| {
        Ok(Approve { app, id: found.row.id, officer })
    })
    .await
}

/// Why the answer is no.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refusing {
    /// `not_resident`, `document_invalid` or `data_mismatch`.
    ground: String,
    /// What the citizen reads.
    note: String,
}

/// Say no, with a ground.
#[utoipa::path(
    post,
    path = "/api/v1/petugas/permohonan/{nomor}/tolak",
    tag = "officers",
    params(("nomor" = String, Path, description = "The number of the application")),
    request_body = Refusing,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The decision is no", body = Standing),
        (status = 400, description = "The body or the ground is wrong",
         body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file in the officer's units",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The file is not being worked on",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn refuse(
    state: State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    number: Path<String>,
    sent: Sent<Refusing>,
) -> Handled<Response> {
    let Refusing { ground, note } = body(sent)?;
    act((state, visitor, officer, number), |app, found, officer| {
        let note = desk::letter(&note)?;
        let (standard, id) = (found.standard, found.row.id);
        Ok(Refuse { app, standard, id, officer, ground, note })
    })
    .await
}

/// The product is there: the promise's clock stops. A file of the product is sent by the page.
#[utoipa::path(
    post,
    path = "/api/v1/petugas/permohonan/{nomor}/terbitkan",
    tag = "officers",
    params(("nomor" = String, Path, description = "The number of the application")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The product can be collected", body = Standing),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file in the officer's units",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The file has not been approved",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn issue(
    state: State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    number: Path<String>,
) -> Handled<Response> {
    act((state, visitor, officer, number), |app, found, officer| {
        let (standard, id) = (found.standard, found.row.id);
        Ok(Issue { app, standard, id, officer, product: None })
    })
    .await
}

/// The citizen has the product.
#[utoipa::path(
    post,
    path = "/api/v1/petugas/permohonan/{nomor}/serahkan",
    tag = "officers",
    params(("nomor" = String, Path, description = "The number of the application")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The product was handed over", body = Standing),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file in the officer's units",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The product is not there",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn collect(
    state: State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    number: Path<String>,
) -> Handled<Response> {
    act((state, visitor, officer, number), |app, found, officer| {
        Ok(Collect { app, id: found.row.id, by: Collector::Officer(officer) })
    })
    .await
}
