//! The mayor's room: what waits for a decision, how the city stands, and whether decisions helped. It
//! keeps nothing of its own: every number is another page's, and leads there.

pub mod cards;
pub(crate) mod index;
mod lend;
mod money;
mod page;
mod patterns;
mod print;
pub mod results;
mod state;
mod unit;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Its routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/ruang", get(page::show))
        .route("/ruang/pola", get(patterns::show))
        .route("/ruang/pola/{id}", post(patterns::take_up))
        .route("/ruang/cetak", get(print::show))
        .route("/ruang/unit/{unit}", get(unit::show))
}
