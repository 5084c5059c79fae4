//! Calling a meeting, and calling it off.

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, meeting as facts};
use kernel::id::{MeetingId, UserId};
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::keys;

use super::super::member::Organiser;
use super::super::model::{Act, Kind, Meeting, Paper, Stage};
use super::super::{board, store};
use super::{append, keep_meeting, step};

/// What is called.
#[derive(Clone, Debug)]
pub struct Calling {
    /// What it is.
    pub kind: Kind,
    /// When it begins.
    pub starts: Timestamp,
    /// Codes of the units that take part or are visited; none means all.
    pub units: Vec<String>,
    /// What it is about.
    pub purpose: String,
    /// Where it is held.
    pub place: String,
}

/// A meeting is called.
#[derive(Clone)]
pub struct Call {
    /// The city.
    pub app: App,
    /// Who calls it.
    pub by: Organiser,
    /// What.
    pub calling: Calling,
}

impl Command for Call {
    type Output = MeetingId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<MeetingId> {
        let calling = &self.calling;
        if !calling.kind.takes(calling.units.len()) {
            return Err(Error::invalid("meetings-units-wrong"));
        }
        must_be_free(tx, &self.app, (None, calling.kind), calling.starts).await?;
        let now = tx.now();
        let id = MeetingId::new(now, tx.rng());
        call(tx, &self.app, (id, self.by.member().user()), calling, self.by.actor()).await?;
        Ok(id)
    }
}

/// Refuses a day that has passed, and one with another coffee morning.
pub(super) async fn must_be_free(
    tx: &mut Tx<'_>,
    app: &App,
    (id, kind): (Option<MeetingId>, Kind),
    starts: Timestamp,
) -> Result<()> {
    let date = |at: Timestamp| app.tz().to_datetime(at).date();
    let (now, day) = (app.db.clock().now(), date(starts));
    if day < date(now) {
        return Err(Error::invalid("meetings-start-past"));
    }
    if kind == Kind::CoffeeMorning {
        let others = store::next(tx, board::since(now)).await?;
        let same =
            |one: &Meeting| Some(one.id) != id && one.kind == kind && date(one.starts) == day;
        if others.iter().any(same) {
            return Err(Error::conflict("meetings-coffee-twice"));
        }
    }
    Ok(())
}

/// Writes the call of a meeting.
pub(super) async fn call(
    tx: &mut WriteTx<'_>,
    app: &App,
    (id, caller): (MeetingId, UserId),
    calling: &Calling,
    actor: Actor,
) -> Result<Meeting> {
    let key = keys::create(tx, &app.vault, id.uuid()).await?;
    let (purpose, place) = (calling.purpose.clone(), calling.place.clone());
    let paper = Paper { purpose: purpose.clone(), place: place.clone(), ..Paper::default() };
    let meeting = Meeting {
        id,
        kind: calling.kind,
        stage: Stage::Called,
        starts: calling.starts,
        units: calling.units.clone(),
        caller,
        sealed: key.seal_json(store::PAPER, &paper, tx.rng())?,
        seq: 1,
    };
    let called = facts::Called {
        v: 1,
        kind: calling.kind.code().to_owned(),
        starts: calling.starts,
        units: calling.units.clone(),
        purpose,
        place,
    };
    let payload = (Payload::MeetingCalled(called), Vec::new());
    append(tx, &key, (meeting.subject(), 1), actor, payload).await?;
    store::insert(tx, &meeting).await?;
    Ok(meeting)
}

/// A meeting is called off.
#[derive(Clone)]
pub struct Cancel {
    /// The city.
    pub app: App,
    /// Which.
    pub id: MeetingId,
    /// Who calls it off.
    pub by: Organiser,
    /// Why.
    pub reason: String,
}

impl Command for Cancel {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut meeting = store::by_id(tx, self.id).await?;
        self.by.must_chair(&meeting)?;
        step(&mut meeting, Act::Cancel)?;
        let key = store::key(tx, &self.app, meeting.id.uuid()).await?;
        let mut paper: Paper = key.open_json(store::PAPER, &meeting.sealed)?;
        paper.reason.clone_from(&self.reason);
        meeting.sealed = key.seal_json(store::PAPER, &paper, tx.rng())?;
        let cancelled = facts::Cancelled { v: 1, reason: self.reason.clone() };
        let payload = Payload::MeetingCancelled(cancelled);
        keep_meeting(tx, &key, &mut meeting, self.by.actor(), payload).await
    }
}
