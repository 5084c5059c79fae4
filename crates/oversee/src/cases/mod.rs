//! From a signal, a report or a gift to a case, a hearing, a finding, a sanction and its end.
//!
//! - Legal basis: PP 94/2021 (prohibitions Art 5, ladder Art 8, who may impose Art 16, summons and
//!   hearing Art 26 to 32),
//!   PP 79/2021 (appeal). Intermediaries from outside are no civil servants: their ladder is policy.
//! - Pages: `/inspektorat/perkara` (the Inspectorate), `/saya/perkara/{number}` (the person),
//!   `/petugas/atasan/sanksi` (the head of the unit, for a light sanction).
//! - Invariants: an inspector who is named, who works or worked in the unit, or who declared an
//!   interest in it does not find the case; the unit complained of never does. No finding without a
//!   hearing or two summonses that were ignored; no sanction without two people, of whom the second
//!   may be the person's direct superior when it is light, as long as it waits; nothing is public
//!   before the case is final; whom it names decides nothing.

pub mod guard;
pub mod ladders;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
