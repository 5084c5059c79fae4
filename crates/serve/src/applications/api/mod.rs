//! The JSON API: tracking by number, applying without an account, and the work of officers with a
//! bearer token. Every refusal is `application/problem+json` (RFC 9457).

mod act;
mod officer;
mod submit;
mod track;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::Application;

/// All operations of applications.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(track::track))
        .routes(routes!(submit::submit))
        .routes(routes!(officer::queue))
        .routes(routes!(act::pick))
        .routes(routes!(act::complete))
        .routes(routes!(act::send_back))
        .routes(routes!(act::approve))
        .routes(routes!(act::refuse))
        .routes(routes!(act::issue))
        .routes(routes!(act::collect))
}

/// A refusal (RFC 9457).
#[derive(Serialize, ToSchema)]
struct Problem {
    /// Names the refusal, such as `about:blank#error-not-found`.
    r#type: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// What is wrong and what to do next, in the language of the request.
    detail: String,
}

/// Where an application stands.
#[derive(Serialize, ToSchema)]
struct Standing {
    /// The number, such as `K7M4-2Q9P`.
    number: String,
    /// `awaiting_giver`, `submitted`, `queued`, `in_progress`, `returned`, `approved`, `issued`, `collected`,
    /// `refused` or `withdrawn`.
    #[schema(example = "queued")]
    state: &'static str,
    /// When the promise, or before completeness the officer's check, is due (RFC 3339); none while
    /// the clock stands still.
    due_at: Option<String>,
}

impl Standing {
    fn of(row: &Application) -> Self {
        Self {
            number: row.number.to_string(),
            state: row.state.code(),
            due_at: row.due_at.map(|due| due.to_string()),
        }
    }
}

/// The body, or what is wrong with it.
fn body<T>(sent: std::result::Result<Json<T>, JsonRejection>) -> Result<T> {
    sent.map(|Json(value)| value).map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(Kind::TooLarge, "error-too-large"),
        _ => Error::invalid("officer-api-body").context(error.body_text()),
    })
}
