//! Pages of signals, for inspectors.

mod graph;
mod list;
mod show;
mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pengawasan/sinyal", get(list::list))
        .route("/pengawasan/sinyal/uji", post(list::test))
        .route("/pengawasan/sinyal/{id}", get(show::show))
        .route("/pengawasan/sinyal/{id}/penjelasan", post(show::explain))
        .route("/pengawasan/sinyal/{id}/tolak", post(show::dismiss))
}

const BASE: &str = "/pengawasan/sinyal";
