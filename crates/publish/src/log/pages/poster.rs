//! The checkpoint as a poster: hung up once a week where everyone passes, it makes a rewritten
//! history visible to anyone who took a picture.

use askama::Template;
use axum::extract::State;
use kernel::Error;
use platform::App;
use platform::web::qr::Qr;
use platform::web::{Handled, Page, Visitor, html};

use super::super::store;

#[derive(Template)]
#[template(path = "log/templates/poster.html")]
struct PosterPage {
    page: Page,
    origin: String,
    size: u64,
    root: String,
    signed: String,
    note: String,
    qr: Qr,
}

/// `GET /periksa/poster`. The code holds the signed note itself, so it needs no network.
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    let tenant = visitor.tenant.id;
    let key = app.logs.key(tenant)?.ok_or_else(Error::not_found)?;
    let published = app.logs.published(tenant, &key.verifier())?.ok_or_else(Error::not_found)?;
    let checkpoint = published.checkpoint;
    let mut tx = app.db.read(tenant).await?;
    let at = store::written_at(&mut tx, checkpoint.size).await?;
    let lang = visitor.lang;
    Ok(html(&PosterPage {
        page: visitor.page("log-poster-title").in_section("periksa"),
        origin: checkpoint.origin,
        size: checkpoint.size,
        root: checkpoint.root.to_string(),
        signed: at.map(|at| lang.moment(at, app.tz())).unwrap_or_default(),
        qr: Qr::of(&published.note.to_string())?,
        note: published.note.to_string(),
    }))
}
