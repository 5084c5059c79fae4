//! All plumbing: database, journal, clocks, jobs, mail, files, accounts, web and texts.
//! Contexts stand on it and never on each other.

pub mod db;
pub mod entropy;
pub mod journal;
pub mod vault;
