//! What a trial truly does: the same city also runs without it. People, arrivals, touch times and ways
//! are the same in both; what differs is the step, and what its absence changes in the queues.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::city::City;
use crate::event::Act;
use crate::process::{Effect, Flaw, Pair};
use crate::spec::Error;

impl City<'_> {
    /// The effect of each planted trial, in the order of the plant. Runs the city twice, and not at
    /// all when no trial is planted.
    ///
    /// # Errors
    /// An [`Error`] as of [`City::new`] and of the stream.
    pub fn effects(&self, until: Timestamp) -> Result<Vec<Effect>, Error> {
        if self.options.plant.process.trials.is_empty() {
            return Ok(Vec::new());
        }
        let mut options = self.options.clone();
        options.plant.process.trials.clear();
        let other = City::new(self.spec.clone(), options)?;
        let (with, _) = finished(&other, until)?;
        let (without, flaws) = finished(self, until)?;
        let trials = flaws.iter().filter(|flaw| matches!(flaw, Flaw::Trial { .. }));
        Ok(trials.map(|trial| effect(trial.applications(), &with, &without)).collect())
    }
}

/// Submission and end of every finished application.
type Ends = BTreeMap<u32, (Timestamp, Timestamp)>;

fn finished(city: &City<'_>, until: Timestamp) -> Result<(Ends, Vec<Flaw>), Error> {
    let (mut submitted, mut ends) = (BTreeMap::new(), Ends::new());
    let mut stream = city.stream(until);
    for event in stream.by_ref() {
        let event = event?;
        match event.act {
            Act::Submit(_) => {
                submitted.insert(event.application, event.at);
            }
            Act::Issue { .. } | Act::Refuse { .. } => {
                if let Some(from) = submitted.remove(&event.application) {
                    ends.insert(event.application, (from, event.at));
                }
            }
            _ => {}
        }
    }
    Ok((ends, stream.manifest().process.clone()))
}

fn effect(applications: &[u32], with: &Ends, without: &Ends) -> Effect {
    let pair = |application: &u32| {
        let (submitted, with_step) = *with.get(application)?;
        let (_, without_step) = *without.get(application)?;
        Some(Pair { application: *application, submitted, with_step, without_step })
    };
    let pairs: Vec<Pair> = applications.iter().filter_map(pair).collect();
    let mean = |end: fn(&Pair) -> Timestamp| {
        let hours = |pair: &Pair| end(pair).duration_since(pair.submitted).as_secs_f64() / 3_600.0;
        pairs.iter().map(hours).sum::<f64>() / pairs.len().max(1) as f64
    };
    let (hours_with_step, hours_without_step) =
        (mean(|pair| pair.with_step), mean(|pair| pair.without_step));
    let difference = hours_without_step - hours_with_step;
    Effect { files: pairs.len() as u32, hours_with_step, hours_without_step, difference, pairs }
}
