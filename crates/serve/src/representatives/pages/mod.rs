//! Pages of mandates: the giver's own, the counter for a giver without a phone, and the register of
//! the Inspectorate.

mod counter;
mod giver;
mod refused;
mod register;

use axum::Router;
use axum::routing::{get, post};
use platform::App;
use platform::i18n::Lang;
use platform::web::view::Choice;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kuasa/{code}", get(giver::show))
        .route("/kuasa/{code}/benar", post(giver::confirm))
        .route("/kuasa/{code}/tolak", post(giver::refuse))
        .route("/kuasa/{code}/cabut", get(giver::ask_revoke).post(giver::revoke))
        .route("/kuasa/{code}/ambil", post(giver::fetch))
        .route("/petugas/berkas/{number}/kuasa", get(counter::show).post(counter::answer))
        .route("/petugas/berkas/{number}/kuasa/cabut", post(counter::end))
        .route("/inspektorat/wakil", get(register::show).post(register::write))
        .route("/inspektorat/wakil/{id}/setuju", post(register::agree))
        .route("/inspektorat/wakil/{id}/akhiri", post(register::end))
        .route("/inspektorat/wakil/kuasa/{id}", get(refused::show))
}

/// The codes `listed` as choices, with their words under `prefix-code`.
fn choices(lang: Lang, prefix: &str, listed: &[&str], chosen: &str) -> Vec<Choice> {
    let choice = |code: &&str| Choice {
        value: (*code).to_owned(),
        label: lang.t(&format!("{prefix}{code}")),
        hint: String::new(),
        checked: *code == chosen,
    };
    listed.iter().map(choice).collect()
}
