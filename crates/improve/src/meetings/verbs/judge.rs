//! What the chair says of a promise: it is done, it is not, it may take longer, or nobody owes it any more.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, meeting as facts};
use kernel::id::{MeetingId, PromiseId};
use platform::App;
use platform::db::{Command, Tx, WriteTx};

use super::super::member::Organiser;
use super::super::model::{Change, Deed, Meeting, Promise, Stage};
use super::super::{rules, store};
use super::{clock, keep_promise, lapse, remind, turn};

/// The promise, if `by` decides over it.
async fn of_chair(tx: &mut Tx<'_>, by: &Organiser, id: PromiseId) -> Result<Promise> {
    let promise = store::promise(tx, id).await?;
    let origin = store::by_id(tx, promise.meeting).await?;
    by.must_chair(&origin)?;
    Ok(promise)
}

/// Refuses unless `by` holds a later meeting right now, in which promises can be judged.
async fn in_meeting(
    tx: &mut Tx<'_>,
    by: &Organiser,
    promise: &Promise,
    id: MeetingId,
) -> Result<()> {
    let meeting: Meeting = store::by_id(tx, id).await?;
    by.must_chair(&meeting)?;
    if meeting.stage != Stage::Held || meeting.id == promise.meeting {
        return Err(Error::conflict("meetings-judge-in-meeting"));
    }
    Ok(())
}

/// The chair agrees that it is done.
#[derive(Clone)]
pub struct Confirm {
    /// The city.
    pub app: App,
    /// Which promise.
    pub id: PromiseId,
    /// In which meeting.
    pub meeting: MeetingId,
    /// Who agrees.
    pub by: Organiser,
}

impl Command for Confirm {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut promise = of_chair(tx, &self.by, self.id).await?;
        in_meeting(tx, &self.by, &promise, self.meeting).await?;
        confirm(tx, &self.app, &mut promise, self.meeting, self.by.actor()).await
    }
}

/// Writes that the chair agrees.
pub(super) async fn confirm(
    tx: &mut WriteTx<'_>,
    app: &App,
    promise: &mut Promise,
    meeting: MeetingId,
    actor: Actor,
) -> Result<()> {
    turn(promise, Deed::Confirm)?;
    let confirmed = Payload::CommitmentConfirmed(facts::Confirmed { v: 1, meeting });
    keep_promise(tx, app, promise, None, actor, (confirmed, Vec::new())).await
}

/// The chair does not agree that it is done.
#[derive(Clone)]
pub struct Return {
    /// The city.
    pub app: App,
    /// Which promise.
    pub id: PromiseId,
    /// In which meeting.
    pub meeting: MeetingId,
    /// Who sends it back.
    pub by: Organiser,
    /// The day by which it must be done now.
    pub day: Date,
    /// Why.
    pub reason: String,
}

impl Command for Return {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut promise = of_chair(tx, &self.by, self.id).await?;
        in_meeting(tx, &self.by, &promise, self.meeting).await?;
        let due = rules::due(&self.app.calendar, &promise.unit, self.day, tx.now())?;
        // What was promised for later is not owed earlier.
        let due = due.max(promise.due);
        turn(&mut promise, Deed::Return)?;
        let (meeting, reason) = (self.meeting, self.reason.clone());
        let returned = facts::Returned { v: 1, meeting, reason: reason.clone(), due };
        promise.done_at = None;
        let told = (Payload::CommitmentReturned(returned), reason, true);
        redate(tx, &self.app, &mut promise, due, told, self.by.actor()).await
    }
}

/// The chair gives more time.
#[derive(Clone)]
pub struct Postpone {
    /// The city.
    pub app: App,
    /// Which promise.
    pub id: PromiseId,
    /// Who gives it.
    pub by: Organiser,
    /// The later day.
    pub day: Date,
    /// Why.
    pub reason: String,
}

impl Command for Postpone {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut promise = of_chair(tx, &self.by, self.id).await?;
        let dates = (promise.due, tx.now());
        let due = rules::later(&self.app.calendar, &promise.unit, self.day, dates)?;
        postpone(tx, &self.app, &mut promise, (due, &self.reason), self.by.actor()).await
    }
}

/// Writes a later date.
pub(super) async fn postpone(
    tx: &mut WriteTx<'_>,
    app: &App,
    promise: &mut Promise,
    (due, reason): (Timestamp, &str),
    actor: Actor,
) -> Result<()> {
    turn(promise, Deed::Postpone)?;
    let (from, reason) = (promise.due, reason.to_owned());
    let postponed = facts::Postponed { v: 1, reason: reason.clone(), from, due };
    let told = (Payload::CommitmentPostponed(postponed), reason, false);
    redate(tx, app, promise, due, told, actor).await
}

/// The chair releases a unit from what it promised.
#[derive(Clone)]
pub struct Release {
    /// The city.
    pub app: App,
    /// Which promise.
    pub id: PromiseId,
    /// Who releases it.
    pub by: Organiser,
    /// Why.
    pub reason: String,
}

impl Command for Release {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut promise = of_chair(tx, &self.by, self.id).await?;
        // A date that passed a moment ago is missed first: releasing does not make it undone.
        if let Some(clock) = promise.clock.filter(|_| promise.is_late(tx.now())) {
            lapse::lapse(tx, &self.app, &mut promise, clock).await?;
        }
        turn(&mut promise, Deed::Release)?;
        let mut words = store::words(tx, &self.app, &promise).await?;
        words.released.clone_from(&self.reason);
        let released = facts::Released { v: 1, reason: self.reason.clone(), due: promise.due };
        let moves = clock::stop(&mut promise).into_iter().collect();
        let act = (Payload::CommitmentReleased(released), moves);
        keep_promise(tx, &self.app, &mut promise, Some(&words), self.by.actor(), act).await
    }
}

/// Lets another clock run instead of the one before, and keeps why.
async fn redate(
    tx: &mut WriteTx<'_>,
    app: &App,
    promise: &mut Promise,
    due: Timestamp,
    (payload, reason, returned): (Payload, String, bool),
    actor: Actor,
) -> Result<()> {
    let mut words = store::words(tx, app, promise).await?;
    words.changes.push(Change { at: tx.now(), returned, from: promise.due, due, reason });
    let mut moves: Vec<_> = clock::stop(promise).into_iter().collect();
    moves.push(clock::start(tx, app, promise, due)?);
    keep_promise(tx, app, promise, Some(&words), actor, (payload, moves)).await?;
    remind::plan(tx, app, promise).await
}
