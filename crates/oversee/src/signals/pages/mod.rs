//! Pages of signals, for inspectors.

mod graph;
mod list;
mod show;
mod words;

use axum::routing::{get, post};
use axum::{Extension, Router};
use platform::App;

use super::model::ReadOffices;

/// Their routes. `offices` says what other contexts count of offices.
pub fn routes(offices: ReadOffices) -> Router<App> {
    Router::new()
        .route("/pengawasan/sinyal", get(list::list))
        .route("/pengawasan/sinyal/uji", post(list::test))
        .route("/pengawasan/sinyal/{id}", get(show::show))
        .route("/pengawasan/sinyal/{id}/penjelasan", post(show::explain))
        .route("/pengawasan/sinyal/{id}/tolak", post(show::dismiss))
        .layer(Extension(list::Offices(offices)))
}

const BASE: &str = "/pengawasan/sinyal";
