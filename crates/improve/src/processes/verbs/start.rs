//! The second person starts a trial, and one ends it.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::trial::Started;
use kernel::facts::{Payload, trial as facts};
use kernel::id::TrialId;
use platform::App;
use platform::auth::{Approver, Can};
use platform::db::{Command, WriteTx};
use platform::jobs;
use rand::Rng as _;

use super::super::model::{State, Trial};
use super::super::{rules, store};
use super::{JOB, commit};
use crate::events::log::midnight;

/// A trial starts: its lot is drawn and published.
#[derive(Clone)]
pub struct Start {
    /// The city.
    pub app: App,
    /// Which.
    pub id: TrialId,
    /// Who starts it; never who proposed it.
    pub approver: Can<Approver>,
}

impl Command for Start {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut trial = store::by_id(tx, self.id).await?;
        if trial.state != State::Proposed {
            return Err(Error::conflict("processes-trial-state"));
        }
        if trial.proposer == self.approver.user() {
            return Err(Error::conflict("processes-trial-second-person"));
        }
        let today = self.app.today();
        if trial.first_day <= today {
            return Err(Error::conflict("processes-trial-day-passed"));
        }
        let others = store::of_service(tx, &trial.service).await?;
        let version = others.iter().map(|other| other.version).max().unwrap_or(0).max(1) + 1;
        let days = self.app.rulebook.count("improve.trial_days", today)?;
        let mut seed = [0u8; 32];
        tx.rng().fill_bytes(&mut seed);
        let design = rules::draw(&trial, &self.app.calendar, days, version, seed)?;
        trial.version = version;
        begin(tx, (&self.app, &self.approver), trial, design).await
    }
}

/// Asks for the judgement and publishes the lot.
async fn begin(
    tx: &mut WriteTx<'_>,
    (app, approver): (&App, &Can<Approver>),
    mut trial: Trial,
    design: Started,
) -> Result<()> {
    let over = design.until.tomorrow().map_err(Error::internal)?;
    jobs::enqueue(tx, JOB, &trial.id.to_string(), midnight(app, over)?).await?;
    trial.state = State::Running;
    trial.design = Some(design.clone());
    let actor = approver.actor(Channel::Online, None);
    commit(tx, trial, State::Proposed, actor, (Payload::TrialStarted(design), Vec::new())).await
}

/// A trial of the past with its lot, proposed and started at once: only the loader of a synthetic year
/// does this.
#[derive(Clone)]
pub struct Replay {
    /// The city.
    pub app: App,
    /// The trial, as it was proposed, with its lot.
    pub trial: Trial,
    /// Who started it.
    pub approver: Can<Approver>,
}

impl Command for Replay {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let lost = || Error::internal("a trial of the past without its lot");
        let design = self.trial.design.clone().ok_or_else(lost)?;
        store::insert(tx, &self.trial).await?;
        begin(tx, (&self.app, &self.approver), self.trial.clone(), design).await
    }
}

/// A trial ends: the new way is kept for all, or undone.
#[derive(Clone)]
pub struct End {
    /// Which.
    pub id: TrialId,
    /// Whether it is kept.
    pub kept: bool,
    /// Why.
    pub reason: String,
    /// Who decides.
    pub approver: Can<Approver>,
}

impl Command for End {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut trial = store::by_id(tx, self.id).await?;
        let before = trial.state;
        if !before.may_end(self.kept) {
            return Err(Error::conflict("processes-trial-state"));
        }
        trial.state = if self.kept { State::Kept } else { State::Undone };
        trial.reason.clone_from(&self.reason);
        let ended = facts::Ended { v: 1, kept: self.kept, reason: self.reason.clone() };
        let actor = self.approver.actor(Channel::Online, None);
        // A running trial that is undone early was not judged and has no clock.
        let clocks = trial.due.take().map(|due| due.moved(trial.id, ClockOp::Stop));
        let clocks = clocks.into_iter().collect();
        commit(tx, trial, before, actor, (Payload::TrialEnded(ended), clocks)).await
    }
}
