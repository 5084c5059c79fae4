//! Listening: what users of the city's services say.

pub mod surveys;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 1] =
    [Migration { name: "0006_surveys", sql: include_str!("../migrations/0006_surveys.sql") }];
