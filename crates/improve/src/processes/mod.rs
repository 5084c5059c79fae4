//! Processes: where files wait, go back and forth, and pass a step that never changes anything; and a
//! better way of working, tried in some units before it is ordered for all.
//!
//! - Legal basis: PermenPANRB 35/2012 (work procedures are evaluated), UU 30/2014 Art 10 (usefulness,
//!   carefulness), PermenPANRB 15/2014 (steps and time are part of the standard).
//! - Pages: `/perbaikan/proses` for heads, coordinators and approvers; `/perbaikan/uji` for everyone.
//! - Invariants: nobody's name or number is shown, and no number of few files; whoever proposed a trial
//!   does not start it; what is measured, the units, the days and the lot stand in the public log
//!   before the first day; a trial is judged once, after its last day, and from then on a clock runs to
//!   the decision; it ends with that and a reason, or it is undone early.

pub mod look;
pub mod memo;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod verbs;
pub mod whatif;
