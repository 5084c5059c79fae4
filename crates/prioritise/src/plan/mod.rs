//! The plan of what comes first: criteria frozen before anyone scores, two people who score without seeing
//! each other, an exact choice under the law's limits, and a second person who adopts it.
//!
//! - Legal basis: PP 12/2019 Art 90 (priorities and provisional ceilings), UU 1/2022 Art 146 and 147, PP
//!   17/2018 Art 30 (limits, by rules `budget.limit_*`); criteria and scoring are the city's own policy.
//! - Pages: `/rencana` and what is below it for everyone, `/perencana/rencana` for planners; the mayor or an
//!   approver adopts.
//! - Invariants: no score before the criteria are frozen; none is frozen anew once a score was given, unless
//!   a fact with a reason voids the scores; marks are seen by nobody before the second person has scored;
//!   a scenario is two files whose digest stands in the ledger and from which `bening plan solve` finds the
//!   same choice; nobody adopts what they kept themselves.

pub mod criteria;
pub mod files;
pub mod limits;
pub mod model;
pub mod pages;
pub mod reader;
pub mod solving;
pub mod store;
pub mod table;
#[cfg(test)]
mod tests;
pub mod verbs;
