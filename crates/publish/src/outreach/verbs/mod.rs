//! What is done with campaigns, their links, and visits: one drafts, another starts, the calendar ends, one
//! evaluates; people follow links and go on visits.

mod draft;
mod end;
mod evaluate;
mod follow;
mod lapse;
mod start;
mod visit;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Subject, SubjectKind, TenantId};
use kernel::facts::Payload;
use kernel::id::{CampaignId, CommandId};
use platform::App;
use platform::db::WriteTx;
use platform::jobs::JobHandler;
use platform::journal::Seal;

pub use draft::{Draft, Drop, Said};
pub use end::{End, TellReach};
pub use evaluate::{Evaluate, evaluate, is_ready, last_day, published};
pub use follow::{follow, spelled};
pub use lapse::OutreachClocks;
pub use start::Start;
pub use visit::{Cancel, Done, Plan, Planned};

use super::model::{Campaign, State};
use super::store;

/// Kind of the job that ends a campaign after its last day.
pub const END: &str = "outreach.end";
/// Kind of the job that tells how often links were followed on the days before.
pub const REACH: &str = "outreach.reach";

/// Ends campaigns.
pub struct EndJob;

impl JobHandler for EndJob {
    fn kind(&self) -> &'static str {
        END
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let id = campaign(payload)?;
            app.db.write(tenant, End { app: App::clone(app), id, early: None }).await
        })
    }
}

/// Tells what was followed.
pub struct ReachJob;

impl JobHandler for ReachJob {
    fn kind(&self) -> &'static str {
        REACH
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let id = campaign(payload)?;
            app.db.write(tenant, TellReach { app: App::clone(app), id }).await
        })
    }
}

fn campaign(payload: serde_json::Value) -> Result<CampaignId> {
    let id: String = serde_json::from_value(payload).map_err(Error::internal)?;
    id.parse().map_err(Error::internal)
}

/// The begin of a day in the city.
pub(in crate::outreach) fn midnight(app: &App, day: Date) -> Result<Timestamp> {
    app.tz().to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().map_err(Error::internal)
}

/// Writes the clear fact of an act and the changed row, together.
async fn commit(
    tx: &mut WriteTx<'_>,
    mut campaign: Campaign,
    before: State,
    actor: Actor,
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let seq = campaign.seq;
    campaign.seq += 1;
    let subject = Subject { kind: SubjectKind::Campaign, id: campaign.id.uuid() };
    tell(tx, subject, (campaign.seq, actor), (payload, clocks)).await?;
    store::update(tx, &campaign, (before, seq)).await
}

/// Writes a clear fact.
async fn tell(
    tx: &mut WriteTx<'_>,
    subject: Subject,
    (seq, actor): (i64, Actor),
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let now = tx.now();
    let command = CommandId::new(now, tx.rng());
    let fact = NewFact { subject, command, occurred_at: now, actor, clocks, payload };
    tx.append(&fact, seq, Seal::Clear).await?;
    Ok(())
}
