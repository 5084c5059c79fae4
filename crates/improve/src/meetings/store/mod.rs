//! The only place of this slice that knows its tables.

mod meetings;
mod promises;
mod shares;

use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::keys;
use platform::vault::SubjectKey;
use uuid::Uuid;

pub use meetings::{
    Attendee, Note, add_note, attendance, attended, by_id, held, insert, last_held, list, next,
    notes, set_attendance, update,
};
pub use promises::{
    Kept, first_time, insert_promise, kept, of_meeting, promise, unsettled, update_promise,
};
pub use shares::{Share, shares};

use super::model::{Meeting, Paper, Promise, Words};

/// Under which purpose a meeting's paper is sealed.
pub const PAPER: &str = "meeting.paper";
/// Under which purpose a note is sealed.
pub const NOTE: &str = "meeting.note";
/// Under which purpose the words of a promise are sealed.
pub const WORDS: &str = "promise.words";

/// The key of a meeting or a promise.
///
/// # Errors
/// Not found when it was destroyed; when the database fails.
pub async fn key(tx: &mut Tx<'_>, app: &App, subject: Uuid) -> Result<SubjectKey> {
    keys::find(tx, &app.vault, subject).await?.ok_or_else(Error::not_found)
}

/// What a meeting keeps under its key.
///
/// # Errors
/// Not found when its key was destroyed; when the database fails.
pub async fn paper(tx: &mut Tx<'_>, app: &App, meeting: &Meeting) -> Result<Paper> {
    key(tx, app, meeting.id.uuid()).await?.open_json(PAPER, &meeting.sealed)
}

/// What a promise keeps under its key.
///
/// # Errors
/// Not found when its key was destroyed; when the database fails.
pub async fn words(tx: &mut Tx<'_>, app: &App, promise: &Promise) -> Result<Words> {
    key(tx, app, promise.id.uuid()).await?.open_json(WORDS, &promise.sealed)
}
