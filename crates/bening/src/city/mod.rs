//! A city from its files: read whole, every mistake named, then founded in the database.

mod config;
mod found;
mod read;
mod tables;

pub use config::{CityConfig, Support};
pub use found::{Found, FoundCity};
pub use read::{City, Sources, read};
pub use tables::{CounterRow, DiscretionaryRow, KelurahanRow, UnitRow};
