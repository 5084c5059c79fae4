//! The receipt's secret: where it is kept, and whether it is the right one.

use axum::response::Response;
use axum_extra::extract::CookieJar;
use kernel::error::Result;
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::vault::is_secret;

use super::super::super::store::Application;
use platform::web::view::with_cookie;

const COOKIE: &str = "kunci";
const DAYS: u64 = 30;

/// Adds the cookie that opens the application `number` in this browser.
///
/// # Errors
/// Never in practice: a secret has only letters and digits.
pub fn with_key(
    app: &App,
    response: Response,
    number: ApplicationNumber,
    secret: &Secret,
) -> Result<Response> {
    with_cookie(app, response, COOKIE, secret.expose(), format!("/lacak/{number}"), DAYS)
}

/// The secret that this browser keeps for the address it asks for.
pub(super) fn from_cookie(jar: &CookieJar) -> Option<Secret> {
    jar.get(COOKIE).and_then(|cookie| Secret::parse(cookie.value()).ok())
}

/// Whether `secret` is that of `row`. Digests are compared, in the same time whatever they are.
pub(super) fn opens(row: &Application, secret: &Secret) -> bool {
    is_secret(&secret.expose(), &row.secret_hash)
}
