//! Pages of contracts: for everyone, and for planners who bring files.

mod import;
mod list;
mod show;
mod words;

use axum::Router;
use axum::routing::get;
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kontrak", get(list::everyone))
        .route("/kontrak/unduh.csv", get(list::table))
        .route("/kontrak/unduh.json", get(list::package))
        .route("/kontrak/{id}", get(show::show))
        .route("/perencana/kontrak/impor", get(import::ask).post(import::send))
        .route("/perencana/kontrak/impor/{id}", get(import::preview).post(import::take))
}

const PUBLIC: &str = "/kontrak";
const IMPORT: &str = "/perencana/kontrak/impor";
