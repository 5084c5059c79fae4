//! The service catalogue: what the city offers, at what price and in what time.
//!
//! - Legal basis: UU 25/2009 Art 20-22 (standards, their fourteen components, maklumat),
//!   PermenPANRB 15/2014 (how standards are made), UU 25/2009 Art 34 (nothing else may be charged).
//! - Pages: `/layanan`, `/layanan/{code}` with `/berkas`, `/standar`, `/standar/{version}` and
//!   `/banding`; `/maklumat`, `/maklumat/{unit}`; the desk under `/penata`.
//! - API: `/api/v1/layanan`, `/api/v1/layanan/cari`, `/api/v1/layanan/{kode}`.
//! - Invariants: a published version never changes; who edited a version never approves it; a
//!   version is published only with all fourteen components; for every day at most one version of
//!   a service holds; every proposal, approval, publication and end is a fact in the transaction of
//!   its rows.

pub mod api;
mod check;
mod derive;
mod diff;
pub mod import;
mod memo;
mod mistake;
pub mod model;
pub mod pages;
pub mod search;
mod steward;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
mod text;
pub mod view;

use axum::Router;
use platform::App;

pub use api::api;
pub use derive::{short_fee, term as promise_text};

/// All pages of the catalogue, for citizens and for the desk.
pub fn routes() -> Router<App> {
    pages::routes().merge(steward::routes())
}
