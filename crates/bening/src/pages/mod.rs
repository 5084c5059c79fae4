//! Pages that belong to no single context: the city's home, and what every public site must say.

mod home;
mod invitation;
mod kelurahan;
mod plain;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/kelurahan", get(kelurahan::list))
        .route("/kelurahan/{code}", get(kelurahan::show::show))
        .route("/lacak/{number}/survei", get(invitation::show))
        .route("/lacak/{number}/survei/token", post(invitation::sign))
        .route("/lacak/{number}/survei/kode", post(invitation::code))
        .route("/petugas/loket/amplop", get(invitation::envelope).post(invitation::hand_envelope))
        .route("/tentang", get(plain::about))
        .route("/privasi", get(plain::privacy))
        .route("/aksesibilitas", get(plain::accessibility))
}
