//! Pages of campaigns: for everyone, on paper, and for who works on them.

mod desk;
mod draft;
mod feeds;
mod list;
mod materials;
mod print;
mod public;
mod typed;
mod visits;
mod words;
mod work;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::routing::{get, post};
use kernel::Error;
use kernel::error::Result;
use kernel::id::CampaignId;
use platform::App;
use platform::web::{Handled, Visitor, redirect};
use serde::Deserialize;

use super::rules::Asked;
use super::verbs::{follow, spelled};

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/k/{code}", get(go))
        .route("/kampanye", get(public::list))
        .route("/kampanye/umpan.atom", get(feeds::atom))
        .route("/kampanye/kunjungan.ics", get(feeds::calendar))
        .route("/kampanye/kunjungan", get(visits::public))
        .route("/kampanye/{id}", get(public::show))
        .route("/kampanye/{id}/poster/{saluran}", get(print::poster))
        .route("/kampanye/{id}/selebaran/{saluran}", get(print::leaflet))
        .route("/humas/kampanye", get(list::list))
        .route("/humas/kampanye/baru", get(draft::ask).post(draft::make))
        .route("/humas/kampanye/{id}", get(work::show))
        .route("/humas/kampanye/{id}/bahan", get(materials::show))
        .route("/humas/kampanye/{id}/mulai", post(work::start))
        .route("/humas/kampanye/{id}/batal", post(work::drop_draft))
        .route("/humas/kampanye/{id}/akhiri", post(work::end))
        .route("/humas/kampanye/{id}/nilai", post(work::evaluate))
        .route("/humas/kunjungan", get(visits::list).post(visits::plan))
        .route("/humas/kunjungan/{id}/selesai", post(visits::done))
        .route("/humas/kunjungan/{id}/batal", post(visits::cancel))
        .route("/humas/pengarahan/{id}", get(print::briefing))
}

/// A form without fields.
#[derive(Deserialize)]
struct Nothing {}

fn parse(id: &str) -> Result<CampaignId> {
    id.parse().map_err(|_| Error::not_found())
}

/// `GET /k/{code}`: where a short link leads. Nothing is set and nothing of the visitor is kept.
async fn go(
    State(app): State<App>,
    visitor: Visitor,
    method: Method,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Handled {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let purpose = text("sec-purpose");
    let asked = Asked {
        is_get: method == Method::GET,
        agent: text("user-agent"),
        purpose: if purpose.is_empty() { text("purpose") } else { purpose },
    };
    let to = follow(&app, visitor.tenant.id, &spelled(&code)?, asked).await?;
    Ok(redirect(&to))
}
