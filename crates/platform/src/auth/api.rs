//! Log-in by program: a bearer token instead of a cookie.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::{Kind, Result};
use serde::Serialize;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::log_in::{Attempt, log_in};
use super::session::{self, End};
use crate::app::App;
use crate::web::{Failure, Handled, UserView, Visitor};

/// Name of the security scheme `Authorization: Bearer` in the OpenAPI document. Operations that
/// need a session say `security(("bearer" = []))`.
pub const SCHEME: &str = "bearer";

#[derive(OpenApi)]
#[openapi(modifiers(&Bearer))]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme(SCHEME, SecurityScheme::Http(http));
    }
}

/// `POST` and `DELETE /api/v1/sesi`, with the security scheme of all operations.
pub fn api_routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi()).routes(routes!(open, close))
}

/// Someone who showed a bearer token. An API handler that changes something takes this or a
/// [`super::Can`]; a cookie is not enough for either.
#[derive(Clone, Debug)]
pub struct ApiAuth {
    /// The account.
    pub user: UserView,
    /// The token.
    pub token: String,
}

impl FromRequestParts<App> for ApiAuth {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        match (visitor.user, session::bearer(&parts.headers)) {
            (Some(user), Some(token)) => Ok(Self { user, token: token.to_owned() }),
            _ => Err(Error::new(Kind::Unauthenticated, "auth-api-token").into()),
        }
    }
}

/// A session of the API.
#[derive(Serialize, ToSchema)]
struct ApiSession {
    /// The token for `Authorization: Bearer`.
    token: String,
    /// When the session ends at the latest, in RFC 3339. It ends earlier when it is not used.
    expires_at: String,
}

/// Log in and get a bearer token.
#[utoipa::path(
    post,
    path = "/api/v1/sesi",
    tag = "session",
    request_body = Attempt,
    responses(
        (status = 201, description = "The session has begun", body = ApiSession),
        (status = 400, description = "The body is not the JSON described here"),
        (status = 401, description = "Name, password or code is wrong, or the code was used"),
        (status = 429, description = "Too many attempts"),
    )
)]
async fn open(
    State(app): State<App>,
    visitor: Visitor,
    body: Result<Json<Attempt>, JsonRejection>,
) -> Handled {
    let Json(attempt) =
        body.map_err(|error| Error::invalid("auth-api-body").context(error.body_text()))?;
    let started = log_in(&app, visitor.tenant.id, visitor.address, &attempt).await?.started;
    let expires_at = started.ends_at.to_string();
    let answer = Json(ApiSession { token: started.token, expires_at });
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], answer).into_response())
}

/// Log out: the token is worth nothing afterwards.
#[utoipa::path(
    delete,
    path = "/api/v1/sesi",
    tag = "session",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The session has ended"),
        (status = 401, description = "There is no such session"),
    )
)]
async fn close(State(app): State<App>, visitor: Visitor, auth: ApiAuth) -> Handled<Response> {
    app.db.write(visitor.tenant.id, End(auth.token)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
