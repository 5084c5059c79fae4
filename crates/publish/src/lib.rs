//! Publishing: what everyone may see and check.

pub mod log;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 1] =
    [Migration { name: "0005_log", sql: include_str!("../migrations/0005_log.sql") }];
