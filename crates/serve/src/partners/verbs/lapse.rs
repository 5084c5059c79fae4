//! A step that was not done in time comes back by itself.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::partner::TakenBack;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::model::{STEP_RULE, TaskState};
use super::super::store;
use super::take_back;
use crate::applications::verbs::new_command;

/// The owner of the clocks of handed steps.
pub struct PartnerClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for PartnerClocks {
    fn owns(&self, rule: &str) -> bool {
        rule == STEP_RULE
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            let Some(mut task) = store::by_clock(tx, lapsed.clock).await? else { return Ok(()) };
            if task.state != TaskState::Open {
                return Ok(());
            }
            let command = new_command(tx);
            take_back(tx, &app, &mut task, (command, Actor::system()), TakenBack::Late).await
        })
    }
}
