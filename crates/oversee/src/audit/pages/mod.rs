//! Pages of the trail, for the Inspectorate alone.

mod list;
mod show;
mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

const BASE: &str = "/pengawasan/jejak";

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pengawasan/jejak", get(list::list))
        .route("/pengawasan/jejak/{position}", get(show::show))
        .route("/pengawasan/jejak/{position}/buka", post(show::open))
}
