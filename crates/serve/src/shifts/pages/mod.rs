//! Pages of shifts: an officer's own, and a head's.

mod head;
mod officer;
mod words;

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Days that can be seen and planned, today included.
const DAYS: usize = 14;
/// Swaps of a unit that a page shows.
const SWAPS: i64 = 50;

/// Fields of a form.
type Fields = BTreeMap<String, String>;

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map(|text| text.trim()).unwrap_or_default()
}

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/petugas/jadwal", get(officer::show).post(officer::ask))
        .route("/petugas/jadwal/{id}", post(officer::answer))
        .route("/petugas/atasan/jadwal", get(head::show).post(head::plan))
}
