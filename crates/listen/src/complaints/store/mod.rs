//! The only place of this slice that knows its tables.

mod drafts;
mod identity;
mod keys;
mod lists;
mod notices;
mod origins;
mod public;
mod row;

use kernel::Error;
use kernel::error::Result;
use kernel::id::Id;
use uuid::Uuid;

pub use drafts::{Draft, begin, delete_draft, draft, old_drafts, save_draft};
pub use identity::{Asked, ask, asked, decide};
pub use keys::{add_key, knows_key};
pub use lists::{
    Standing, about_units, beside, by_kelurahan, counts, joined_to, late_by_unit, of_desk,
    open_by_desk, standing,
};
pub use notices::{delivered, note};
pub use origins::{came_before, note_origin};
pub use public::{
    Published, Wanted, newest, open_in, publish, published, reply, set_open, similar, support,
    wanted,
};
pub use row::{COORDINATOR, INSPECTORATE, Row, by_id, by_number, by_secret, insert, update};

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}

fn known<T>(value: Option<T>, what: &str, text: &str) -> Result<T> {
    value.ok_or_else(|| Error::internal(format!("unknown {what} {text} in the database")))
}
