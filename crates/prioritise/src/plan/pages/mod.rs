//! Pages of plans: for everyone, for planners, and for whoever adopts.

mod adopter;
mod criteria;
mod keep;
mod planner;
mod public;
mod scenario;
mod score;
mod shown;
mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

const PUBLIC: &str = "/rencana";
const WORK: &str = "/perencana/rencana";

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/rencana", get(public::newest))
        .route("/rencana/{year}", get(public::show))
        .route("/rencana/{year}/kegiatan/{code}", get(public::activity))
        .route("/rencana/{year}/skenario/{digest}", get(scenario::show))
        .route("/rencana/{year}/skenario/{digest}/plan.toml", get(scenario::plan_file))
        .route("/rencana/{year}/skenario/{digest}/kegiatan.csv", get(scenario::table_file))
        .route("/rencana/{year}/skenario/{digest}/hasil.json", get(scenario::result_file))
        .route("/rencana/{year}/skenario/{digest}/tetapkan", post(scenario::adopt))
        .route("/perencana/rencana", get(planner::list).post(planner::begin))
        .route("/perencana/rencana/{year}", get(planner::show))
        .route("/perencana/rencana/{year}/kegiatan", post(planner::take))
        .route("/perencana/rencana/{year}/usulan", post(planner::accepted))
        .route("/perencana/rencana/{year}/kriteria", get(criteria::ask).post(criteria::freeze))
        .route("/perencana/rencana/{year}/kriteria/batal", post(criteria::void))
        .route("/perencana/rencana/{year}/nilai/{code}", get(score::ask).post(score::give))
        .route("/perencana/rencana/{year}/nilai/{code}/sepakat", post(score::agree))
        .route("/perencana/rencana/{year}/skenario", get(keep::ask).post(keep::keep))
}
