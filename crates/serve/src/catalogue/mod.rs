//! The service catalogue.
mod check;
mod derive;
pub mod import;
mod mistake;
mod text;
