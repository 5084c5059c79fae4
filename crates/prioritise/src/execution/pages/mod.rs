//! Pages of budgets that hold: for everyone, and for planners.

mod curve;
mod planner;
mod preview;
mod public;
mod table;
mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

const PUBLIC: &str = "/anggaran";
const WORK: &str = "/perencana/anggaran";

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/anggaran", get(public::newest))
        .route("/anggaran/{year}", get(public::show))
        .route("/anggaran/{year}/kegiatan.csv", get(table::download))
        .route("/perencana/anggaran", get(planner::list).post(planner::bring))
        .route("/perencana/anggaran/{year}", get(planner::show))
        .route("/perencana/anggaran/{year}/tetapkan", post(planner::enact))
        .route("/perencana/anggaran/{year}/realisasi", post(planner::realise))
}
