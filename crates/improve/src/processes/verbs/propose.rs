//! A proposal: working paper, so it writes no fact before it starts.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::trial::Change;
use kernel::id::{TrialId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::model::{State, Trial};
use super::super::{rules, store};
use crate::city;

/// Somebody proposes a better way of working.
#[derive(Clone)]
pub struct Propose {
    /// The city.
    pub app: App,
    /// Code of the service.
    pub service: String,
    /// What changes.
    pub change: Change,
    /// The units that take part.
    pub units: Vec<String>,
    /// Its first day.
    pub first_day: Date,
    /// Why.
    pub why: String,
    /// Who proposes.
    pub proposer: UserId,
}

impl Command for Propose {
    type Output = TrialId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<TrialId> {
        let trials = store::of_service(tx, &self.service).await?;
        if trials.iter().any(|trial| trial.state.is_open()) {
            return Err(Error::conflict("processes-trial-open"));
        }
        let steps = rules::standing(city::steps(tx, &self.service).await?, &trials);
        if !rules::is_possible(&steps, &self.change) {
            return Err(Error::invalid("processes-trial-step"));
        }
        if self.first_day <= self.app.today() {
            return Err(Error::invalid("processes-trial-day"));
        }
        if self.units.len() < 2 {
            return Err(Error::invalid("processes-trial-two-units"));
        }
        let now = tx.now();
        let trial = Trial {
            id: TrialId::new(now, tx.rng()),
            service: self.service.clone(),
            version: 0,
            state: State::Proposed,
            changes: vec![self.change.clone()],
            units: self.units.clone(),
            first_day: self.first_day,
            why: self.why.clone(),
            proposer: self.proposer,
            proposed_at: now,
            design: None,
            effect: None,
            due: None,
            reason: String::new(),
            seq: 0,
        };
        store::insert(tx, &trial).await?;
        Ok(trial.id)
    }
}

/// A proposal is taken back or refused.
#[derive(Clone)]
pub struct Drop {
    /// Which.
    pub id: TrialId,
    /// Why.
    pub reason: String,
}

impl Command for Drop {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut trial = store::by_id(tx, self.id).await?;
        if trial.state != State::Proposed {
            return Err(Error::conflict("processes-trial-state"));
        }
        trial.state = State::Dropped;
        trial.reason.clone_from(&self.reason);
        store::update(tx, &trial, State::Proposed).await
    }
}
