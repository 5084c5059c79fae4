//! Facilities: what an office is like to come to, what mending it costs, and what to mend first.
//!
//! - Legal basis: PermenPUPR 14/2017 Annex III (what a building has), UU 8/2016 Art 18, 19 and 97
//!   (accessibility), UU 25/2009 Art 21 and 29 (facilities are a component of the standard), Perpres
//!   33/2020 (price standards). The list is data: `data/rules/sarana_permenpupr14.csv`.
//! - Pages: `/perbaikan/fasilitas` for who may see the work of the city, its forms for the head of the
//!   unit and the coordinator; `/kantor` for everyone.
//! - Invariants: a look never changes an earlier one; what needs a measure has one in the bounds of
//!   sense; a cost names its price standard; notes and photos lie under the key of the office; a week
//!   is counted once; the order of repairs comes from [`rules::rank`] and nothing else.

mod findings;
pub mod items;
pub mod model;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;

pub use findings::{cards, repairs};
