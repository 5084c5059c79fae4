//! Complaints: someone was asked for money, kept waiting or overtaken, and says so in two minutes.
//!
//! - Legal basis: UU 25/2009 Art 40-50, Perpres 76/2013, PermenPANRB 62/2018 (classes and times),
//!   UU 37/2008 (Ombudsman).
//! - Pages: `/lapor` (writing and following), `/laporan` (what everyone may read), `/petugas/laporan`,
//!   `/koordinator/laporan`, `/inspektorat/laporan`. Programs: `/open311/v2` (GeoReport v2).
//! - Invariants: a report with supervision content is shown to no unit; whoever it names neither
//!   handles nor sees it; it ends only by its reporter's consent, by their silence after two delivered
//!   notices, or by a listed reason, and the last two are counted in public; a hidden name is shown
//!   only when two inspectors agree; every act writes one fact in the transaction of its rows.

pub mod categories;
mod desk;
pub mod drafts;
pub mod exchange;
pub mod messages;
pub mod model;
pub mod open311;
pub mod pages;
pub mod redact;
pub mod report;
pub mod rules;
pub mod store;
pub mod suggest;
#[cfg(test)]
mod tests;
pub mod verbs;
