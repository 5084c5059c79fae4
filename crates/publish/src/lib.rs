//! Publishing: what everyone may see and check, and what the city tells everyone.

pub mod log;
pub mod outreach;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 2] = [
    Migration { name: "0005_log", sql: include_str!("../migrations/0005_log.sql") },
    Migration { name: "0039_outreach", sql: include_str!("../migrations/0039_outreach.sql") },
];
