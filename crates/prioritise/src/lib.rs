//! Prioritising: what the city does first with its budget, and whether it then did.
//!
//! A year of the budget begins with what people, offices and the council ask for ([`proposals`]).

pub mod city;
pub mod proposals;

use axum::Router;
use platform::App;
use platform::db::Migration;

use proposals::outside::Outside;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 1] =
    [Migration { name: "0030_proposals", sql: include_str!("../migrations/0030_proposals.sql") }];

/// All pages of this context. `outside` is what other contexts know of places and offices.
pub fn routes(outside: Outside) -> Router<App> {
    proposals::pages::routes(outside)
}
