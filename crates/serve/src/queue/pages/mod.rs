//! Pages of tickets, appointments, counters and the waiting room.

mod appointment;
mod book;
pub(crate) mod chart;
mod choose;
mod counter;
mod desk;
mod forecast;
mod home;
mod screen;
mod settings;
mod ticket;
mod unit;
mod words;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Error;
use kernel::error::Result;
use platform::App;

pub use home::{LiveQueue, live_queues};

/// Fields of a form.
type Fields = std::collections::BTreeMap<String, String>;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/antrean", get(choose::show))
        .route("/antrean/{unit}", get(unit::show).post(unit::take))
        .route("/antrean/{unit}/janji", get(book::show).post(book::book))
        .route("/antrean/tiket/{secret}", get(ticket::show))
        .route("/antrean/tiket/{secret}/cetak", get(ticket::print))
        .route("/antrean/tiket/{secret}/batal", post(ticket::leave))
        .route("/antrean/janji/{secret}", get(appointment::show))
        .route("/antrean/janji/{secret}/pindah", post(appointment::move_to))
        .route("/antrean/janji/{secret}/batal", post(appointment::cancel))
        .route("/antrean/janji/{secret}/datang", post(appointment::arrive))
        .route("/layar/{unit}", get(screen::show))
        .route("/petugas/loket/antrean", get(counter::show))
        .route("/petugas/loket/antrean/panggil", post(desk::call))
        .route("/petugas/loket/antrean/ambil", post(desk::take))
        .route("/petugas/loket/antrean/datang", post(desk::arrive))
        .route("/petugas/loket/antrean/{id}/ulang", post(desk::again))
        .route("/petugas/loket/antrean/{id}/selesai", post(desk::served))
        .route("/petugas/loket/antrean/{id}/tidak-datang", post(desk::absent))
        .route("/petugas/loket/antrean/{id}/serahkan", post(desk::hand))
        .route("/petugas/atasan/loket", get(settings::show).post(settings::arrange))
        .route("/petugas/atasan/beban", get(forecast::show))
}

/// What was typed into a field, without spaces around it.
fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map(|text| text.trim()).unwrap_or_default()
}

/// Asks the browser to fetch the page again after some seconds. A header rather than a script or a
/// mark in the page: it works everywhere, and the page has a link that leaves it out.
fn refreshed(mut response: Response, seconds: u32) -> Result<Response> {
    let value = HeaderValue::from_str(&seconds.to_string()).map_err(Error::internal)?;
    response.headers_mut().insert(HeaderName::from_static("refresh"), value);
    Ok(response)
}
