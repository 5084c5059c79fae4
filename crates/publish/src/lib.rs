//! Publishing: what everyone may see and check, and what the city tells everyone.

pub mod log;
pub mod open_data;
pub mod outreach;
mod quarter;
pub mod scorecard;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 5] = [
    Migration { name: "0005_log", sql: include_str!("../migrations/0005_log.sql") },
    Migration { name: "0039_outreach", sql: include_str!("../migrations/0039_outreach.sql") },
    Migration { name: "0041_scorecard", sql: include_str!("../migrations/0041_scorecard.sql") },
    Migration { name: "0042_open_data", sql: include_str!("../migrations/0042_open_data.sql") },
    Migration {
        name: "0047_second_message",
        sql: include_str!("../migrations/0047_second_message.sql"),
    },
];
