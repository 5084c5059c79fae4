//! Representatives: who may act for another, under which letter, and what the giver says to it.
//!
//! - Legal basis: KUHPer Art 1792 ff. (mandate; Art 1795 one act, Art 1813 its end), UU 10/2020
//!   (stamp duty), UU 23/2006 Art 26 (those who cannot do it themselves are helped; form F-1.07),
//!   UU 25/2009 Art 29. How many mandates one person may hold is a policy of the city.
//! - Pages: `/kuasa/{code}` (the giver), `/petugas/berkas/{number}/kuasa` (a giver without a phone),
//!   `/inspektorat/wakil` (the register). Applying itself is in [`crate::applications`].
//! - Invariants: no work begins before the giver, asked on a number of their own, has said yes; the
//!   giver is always told the result; a mandate that was taken back opens nothing any more, and its
//!   file is then its giver's own; nobody is barred by one inspector alone.

pub mod letter;
mod messages;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;

pub(crate) use messages::tell as tell_giver;
