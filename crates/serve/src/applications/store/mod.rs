//! The only place of this slice that knows the tables of applications and their documents.

/// The columns of a row, for every query that reads one: sqlx takes only statements that are whole
/// when the program is built, which a function cannot make.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT a.application_id, a.number, a.secret_hash, a.service, a.standard_version, ",
            "a.unit_code, a.unit_id, a.state, a.channel, a.applicant, a.priority, a.fee, ",
            "a.nik_lookup, a.phone_lookup, a.ticket, a.officer_id, a.sealed, a.seq, ",
            "a.submitted_at, a.completed_at, a.due_at, a.pauses, a.check_clock, a.promise_clock, ",
            "a.missed_at, a.deemed_at, a.ended_at FROM ",
            $rest
        )
    };
}

mod documents;
mod lists;
mod places;
mod row;

use kernel::Error;
use kernel::error::Result;
use kernel::id::Id;
use uuid::Uuid;

pub use documents::*;
pub use lists::*;
pub use places::*;
pub use row::{Application, by_id, by_nik, by_number, insert, set_applicant, update};

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}

fn known<T>(value: Option<T>, what: &str, text: &str) -> Result<T> {
    value.ok_or_else(|| Error::internal(format!("unknown {what} {text} in the database")))
}
