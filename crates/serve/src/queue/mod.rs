//! People at counters: tickets, appointments, whom an officer calls next, the screen of the waiting
//! room, and how many come at which hour. (The order of *files* is `applications/queue.rs`.)
//!
//! - Legal basis: UU 25/2009 Art 4 (l) and 29 (ease, and special treatment of certain groups),
//!   UU 8/2016 Art 19 (public services for people with a disability). All numbers are rules.
//! - Pages: `/antrean` (everybody), `/layar/{unit}` (the waiting room), `/petugas/loket/antrean` (an
//!   officer at a counter), `/petugas/atasan/loket` and `/petugas/atasan/beban` (a head);
//!   `/api/v1/antrean` (counts alone).
//! - Invariants: **nobody is booked twice**: a seat is a row whose key is unit, day, slot and seat,
//!   claimed in the transaction of the booking; the slots of a day never change once a seat of it is
//!   taken; a person has one live appointment for a service. Whom a counter calls is decided by
//!   [`rules::order::next`] alone. Only who holds the secret sees a place; every other page shows
//!   numbers and counts.

pub mod api;
pub mod live;
mod messages;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
