//! Improving: where files wait and why, a better way of working tried before it is ordered, and the
//! people that the work needs.

pub mod city;
pub mod competence;
pub mod counters;
pub mod decisions;
pub mod events;
pub mod facilities;
pub mod meetings;
pub mod processes;
pub mod reform;
pub mod viewer;
pub mod workload;

use axum::Router;
use platform::App;
use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 8] = [
    Migration { name: "0020_improve", sql: include_str!("../migrations/0020_improve.sql") },
    Migration {
        name: "0022_counter_visits",
        sql: include_str!("../migrations/0022_counter_visits.sql"),
    },
    Migration { name: "0026_reform", sql: include_str!("../migrations/0026_reform.sql") },
    Migration { name: "0027_decisions", sql: include_str!("../migrations/0027_decisions.sql") },
    Migration { name: "0025_meetings", sql: include_str!("../migrations/0025_meetings.sql") },
    Migration { name: "0028_facilities", sql: include_str!("../migrations/0028_facilities.sql") },
    Migration { name: "0029_competence", sql: include_str!("../migrations/0029_competence.sql") },
    Migration { name: "0044_reform_more", sql: include_str!("../migrations/0044_reform_more.sql") },
];

/// All pages of this context, but those of [`facilities`] and [`meetings`], which need what other
/// contexts count.
pub fn routes() -> Router<App> {
    processes::pages::routes()
        .merge(workload::pages::routes())
        .merge(reform::pages::routes())
        .merge(decisions::pages::routes())
        .merge(competence::pages::routes())
}
