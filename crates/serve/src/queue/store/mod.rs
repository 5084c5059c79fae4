//! The only place of this slice that knows its tables.

mod appointments;
mod days;
mod history;
mod seats;
mod settings;
mod tickets;

use kernel::Error;
use kernel::error::Result;
use kernel::id::Id;
use uuid::Uuid;

pub use appointments::*;
pub use days::*;
pub use history::*;
pub use seats::*;
pub use settings::*;
pub use tickets::*;

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}

fn unknown(what: &str) -> Error {
    Error::internal(format!("unknown {what} in the database"))
}

/// What it means that an act wrote so many rows: none, when somebody else changed the row after the act
/// read it.
fn unchanged(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}
