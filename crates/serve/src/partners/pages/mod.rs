//! Pages of partners: the public comparison, the partner's own steps, the head's and the approver's
//! desks. What the citizen sees is with tracking.

mod approver;
mod compare;
mod head;
mod public;
mod told;
mod work;

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use kernel::Error;
use kernel::error::Result;
use kernel::id::Id;
use platform::App;

pub(crate) use told::{Told, told};

/// Fields of a form.
type Fields = BTreeMap<String, String>;

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map(|text| text.trim()).unwrap_or_default()
}

/// An id from an address.
fn id<K>(text: &str) -> Result<Id<K>> {
    text.parse().map_err(|_| Error::not_found())
}

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/mitra", get(public::show))
        .route("/mitra/tugas", get(work::list))
        .route("/mitra/tugas/{id}", get(work::open))
        .route("/mitra/tugas/{id}/selesai", post(work::finish))
        .route("/mitra/tugas/{id}/kenal", post(work::know))
        .route("/petugas/atasan/mitra", get(head::show).post(head::propose))
        .route("/petugas/atasan/mitra/serah", post(head::hand))
        .route("/petugas/atasan/mitra/{id}/akhiri", post(head::end))
        .route("/petugas/atasan/mitra/tugas/{id}/tarik", post(head::take_back))
        .route("/pengesah/mitra", get(approver::show))
        .route("/pengesah/mitra/{id}", post(approver::decide))
}
