//! Pages of the reform in numbers.

mod facts;
mod measure;
mod overview;
pub mod words;

use axum::Router;
use axum::routing::get;
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/perbaikan/reformasi", get(overview::show))
        .route("/perbaikan/reformasi/{kode}", get(measure::show))
        .route("/perbaikan/reformasi/{kode}/fakta", get(facts::show))
}
