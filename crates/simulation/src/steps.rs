//! Steps of work: how one ends, where the file goes then, and what it waits for on the way.

use crate::event::{Act, RETURN_REASONS};
use crate::file::File;
use crate::plant::Planted;
use crate::planting::SlowPlan;
use crate::process::Flaw;
use crate::random::{Purpose, stream};
use crate::run::{Stream, Todo};
use crate::work::SECOND;

/// What follows the end of a step.
pub(crate) enum Then {
    /// Back to the citizen, because a document cannot be read.
    Return(String),
    /// On to the next step.
    Forward,
    /// The decision is no.
    Refuse(&'static str),
    /// The decision is yes.
    Approve,
}

impl Stream<'_> {
    /// Gives a new file its way through planted steps.
    pub(crate) fn send_along(&mut self, at: i64, arrival: &crate::arrival::Arrival) {
        let city = self.city;
        let procedure = &city.procedures[arrival.service];
        if procedure.is_plain() {
            return;
        }
        let Some(file) = self.files.get_mut(&arrival.application) else { return };
        let mut rng = stream(city.options.seed, Purpose::Way, arrival.key);
        for trial in procedure.follow(&mut rng, &mut file.plan, file.office, at) {
            self.note_flaw(Some(trial), arrival.application);
        }
    }

    pub(crate) fn begin_step(
        &mut self,
        at: i64,
        officer: u32,
        application: u32,
    ) -> Option<(u32, Act)> {
        let file = self.files.get(&application)?;
        let step = file.plan.route[file.step] as u32;
        self.schedule_step(at, officer, application);
        Some((application, Act::StepStart { officer, step }))
    }

    /// Schedules the end of the step that begins at `start`, and what the officer does then.
    pub(crate) fn schedule_step(&mut self, start: i64, officer: u32, application: u32) {
        let Some(file) = self.files.get(&application) else { return };
        let staff = &self.city.offices.staff[officer as usize];
        let work = (file.plan.touch[file.step] as f64 * staff.pace) as i64;
        let end = staff.windows.after(start, work);
        let after = |seconds: i64| end.and_then(|end| staff.windows.after(end, seconds * SECOND));
        let finish = Act::StepFinish { officer, step: file.plan.route[file.step] as u32 };
        let mut acts = vec![(end, finish)];
        match then(file) {
            Then::Return(document) => {
                let missing = vec![document];
                let reason = RETURN_REASONS[1];
                acts.push((after(30), Act::Return { officer, missing, reason }));
            }
            Then::Forward => {}
            Then::Refuse(grounds) => acts.push((after(90), Act::Refuse { officer, grounds })),
            Then::Approve => {
                acts.push((after(40), Act::Approve { officer }));
                acts.push((after(100), Act::Issue { officer }));
            }
        }
        for (at, act) in acts {
            self.push(at, Todo::Act(application, act));
        }
    }

    /// Sends a file to its next step; something planted may let it wait there.
    pub(crate) fn forward(&mut self, at: i64, application: u32) {
        let city = self.city;
        let Some(file) = self.files.get_mut(&application) else { return };
        file.step += 1;
        let procedure = &city.procedures[file.service];
        let step = file.plan.route[file.step];
        let (own, last) = (file.office, file.step + 1 == file.plan.route.len());
        let windows = &city.offices.offices[procedure.office(step, own)].windows;
        let mut arrival = windows.after(at, file.plan.transit[file.step]);
        let slow = |slow: &SlowPlan| last && slow.office == own && slow.service == file.service;
        let slow = city.slow.iter().position(slow);
        let sent = procedure.flaw(step);
        if let Some((weekday, flaw)) = procedure.weekday(step) {
            let on_the_day = |day: u32| city.days[day as usize].weekday() == weekday;
            let released = arrival.and_then(|at| windows.opening_on(at, on_the_day));
            // A file that reaches the step on the day itself waits for nothing.
            let waits = arrival.is_some() && released != arrival;
            arrival = released;
            self.note_flaw(waits.then_some(flaw), application);
        }
        self.note_flaw(sent, application);
        if let Some(index) = slow {
            arrival = arrival.map(|arrival| arrival + city.slow[index].extra);
            let place = city.agents.len() + city.jumps.len() + index;
            if let Some(Planted::SlowSignature { applications, .. }) =
                self.manifest.planted.get_mut(place)
            {
                applications.push(application);
            }
        }
        self.push(arrival, Todo::Reach(application));
    }

    /// A planted signature has said no.
    pub(crate) fn note_refusal(&mut self, application: u32) {
        let Some(file) = self.files.get(&application) else { return };
        let Some((place, _)) = file.plan.no_at.filter(|(place, _)| *place == file.step) else {
            return;
        };
        let flaw = self.city.procedures[file.service].flaw(file.plan.route[place]);
        let flaw = flaw.and_then(|flaw| self.manifest.process.get_mut(flaw));
        if let Some(Flaw::Signature { refused, .. }) = flaw {
            refused.push(application);
        }
    }
}

/// What follows the end of the step at which the file is.
pub(crate) fn then(file: &File) -> Then {
    let asked_before = file.returns > 0;
    match (&file.doubtful, file.plan.no_at) {
        (Some(document), _) if file.plan.unreadable && file.step == 0 && !asked_before => {
            Then::Return(document.clone())
        }
        (_, Some((place, ground))) if place == file.step => Then::Refuse(ground),
        _ if file.step + 1 < file.plan.route.len() => Then::Forward,
        _ => file.plan.ground.map_or(Then::Approve, Then::Refuse),
    }
}
