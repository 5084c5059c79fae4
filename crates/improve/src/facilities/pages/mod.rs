//! Pages of facilities: for who may see the work of the city, and for everyone.

mod chart;
mod form;
mod item;
mod list;
mod office;
mod public;
mod words;

use axum::routing::get;
use axum::{Extension, Router};
use platform::App;

use super::model::CountReports;

/// Their routes. `reports` says how many reports about facilities another context has of each unit.
pub fn routes(reports: CountReports) -> Router<App> {
    Router::new()
        .route("/perbaikan/fasilitas", get(list::list))
        .route("/perbaikan/fasilitas/{unit}", get(office::show))
        .route("/perbaikan/fasilitas/{unit}/{item}", get(item::ask).post(item::audit))
        .route("/perbaikan/fasilitas/{unit}/foto/{file}", get(item::photo))
        .route("/kantor", get(public::list))
        .route("/kantor/{unit}", get(public::show))
        .route("/kantor/{unit}/foto", get(public::photo))
        .layer(Extension(list::Reports(reports)))
}

pub use words::hours;

const BASE: &str = "/perbaikan/fasilitas";
