//! Work steps between pick and decision: where the time really goes.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, ClockId};
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};

use super::super::model::State;
use super::super::rules::step_rule;
use super::super::store;
use super::complete::{covers, own};
use super::{File, new_command};

/// A step begins.
#[derive(Clone)]
pub struct StartStep {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who works.
    pub officer: Can<Officer>,
    /// Code of the step.
    pub step: String,
    /// Code of the unit for which the officer does it, when that is another than the file's own: an
    /// officer may belong to both.
    pub unit: Option<String>,
}

/// A step ends.
#[derive(Clone)]
pub struct FinishStep(pub StartStep);

impl Command for StartStep {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        self.write(tx, Payload::StepStarted(facts::Step { v: 1, step: self.step.clone() })).await
    }
}

impl Command for FinishStep {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let step = facts::Step { v: 1, step: self.0.step.clone() };
        self.0.write(tx, Payload::StepFinished(step)).await
    }
}

impl StartStep {
    async fn write(&self, tx: &mut WriteTx<'_>, payload: Payload) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        file.must_be(&[State::InProgress])?;
        own(tx, &self.officer, &file).await?;
        let unit = match &self.unit {
            Some(code) if !self.officer.covers(code) => return Err(Error::not_found()),
            Some(code) => store::unit_id(tx, code).await?,
            None => file.row.unit_id,
        };
        let actor = self.officer.actor(Channel::Counter, Some(unit));
        let command = new_command(tx);
        // The payload is sealed under the person's key; which step it is concerns no person, and
        // whoever reads positions must know it also after an erasure.
        let watch = ClockId::new(tx.now(), tx.rng());
        let measured = file.clock(watch, step_rule(&self.step), None, ClockOp::Measure);
        file.commit(tx, command, actor, payload, vec![measured]).await
    }
}
