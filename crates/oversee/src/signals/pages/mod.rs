//! Pages of signals, for inspectors, and for the officer who was asked.

mod graph;
mod list;
mod own;
mod show;
mod words;

pub use words::rate;

use axum::routing::{get, post};
use axum::{Extension, Router};
use platform::App;

use super::model::{ReadAsked, ReadOffices};

/// Their routes. `offices` says what other contexts count of offices, `asked` what the head of the city
/// asked.
pub fn routes(offices: ReadOffices, asked: ReadAsked) -> Router<App> {
    Router::new()
        .route("/pengawasan/sinyal", get(list::list))
        .route("/pengawasan/sinyal/uji", post(list::test))
        .route("/pengawasan/sinyal/{id}", get(show::show))
        .route("/pengawasan/sinyal/{id}/tanya", post(show::ask))
        .route("/pengawasan/sinyal/{id}/penjelasan", post(show::explain))
        .route("/pengawasan/sinyal/{id}/tolak", post(show::dismiss))
        .route("/saya/sinyal", get(own::list))
        .route("/saya/sinyal/{id}", get(own::show).post(own::answer))
        .layer(Extension(list::Offices(offices)))
        .layer(Extension(show::FromMayor(asked)))
}

const BASE: &str = "/pengawasan/sinyal";
