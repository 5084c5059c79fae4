//! Applications: from the first click to the last signature.
//!
//! - Legal basis: UU 25/2009 (standards, order, special treatment Art 29), UU 30/2014 Art 53 as
//!   changed by UU 6/2023 Art 175 (deadlines), UU 23/2006 jo. 24/2013 Art 79A (civil registry is
//!   free), UU 27/2022 (personal data).
//! - Pages: `/layanan/{code}/ajukan`, `/ajukan/{draft}/...`, `/lacak`, `/lacak/{number}/...`,
//!   `/petugas/...`. API: `/api/v1/lacak`, `/api/v1/permohonan`, `/api/v1/petugas/...`.
//! - Invariants: the promise runs from "complete"; it stands still only while the file is with the
//!   citizen, with a reason; a file before its turn needs a listed reason that becomes public;
//!   every act writes one fact in the transaction of its rows; every opening of personal data is a
//!   fact that its owner can read.

pub mod api;
pub(crate) mod desk;
pub mod draft;
mod due;
pub mod form;
pub mod messages;
pub mod model;
pub mod pages;
pub mod practice;
pub mod queue;
pub mod rules;
pub mod seal;
pub mod store;
pub mod superior;
#[cfg(test)]
pub(crate) mod tests;
pub mod verbs;
