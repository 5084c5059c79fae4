//! Pages of assignment: the officer's days, the head's draws, and the counts for everyone.

mod head;
mod officer;
mod public;
mod told;
mod typed;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

pub(crate) use told::{Told, told};

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/petugas/berhalangan", get(officer::show).post(officer::absent))
        .route("/petugas/berhalangan/orang", post(officer::person))
        .route("/petugas/berkas/{number}/benturan", post(officer::conflict))
        .route("/petugas/atasan/penugasan", get(head::show))
        .route("/petugas/atasan/penugasan/{number}", post(head::reassign))
        .route("/petugas/atasan/berhalangan", post(head::absent))
        .route("/log/penugasan", get(public::show))
}
