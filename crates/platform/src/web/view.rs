//! Small pieces that pages of every context share.

use std::time::Duration;

use crate::app::App;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, SameSite};
use kernel::Error;
use kernel::error::Result;

/// A mistake, for the summary on top of the page and for its field.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// Name of the field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl FieldError {
    /// A mistake in `field`.
    pub fn new(field: impl Into<String>, message: String) -> Self {
        Self { field: field.into(), message }
    }
}

/// What is wrong with `field`; empty when nothing is.
pub fn error_of<'e>(errors: &'e [FieldError], field: &str) -> &'e str {
    let found = errors.iter().find(|error| error.field == field);
    found.map_or("", |error| error.message.as_str())
}

/// The mistakes of a form.
#[derive(Clone, Debug, Default)]
pub struct Mistakes(Vec<FieldError>);

impl Mistakes {
    /// One mistake in one field.
    pub fn one(field: impl Into<String>, message: String) -> Self {
        Self(vec![FieldError::new(field, message)])
    }

    /// Notes a mistake.
    pub fn note(&mut self, field: impl Into<String>, message: String) {
        self.0.push(FieldError::new(field, message));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// What is wrong with `field`; empty when nothing is.
    pub fn of(&self, field: &str) -> &str {
        error_of(&self.0, field)
    }
}

/// An entry of a list to choose from, as the macros take it.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What is said below; may be empty.
    pub hint: String,
    /// Whether it is chosen.
    pub checked: bool,
}

/// The same answer under another status.
pub fn with_status(mut response: Response, status: StatusCode) -> Response {
    *response.status_mut() = status;
    response
}

/// Adds a cookie that only this path of this site gets and that no script reads.
///
/// # Errors
/// Internal when the value cannot stand in a header.
pub fn with_cookie(
    app: &App,
    mut response: Response,
    name: &'static str,
    value: String,
    path: String,
    days: u64,
) -> Result<Response> {
    let age = Duration::from_secs(days * 24 * 60 * 60);
    let cookie = Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .secure(app.settings.secure_cookies)
        .same_site(SameSite::Lax)
        .max_age(age.try_into().map_err(Error::internal)?)
        .build();
    let value = HeaderValue::from_str(&cookie.to_string()).map_err(Error::internal)?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}
