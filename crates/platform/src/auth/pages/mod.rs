//! The pages of accounts: log in and out, one's own account, and the administrator's list.

mod admin;
mod log_in;
mod new;
mod own;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use axum_extra::extract::cookie::Cookie;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::Result;

use super::account::RoleGrant;
use crate::app::App;
use crate::i18n::Lang;

/// All pages of accounts.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/masuk", get(log_in::form).post(log_in::submit))
        .route("/keluar", post(log_in::leave))
        .route("/akun", get(own::show).post(own::change))
        .route("/admin/pengguna", get(admin::list))
        .route("/admin/pengguna/baru", get(new::form).post(new::submit))
        .route("/admin/pengguna/{id}", get(admin::show))
        .route("/admin/pengguna/{id}/beri", post(admin::grant))
        .route("/admin/pengguna/{id}/cabut", post(admin::revoke))
        .route("/admin/pengguna/{id}/nonaktif", post(admin::disable))
}

/// A mistake in a form, by field, for the summary on top and for the field itself.
struct FieldError {
    field: &'static str,
    message: String,
}

/// The mistakes of a form.
#[derive(Default)]
struct Mistakes(Vec<FieldError>);

impl Mistakes {
    /// Keeps a good value; notes the mistake of a bad one.
    fn note<T>(&mut self, lang: Lang, field: &'static str, value: Result<T>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push(FieldError { field, message: lang.error(&error) });
                None
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// What is wrong with `field`; empty when nothing is.
    fn of(&self, field: &str) -> &str {
        let found = self.0.iter().find(|error| error.field == field);
        found.map_or("", |error| error.message.as_str())
    }
}

/// An entry of a list to choose from, as the macros take it.
struct Choice {
    value: String,
    label: String,
    hint: &'static str,
    checked: bool,
}

impl Choice {
    fn new(value: &str, label: impl Into<String>, chosen: &str) -> Self {
        Self { value: value.to_owned(), label: label.into(), hint: "", checked: value == chosen }
    }
}

fn languages(chosen: &str) -> Vec<Choice> {
    Lang::ALL
        .into_iter()
        .map(|lang| Choice::new(lang.code(), lang.t("auth-language-name"), chosen))
        .collect()
}

/// A role as its holder reads it: what it is, and for which unit.
struct RoleLine {
    role: String,
    unit: String,
    code: &'static str,
    unit_code: String,
}

impl RoleLine {
    fn new(lang: Lang, grant: &RoleGrant, units: &[super::account::Unit]) -> Self {
        let named = units.iter().find(|unit| unit.code == grant.unit());
        let unit = match named {
            Some(unit) => unit.name(lang).to_owned(),
            None if grant.unit().is_empty() => lang.t("auth-whole-city"),
            None => grant.unit().to_owned(),
        };
        Self {
            role: role_name(lang, grant.role()),
            unit,
            code: grant.role().code(),
            unit_code: grant.unit().to_owned(),
        }
    }
}

fn role_name(lang: Lang, role: Role) -> String {
    lang.t(&format!("auth-role-{}", role.code()))
}

/// Adds a cookie to an answer.
fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Result<Response> {
    let value = HeaderValue::from_str(&cookie.to_string()).map_err(Error::internal)?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}

/// The answer to a form with mistakes.
fn with_mistakes(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}
