//! Noting what was said, and ending the meeting.

use std::collections::BTreeSet;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, meeting as facts};
use kernel::id::MeetingId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::member::Organiser;
use super::super::model::{Act, Meeting, Paper};
use super::super::store::{self, Note};
use super::{keep_meeting, step};

/// Somebody notes what was said.
#[derive(Clone)]
pub struct Minute {
    /// The city.
    pub app: App,
    /// In which meeting.
    pub id: MeetingId,
    /// Who notes it.
    pub by: Organiser,
    /// To which item of the agenda.
    pub item: u32,
    /// What was said.
    pub text: String,
}

impl Command for Minute {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut meeting = store::by_id(tx, self.id).await?;
        self.by.member().must_see(&meeting)?;
        let said = (self.item, self.text.as_str());
        minute(tx, &self.app, &mut meeting, said, self.by.actor()).await
    }
}

/// Writes a note.
pub(super) async fn minute(
    tx: &mut WriteTx<'_>,
    app: &App,
    meeting: &mut Meeting,
    (item, text): (u32, &str),
    actor: Actor,
) -> Result<()> {
    step(meeting, Act::Minute)?;
    let key = store::key(tx, app, meeting.id.uuid()).await?;
    let paper: Paper = key.open_json(store::PAPER, &meeting.sealed)?;
    // After the topics comes everything else.
    if item as usize > paper.topics.len() + 1 {
        return Err(Error::not_found());
    }
    let minuted = facts::Minuted { v: 1, item, text: text.to_owned() };
    keep_meeting(tx, &key, meeting, actor, Payload::MeetingMinuted(minuted)).await?;
    let sealed = key.seal_json(store::NOTE, &text, tx.rng())?;
    let note = Note { item, sealed, written_at: tx.now() };
    store::add_note(tx, meeting.id, meeting.seq, &note).await
}

/// A meeting is over.
#[derive(Clone)]
pub struct Close {
    /// The city.
    pub app: App,
    /// Which.
    pub id: MeetingId,
    /// Who ends it.
    pub by: Organiser,
}

impl Command for Close {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut meeting = store::by_id(tx, self.id).await?;
        self.by.member().must_see(&meeting)?;
        close(tx, &self.app, &mut meeting, self.by.actor()).await
    }
}

/// Writes the end of a meeting.
pub(super) async fn close(
    tx: &mut WriteTx<'_>,
    app: &App,
    meeting: &mut Meeting,
    actor: Actor,
) -> Result<()> {
    step(meeting, Act::Close)?;
    let key = store::key(tx, app, meeting.id.uuid()).await?;
    let made = store::of_meeting(tx, meeting.id).await?.len();
    let promises = u32::try_from(made).map_err(Error::internal)?;
    let closed = Payload::MeetingClosed(facts::Closed { v: 1, promises });
    keep_meeting(tx, &key, meeting, actor, closed).await?;
    let attendees = store::attendance(tx, meeting.id).await?;
    let count = |came: bool| {
        let users = attendees.iter().filter(|one| one.present || !came).map(|one| one.user);
        u32::try_from(users.collect::<BTreeSet<_>>().len()).map_err(Error::internal)
    };
    let held = facts::Held {
        v: 1,
        kind: meeting.kind.code().to_owned(),
        asked: count(false)?,
        came: count(true)?,
        promises,
    };
    keep_meeting(tx, &key, meeting, actor, Payload::MeetingHeld(held)).await
}
