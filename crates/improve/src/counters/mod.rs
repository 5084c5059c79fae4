//! Visits to counters: a projection of tickets, unopened, so that it holds what outlives the person's
//! key: unit, hour and times.

pub mod reader;
pub mod store;

pub use reader::CounterVisits;
