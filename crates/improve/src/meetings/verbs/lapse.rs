//! The date of a promise passes.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::facts::{Payload, meeting as facts};
use kernel::id::{ClockId, PromiseId};
use platform::App;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::model::{Deed, Promise};
use super::super::rules::RULE;
use super::super::store;
use super::{clock, keep_promise};

/// The owner of the clocks of promises.
pub struct MeetingClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for MeetingClocks {
    fn owns(&self, rule: &str) -> bool {
        rule == RULE
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            let id = PromiseId::from_uuid(lapsed.subject.id);
            match store::promise(tx, id).await {
                Ok(mut promise) => lapse(tx, &app, &mut promise, lapsed.clock).await,
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                Err(error) => Err(error),
            }
        })
    }
}

/// Writes that the date passed, once for each date. The table of clocks may be a moment behind: what was
/// done or got another date meanwhile did not miss this one.
pub(super) async fn lapse(
    tx: &mut WriteTx<'_>,
    app: &App,
    promise: &mut Promise,
    clock: ClockId,
) -> Result<()> {
    if promise.standing.after(Deed::Lapse).is_none() {
        return Ok(());
    }
    let Some(moved) = clock::lapse(promise, clock) else { return Ok(()) };
    let missed = Payload::CommitmentMissed(facts::Missed { v: 1, due: promise.due });
    keep_promise(tx, app, promise, None, Actor::system(), (missed, vec![moved])).await
}
