//! The log's files, and the page on which anyone checks their receipt.

mod check;
mod files;
mod poster;

use axum::Router;
use axum::routing::get;
use platform::App;

use super::Witnesses;

/// `/log/...` and `/periksa`.
pub fn routes(witnesses: &Witnesses) -> Router<App> {
    let (shown, sent) = (witnesses.clone(), witnesses.clone());
    Router::new()
        .route("/log/checkpoint", get(files::checkpoint))
        .route("/log/vkey", get(files::vkey))
        .route("/log/tile/{*path}", get(files::tile))
        .route(
            "/periksa",
            get(move |app, visitor| check::show(app, visitor, shown))
                .post(move |app, visitor, request| check::check(app, visitor, sent, request)),
        )
        .route("/periksa/segel/{index}/{seal}", get(check::seal))
        .route("/periksa/poster", get(poster::show))
}
