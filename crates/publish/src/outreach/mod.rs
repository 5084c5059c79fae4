//! Outreach: telling everyone, massively, that services are easy, that you do them yourself, and that gifts
//! are forbidden; and knowing what came of it.
//!
//! - Legal basis: UU 25/2009 Art 20-23 and 34 (standards are made known; nothing else may be charged), UU
//!   14/2008 Art 9-11 (information that is published without being asked for), PermenPANRB 35/2012
//!   (work is evaluated), UU 27/2022 Art 16 (no more is known of a person than is needed).
//! - Pages: `/kampanye` for everyone with posters, leaflets, an Atom feed and a calendar; `/humas/kampanye` and
//!   `/humas/kunjungan` for public relations; `/humas/pengarahan/{id}` for who works at a counter; `/k/{code}`.
//! - Invariants: who drafted a campaign does not start it; what is measured, the kelurahan and the lot stand in
//!   the log before the first day; a campaign is judged once, after its last day and some weeks, and a clock
//!   runs to that; materials say what the published standards say that day; reach is a number by campaign,
//!   channel, message and day, and nothing of a person is looked at or kept; no number below ten is published; of
//!   two messages a lot decides which kelurahan hears which, all from the first day, and never with a lot of turns.

pub mod effect;
pub mod gsm;
pub mod hide;
pub mod materials;
pub mod model;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;

pub use pages::routes;
