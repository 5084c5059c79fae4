//! Planted truths become people, officers and diaries of one city.

use kernel::service::Applicant;
use rand_chacha::ChaCha20Rng;

use crate::arrival::{Arrival, agent};
use crate::city::{City, key};
use crate::event::{Channel, PersonSpec, REASONS};
use crate::hours::{MINUTE, Windows};
use crate::plant::{Agent, Conduct, Habits, Jump, SlowSignature, Treatment, impossible};
use crate::random::{Purpose, below, pick, shuffle, stream};
use crate::spec::{Error, OWN_KELURAHAN};

/// Someone who applies for others, with a name, an officer and a diary.
#[derive(Debug)]
pub(crate) struct AgentPlan {
    pub(crate) conduct: Conduct,
    pub(crate) person: PersonSpec,
    pub(crate) service: usize,
    pub(crate) officer: u32,
    pub(crate) reason: &'static str,
    pub(crate) arrivals: Vec<Arrival>,
}

/// An officer's habit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HabitPlan {
    pub(crate) officer: u32,
    pub(crate) habit: Habits,
}

/// How a kelurahan fares in an office, and those who come together.
#[derive(Debug)]
pub(crate) struct TreatmentPlan {
    pub(crate) office: usize,
    pub(crate) kelurahan: usize,
    pub(crate) percent: u32,
    pub(crate) step: Option<u32>,
    pub(crate) arrivals: Vec<Arrival>,
}

/// Jumps with their times.
#[derive(Debug)]
pub(crate) struct JumpPlan {
    pub(crate) office: usize,
    pub(crate) service: usize,
    pub(crate) times: Vec<i64>,
    pub(crate) reason: &'static str,
}

/// A slow signature, resolved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SlowPlan {
    pub(crate) office: usize,
    pub(crate) service: usize,
    pub(crate) extra: i64,
}

impl City<'_> {
    pub(crate) fn plant(&mut self) -> Result<(), Error> {
        let plant = self.options.plant.clone();
        let mut application = self.demand.total();
        let brokers = plant.brokers.iter().map(|broker| Agent {
            service: broker.service.clone(),
            applications: broker.applications,
            families: broker.applications,
            conduct: Conduct::First,
        });
        for (index, agent) in brokers.chain(plant.agents.iter().cloned()).enumerate() {
            let planned = self.agent_plan(index, &agent, application)?;
            application += planned.arrivals.len() as u32;
            self.agents.push(planned);
        }
        for (index, jump) in plant.jumps.iter().enumerate() {
            let planned = self.jump(index + 0x1000, jump)?;
            self.jumps.push(planned);
        }
        for slow in &plant.slow_signatures {
            let planned = self.slow(slow)?;
            self.slow.push(planned);
        }
        for (index, habit) in plant.officers.iter().enumerate() {
            let office = self.offices.position(&habit.unit)?;
            let mut rng = stream(self.options.seed, Purpose::Plant, index as u64 + 0x2000);
            let others = self.offices.offices[office].officers.iter().copied();
            let taken = |officer: &u32| self.habits.iter().any(|plan| plan.officer == *officer);
            let others: Vec<u32> = others.filter(|officer| !taken(officer)).collect();
            if others.is_empty() {
                return Err(impossible(&habit.unit, "it has fewer officers than planted habits"));
            }
            let officer = pick(&mut rng, &others);
            if let Habits::Pace(percent) = habit.habit {
                self.offices.staff[officer as usize].pace *= f64::from(percent) / 100.0;
            }
            self.habits.push(HabitPlan { officer, habit: habit.habit });
        }
        for (index, treatment) in plant.kelurahan.iter().enumerate() {
            let planned = self.treatment(index, treatment, application)?;
            application += planned.arrivals.len() as u32;
            self.treatments.push(planned);
        }
        self.plant_process(application)
    }

    /// How a kelurahan fares; those of a village day are people who would not have come otherwise.
    fn treatment(
        &self,
        index: usize,
        plant: &Treatment,
        first: u32,
    ) -> Result<TreatmentPlan, Error> {
        let office = self.offices.position(&plant.unit)?;
        let unknown =
            || Error::UnknownUnit { place: "the plant".to_owned(), code: plant.kelurahan.clone() };
        let kelurahan = self.spec.kelurahan.iter().position(|one| one.code == plant.kelurahan);
        let kelurahan = kelurahan.ok_or_else(unknown)?;
        let Treatment { percent, step, .. } = *plant;
        let mut planned = TreatmentPlan { office, kelurahan, percent, step, arrivals: Vec::new() };
        let Some((days, people)) = plant.village else { return Ok(planned) };
        let service = self.spec.services.iter().position(|one| one.standard.unit == plant.unit);
        let Some(service) = service else {
            return Err(impossible(&plant.unit, "the unit has no service of its own"));
        };
        let mut rng = stream(self.options.seed, Purpose::Plant, index as u64 + 0x3000);
        let lives = |resident: &&u32| {
            let resident = &self.population.residents[**resident as usize];
            self.population.family(resident).kelurahan == kelurahan
        };
        let mut adults: Vec<u32> = self.adults.iter().filter(lives).copied().collect();
        shuffle(&mut rng, &mut adults);
        let windows = &self.offices.offices[office].windows;
        let mut arrivals = Vec::new();
        for day in early(&mut rng, windows, days as usize) {
            for number in 0..people {
                let count = arrivals.len();
                arrivals.push(Arrival {
                    application: first + count as u32,
                    service,
                    resident: adults[count % adults.len().max(1)],
                    channel: Channel::Counter,
                    at: day + i64::from(number) * MINUTE / 2,
                    key: key(index, 0xFFE, count as u32),
                    agent: None,
                    flaw: None,
                });
            }
        }
        planned.arrivals = arrivals;
        Ok(planned)
    }

    pub(crate) fn service(&self, code: &str) -> Result<usize, Error> {
        let position = self.spec.services.iter().position(|service| service.standard.code == code);
        position.ok_or_else(|| Error::UnknownService(code.to_owned()))
    }

    /// The office, which must do this service.
    pub(crate) fn office(&self, unit: &str, service: usize) -> Result<usize, Error> {
        let standard = &self.spec.services[service].standard;
        let own = |k: &crate::spec::KelurahanSpec| k.unit_code == unit;
        let does = standard.unit == unit
            || (standard.unit == OWN_KELURAHAN && self.spec.kelurahan.iter().any(own));
        if !does {
            return Err(impossible(
                &standard.code,
                "the unit does not do it; name the unit that does",
            ));
        }
        self.offices.position(unit)
    }

    fn agent_plan(&self, index: usize, plant: &Agent, first: u32) -> Result<AgentPlan, Error> {
        let service = self.service(&plant.service)?;
        let spec = &self.spec.services[service];
        if !spec.standard.proxy.admits(Applicant::Mandate) {
            return Err(impossible(
                &plant.service,
                "nobody may apply under a mandate; choose another",
            ));
        }
        if spec.standard.unit == OWN_KELURAHAN {
            return Err(impossible(
                &plant.service,
                "every kelurahan does it; choose one of one unit",
            ));
        }
        let office = self.offices.position(&spec.standard.unit)?;
        let mut rng = stream(self.options.seed, Purpose::Plant, index as u64);
        let person = agent(&mut rng, self, index)?;
        let able = |officer: &&u32| {
            self.offices.staff[**officer as usize].spec.skills.contains(&spec.steps[0].skill)
        };
        let able: Vec<u32> =
            self.offices.offices[office].officers.iter().filter(able).copied().collect();
        let officer = pick(&mut rng, &able);
        let reason = pick(&mut rng, &REASONS);
        let mut arrivals = self.clients(&mut rng, index, service, plant);
        let windows = &self.offices.offices[office].windows;
        let times = match plant.conduct {
            Conduct::First => early(&mut rng, windows, arrivals.len()),
            _ => times(&mut rng, windows, arrivals.len()),
        };
        for (number, (arrival, at)) in arrivals.iter_mut().zip(times).enumerate() {
            (arrival.application, arrival.at) = (first + number as u32, at);
        }
        Ok(AgentPlan { conduct: plant.conduct, person, service, officer, reason, arrivals })
    }

    /// Adults of as many families, in random order, again and again.
    fn clients(
        &self,
        rng: &mut ChaCha20Rng,
        agent: usize,
        service: usize,
        plant: &Agent,
    ) -> Vec<Arrival> {
        let mut adults = self.adults.clone();
        shuffle(rng, &mut adults);
        let mut families = std::collections::BTreeSet::new();
        let new_family =
            |resident: &u32| families.insert(self.population.residents[*resident as usize].family);
        let of_families = plant.families.clamp(1, plant.applications.max(1)) as usize;
        let clients: Vec<u32> = adults.into_iter().filter(new_family).take(of_families).collect();
        let clients = clients.iter().copied().cycle().take(plant.applications as usize);
        clients
            .enumerate()
            .map(|(number, resident)| Arrival {
                application: 0,
                service,
                resident,
                channel: Channel::Counter,
                at: 0,
                // 4095 is no service's number.
                key: key(agent, 0xFFF, number as u32),
                agent: Some(agent),
                flaw: None,
            })
            .collect()
    }

    fn jump(&self, index: usize, plant: &Jump) -> Result<JumpPlan, Error> {
        let service = self.service(&plant.service)?;
        let office = self.office(&plant.unit, service)?;
        let mut rng = stream(self.options.seed, Purpose::Plant, index as u64);
        let times = times(&mut rng, &self.offices.offices[office].windows, plant.count as usize);
        Ok(JumpPlan { office, service, times, reason: pick(&mut rng, &REASONS) })
    }

    fn slow(&self, plant: &SlowSignature) -> Result<SlowPlan, Error> {
        let service = self.service(&plant.service)?;
        if self.spec.services[service].steps.len() < 2 {
            return Err(impossible(&plant.service, "it has one step; choose one with two or more"));
        }
        let office = self.office(&plant.unit, service)?;
        let extra = i64::from(plant.extra_minutes) * MINUTE;
        Ok(SlowPlan { office, service, extra })
    }
}

/// Sorted instants at which the office is open.
fn times(rng: &mut ChaCha20Rng, windows: &Windows, count: usize) -> Vec<i64> {
    let all = windows.all();
    let mut times: Vec<i64> = (0..count)
        .map(|_| {
            let window = pick(rng, all);
            window.from + below(rng, (window.to - window.from) as usize) as i64
        })
        .collect();
    times.sort_unstable();
    times
}

/// Sorted instants in the first half hour of a day's opening, when the queue of the night still
/// stands: that is when it pays not to wait one's turn.
fn early(rng: &mut ChaCha20Rng, windows: &Windows, count: usize) -> Vec<i64> {
    let at_opening = |at: i64| {
        let first = windows.all().iter().find(|window| window.to > at).map(|window| window.day);
        let open = first.map_or(at, |day| windows.of_day(day)[0].from);
        open + at.rem_euclid(30 * MINUTE)
    };
    let mut early: Vec<i64> = times(rng, windows, count).into_iter().map(at_opening).collect();
    early.sort_unstable();
    early
}
