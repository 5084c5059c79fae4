//! Pages of processes and trials.

pub mod cards;
mod draft;
mod findings;
mod foretold;
mod list;
mod map;
mod show;
mod trials;
pub mod unit;
pub mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/perbaikan/proses", get(list::list))
        .route("/perbaikan/proses/{kode}", get(show::show))
        .route("/perbaikan/proses/{kode}/rancang", get(draft::form).post(draft::propose))
        .route("/perbaikan/uji", get(trials::list))
        .route("/perbaikan/uji/{id}", get(trials::show))
        .route("/perbaikan/uji/{id}/mulai", post(trials::start))
        .route("/perbaikan/uji/{id}/batal", post(trials::drop_proposal))
        .route("/perbaikan/uji/{id}/putuskan", post(trials::decide))
}
