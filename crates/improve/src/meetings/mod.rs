//! Meetings of heads: the coffee morning of the mayor, coordination across units, rounds of the task
//! force, unannounced visits. The agenda is written by the facts, what was promised last comes first,
//! and every promise runs on the common clock.
//!
//! - Legal basis: PP 60/2008 Art 43 (follow-up is part of internal control), UU 23/2014 Art 65 (the
//!   mayor leads the government of the city), UU 25/2009 Art 7 (evaluation of services).
//! - Pages: `/perbaikan/rapat` and `/perbaikan/janji/{id}` for the mayor, coordinators and heads.
//! - Invariants: a visit is known to the mayor and to who called it alone until it is held; an agenda
//!   holds counts of units, never a person; a promise is dated on a working day of its unit and says so
//!   when the date passes; only its unit reports it done, only the chair of a later meeting agrees; a
//!   new date is later, has a reason and stays visible; a meeting moves only before it begins; what the
//!   chair releases counts neither as kept nor as late, but a date that had passed stays missed.

pub mod agenda;
mod board;
pub mod member;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;

pub use board::{Board, Line, board};
pub use store::{Share, shares};
