//! Pages of gratuities: the officer's own, and the gratuity unit's.

mod officer;
mod recipient;
mod register;
mod typed;
mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/petugas/hadiah", get(officer::list))
        .route("/petugas/hadiah/tolak", get(officer::refusal).post(officer::refuse))
        .route("/petugas/hadiah/lapor", get(officer::form).post(officer::report))
        .route("/petugas/hadiah/{number}", get(officer::show))
        .route("/petugas/hadiah/{number}/lengkapi", post(officer::complete))
        .route("/petugas/hadiah/{number}/titip", post(officer::keep))
        .route("/inspektorat/hadiah", get(register::list))
        .route("/inspektorat/hadiah/register.csv", get(register::csv))
        .route("/inspektorat/hadiah/{number}", get(register::show))
        .route("/inspektorat/hadiah/{number}/formulir", get(register::form))
        .route("/inspektorat/hadiah/{number}/berkas/{file}", get(register::file))
        .route("/inspektorat/hadiah/{number}/kembalikan", post(register::send_back))
        .route("/inspektorat/hadiah/{number}/teruskan", post(register::forward))
        .route("/inspektorat/hadiah/{number}/putusan", post(register::decide))
        .route("/inspektorat/hadiah/{number}/serah", post(register::hand_over))
        .route("/inspektorat/hadiah/{number}/titip", post(register::keep))
        .route("/inspektorat/hadiah/{number}/terima-kasih", post(register::thank))
}
