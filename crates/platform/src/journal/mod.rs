//! The journal: the only hub. One act, one fact, in the transaction that changes the state rows;
//! positions give the tenant's order; readers follow positions.

mod append;
pub mod positioner;
pub mod projection;
mod read;

pub use append::{Seal, canonical};
pub use projection::{Projection, Readers};
pub use read::uuid;
pub use read::{
    Opening, StoredFact, count_positions, facts_after, facts_of, last_position, newest_of,
    next_seq, opening,
};
