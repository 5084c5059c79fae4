//! Pages of reports: writing one, following it, what everyone may read, and the desks.

mod everyone;
mod follow;
mod staff;
mod words;
mod write;

use axum::Router;
use platform::App;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(write::routes())
        .merge(follow::routes())
        .merge(everyone::routes())
        .merge(staff::routes())
}
