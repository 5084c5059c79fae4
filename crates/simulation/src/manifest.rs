//! What a run was and what is true in it: the key to every evaluation over its events.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::event::{Act, Event};
use crate::plant::Planted;
use crate::population::PopulationSummary;
use crate::process::{Effect, Flaw};
use crate::spec::Options;

/// Counts and planted truths of the events so far; complete when the stream has ended.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Always true: nobody in this city exists.
    pub synthetic: bool,
    /// What was asked for.
    pub options: Options,
    /// Last instant of the stream.
    pub until: Timestamp,
    /// The people who may apply.
    pub population: PopulationSummary,
    /// Number of officers.
    pub officers: u32,
    /// Events by [`Act::code`].
    pub acts: BTreeMap<&'static str, u64>,
    /// Submissions by code of the service.
    pub services: BTreeMap<String, u64>,
    /// Planted truths, in the order of the plant: brokers, jumps, slow signatures.
    pub planted: Vec<Planted>,
    /// Planted flaws of procedures, what looks like them, and trials; in the order of
    /// [`crate::Process`].
    pub process: Vec<Flaw>,
}

impl Manifest {
    /// Number of events.
    pub fn events(&self) -> u64 {
        self.acts.values().sum()
    }

    /// Writes down what the trials truly do, as [`crate::City::effects`] has it.
    pub fn reckon(&mut self, effects: &[Effect]) {
        let trials = self.process.iter_mut().filter_map(|flaw| match flaw {
            Flaw::Trial { effect, .. } => Some(effect),
            _ => None,
        });
        for (place, effect) in trials.zip(effects) {
            *place = Some(effect.clone());
        }
    }

    /// Counts an event of an application for the service with the code `service`.
    pub(crate) fn count(&mut self, event: &Event, service: Option<&str>) {
        *self.acts.entry(event.act.code()).or_default() += 1;
        if let (Act::Submit(_), Some(code)) = (&event.act, service) {
            *self.services.entry(code.to_owned()).or_default() += 1;
        }
    }
}
