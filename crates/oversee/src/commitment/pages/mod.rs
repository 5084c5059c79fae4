//! Pages of commitment: everyone's own, and who has signed.

mod overview;
mod own;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/saya/integritas", get(own::show))
        .route("/saya/integritas/pakta", post(own::sign))
        .route("/saya/integritas/kepentingan", post(own::declare))
        .route("/pengawasan/integritas", get(overview::show))
}
