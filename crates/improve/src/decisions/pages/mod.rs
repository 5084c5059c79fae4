//! Pages of decisions.

mod form;
mod list;
mod own;
mod show;
pub mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/keputusan", get(list::list))
        .route("/keputusan/baru", get(own::ask).post(own::decide))
        .route("/keputusan/{id}", get(show::show))
        .route("/keputusan/{id}/putuskan", post(show::decide))
        .route("/keputusan/{id}/tunda", post(show::postpone))
}
