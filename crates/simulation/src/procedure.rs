//! The way of a file through its service: the service's own steps, and what is planted among them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Weekday;
use rand_chacha::ChaCha20Rng;

use crate::event::GROUNDS;
use crate::hours::MINUTE;
use crate::office::TOUCH_SIGMA;
use crate::plan::Plan;
use crate::random::{chance, log_normal, pick, unit};
use crate::spec::{ServiceSpec, StepSpec};

/// Working minutes on the way between two units, in the median.
const BETWEEN_UNITS: f64 = 60.0;
/// Working minutes on the way to another desk of the unit, in the median.
const BETWEEN_DESKS: f64 = 3.0;

/// A service's steps, its own first and the planted ones after them, and what is particular of each.
#[derive(Debug)]
pub(crate) struct Procedure {
    pub(crate) steps: Vec<StepSpec>,
    /// How many of the steps are the service's own.
    own: usize,
    /// The office that does a step, where it is not the file's own.
    offices: BTreeMap<usize, usize>,
    /// The weekday on which a step is done, and which flaw that is.
    weekdays: BTreeMap<usize, (Weekday, usize)>,
    signatures: Vec<SignaturePlan>,
    detours: Vec<DetourPlan>,
    trials: Vec<TrialPlan>,
    /// Flaws that act when a file is sent to a step.
    noted: BTreeMap<usize, usize>,
}

#[derive(Debug)]
struct SignaturePlan {
    step: usize,
    refuses: f64,
}

#[derive(Debug)]
struct DetourPlan {
    step: usize,
    back: usize,
    share: f64,
    again: f64,
}

/// A step that is left out, by office from some instant on.
#[derive(Debug)]
pub(crate) struct TrialPlan {
    pub(crate) flaw: usize,
    pub(crate) step: usize,
    pub(crate) from: BTreeMap<usize, i64>,
}

impl Procedure {
    pub(crate) fn new(service: &ServiceSpec) -> Self {
        Self {
            steps: service.steps.clone(),
            own: service.steps.len(),
            offices: BTreeMap::new(),
            weekdays: BTreeMap::new(),
            signatures: Vec::new(),
            detours: Vec::new(),
            trials: Vec::new(),
            noted: BTreeMap::new(),
        }
    }

    /// The number of the step with that code.
    pub(crate) fn position(&self, code: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.code == code)
    }

    /// Whether a step is one of the service's own, and neither its first nor its last.
    pub(crate) fn is_between(&self, step: usize) -> bool {
        step > 0 && step + 1 < self.own
    }

    /// Whether a step is the service's first or last.
    pub(crate) fn is_end(&self, step: usize) -> bool {
        step == 0 || step + 1 == self.own
    }

    /// Whether something can stand between the first and the last step.
    pub(crate) fn has_middle(&self) -> bool {
        self.own > 1
    }

    pub(crate) fn add_signature(&mut self, step: StepSpec, refuses: u32, flaw: usize) {
        let step = self.add(step);
        self.noted.insert(step, flaw);
        self.signatures.push(SignaturePlan { step, refuses: share(refuses) });
    }

    pub(crate) fn add_detour(
        &mut self,
        (step, office): (StepSpec, usize),
        back: StepSpec,
        (percent, again): (u32, u32),
        flaw: usize,
    ) {
        let (step, back) = (self.add(step), self.add(back));
        self.offices.insert(step, office);
        self.noted.insert(step, flaw);
        let (share, again) = (share(percent), share(again));
        self.detours.push(DetourPlan { step, back, share, again });
    }

    pub(crate) fn do_elsewhere(&mut self, step: usize, office: usize, flaw: usize) {
        self.offices.insert(step, office);
        self.noted.insert(step, flaw);
    }

    pub(crate) fn gather(&mut self, step: usize, weekday: Weekday, flaw: usize) {
        self.weekdays.insert(step, (weekday, flaw));
    }

    pub(crate) fn leave_out(&mut self, trial: TrialPlan) {
        self.trials.push(trial);
    }

    fn add(&mut self, step: StepSpec) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// Whether another office with these skills does one of its steps.
    pub(crate) fn borrows(&self, office: usize, skills: &BTreeSet<String>) -> bool {
        let mut borrowed = self.offices.iter().filter(|(_, from)| **from == office);
        borrowed.any(|(step, _)| skills.contains(&self.steps[*step].skill))
    }

    /// The office that does a step of a file of `own`.
    pub(crate) fn office(&self, step: usize, own: usize) -> usize {
        self.offices.get(&step).copied().unwrap_or(own)
    }

    /// The weekday for which files gather before a step, and which flaw that is.
    pub(crate) fn weekday(&self, step: usize) -> Option<(Weekday, usize)> {
        self.weekdays.get(&step).copied()
    }

    /// The flaw that acts when a file is sent to a step.
    pub(crate) fn flaw(&self, step: usize) -> Option<usize> {
        self.noted.get(&step).copied()
    }

    /// Whether nothing is planted in it that changes a file's way.
    pub(crate) fn is_plain(&self) -> bool {
        self.steps.len() == self.own && self.offices.is_empty() && self.trials.is_empty()
    }

    /// Plans the way of a file that was submitted in `office` at `at`, and gives the trials without
    /// which it would be longer. All is drawn whether or not it is used, so that a trial changes
    /// nothing but the way.
    pub(crate) fn follow(
        &self,
        rng: &mut ChaCha20Rng,
        plan: &mut Plan,
        office: usize,
        at: i64,
    ) -> Vec<usize> {
        let mut steps: Vec<usize> = (0..self.own).collect();
        for detour in &self.detours {
            let (first, second) = (chance(rng, detour.share), chance(rng, detour.again));
            let times = usize::from(first) + usize::from(first && second);
            let visit = [detour.step, detour.back].into_iter().cycle().take(2 * times);
            steps.splice(1..1, visit);
        }
        let mut refusals = Vec::new();
        for signature in &self.signatures {
            steps.insert(steps.len() - 1, signature.step);
            let (says_no, ground) = (chance(rng, signature.refuses), pick(rng, &GROUNDS));
            if says_no {
                refusals.push((signature.step, ground));
            }
        }
        let (mut touch, mut transit) = (Vec::new(), Vec::new());
        for (place, step) in steps.iter().copied().enumerate() {
            let before = place.checked_sub(1).map(|before| self.office(steps[before], office));
            let moved = before.is_some_and(|before| before != self.office(step, office));
            touch.push(self.touch(rng, plan, step));
            transit.push(self.transit(rng, plan, step, moved));
        }
        let mut trials = Vec::new();
        for trial in &self.trials {
            let begun = trial.from.get(&office).is_some_and(|from| *from <= at);
            if !begun || !steps.contains(&trial.step) {
                continue;
            }
            trials.push(trial.flaw);
            while let Some(place) = steps.iter().position(|step| *step == trial.step) {
                steps.remove(place);
                touch.remove(place);
                transit.remove(place);
            }
        }
        plan.no_at = refusals
            .into_iter()
            .find_map(|(step, ground)| Some((steps.iter().position(|one| *one == step)?, ground)));
        (plan.touch, plan.transit, plan.route) = (touch, transit, steps);
        trials
    }

    fn touch(&self, rng: &mut ChaCha20Rng, plan: &Plan, step: usize) -> i64 {
        let drawn = log_normal(rng, self.steps[step].minutes_median, TOUCH_SIGMA);
        plan.touch.get(step).copied().unwrap_or((drawn * MINUTE as f64) as i64)
    }

    /// To another unit it takes an hour or so; an own step keeps the way that it has.
    fn transit(&self, rng: &mut ChaCha20Rng, plan: &Plan, step: usize, moved: bool) -> i64 {
        let median = if moved { BETWEEN_UNITS } else { BETWEEN_DESKS };
        let drawn = (log_normal(rng, median, 0.6) * MINUTE as f64) as i64;
        match plan.transit.get(step) {
            Some(own) if moved => own + drawn,
            Some(own) => *own,
            None => drawn,
        }
    }
}

fn share(percent: u32) -> f64 {
    f64::from(percent) / 100.0
}

/// Days of the run on which somebody is there who comes on so many percent of them.
pub(crate) fn attendance(rng: &mut ChaCha20Rng, days: usize, percent: u32) -> Vec<bool> {
    (0..days).map(|_| unit(rng) < share(percent)).collect()
}
