//! Pages of meetings and promises.

mod act;
mod calendar;
mod call;
mod list;
mod print;
mod promise;
mod show;
mod words;

use std::collections::BTreeMap;

use axum::routing::{get, post};
use axum::{Extension, Router};
use platform::App;

use super::agenda::ReadTopics;

const BASE: &str = "/perbaikan/rapat";
const PROMISE: &str = "/perbaikan/janji";

/// What was typed.
type Fields = BTreeMap<String, String>;

/// What other contexts propose to talk about.
#[derive(Clone, Copy)]
struct Topics(ReadTopics);

/// Their routes. `topics` says what other contexts propose to talk about.
pub fn routes(topics: ReadTopics) -> Router<App> {
    Router::new()
        .route("/perbaikan/rapat", get(list::list))
        .route("/perbaikan/rapat/kalender.ics", get(calendar::calendar))
        .route("/perbaikan/rapat/baru", get(call::form).post(call::call))
        .route("/perbaikan/rapat/{id}", get(show::show))
        .route("/perbaikan/rapat/{id}/cetak", get(print::print))
        .route("/perbaikan/rapat/{id}/hadir", post(act::attend))
        .route("/perbaikan/rapat/{id}/notula", post(act::minute))
        .route("/perbaikan/rapat/{id}/janji", post(act::promise))
        .route("/perbaikan/rapat/{id}/tutup", post(act::close))
        .route("/perbaikan/rapat/{id}/batal", post(act::cancel))
        .route("/perbaikan/rapat/{id}/pindah", post(act::shift))
        .route("/perbaikan/janji/{id}", get(promise::show))
        .route("/perbaikan/janji/{id}/selesai", post(promise::report))
        .route("/perbaikan/janji/{id}/terima", post(promise::confirm))
        .route("/perbaikan/janji/{id}/kembalikan", post(promise::send_back))
        .route("/perbaikan/janji/{id}/tunda", post(promise::postpone))
        .route("/perbaikan/janji/{id}/lepas", post(promise::release))
        .layer(Extension(Topics(topics)))
}
