//! Publishing: what everyone may see and check.

pub mod log;
pub mod scorecard;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 2] = [
    Migration { name: "0005_log", sql: include_str!("../migrations/0005_log.sql") },
    Migration { name: "0041_scorecard", sql: include_str!("../migrations/0041_scorecard.sql") },
];
