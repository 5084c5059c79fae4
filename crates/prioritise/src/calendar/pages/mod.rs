//! Pages of the calendar: for everyone, and for planners.

mod feed;
mod planner;
mod public;
mod words;

use axum::Router;
use axum::routing::get;
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kalender-anggaran", get(public::show))
        .route("/kalender-anggaran/kalender.ics", get(feed::calendar))
        .route("/perencana/kalender", get(planner::show).post(planner::begin))
        .route("/perencana/kalender/{year}/{step}", get(planner::ask).post(planner::finish))
}
