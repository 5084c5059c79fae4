//! Pages of proposals: for everyone, and for planners.

mod evidence;
mod feed;
mod forums;
mod hold;
mod list;
mod make;
mod public;
mod repairs;
mod typed;
mod way;
mod words;
mod work;

use axum::routing::{get, post};
use axum::{Extension, Router};
use platform::App;

use super::outside::Outside;

/// Their routes. `outside` is what other contexts know of places and offices.
pub fn routes(outside: Outside) -> Router<App> {
    Router::new()
        .route("/usulan", get(list::everyone))
        .route("/usulan/harga", get(public::price_list))
        .route("/usulan/musyawarah", get(forums::list))
        .route("/usulan/musyawarah/kalender.ics", get(feed::calendar))
        .route("/usulan/musyawarah/{id}", get(forums::show))
        .route("/usulan/{number}", get(public::show))
        .route("/usulan/{number}/dukung", post(public::support))
        .route("/perencana/usulan", get(list::planner))
        .route("/perencana/usulan/baru", get(make::ask).post(make::make))
        .route("/perencana/usulan/impor", get(make::ask_file).post(make::import))
        .route("/perencana/usulan/{number}", get(work::show))
        .route("/perencana/usulan/{number}/biaya", post(work::cost))
        .route("/perencana/usulan/{number}/gabung", post(work::merge))
        .route("/perencana/perbaikan", get(repairs::list).post(repairs::take_over))
        .route("/perencana/musyawarah", get(forums::planner_list))
        .route("/perencana/musyawarah/baru", get(hold::ask).post(hold::hold))
        .route("/perencana/musyawarah/{id}", get(hold::show).post(hold::decide))
        .layer(Extension(outside))
}

const PUBLIC: &str = "/usulan";
const PUBLIC_FORUMS: &str = "/usulan/musyawarah";
const WORK: &str = "/perencana/usulan";
const FORUMS: &str = "/perencana/musyawarah";
