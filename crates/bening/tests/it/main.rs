//! The house as a whole: who imports whom, one schema, texts, routes and roles, generated pages,
//! commands, backups.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

mod applicant;
mod architecture;
mod backup;
mod compare;
mod decisions;
mod demo;
mod estimate;
mod flaws;
mod headers;
mod home;
mod init;
mod locales;
mod open_data;
mod plan;
mod process;
mod process_models;
mod reference;
mod roles;
mod room;
mod schema;
mod signals;
mod simulate;
mod support;
mod whatif;
