//! The life of a file as the citizen and the clock move it. What officers do stands in `work`.

use kernel::calendar::CalendarError;

use crate::arrival::Arrival;
use crate::event::{Act, Channel};
use crate::hours::MINUTE;
use crate::plan::{Plan, Reply};
use crate::plant::{Conduct, Planted};
use crate::queue::Place;
use crate::random::{Purpose, stream};
use crate::run::{Citizen, Stream, Todo};
use crate::spec::{Error, instant};

/// Where an open file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Waits for a check of completeness, which lapses at that instant.
    Check(i64),
    /// Waits for its pick.
    Ready(Place),
    /// In an officer's hands, or on its way between two.
    Work,
    /// With the citizen.
    Returned,
    /// Issued.
    Issued,
}

/// An open file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) service: usize,
    pub(crate) office: usize,
    pub(crate) channel: Channel,
    pub(crate) submitted: i64,
    pub(crate) priority: bool,
    pub(crate) agent: Option<usize>,
    pub(crate) stage: Stage,
    /// Whether it has been complete once.
    pub(crate) completed: bool,
    /// What the citizen still has to bring.
    pub(crate) missing: Vec<String>,
    /// A document that came along and may turn out unreadable.
    pub(crate) doubtful: Option<String>,
    pub(crate) returns: usize,
    /// Place on the route of its plan.
    pub(crate) step: usize,
    pub(crate) plan: Plan,
}

impl Stream<'_> {
    /// Someone applies.
    pub(crate) fn submit(&mut self, at: i64, arrival: &Arrival) -> Result<(u32, Act), Error> {
        let submission = self.city.submission(arrival, self.date(at));
        let office = self.city.offices.position(&submission.unit)?;
        let service = &self.city.spec.services[arrival.service];
        let mut rng = stream(self.city.options.seed, Purpose::Plan, arrival.key);
        let laxity = self.city.offices.offices[office].laxity;
        let plan = Plan::new(&mut rng, service, arrival.channel, laxity);
        let file = File {
            service: arrival.service,
            office,
            channel: arrival.channel,
            submitted: at,
            priority: submission.priority.is_some(),
            agent: arrival.agent,
            stage: Stage::Work,
            completed: false,
            missing: submission.documents_missing.clone(),
            doubtful: submission.documents_given.first().cloned(),
            returns: 0,
            step: 0,
            plan,
        };
        let application = arrival.application;
        self.files.insert(application, file);
        self.note_agent(arrival);
        self.note_flaw(arrival.flaw, application);
        self.send_along(at, arrival);
        self.treat(arrival);
        self.admit(at, application)?;
        Ok((application, Act::Submit(Box::new(submission))))
    }

    fn note_agent(&mut self, arrival: &Arrival) {
        let Some(agent) = arrival.agent else { return };
        if let Some(Planted::Broker { applications, .. } | Planted::Agent { applications, .. }) =
            self.manifest.planted.get_mut(agent)
        {
            applications.push(arrival.application);
        }
    }

    /// Work takes longer or shorter, because of who applies.
    fn treat(&mut self, arrival: &Arrival) {
        let city = self.city;
        let Some(file) = self.files.get_mut(&arrival.application) else { return };
        if let Some(Conduct::Faster(percent)) =
            arrival.agent.map(|agent| city.agents[agent].conduct)
        {
            file.plan.scale(percent);
        }
        let resident = &city.population.residents[arrival.resident as usize];
        let kelurahan = city.population.family(resident).kelurahan;
        let first = city.agents.len() + city.jumps.len() + city.slow.len() + city.habits.len();
        for (index, treatment) in city.treatments.iter().enumerate() {
            if (treatment.office, treatment.kelurahan) != (file.office, kelurahan) {
                continue;
            }
            match treatment.step {
                Some(step) => file.plan.scale_step(step, treatment.percent),
                None => file.plan.scale(treatment.percent),
            }
            if let Some(Planted::Kelurahan { applications, .. }) =
                self.manifest.planted.get_mut(first + index)
            {
                applications.push(arrival.application);
            }
        }
    }

    /// Complete files go to their queue at once, others to the check.
    fn admit(&mut self, at: i64, application: u32) -> Result<(), Error> {
        let Some(file) = self.files.get(&application) else { return Ok(()) };
        if file.missing.is_empty() {
            self.make_ready(at, application);
            return Ok(());
        }
        let (office, returns) = (file.office, file.returns);
        let limit = self.check_limit(at, office)?;
        self.stage(application, Stage::Check(limit));
        self.push(limit, Todo::Lapse(application, returns));
        self.desks[office].checks.insert((at, application));
        self.call(at, office, None);
        Ok(())
    }

    fn check_limit(&self, at: i64, office: usize) -> Result<i64, Error> {
        let (spec, code) = (&self.city.spec, &self.city.offices.offices[office].code);
        match spec.calendar.due(code, instant(at), spec.rules.check_within, &[]) {
            Ok(Some(due)) => Ok(due.as_millisecond()),
            // Without pauses a term ends; and behind the calendar it ends behind the run as well,
            // because `City::new` has seen that the calendar covers the run.
            Ok(None) | Err(CalendarError::Unknown { .. }) => Ok(i64::MAX),
            Err(error) => Err(Error::Calendar {
                place: format!("the unit {code}"),
                day: self.date(at),
                reason: error.to_string(),
            }),
        }
    }

    /// The file is complete and enters its queue.
    pub(crate) fn make_ready(&mut self, at: i64, application: u32) {
        let Some(file) = self.files.get_mut(&application) else { return };
        let place = (!file.priority, at, file.submitted, application);
        file.completed = true;
        file.stage = Stage::Ready(place);
        file.missing.clear();
        let (office, service, gives_up) = (file.office, file.service, file.plan.gives_up);
        self.desks[office].add_ready(service, place);
        let gives_up = gives_up.map(|after| at + after);
        self.push(gives_up, Todo::Citizen(application, Citizen::DropWaiting));
        match self.awaited(at, application) {
            Some(officer) => self.call_officer(at, officer),
            None => self.call(at, office, Some(&self.city.spec.services[service].steps[0].skill)),
        }
    }

    /// The time to check is over: the file counts as complete.
    pub(crate) fn lapse(
        &mut self,
        at: i64,
        application: u32,
        returns: usize,
    ) -> Option<(u32, Act)> {
        let file = self.files.get(&application)?;
        if file.returns != returns || !matches!(file.stage, Stage::Check(_)) {
            return None;
        }
        self.desks[file.office].checks.retain(|(_, waiting)| *waiting != application);
        self.make_ready(at, application);
        Some((application, Act::DeemedComplete))
    }

    /// A file that was on its way reaches the desk of its next step.
    pub(crate) fn reach(&mut self, at: i64, application: u32) {
        let Some(file) = self.files.get(&application) else { return };
        let procedure = &self.city.procedures[file.service];
        let step = file.plan.route[file.step];
        let office = procedure.office(step, file.office);
        let skill = &procedure.steps[step].skill;
        self.desks[office].add_step(skill, at, application);
        self.call(at, office, Some(skill));
    }

    /// A returned file is with the citizen; plans the reply.
    pub(crate) fn returned(&mut self, at: i64, application: u32, asked: &[String]) {
        let Some(file) = self.files.get_mut(&application) else { return };
        file.stage = Stage::Returned;
        file.missing = asked.to_vec();
        let reply = file.plan.replies[file.returns.min(2)];
        file.returns += 1;
        let (office, channel) = (file.office, file.channel);
        match reply {
            Reply::Supplement(after) => {
                let when = self.convenient(at + after, office, channel);
                self.push(when, Todo::Citizen(application, Citizen::Supplement));
            }
            Reply::Withdraw(after) => {
                self.push(at + after, Todo::Citizen(application, Citizen::DropReturned));
            }
            Reply::Silence => {}
        }
    }

    /// An issued file waits for the citizen.
    pub(crate) fn issued(&mut self, at: i64, application: u32) {
        self.stage(application, Stage::Issued);
        let Some(file) = self.files.get(&application) else { return };
        match file.plan.collects {
            Some(after) => {
                let when = self.convenient(at + after, file.office, file.channel);
                self.push(when, Todo::Citizen(application, Citizen::Collect));
            }
            // Nothing more will happen to it.
            None => {
                self.files.remove(&application);
            }
        }
    }

    /// When a citizen acts who would like to at `at`: at the counter while it is open, a little
    /// later in the morning than everyone; online not before six.
    fn convenient(&self, at: i64, office: usize, channel: Channel) -> Option<i64> {
        let windows = &self.city.offices.offices[office].windows;
        if channel == Channel::Counter {
            return windows
                .after(at, (at % (90 * MINUTE)).abs() * i64::from(!windows.contains(at)));
        }
        let six = self.midnight(at) + 6 * 60 * MINUTE;
        Some(if at < six { six + at % (60 * MINUTE) } else { at })
    }

    /// A citizen acts, unless the file has moved on.
    pub(crate) fn citizen(
        &mut self,
        at: i64,
        application: u32,
        doing: Citizen,
    ) -> Result<Option<(u32, Act)>, Error> {
        let Some(file) = self.files.get(&application) else { return Ok(None) };
        let act = match (doing, file.stage) {
            (Citizen::Supplement, Stage::Returned) => self.supplement(at, application)?,
            (Citizen::DropReturned, Stage::Returned) => Some(Act::Withdraw),
            (Citizen::DropWaiting, Stage::Ready(place)) => {
                self.desks[file.office].take_ready(file.service, place);
                Some(Act::Withdraw)
            }
            (Citizen::Collect, Stage::Issued) => Some(Act::Collect),
            _ => None,
        };
        if matches!(act, Some(Act::Withdraw | Act::Collect)) {
            self.files.remove(&application);
        }
        Ok(act.map(|act| (application, act)))
    }

    fn supplement(&mut self, at: i64, application: u32) -> Result<Option<Act>, Error> {
        let Some(file) = self.files.get_mut(&application) else { return Ok(None) };
        let partly = file.plan.partly && file.returns == 1 && !file.completed;
        let brought = if partly { file.missing.len().div_ceil(2) } else { file.missing.len() };
        let documents: Vec<String> = file.missing.drain(..brought).collect();
        if file.completed {
            // It was at its first step when it went back, and begins that step again.
            file.stage = Stage::Work;
            self.reach(at, application);
        } else {
            self.admit(at, application)?;
        }
        Ok(Some(Act::Supplement { documents }))
    }

    fn stage(&mut self, application: u32, stage: Stage) {
        if let Some(file) = self.files.get_mut(&application) {
            file.stage = stage;
        }
    }
}
