//! Pages of competence: one's own, the unit's, the coach's.

mod coach;
mod hold;
mod own;
mod team;
mod who;
mod words;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/saya/kinerja", get(own::show))
        .route("/saya/kinerja/pembina", post(own::ask))
        .route("/saya/kinerja/pembina/selesai", post(own::end))
        .route("/saya/kinerja/pembina/jawab", post(own::answer))
        .route("/perbaikan/kecakapan/{unit}", get(team::show))
        .route("/perbaikan/kecakapan/{unit}/pelatihan", post(team::plan))
        .route("/perbaikan/pelatihan/{id}", get(hold::ask).post(hold::hold))
        .route("/pembina", get(coach::list))
        .route("/pembina/{id}", get(coach::show).post(coach::note))
}
