//! The service catalogue.
mod check;
mod derive;
pub mod import;
mod memo;
mod mistake;
pub mod model;
pub mod search;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
mod text;
