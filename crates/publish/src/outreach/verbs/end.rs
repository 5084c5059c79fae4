//! A campaign ends with its last day, or before it for a reason; and each day's reach is told.

use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::Payload;
use kernel::facts::campaign::{Ended, Followed, Reached};
use kernel::id::CampaignId;
use platform::App;
use platform::auth::{Can, Outreach};
use platform::db::{Command, WriteTx};
use platform::jobs;

use super::super::model::{Act, Due, EVALUATION, State, Way, term};
use super::super::store::{self, links};
use super::{REACH, commit, midnight};

/// A campaign ends; the clock of its evaluation begins.
#[derive(Clone)]
pub struct End {
    /// The city.
    pub app: App,
    /// Which.
    pub id: CampaignId,
    /// Who ends it before its last day, and why; none when that day is over.
    pub early: Option<(Can<Outreach>, String)>,
}

impl Command for End {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::by_id(tx, self.id).await?;
        let before = row.state;
        let today = self.app.tz().to_datetime(tx.now()).date();
        let (actor, on, reason) = match &self.early {
            // It was ended before, or never started.
            None if before != State::Running => return Ok(()),
            None if today <= row.until => return Err(Error::conflict("outreach-runs")),
            None => (Actor::system(), row.until, String::new()),
            Some(_) if today < row.from => return Err(Error::conflict("outreach-not-begun")),
            Some((outreach, reason)) => {
                (outreach.actor(Channel::Online, None), today.min(row.until), reason.clone())
            }
        };
        row.state = before.after(Act::End)?;
        row.ended_on = Some(on);
        row.reason.clone_from(&reason);
        let (due, length) = term(&self.app, EVALUATION, tx.now())?;
        row.due = Some(Due { at: due, lapsed: false });
        let clock = row.moved(due, ClockOp::Start { term: length });
        let payload = Payload::CampaignEnded(Ended { v: 1, on, reason });
        commit(tx, row, before, actor, (payload, vec![clock])).await
    }
}

/// Tells of each day that is over how often the links of a campaign were followed, once.
#[derive(Clone)]
pub struct TellReach {
    /// The city.
    pub app: App,
    /// Which campaign.
    pub id: CampaignId,
}

impl Command for TellReach {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let today = self.app.tz().to_datetime(tx.now()).date();
        for (day, channels) in links::untold(tx, self.id, today).await? {
            let row = store::by_id(tx, self.id).await?;
            let state = row.state;
            let follow = |(Way { medium, letter }, count)| Followed { medium, letter, count };
            let channels = channels.into_iter().map(follow).collect();
            let payload = Payload::CampaignReached(Reached { v: 1, day, channels });
            commit(tx, row, state, Actor::system(), (payload, Vec::new())).await?;
            links::tell(tx, self.id, day).await?;
        }
        // After the last day one more run tells of that day, and then no link counts any more.
        if store::by_id(tx, self.id).await?.state == State::Running && !tx.is_replayed() {
            let next = today.tomorrow().map_err(Error::internal)?;
            let at = midnight(&self.app, next)?;
            jobs::enqueue(tx, REACH, &self.id.to_string(), at).await?;
        }
        Ok(())
    }
}
