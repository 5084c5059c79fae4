//! Pages that belong to no single context: the city's home, and what every public site must say.

mod home;
mod plain;

use axum::Router;
use axum::routing::get;
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/tentang", get(plain::about))
        .route("/privasi", get(plain::privacy))
        .route("/aksesibilitas", get(plain::accessibility))
}
