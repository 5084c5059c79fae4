//! The time for a decision ran out: that is kept, and the decision is still owed.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind as Refusal, Result};
use kernel::fact::{ClockOp, SubjectKind};
use kernel::facts::{Payload, signal as facts};
use kernel::id::SignalId;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::{ANSWER, Opened};
use crate::signals::model::State;

/// The owner of the clocks of signals.
pub struct SignalClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for SignalClocks {
    fn owns(&self, rule: &str) -> bool {
        rule == ANSWER
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            if lapsed.subject.kind != SubjectKind::Signal {
                return Ok(());
            }
            let id = SignalId::from_uuid(lapsed.subject.id);
            let mut opened = match Opened::load(tx, &app, id).await {
                Err(error) if error.kind() == Refusal::NotFound => return Ok(()),
                other => other?,
            };
            if opened.signal.state != State::Open || opened.signal.missed_at.is_some() {
                return Ok(());
            }
            opened.signal.missed_at = Some(tx.now());
            let payload = Payload::SignalUnanswered(facts::Unanswered { v: 1 });
            opened.commit(tx, Actor::system(), payload, Some(ClockOp::Lapse)).await
        })
    }
}
