//! Every legal and promised time of the city in one picture; what was missed goes up; and a head's
//! own duty when something concerns the unit.
//!
//! - Legal basis: UU 25/2009 Art 35 (supervision by the direct superior), PP 94/2021 Art 26 and 28 (a
//!   superior summons and examines on any information; one who does not is punished more heavily).
//! - Pages: `/pengawasan/tenggat` (all clocks), `/pengawasan/kewajiban` (duties of heads).
//! - Invariants: a missed time goes up exactly once for each level that it reached while it was open,
//!   however often the worker is stopped; a head sees the clocks of own units alone, and nobody but
//!   the Inspectorate sees those of a case; no page or mail here holds personal data.

pub mod ladder;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
pub mod watch;
