//! The only place of this slice that knows its tables.

mod draws;
mod people;
mod pools;
mod steps;

use kernel::Error;
use kernel::error::Result;
use kernel::id::Id;
use uuid::Uuid;

pub use draws::*;
pub use people::*;
pub use pools::*;
pub use steps::*;

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}
