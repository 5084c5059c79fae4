//! The second person starts a campaign; its lot is drawn and published before its first day.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::id::CampaignId;
use platform::App;
use platform::auth::{Approver, Can};
use platform::db::{Command, WriteTx};
use platform::jobs;
use rand::Rng as _;

use super::super::model::Act;
use super::super::{rules, store};
use super::{END, REACH, commit, midnight};

/// A campaign starts.
#[derive(Clone)]
pub struct Start {
    /// The city.
    pub app: App,
    /// Which.
    pub id: CampaignId,
    /// Who starts it; never who drafted it.
    pub approver: Can<Approver>,
}

impl Command for Start {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::by_id(tx, self.id).await?;
        let before = row.state;
        row.state = before.after(Act::Start)?;
        if row.drafter == self.approver.user() {
            return Err(Error::conflict("outreach-second-person"));
        }
        if row.from <= self.app.tz().to_datetime(tx.now()).date() {
            return Err(Error::conflict("outreach-day-passed"));
        }
        let mut seed = [0; 32];
        if row.by_lot {
            tx.rng().fill_bytes(&mut seed);
            row.lot = Some(rules::draw(&row.kelurahan, row.from, row.until, seed)?);
        }
        if let Some(second) = &mut row.second {
            tx.rng().fill_bytes(&mut seed);
            second.halves = Some(rules::draw_messages(&row.kelurahan, row.from, seed)?);
        }
        let id = row.id.to_string();
        for (job, day) in [(END, row.until), (REACH, row.from)] {
            let after = day.tomorrow().map_err(Error::internal)?;
            jobs::enqueue(tx, job, &id, midnight(&self.app, after)?).await?;
        }
        let payload = Payload::CampaignStarted(Box::new(row.told()));
        let actor = self.approver.actor(Channel::Online, None);
        commit(tx, row, before, actor, (payload, Vec::new())).await
    }
}
