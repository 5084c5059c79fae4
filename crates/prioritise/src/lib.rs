//! Prioritising: what the city does first with its budget, and whether it then did.
//!
//! A year of the budget begins with what people, offices and the council ask for ([`proposals`]), runs by a
//! calendar of legal days ([`calendar`]), and becomes a plan ([`plan`]), on which citizens say what they
//! would pay for first ([`ballot`]). Then the budget holds, and money and work are laid beside the order
//! ([`execution`]) and beside what people got for it ([`value`]); what was bought, and at what price, stands
//! in [`procurement`].

pub mod ballot;
pub mod calendar;
pub mod execution;
pub mod plan;
pub mod procurement;
pub mod proposals;
pub mod value;

use axum::Router;
use platform::App;
use platform::db::Migration;

use proposals::outside::Outside;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 6] = [
    Migration { name: "0030_proposals", sql: include_str!("../migrations/0030_proposals.sql") },
    Migration { name: "0034_plan", sql: include_str!("../migrations/0034_plan.sql") },
    Migration { name: "0035_execution", sql: include_str!("../migrations/0035_execution.sql") },
    Migration { name: "0036_value", sql: include_str!("../migrations/0036_value.sql") },
    Migration { name: "0037_procurement", sql: include_str!("../migrations/0037_procurement.sql") },
    Migration { name: "0045_value_told", sql: include_str!("../migrations/0045_value_told.sql") },
];

/// All pages of this context. `outside` is what other contexts know of places and offices.
pub fn routes(outside: Outside) -> Router<App> {
    proposals::pages::routes(outside)
        .merge(calendar::pages::routes())
        .merge(plan::pages::routes())
        .merge(ballot::pages::routes())
        .merge(execution::pages::routes())
        .merge(value::pages::routes(outside))
        .merge(procurement::pages::routes())
}
