//! The pages of this slice: the form of a citizen, tracking, and the officers' rooms.

mod apply;
mod counter;
mod officer;
mod sealed;
mod track;
mod words;

use axum::Router;
use platform::App;

pub(crate) use counter::with_secret;
pub use track::Holder;
pub(crate) use track::{standing, with_key};
pub(crate) use words::masked;

/// All pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(apply::routes())
        .merge(track::routes())
        .merge(officer::routes())
        .merge(counter::routes())
}
