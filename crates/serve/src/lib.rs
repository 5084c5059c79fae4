//! Serving: what the city offers, and what citizens ask of it.

pub mod applications;
pub mod catalogue;
