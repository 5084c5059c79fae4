//! All plumbing: database, journal, clocks, jobs, mail, files, accounts, web and texts.
//! Contexts stand on it and never on each other.

pub mod app;
pub mod auth;
pub mod boxes;
pub mod city;
pub mod clocks;
pub mod db;
pub mod entropy;
pub mod faults;
pub mod files;
pub mod i18n;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod links;
pub mod log;
pub mod outbox;
pub mod running;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod uploads;
pub mod vault;
pub mod web;
pub mod workers;

pub use app::{App, Platform};
