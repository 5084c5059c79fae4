//! What happens when a clock of ours runs out: a file that nobody checked counts as complete; a
//! promise that is missed goes to the superior, and where the law says so the application is deemed
//! granted (UU 6/2023 Art 175).

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockOp, SubjectKind};
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, ClockId};
use kernel::service::{Deemed, FeeDue, Standard};
use platform::App;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::{Command, WriteTx};
use std::sync::{Arc, Weak};

use super::super::model::State;
use super::super::{messages, rules};
use super::{File, new_command};
use crate::fees::verbs::charge_now;

/// The owner of the two clocks of an application.
pub struct ApplicationClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for ApplicationClocks {
    fn owns(&self, rule: &str) -> bool {
        rule == rules::CHECK_RULE || rules::promised_service(rule).is_some()
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            if lapsed.subject.kind != SubjectKind::Application {
                return Ok(());
            }
            let id = ApplicationId::from_uuid(lapsed.subject.id);
            lapse(tx, &app, id, lapsed.clock).await
        })
    }
}

/// Acts as if the clock `clock` of the application `id` had just run out: for a replayed past,
/// which has no engine.
#[derive(Clone)]
pub struct Lapse {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Which of its clocks.
    pub clock: ClockId,
}

impl Command for Lapse {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        lapse(tx, &self.app, self.id, self.clock).await
    }
}

/// Acts on a clock that ran out, unless the file has moved on meanwhile.
async fn lapse(tx: &mut WriteTx<'_>, app: &App, id: ApplicationId, clock: ClockId) -> Result<()> {
    let mut file = match File::load(tx, app, id).await {
        Ok(file) => file,
        // The person has been erased: nobody is left to whom anything could be owed.
        Err(error) if error.kind() == kernel::error::Kind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let standard =
        crate::catalogue::store::by_version(tx, &file.row.service, file.row.standard_version)
            .await?
            .ok_or_else(|| kernel::Error::internal("an application under an unknown standard"))?
            .standard;
    if file.row.check_clock == Some(clock) {
        return deem_complete(tx, app, &standard, &mut file).await;
    }
    let waits = file.row.promise_clock == Some(clock)
        && file.row.missed_at.is_none()
        && !file.row.state.is_answered()
        && file.row.due_at.is_some();
    if waits { miss(tx, app, &standard, &mut file).await } else { Ok(()) }
}

async fn deem_complete(
    tx: &mut WriteTx<'_>,
    app: &App,
    standard: &Arc<Standard>,
    file: &mut File,
) -> Result<()> {
    if file.row.state != State::Submitted {
        return Ok(());
    }
    let command = new_command(tx);
    let ended = file.end_check(ClockOp::Lapse);
    let how = facts::Completion::Deemed;
    let (payload, clocks) = file.become_complete(tx, app, standard, how, ended)?;
    file.commit(tx, command, Actor::system(), payload, clocks).await?;
    file.enter_queue(tx, command, Actor::system()).await?;
    charge_now(tx, file, standard, FeeDue::Submission, (command, Actor::system())).await
}

async fn miss(
    tx: &mut WriteTx<'_>,
    app: &App,
    standard: &Arc<Standard>,
    file: &mut File,
) -> Result<()> {
    let now = tx.now();
    file.row.missed_at = Some(now);
    let due = file.row.due_at;
    let clocks = file.move_promise(ClockOp::Lapse, due);
    let payload = match standard.deemed {
        Deemed::Never => Payload::DeadlineMissed(facts::DeadlineMissed { v: 1 }),
        Deemed::Granted => {
            file.row.deemed_at = Some(now);
            let day = app.tz().to_datetime(now).date();
            let rule = app.rulebook.on("serve.deemed_approval", day)?;
            let legal_basis = rule.legal_basis.clone();
            Payload::DeemedGranted(facts::DeemedGranted { v: 1, legal_basis })
        }
    };
    let command = new_command(tx);
    file.commit(tx, command, Actor::system(), payload, clocks).await?;
    messages::tell_superior(tx, file.row.id).await
}
