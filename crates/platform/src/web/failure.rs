//! Errors on their way out: the person reads one sentence and the next step, the operator the rest.

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::Error;
use kernel::error::Kind;
use percent_encoding::percent_decode_str;

use super::page::{Page, html};
use super::visitor::Visitor;

/// An error that a handler returns. The middleware [`render_failures`] writes the page.
#[derive(Debug)]
pub struct Failure(pub Error);

/// What handlers return.
pub type Handled<T = Response> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<kernel::identity::IdentityError> for Failure {
    fn from(error: kernel::identity::IdentityError) -> Self {
        Self(error.into())
    }
}

impl From<kernel::number::NumberError> for Failure {
    fn from(error: kernel::number::NumberError) -> Self {
        Self(error.into())
    }
}

/// The HTTP status of a kind of refusal.
pub fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if self.0.kind() == Kind::Internal {
            tracing::error!(error = %self.0, "a request failed");
        }
        let mut response = status(self.0.kind()).into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    page: Page,
    message: String,
}

/// Writes the page of a refusal, or JSON under `/api`. Bare 404 and 405 answers of the router, and its
/// English word on an address that is not UTF-8, get a page as well. Someone who must log in first is sent there.
pub async fn render_failures(visitor: Visitor, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let readable = percent_decode_str(request.uri().path()).decode_utf8().is_ok();
    let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let response = next.run(request).await;
    let error = match response.extensions().get::<Error>() {
        Some(error) => error.clone(),
        None if bare(&response) || (!readable && is_plain(&response)) => Error::not_found(),
        None => return response,
    };
    if api {
        return problem(&visitor, &error, response.status());
    }
    if error.kind() == Kind::Unauthenticated {
        return super::redirect(&format!("/masuk?ke={}", super::page::encode(&target)));
    }
    let message = visitor.lang.error(&error);
    let page = visitor.page("error-page-title").with_error();
    let mut rendered = html(&FailurePage { page, message });
    *rendered.status_mut() = response.status();
    rendered
}

fn is_plain(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    response.status().is_client_error() && kind.is_some_and(|kind| kind.starts_with("text/plain"))
}

fn bare(response: &Response) -> bool {
    let empty = response.headers().get(header::CONTENT_TYPE).is_none();
    empty && matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)
}

/// An error of the API: `application/problem+json` (RFC 9457).
fn problem(visitor: &Visitor, error: &Error, status: StatusCode) -> Response {
    let body = serde_json::json!({
        "type": format!("about:blank#{}", error.key()),
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": visitor.lang.error(error),
    });
    let mut response = (status, axum::Json(body)).into_response();
    let json = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
