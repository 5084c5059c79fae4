//! The counter: an officer types an application for someone who stands there, takes in documents
//! that were missing, and prints the receipt. Help is recorded as help: the channel says counter,
//! the officer is the actor, and the person remains the applicant.

mod fields;
mod form;
mod receipt;
mod search;
mod submit;
mod supplement;
mod take;

use axum::Router;
use axum::routing::get;
use platform::App;

pub(crate) use receipt::with_secret;

/// Pages below `/petugas/loket`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/petugas/loket", get(search::show))
        .route("/petugas/loket/lengkapi", get(supplement::show).post(supplement::submit))
        .route("/petugas/loket/layanan/{service}", get(form::show).post(submit::submit))
        .route("/petugas/loket/{number}/tanda-terima", get(receipt::show))
}
