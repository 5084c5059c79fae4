//! Words that everyone in Bening uses: ids, time, the working calendar, the rulebook, money,
//! identifiers, actors, facts and errors. Pure: no tokio, no SQL, no ambient clock or randomness.

pub mod activity;
pub mod actor;
pub mod calendar;
pub mod data;
pub mod error;
pub mod fact;
pub mod facts;
pub mod id;
pub mod identity;
pub mod money;
pub mod number;
pub mod rulebook;
pub mod service;
pub mod survey;
pub mod time;

pub use error::Error;

pub use time::Clock;
