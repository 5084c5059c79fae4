//! Following a report: by its number what everyone may read, by its secret everything, and the acts
//! that are the reporter's alone.

mod act;
mod enter;
mod journey;
mod opened;
mod show;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

pub(super) use journey::{Line, journey};
pub(super) use opened::with_key;
pub(super) use show::{files, rows, send_file};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/lapor/lacak", get(enter::form).post(enter::find))
        .route("/lapor/{number}", get(show::show))
        .route("/lapor/{number}/buka", post(enter::open))
        .route("/lapor/{number}/diterima", get(show::receipt))
        .route("/lapor/{number}/berkas/{file}", get(show::file))
        .route("/lapor/{number}/ombudsman", get(show::ombudsman).post(act::escalate))
        .route("/lapor/{number}/tambah", post(act::supplement))
        .route("/lapor/{number}/setuju", post(act::consent))
        .route("/lapor/{number}/buka-kembali", post(act::reopen))
        .route("/lapor/{number}/nilai", post(act::rate))
}
