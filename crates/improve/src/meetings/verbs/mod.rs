//! What is done with meetings and promises. Each step that a past year repeats is a function of its own,
//! free of who may do it; the commands ask that first.

mod attend;
mod call;
mod clock;
mod judge;
mod lapse;
mod make;
mod minute;
mod remind;
mod replay;
mod report;
mod shift;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Subject};
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::App;
use platform::db::WriteTx;
use platform::journal::Seal;
use platform::vault::SubjectKey;

pub use attend::{Attend, Invited, invited};
pub use call::{Call, Calling, Cancel};
pub use judge::{Confirm, Postpone, Release, Return};
pub use lapse::MeetingClocks;
pub use make::{Make, Promised};
pub use minute::{Close, Minute};
pub use remind::{JOB, Remind};
pub use replay::{Past, PastMeeting, Replay};
pub use report::Report;
pub use shift::Move;

use super::model::{Act, Deed, Meeting, Promise, Words};
use super::store;

/// Writes a fact, under the key of its subject unless everyone may read it.
async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    (subject, seq): (Subject, i64),
    actor: Actor,
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let now = tx.now();
    let command = CommandId::new(now, tx.rng());
    let seal = if payload.is_clear() { Seal::Clear } else { Seal::Under(key) };
    let fact = NewFact { subject, command, occurred_at: now, actor, clocks, payload };
    tx.append(&fact, seq, seal).await?;
    Ok(())
}

/// Moves a meeting on by `act`.
fn step(meeting: &mut Meeting, act: Act) -> Result<()> {
    let after = meeting.stage.after(act);
    meeting.stage = after.ok_or_else(|| Error::conflict("meetings-not-now"))?;
    Ok(())
}

/// Writes an act on a meeting: its fact and its row.
async fn keep_meeting(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    meeting: &mut Meeting,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    let before = meeting.seq;
    meeting.seq += 1;
    let (subject, seq) = (meeting.subject(), meeting.seq);
    append(tx, key, (subject, seq), actor, (payload, Vec::new())).await?;
    store::update(tx, meeting, before).await
}

/// Moves a promise on by `deed`.
fn turn(promise: &mut Promise, deed: Deed) -> Result<()> {
    let after = promise.standing.after(deed);
    promise.standing = after.ok_or_else(|| Error::conflict("meetings-promise-not-now"))?;
    Ok(())
}

/// Writes an act on a promise: its fact and its row, with changed words if there are any.
async fn keep_promise(
    tx: &mut WriteTx<'_>,
    app: &App,
    promise: &mut Promise,
    words: Option<&Words>,
    actor: Actor,
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let key = store::key(tx, app, promise.id.uuid()).await?;
    if let Some(words) = words {
        promise.sealed = key.seal_json(store::WORDS, words, tx.rng())?;
    }
    let before = promise.seq;
    promise.seq += 1;
    append(tx, &key, (promise.subject(), promise.seq), actor, (payload, clocks)).await?;
    store::update_promise(tx, promise, before).await
}
