//! Plain files, as any web server would serve them from the data folder.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use kernel::Error;
use ledger::tile::Path as Tile;
use platform::App;
use platform::log::{CHECKPOINT, VKEY};
use platform::web::{Handled, Visitor};

const TEXT: &str = "text/plain; charset=utf-8";
/// A tile never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /log/checkpoint`.
pub(super) async fn checkpoint(State(app): State<App>, visitor: Visitor) -> Handled {
    serve(&app, &visitor, CHECKPOINT, TEXT, "no-cache")
}

/// `GET /log/vkey`.
pub(super) async fn vkey(State(app): State<App>, visitor: Visitor) -> Handled {
    serve(&app, &visitor, VKEY, TEXT, "no-cache")
}

/// `GET /log/tile/...`: only names that a tile or a bundle can have.
pub(super) async fn tile(
    State(app): State<App>,
    visitor: Visitor,
    Path(path): Path<String>,
) -> Handled {
    let path = format!("tile/{path}");
    Tile::parse(&path).map_err(|_| Error::not_found())?;
    serve(&app, &visitor, &path, "application/octet-stream", FOR_EVER)
}

fn serve(
    app: &App,
    visitor: &Visitor,
    name: &str,
    kind: &'static str,
    cache: &'static str,
) -> Handled {
    let bytes = app.logs.folder(visitor.tenant.id).read(name)?.ok_or_else(Error::not_found)?;
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)];
    Ok((headers, bytes).into_response())
}
