//! Pages and files of the city's data.

mod dataset;
mod files;
mod list;

use axum::Router;
use axum::routing::get;
use platform::App;
use platform::i18n::Lang;

use super::model::{Release, ReleasedFile};

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/data", get(list::show))
        .route("/data/katalog.jsonld", get(files::catalogue))
        .route("/data/{dataset}", get(dataset::show))
        .route("/data/{period}/{file}", get(files::one))
}

/// A file that a reader may take.
struct Offer {
    href: String,
    file: String,
    size: String,
    rows: String,
    sha256: String,
}

fn offer(lang: Lang, release: &Release, file: &ReleasedFile) -> Offer {
    Offer {
        href: format!("/data/{}/{}", release.period, file.name),
        file: file.name.clone(),
        size: size(lang, file.bytes),
        rows: if file.rows > 0 { lang.count(file.rows) } else { String::new() },
        sha256: file.sha256.clone(),
    }
}

/// Bytes as people say them.
fn size(lang: Lang, bytes: i64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", lang.decimal(bytes as f64 / 1e3, 1)),
        _ => format!("{} MB", lang.decimal(bytes as f64 / 1e6, 1)),
    }
}

/// The name of a dataset.
fn named(lang: Lang, code: &str) -> String {
    lang.t(&format!("open-data-name-{code}"))
}

/// What a dataset says.
fn about(lang: Lang, code: &str) -> String {
    lang.t(&format!("open-data-about-{code}"))
}
