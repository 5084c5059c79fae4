//! Pages of the city's own report.

mod files;
mod poster;
mod show;
pub(crate) mod words;

use axum::Router;
use axum::routing::get;
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/rapor", get(show::newest))
        .route("/rapor/{period}", get(show::of_period))
        .route("/rapor/{period}/rapor.csv", get(files::csv))
        .route("/rapor/{period}/rapor.json", get(files::json))
        .route("/rapor/{period}/poster/{unit}", get(poster::show))
}
