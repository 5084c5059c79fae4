//! Overseeing: patterns that are unlikely to be chance, deadlines, cases, and what everyone promised.

pub mod signals;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 1] =
    [Migration { name: "0013_signals", sql: include_str!("../migrations/0013_signals.sql") }];
