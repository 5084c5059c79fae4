//! Pages of proposals: for everyone, and for planners.

mod list;
mod words;

use axum::Router;
use axum::routing::get;
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/usulan", get(list::everyone))
        .route("/perencana/usulan", get(list::planner))
}

const PUBLIC: &str = "/usulan";
