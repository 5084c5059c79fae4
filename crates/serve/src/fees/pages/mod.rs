//! Pages of fees: one file's, the treasurer's, and the head's day. The citizen's are with tracking.

mod file;
mod head;
mod unit;
mod words;

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

pub(crate) use words::{Cost, cost, rule, standing};

/// Fields of a form.
type Fields = BTreeMap<String, String>;

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map(|text| text.trim()).unwrap_or_default()
}

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/petugas/berkas/{number}/biaya", get(file::show).post(file::pay))
        .route("/petugas/berkas/{number}/keringanan", post(file::ask))
        .route("/petugas/biaya", get(unit::show).post(unit::import))
        .route("/petugas/atasan/biaya", get(head::show))
        .route("/petugas/atasan/biaya/{number}", post(head::decide))
        .route("/petugas/atasan/biaya/{number}/kembali", post(head::refund))
}
