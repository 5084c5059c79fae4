//! Surveys of real users, and the integrity index that follows from them.
//!
//! Basis: PermenPANRB 14/2017 (satisfaction, once a year at least); the KPK's integrity surveys.
//! Pages: `/survei` (answering), `/indeks` (results), `/petugas/survei` (the work).
//!
//! What always holds:
//! - What is asked is frozen in the log before anyone is asked; a changed questionnaire is refused.
//! - Only direct users are drawn: finished applications, and never those under a mandate.
//! - Who was invited and what was answered meet nowhere. An invitation gives one blind signature
//!   (RFC 9474) or one code of a pool; an answer lies in a sealed box without a time, until its
//!   batch is shuffled and the batch's key destroyed.
//! - What is published can be computed again from what is published.

pub mod boxes;
pub mod frame;
pub mod model;
pub mod pages;
pub mod payments;
pub mod plan;
pub mod results;
pub mod seed;
pub mod store;
#[cfg(test)]
mod tests;
pub mod token;
pub mod verbs;
