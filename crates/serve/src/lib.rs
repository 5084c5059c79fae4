//! Serving: what the city offers, and what citizens ask of it.

pub mod applications;
pub mod assignment;
pub mod catalogue;
pub mod fees;
pub mod partners;
pub mod process;
pub mod queue;
pub mod representatives;
pub mod shifts;

use platform::db::Migration;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 11] = [
    Migration { name: "0002_catalogue", sql: include_str!("../migrations/0002_catalogue.sql") },
    Migration {
        name: "0003_applications",
        sql: include_str!("../migrations/0003_applications.sql"),
    },
    Migration { name: "0004_officer", sql: include_str!("../migrations/0004_officer.sql") },
    Migration {
        name: "0009_representatives",
        sql: include_str!("../migrations/0009_representatives.sql"),
    },
    Migration { name: "0010_assignment", sql: include_str!("../migrations/0010_assignment.sql") },
    Migration {
        name: "0017_mandates_end",
        sql: include_str!("../migrations/0017_mandates_end.sql"),
    },
    Migration { name: "0018_process", sql: include_str!("../migrations/0018_process.sql") },
    Migration { name: "0019_queue", sql: include_str!("../migrations/0019_queue.sql") },
    Migration { name: "0024_shifts", sql: include_str!("../migrations/0024_shifts.sql") },
    Migration { name: "0031_partners", sql: include_str!("../migrations/0031_partners.sql") },
    Migration { name: "0032_fees", sql: include_str!("../migrations/0032_fees.sql") },
];
