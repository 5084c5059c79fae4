//! The form of an application: one question a page, found again by its draft code.

mod begin;
mod check;
mod document;
mod question;
mod session;
mod tasks;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

use session::Session;

/// The pages of the form.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/layanan/{code}/ajukan", get(begin::form).post(begin::begin))
        .route("/ajukan", get(begin::resume_form).post(begin::resume))
        .route("/ajukan/{draft}", get(tasks::show))
        .route("/ajukan/{draft}/periksa", get(check::show))
        .route("/ajukan/{draft}/kirim", post(check::send))
        .route("/ajukan/{draft}/{slug}", get(question::show).post(question::answer))
        .route("/ajukan/{draft}/{slug}/lihat", get(document::view))
}
