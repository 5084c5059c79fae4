//! Pages of ballots: for citizens, and for planners.

mod planner;
mod public;
mod vote;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pilih", get(public::show).post(public::ask))
        .route("/pilih/kode", post(public::admit))
        .route("/pilih/surat", get(vote::show).post(vote::fill))
        .route("/pilih/kirim", post(vote::cast))
        .route("/pilih/tanda", get(public::receipt))
        .route("/pilih/hasil.pb", get(public::file))
        .route("/perencana/pilihan/{year}", get(planner::ask).post(planner::open))
        .route("/perencana/pilihan/{year}/hitung", post(planner::count))
}

/// The cookie that holds the token of whoever was let in.
const COOKIE: &str = "bening_ballot";
