//! The giver did not answer in time: silence is no consent, so the application ends.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::{ClockOp, SubjectKind};
use kernel::facts::{Payload, mandate as facts};
use kernel::id::{ClockId, MandateId};
use platform::App;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::messages::{self, News};
use super::super::model::Event;
use super::super::rules;
use super::Mandate;
use crate::applications::verbs::{File, new_command};

/// The owner of the clock of a giver's answer.
pub struct MandateClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for MandateClocks {
    fn owns(&self, rule: &str) -> bool {
        rule == rules::CONFIRMATION
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            if lapsed.subject.kind != SubjectKind::Mandate {
                return Ok(());
            }
            let id = MandateId::from_uuid(lapsed.subject.id);
            match lapse(tx, &app, id, lapsed.clock).await {
                // Erased meanwhile: nobody is left to whom anything could be said.
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

async fn lapse(tx: &mut WriteTx<'_>, app: &App, id: MandateId, clock: ClockId) -> Result<()> {
    let mut mandate = Mandate::load(tx, app, id).await?;
    if mandate.row.clock != Some(clock) {
        return Ok(());
    }
    let mut file = File::load(tx, app, mandate.row.application).await?;
    let by = (new_command(tx), Actor::system());
    mandate.row.silent = true;
    let refused = facts::Refused { v: 1, asked: None, note: String::new() };
    let ended = (file.row.unit_code.as_str(), ClockOp::Lapse);
    mandate.pass(tx, Event::Lapse, by, ended, Payload::MandateRefused(refused)).await?;
    file.withdraw(tx, by).await?;
    messages::tell_receiver(tx, app, &mandate, &file, News::NoAnswer).await?;
    messages::tell_of_silence(tx, app, &mandate, &file).await
}
