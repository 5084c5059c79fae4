//! The enacted budget beside the order of the plan: what is paid, how far the work is, and what flows against
//! the order while it can still be stopped.
//!
//! - Legal basis: UU 1/2004 Art 3 (no spending beyond the budget), PP 12/2019 Art 124, 161 to 178 (budget,
//!   revised budget) and 189 to 195 (reports of what was realised), Permendagri 90/2019 (codes); what counts
//!   as overtaking, late or moved is the city's own policy, by rules `execution.*`.
//! - Pages: `/anggaran` and what is below it for everyone, `/perencana/anggaran` for planners.
//! - Invariants: no budget holds before a second planner has looked at it; a revised budget is a new version
//!   and keeps every activity on which something was paid; of an activity, a month is told by its last fact;
//!   a file is taken whole or not at all; what was found of the past stays when months are added.
//! - What a finding does not prove: an activity may wait for land, weather or a court. A finding asks why.

pub mod follow;
pub mod model;
pub mod pages;
pub mod read;
pub mod reader;
pub mod rules;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod verbs;
pub mod view;
