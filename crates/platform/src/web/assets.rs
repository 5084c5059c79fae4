//! Style sheet, font and pictures, inside the binary, named by their content and kept for ever.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::vault::sha256;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../assets"]
struct Files;

/// From plain name to address.
static URLS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let digest = sha256(&file.data);
            let tag: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
            Some((name.to_string(), format!("/aset/{tag}/{name}")))
        })
        .collect()
});

/// The address of the asset `name`; the empty address when there is none, which a test would see.
pub fn url(name: &str) -> &'static str {
    URLS.get(name).map_or("", String::as_str)
}

/// `GET /aset/{tag}/{name}`. A style sheet refers to its font beside it, so the tag is not checked.
pub async fn serve(Path((_, name)): Path<(String, String)>) -> Response {
    let Some(file) = Files::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let media = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("js") => "text/javascript; charset=utf-8",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(header::CACHE_CONTROL, forever);
    (headers, file.data).into_response()
}
