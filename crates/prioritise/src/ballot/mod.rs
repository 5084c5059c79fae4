//! The ballot of citizens: what they would pay for first, counted by the Method of Equal Shares. It advises
//! and decides nothing by itself.
//!
//! - Legal basis: UU 25/2009 Art 39 (participation), PP 45/2017 (participation of citizens in local
//!   government); the counting rule is that of Peters, Pierczyński and Skowron, "Proportional participatory
//!   budgeting with additive utilities", NeurIPS 2021.
//! - Pages: `/pilih` and what is below it for everyone, `/perencana/pilihan/{year}` for planners.
//! - Invariants: one telephone number is let in once and votes once; a vote stands beside no number; what was
//!   chosen is sealed until the ballot is closed; what was closed takes no vote; the result follows from the
//!   published file of votes alone.
//! - What it does not prove: a telephone number is no person, and no residence is asked for. Who can read the
//!   server's memory while somebody votes can see both. The page says so.

pub mod counting;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
