//! The pages of officers: the work queue of a unit, one file with its decision, and for heads the
//! files that are late.
//!
//! A list shows number, service and times and never a name: names are opened in the file, and each
//! opening is a fact that the citizen can read.

mod acts;
mod desk;
mod document;
mod file;
mod head;
mod issue;
pub(super) mod parts;
mod rows;
mod tab;
mod timeline;
mod view;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// Pages below `/petugas`, without the counter.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/petugas", get(desk::show))
        .route("/petugas/antrean/ambil", post(desk::pick_next))
        .route("/petugas/atasan", get(head::show))
        .route("/petugas/berkas/{number}", get(file::show))
        .route("/petugas/berkas/{number}/dokumen/{code}", get(document::show))
        .route("/petugas/berkas/{number}/nik", post(file::reveal))
        .route("/petugas/berkas/{number}/ambil", post(acts::pick))
        .route("/petugas/berkas/{number}/lengkap", post(acts::complete))
        .route("/petugas/berkas/{number}/kembalikan", post(acts::send_back))
        .route("/petugas/berkas/{number}/mulai", post(acts::start))
        .route("/petugas/berkas/{number}/selesai", post(acts::finish))
        .route("/petugas/berkas/{number}/setujui", post(acts::approve))
        .route("/petugas/berkas/{number}/tolak", post(acts::refuse))
        .route("/petugas/berkas/{number}/terbitkan", post(issue::submit))
        .route("/petugas/berkas/{number}/serahkan", post(acts::collect))
}
