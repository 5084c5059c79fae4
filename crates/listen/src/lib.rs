//! Listening: what users of the city's services say, and what the city owes them for it.

pub mod city;
pub mod complaints;
pub mod gratuities;
pub mod surveys;
pub mod texts;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 3] = [
    Migration { name: "0006_surveys", sql: include_str!("../migrations/0006_surveys.sql") },
    Migration { name: "0007_complaints", sql: include_str!("../migrations/0007_complaints.sql") },
    Migration { name: "0008_gratuities", sql: include_str!("../migrations/0008_gratuities.sql") },
];
