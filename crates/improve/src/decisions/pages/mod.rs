//! Pages of decisions.

mod feed;
mod form;
mod list;
mod own;
mod show;
mod told;
pub mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/keputusan", get(list::list))
        .route("/keputusan/umpan.atom", get(feed::atom))
        .route("/keputusan/baru", get(own::ask).post(own::decide))
        .route("/keputusan/{id}", get(show::show))
        .route("/keputusan/{id}/putuskan", post(show::decide))
        .route("/keputusan/{id}/tunda", post(show::postpone))
}
