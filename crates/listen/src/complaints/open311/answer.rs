//! Answers in either format, and errors as the specification wants them: a list with code and
//! description.

use askama::Template;
use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Error;
use serde::Serialize;

/// The format that an address ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Xml,
}

/// What an address names and in which format; none for another ending.
pub(super) fn named(part: &str) -> Option<(&str, Format)> {
    let (name, ending) = part.rsplit_once('.')?;
    match ending {
        "json" => Some((name, Format::Json)),
        "xml" => Some((name, Format::Xml)),
        _ => None,
    }
}

/// Something that went wrong.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Wrong {
    pub code: u16,
    pub description: String,
    #[serde(skip)]
    pub format: Option<Format>,
}

#[derive(Template)]
#[template(path = "complaints/open311/templates/errors.xml", escape = "html")]
struct Errors<'a> {
    errors: &'a [Wrong],
}

impl Wrong {
    pub(super) fn new(format: Format, code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), format: Some(format) }
    }

    /// An address that is not there.
    pub(super) fn address() -> Self {
        let description = "Nothing is at this address; end it in .json or .xml".to_owned();
        Self { code: 404, description, format: None }
    }

    fn unreadable() -> Self {
        let description = "The address is not written in UTF-8".to_owned();
        Self { code: 400, description, format: None }
    }
}

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "Open311 could not answer");
        Self { code: 500, description: "The server failed; try again".to_owned(), format: None }
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let errors = [self];
        let body = match errors[0].format {
            Some(Format::Xml) => xml(&Errors { errors: &errors }),
            _ => Json(&errors).into_response(),
        };
        (status, body).into_response()
    }
}

/// A template as XML.
pub(super) fn xml(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => {
            let mut response = text.into_response();
            let kind = HeaderValue::from_static("application/xml; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
        Err(error) => Wrong::from(Error::internal(error)).into_response(),
    }
}

/// The changing part of an address. One that cannot be read is answered as the specification wants.
pub(super) struct Part(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Part {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Wrong> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(part)| Self(part)).map_err(|_| Wrong::unreadable())
    }
}

/// What every handler answers.
pub(super) type Answered = std::result::Result<Response, Wrong>;
