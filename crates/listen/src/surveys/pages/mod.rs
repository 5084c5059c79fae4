//! Pages of surveys: answering without a trace, results for everyone, the work behind them.

mod answer;
mod results;
mod staff;

use axum::Router;
use axum::routing::{get, post};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use uuid::Uuid;

pub use results::{Headline, change_words, headline, interval, places, series_target};

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/survei", get(answer::enter))
        .route("/survei/jawab", post(answer::step))
        .route("/survei/terima-kasih", get(answer::thanks))
        .route("/indeks", get(results::list))
        .route("/indeks/kuesioner/{id}", get(results::questionnaire))
        .route("/indeks/unit/{code}", get(results::unit))
        .route("/indeks/{id}", get(results::show))
        .route("/indeks/{id}/data.csv", get(results::data))
        .route("/indeks/{id}/laporan", get(results::report))
        .route("/petugas/survei", get(staff::list))
        .route("/petugas/survei/kuesioner/{id}", get(staff::edit).post(staff::save))
        .route("/petugas/survei/kuesioner/{id}/bekukan", post(staff::freeze))
        .route("/petugas/survei/kuesioner/{id}/versi-baru", post(staff::new_version))
        .route("/petugas/survei/kuesioner/{id}/rencana", get(staff::plan).post(staff::make_plan))
        .route("/petugas/survei/putaran/{id}", get(staff::round))
        .route("/petugas/survei/putaran/{id}/buka", post(staff::open))
        .route("/petugas/survei/putaran/{id}/tutup", post(staff::close))
        .route("/petugas/survei/putaran/{id}/terbitkan", post(staff::publish))
        .route("/petugas/survei/putaran/{id}/amplop", post(staff::envelopes))
        .route("/petugas/survei/putaran/{id}/kertas", get(staff::paper))
        .route("/petugas/survei/entri", get(staff::entry).post(staff::key))
}

/// The id in an address.
fn id(text: &str) -> Result<Uuid> {
    text.parse().map_err(|_| Error::not_found())
}

/// A whole number with its thousands, as the language writes it.
fn whole(lang: Lang, value: i64) -> String {
    let digits = value.abs().to_string();
    let separator = if lang == Lang::Id { "." } else { "," };
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", groups.join(separator))
}
