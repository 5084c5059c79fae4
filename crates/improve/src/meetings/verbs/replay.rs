//! Meetings of the past with all that came of them: only the loader of a synthetic year does this.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::id::{MeetingId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::agenda::Topic;
use super::super::model::{Meeting, Promise};
use super::super::store::Attendee;
use super::{Calling, Promised, attend, call, judge, lapse, make, minute, report};

/// A promise of the past, and what came of it.
#[derive(Clone, Debug)]
pub struct Past {
    /// What was promised, by whom, by when.
    pub promised: Promised,
    /// When it got a later date, that date, and why.
    pub postponed: Option<(Timestamp, Timestamp, String)>,
    /// When its unit said that it is done, and what it said.
    pub done: Option<(Timestamp, String)>,
    /// When the chair agreed, and in which meeting.
    pub confirmed: Option<(Timestamp, MeetingId)>,
}

/// A meeting of the past.
#[derive(Clone, Debug)]
pub struct PastMeeting {
    /// Its id.
    pub id: MeetingId,
    /// When it was called.
    pub called_at: Timestamp,
    /// What was called.
    pub calling: Calling,
    /// Who came; nobody when it is still to be held.
    pub attendees: Vec<Attendee>,
    /// What the facts proposed.
    pub topics: Vec<Topic>,
    /// Notes to items of the agenda.
    pub notes: Vec<(u32, String)>,
    /// What was promised.
    pub promises: Vec<Past>,
    /// When it was over.
    pub closed_at: Timestamp,
}

/// Meetings of the past, each act at its own instant and in the order of time.
#[derive(Clone)]
pub struct Replay {
    /// The city.
    pub app: App,
    /// What happened.
    pub meetings: Vec<PastMeeting>,
    /// The mayor, who called them.
    pub mayor: UserId,
    /// Up to when the year goes.
    pub until: Timestamp,
}

/// One act: on the meeting of that place, or its promise of that place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Call(usize),
    Hold(usize),
    Close(usize),
    Postpone(usize, usize),
    Lapse(usize, usize),
    Report(usize, usize),
    Confirm(usize, usize),
}

/// What stands at some instant.
#[derive(Default)]
struct Now {
    meetings: BTreeMap<usize, Meeting>,
    promises: BTreeMap<(usize, usize), Promise>,
}

impl Command for Replay {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut now = Now::default();
        for (at, step) in self.steps() {
            tx.replay_at(at);
            match step {
                Step::Call(_) | Step::Hold(_) | Step::Close(_) => {
                    self.meet(tx, &mut now, step).await?;
                }
                _ => self.live(tx, &mut now, (at, step)).await?,
            }
        }
        Ok(())
    }
}

impl Replay {
    fn steps(&self) -> Vec<(Timestamp, Step)> {
        let mut steps = Vec::new();
        for (m, past) in self.meetings.iter().enumerate() {
            steps.push((past.called_at, Step::Call(m)));
            if past.attendees.is_empty() {
                continue;
            }
            steps.push((past.calling.starts, Step::Hold(m)));
            steps.push((past.closed_at, Step::Close(m)));
            for (p, one) in past.promises.iter().enumerate() {
                steps.push((one.promised.due, Step::Lapse(m, p)));
                if let Some((at, due, _)) = &one.postponed {
                    steps.push((*at, Step::Postpone(m, p)));
                    steps.push((*due, Step::Lapse(m, p)));
                }
                steps.extend(one.done.iter().map(|(at, _)| (*at, Step::Report(m, p))));
                steps.extend(one.confirmed.iter().map(|(at, _)| (*at, Step::Confirm(m, p))));
            }
        }
        steps.retain(|(at, _)| *at <= self.until);
        steps.sort();
        steps
    }

    async fn meet(&self, tx: &mut WriteTx<'_>, now: &mut Now, step: Step) -> Result<()> {
        let (app, actor) = (&self.app, person(self.mayor, Role::Mayor));
        let (Step::Call(m) | Step::Hold(m) | Step::Close(m)) = step else { return Ok(()) };
        let past = &self.meetings[m];
        if step == Step::Call(m) {
            let who = (past.id, self.mayor);
            now.meetings.insert(m, call::call(tx, app, who, &past.calling, actor).await?);
            return Ok(());
        }
        let meeting = now.meetings.get_mut(&m).ok_or_else(lost)?;
        if step == Step::Close(m) {
            return minute::close(tx, app, meeting, actor).await;
        }
        let came = (past.attendees.as_slice(), past.topics.clone());
        attend::attend(tx, app, meeting, came, actor).await?;
        for (item, text) in &past.notes {
            minute::minute(tx, app, meeting, (*item, text), actor).await?;
        }
        for (p, one) in past.promises.iter().enumerate() {
            let made = make::make(tx, app, meeting, one.promised.clone(), actor).await?;
            now.promises.insert((m, p), made);
        }
        Ok(())
    }

    async fn live(
        &self,
        tx: &mut WriteTx<'_>,
        now: &mut Now,
        (at, step): (Timestamp, Step),
    ) -> Result<()> {
        let (app, chair) = (&self.app, person(self.mayor, Role::Mayor));
        let (Step::Postpone(m, p) | Step::Lapse(m, p) | Step::Report(m, p) | Step::Confirm(m, p)) =
            step
        else {
            return Ok(());
        };
        let past = &self.meetings[m].promises[p];
        let promise = now.promises.get_mut(&(m, p)).ok_or_else(lost)?;
        match (step, past) {
            (Step::Postpone(..), Past { postponed: Some((_, due, reason)), .. }) => {
                judge::postpone(tx, app, promise, (*due, reason), chair).await
            }
            (Step::Report(..), Past { done: Some((_, text)), .. }) => {
                let system = Actor::system();
                let head = promise.head.map_or(system, |head| person(head, Role::Head));
                report::report(tx, app, promise, (text, ""), head).await
            }
            (Step::Confirm(..), Past { confirmed: Some((_, meeting)), .. }) => {
                judge::confirm(tx, app, promise, *meeting, chair).await
            }
            // A clock that was put off did not run out at its first date.
            (Step::Lapse(..), _) if promise.due == at => match promise.clock {
                Some(clock) => lapse::lapse(tx, app, promise, clock).await,
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

fn lost() -> Error {
    Error::internal("an act of the past before its meeting")
}

fn person(user: UserId, role: Role) -> Actor {
    Actor { user: Some(user), role, unit: None, channel: Channel::Online }
}
