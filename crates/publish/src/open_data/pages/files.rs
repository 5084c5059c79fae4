//! Files of a release, as they were given, and the catalogue.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use platform::App;
use platform::web::{Handled, Visitor};

use super::super::describe::JSON;
use super::super::model::{Period, Release};
use super::super::{catalogue as dcat, store};

/// The fact of the release, as the ledger has it.
pub(super) const FACT: &str = "rilis.json";
/// Addresses of all files, for programs that fetch a list.
pub(super) const LIST: &str = "daftar.txt";

/// `GET /data/{period}/{file}`.
pub(super) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path((period, name)): Path<(String, String)>,
) -> Handled<Response> {
    let period: Period = period.parse()?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    if [FACT, LIST].contains(&name.as_str()) {
        let release = store::of(&mut tx, period).await?.ok_or_else(Error::not_found)?;
        let said = release.said.as_ref().ok_or_else(Error::not_found)?;
        if name == LIST {
            let text = addresses(&app.settings.public_url, &release);
            return file("text/plain; charset=utf-8", text.into_bytes());
        }
        return file(JSON, serde_json::to_vec_pretty(said).map_err(Error::internal)?);
    }
    let (media, content) = store::file(&mut tx, period, &name).await?;
    file(&media, content)
}

fn addresses(public_url: &str, release: &Release) -> String {
    let at = format!("{}/data/{}", public_url.trim_end_matches('/'), release.period);
    let files = release.said.iter().flat_map(|said| &said.files);
    let names = files.map(|file| file.name.as_str()).chain([FACT]);
    names.map(|name| format!("{at}/{name}\n")).collect()
}

/// Anybody's page may read it: it is the same for everyone.
fn file(media: &str, content: Vec<u8>) -> Handled<Response> {
    let mut response = content.into_response();
    let media = HeaderValue::from_str(media).map_err(Error::internal)?;
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    let anybody = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
    Ok(response)
}

/// `GET /data/katalog.jsonld`.
pub(super) async fn catalogue(State(app): State<App>, visitor: Visitor) -> Handled<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = store::all(&mut tx).await?;
    let host = app.settings.public_url.trim_end_matches('/');
    let place = dcat::Place { city: &visitor.tenant.name, host };
    let text = serde_json::to_vec_pretty(&dcat::catalogue(place, &all)).map_err(Error::internal)?;
    file("application/ld+json", text)
}
