//! The Open311 door: GeoReport v2 (<https://wiki.open311.org/GeoReport_v2/>), in JSON and XML. Only
//! what everyone may read is ever given out; a report with supervision content or a secret one is not
//! there, neither in lists nor by its id.

mod answer;
mod read;
mod write;

use axum::Router;
use axum::routing::get;
use platform::App;

/// Its routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/open311/v2/{resource}", get(read::list).post(write::post))
        .route("/open311/v2/services/{code}", get(read::definition))
        .route("/open311/v2/requests/{id}", get(read::one))
        .route("/open311/v2/tokens/{id}", get(read::token))
}
