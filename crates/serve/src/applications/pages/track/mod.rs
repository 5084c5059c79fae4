//! Following an application. The number alone shows its state and date; the receipt's secret opens
//! the rest, and stays in a cookie of that one address.

mod act;
mod enter;
mod facts;
mod file;
mod holder;
mod key;
mod limited;
mod pay;
mod receipt;
mod seal;
mod show;
mod state;
mod supplement;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

pub use holder::Holder;
pub(crate) use key::with_key;
pub(crate) use state::standing;

/// The pages of tracking.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/lacak", get(enter::form).post(enter::find))
        .route("/lacak/{number}", get(show::show))
        .route("/lacak/{number}/buka", post(enter::open))
        .route("/lacak/{number}/diterima", get(receipt::confirmation))
        .route("/lacak/{number}/cetak", get(receipt::print))
        .route("/lacak/{number}/tanda-terima", get(seal::download))
        .route("/lacak/{number}/lengkapi", get(supplement::form).post(supplement::send))
        .route("/lacak/{number}/bayar", get(pay::slip))
        .route("/lacak/{number}/tarik", get(act::ask_withdraw).post(act::withdraw))
        .route("/lacak/{number}/nilai-mitra", post(act::rate_partner))
        .route("/lacak/{number}/terima", post(act::collect))
        .route("/lacak/{number}/hasil", get(act::product))
        .route("/lacak/{number}/{secret}", get(enter::by_link))
        .route("/{number}", get(enter::short))
}
