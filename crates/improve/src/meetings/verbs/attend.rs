//! Noting who came. The first note begins the meeting and freezes its agenda.

use std::collections::BTreeSet;

use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::facts::{Payload, meeting as facts};
use kernel::id::{MeetingId, UserId};
use platform::App;
use platform::auth::account;
use platform::db::{Command, Tx, WriteTx};

use super::super::agenda::{self, ReadTopics, Topic};
use super::super::member::Organiser;
use super::super::model::{Act, Meeting, Paper, Stage, Stood};
use super::super::rules;
use super::super::store::{self, Attendee};
use super::{keep_meeting, step};

/// Someone who is asked to a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Who.
    pub user: UserId,
    /// What they are called.
    pub name: String,
    /// Code of the unit that they lead; empty for the mayor and coordinators.
    pub unit: String,
    /// Whether they are asked as the head of the city.
    pub mayor: bool,
}

/// Who is asked to `meeting`: the mayor, coordinators, and the heads of its units.
///
/// # Errors
/// When the database fails.
pub async fn invited(tx: &mut Tx<'_>, app: &App, meeting: &Meeting) -> Result<Vec<Invited>> {
    let mut list = Vec::new();
    for role in [Role::Mayor, Role::Coordinator, Role::Head] {
        for (user, name, unit) in account::of_role(tx, &app.vault, role).await? {
            let unit = if role == Role::Head { unit } else { String::new() };
            let known = list.iter().any(|one: &Invited| one.user == user && one.unit == unit);
            if !known && (unit.is_empty() || meeting.asks(&unit)) {
                list.push(Invited { user, name, unit, mayor: role == Role::Mayor });
            }
        }
    }
    Ok(list)
}

/// Somebody notes who came.
#[derive(Clone)]
pub struct Attend {
    /// The city.
    pub app: App,
    /// Which meeting.
    pub id: MeetingId,
    /// Who notes it.
    pub by: Organiser,
    /// Who came.
    pub present: BTreeSet<UserId>,
    /// What contexts propose to talk about.
    pub topics: ReadTopics,
}

impl Command for Attend {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut meeting = store::by_id(tx, self.id).await?;
        self.by.member().must_see(&meeting)?;
        let date = |at| self.app.tz().to_datetime(at).date();
        if date(tx.now()) < date(meeting.starts) {
            return Err(Error::conflict("meetings-too-early"));
        }
        let asked = invited(tx, &self.app, &meeting).await?;
        let known = |user: &UserId| asked.iter().any(|one| one.user == *user);
        if self.present.is_empty() || !self.present.iter().all(known) {
            return Err(Error::invalid("meetings-nobody-came"));
        }
        let topics = if meeting.stage == Stage::Called {
            let now = tx.now();
            (self.topics)(tx, &self.app, now).await?
        } else {
            Vec::new()
        };
        let attendee = |one: Invited| Attendee {
            present: self.present.contains(&one.user),
            user: one.user,
            unit: one.unit,
        };
        let attendees: Vec<Attendee> = asked.into_iter().map(attendee).collect();
        attend(tx, &self.app, &mut meeting, (&attendees, topics), self.by.actor()).await
    }
}

/// Writes who came.
pub(super) async fn attend(
    tx: &mut WriteTx<'_>,
    app: &App,
    meeting: &mut Meeting,
    (attendees, topics): (&[Attendee], Vec<Topic>),
    actor: Actor,
) -> Result<()> {
    let begins = meeting.stage == Stage::Called;
    step(meeting, Act::Attend)?;
    let key = store::key(tx, app, meeting.id.uuid()).await?;
    if begins {
        let mut paper: Paper = key.open_json(store::PAPER, &meeting.sealed)?;
        paper.topics = agenda::of_meeting(meeting, topics);
        let earlier = agenda::unsettled(tx, meeting).await?;
        let now = tx.now();
        paper.stood = earlier.iter().map(|promise| Stood::of(promise, now)).collect();
        paper.earlier = earlier.iter().map(|promise| promise.id).collect();
        meeting.sealed = key.seal_json(store::PAPER, &paper, tx.rng())?;
    }
    let month = rules::month(app.tz(), meeting.starts);
    store::set_attendance(tx, meeting.id, &month, attendees).await?;
    let who = |came: bool| -> Vec<UserId> {
        let some = attendees.iter().filter(|one| one.present == came).map(|one| one.user);
        some.collect::<BTreeSet<_>>().into_iter().collect()
    };
    let attended = facts::Attended { v: 1, present: who(true), absent: who(false) };
    keep_meeting(tx, &key, meeting, actor, Payload::MeetingAttended(attended)).await
}
