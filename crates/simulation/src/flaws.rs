//! Planted flaws of procedures become steps, officers and visitors of one city.

use std::collections::BTreeMap;

use jiff::civil::{Time, Weekday};

use crate::arrival::Arrival;
use crate::city::{City, key};
use crate::demand::at_counter;
use crate::event::Channel;
use crate::plant::impossible;
use crate::procedure::{TrialPlan, attendance};
use crate::process::{
    Batch, Detour, Elsewhere, Flaw, Market, Peak, Process, Signature, Stage, Trial,
};
use crate::random::{Purpose, shuffle, stream};
use crate::spec::{Error, OWN_KELURAHAN, StepSpec};

/// Officers whom another unit gives to planted steps, so that leave stops nothing.
const GIVEN: u32 = 2;

/// Those who come when the office opens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeakPlan {
    pub(crate) office: usize,
    pub(crate) percent: u32,
    pub(crate) minutes: u32,
    pub(crate) flaw: usize,
}

impl City<'_> {
    /// Plants what stands in the options; `application` is the first free number.
    pub(crate) fn plant_process(&mut self, mut application: u32) -> Result<(), Error> {
        let Process { signatures, detours, elsewhere, batches, peaks, markets, trials } =
            self.options.plant.process.clone();
        signatures.iter().try_for_each(|plant| self.sign(plant))?;
        detours.iter().try_for_each(|plant| self.detour(plant))?;
        elsewhere.iter().try_for_each(|plant| self.elsewhere(plant))?;
        batches.iter().try_for_each(|plant| self.batch(plant))?;
        peaks.iter().try_for_each(|plant| self.peak(plant))?;
        for market in &markets {
            application = self.market(market, application)?;
        }
        trials.iter().try_for_each(|plant| self.trial(plant))
    }

    fn sign(&mut self, plant: &Signature) -> Result<(), Error> {
        let service = self.middle(&plant.service)?;
        self.fresh(service, &plant.step)?;
        let flaw = self.flaws.len();
        let skill = skill(&plant.service, &plant.step);
        let mut officers = Vec::new();
        for office in self.offices_of(service)? {
            let mut rng = stream(self.options.seed, Purpose::Flaw, index(flaw, office));
            let there = attendance(&mut rng, self.days.len(), plant.present);
            if !there.contains(&true) {
                return Err(impossible(&plant.service, "its signer is never there; raise present"));
            }
            let absent = |day: u32| !there[day as usize];
            officers.push(self.offices.join(&mut rng, office, &skill, self.days[0], absent)?);
        }
        let step = planted(&plant.step, plant.minutes, skill);
        self.procedures[service].add_signature(step, plant.refuses, flaw);
        self.flaws.push(Flaw::Signature {
            service: plant.service.clone(),
            step: plant.step.clone(),
            needless: plant.refuses == 0,
            officers,
            applications: Vec::new(),
            refused: Vec::new(),
        });
        Ok(())
    }

    fn detour(&mut self, plant: &Detour) -> Result<(), Error> {
        let service = self.middle(&plant.service)?;
        self.fresh(service, &plant.step)?;
        self.fresh(service, &plant.back)?;
        let (flaw, there) = (self.flaws.len(), skill(&plant.service, &plant.step));
        let office = self.other(service, &plant.unit, &there)?;
        let first = self.spec.services[service].steps[0].skill.clone();
        let procedure = &mut self.procedures[service];
        procedure.add_detour(
            (planted(&plant.step, plant.minutes, there), office),
            planted(&plant.back, plant.minutes, first),
            (plant.percent, plant.again),
            flaw,
        );
        self.flaws.push(Flaw::Detour {
            service: plant.service.clone(),
            unit: plant.unit.clone(),
            step: plant.step.clone(),
            back: plant.back.clone(),
            applications: Vec::new(),
        });
        Ok(())
    }

    fn elsewhere(&mut self, plant: &Elsewhere) -> Result<(), Error> {
        let service = self.service(&plant.service)?;
        let step = self.own_step(service, &plant.step)?;
        if !self.procedures[service].is_between(step) {
            let reason = "its first and last step stay in the unit; choose one between them";
            return Err(impossible(&plant.service, reason));
        }
        let skill = self.spec.services[service].steps[step].skill.clone();
        let office = self.other(service, &plant.unit, &skill)?;
        self.procedures[service].do_elsewhere(step, office, self.flaws.len());
        self.flaws.push(Flaw::Elsewhere {
            service: plant.service.clone(),
            unit: plant.unit.clone(),
            step: plant.step.clone(),
            applications: Vec::new(),
        });
        Ok(())
    }

    fn batch(&mut self, plant: &Batch) -> Result<(), Error> {
        let service = self.middle(&plant.service)?;
        let step = self.own_step(service, &plant.step)?;
        if step == 0 {
            return Err(impossible(&plant.service, "its first step waits for nothing"));
        }
        let weekday = weekday(&plant.service, plant.weekday)?;
        self.procedures[service].gather(step, weekday, self.flaws.len());
        self.flaws.push(Flaw::Batch {
            service: plant.service.clone(),
            step: plant.step.clone(),
            weekday: plant.weekday,
            applications: Vec::new(),
        });
        Ok(())
    }

    fn peak(&mut self, plant: &Peak) -> Result<(), Error> {
        let office = self.offices.position(&plant.unit)?;
        let (percent, minutes, flaw) = (plant.percent, plant.minutes, self.flaws.len());
        self.peaks.push(PeakPlan { office, percent, minutes, flaw });
        self.flaws.push(Flaw::Peak { unit: plant.unit.clone(), minutes, applications: Vec::new() });
        Ok(())
    }

    /// People who would not have come otherwise, at the hours of all others.
    fn market(&mut self, plant: &Market, first: u32) -> Result<u32, Error> {
        let service = self.service(&plant.service)?;
        if self.spec.services[service].standard.unit == OWN_KELURAHAN {
            let reason = "every kelurahan does it; choose one of one unit";
            return Err(impossible(&plant.service, reason));
        }
        let office = self.offices.position(&self.spec.services[service].standard.unit)?;
        let (market, flaw) = (weekday(&plant.service, plant.weekday)?, self.flaws.len());
        let mut rng = stream(self.options.seed, Purpose::Flaw, index(flaw, office));
        let mut people = self.people(service).to_vec();
        shuffle(&mut rng, &mut people);
        let mut application = first;
        for (day, date) in self.days.iter().enumerate() {
            let open = self.offices.offices[office].windows.of_day(day as u32);
            if date.weekday() != market || open.is_empty() {
                continue;
            }
            for _ in 0..plant.people {
                let number = application - first;
                self.visitors.push(Arrival {
                    application,
                    service,
                    resident: people[number as usize % people.len()],
                    channel: Channel::Counter,
                    at: at_counter(&mut rng, self.midnights[day], open),
                    // 4093 is no service's number.
                    key: key(flaw, 0xFFD, number),
                    agent: None,
                    flaw: Some(flaw),
                });
                application += 1;
            }
        }
        self.flaws.push(Flaw::Market {
            service: plant.service.clone(),
            weekday: plant.weekday,
            applications: Vec::new(),
        });
        Ok(application)
    }

    fn trial(&mut self, plant: &Trial) -> Result<(), Error> {
        let service = self.service(&plant.service)?;
        let step = self.own_step(service, &plant.step)?;
        if self.procedures[service].is_end(step) {
            let reason = "its first and last step must stay; leave out one between them";
            return Err(impossible(&plant.service, reason));
        }
        let mut from = BTreeMap::new();
        for Stage { unit, from: day } in &plant.stages {
            let office = self.office(unit, service)?;
            let at = self.spec.calendar.tz().to_timestamp(day.to_datetime(Time::midnight()));
            let at = at.map_err(|error| Error::Calendar {
                place: "the trial".to_owned(),
                day: *day,
                reason: error.to_string(),
            })?;
            from.insert(office, at.as_millisecond());
        }
        let flaw = self.flaws.len();
        self.procedures[service].leave_out(TrialPlan { flaw, step, from });
        self.flaws.push(Flaw::Trial {
            service: plant.service.clone(),
            step: plant.step.clone(),
            stages: plant.stages.clone(),
            applications: Vec::new(),
            effect: None,
        });
        Ok(())
    }

    /// A service that has a first and a last step.
    fn middle(&self, code: &str) -> Result<usize, Error> {
        let service = self.service(code)?;
        if self.procedures[service].has_middle() {
            return Ok(service);
        }
        Err(impossible(code, "it has one step; choose one with two or more"))
    }

    fn own_step(&self, service: usize, code: &str) -> Result<usize, Error> {
        let found = self.procedures[service].position(code);
        let code = &self.spec.services[service].standard.code;
        found.ok_or_else(|| impossible(code, "it has no such step; correct the code"))
    }

    fn fresh(&self, service: usize, step: &str) -> Result<(), Error> {
        if self.procedures[service].position(step).is_none() {
            return Ok(());
        }
        let code = &self.spec.services[service].standard.code;
        Err(impossible(code, "it already has a step of that code; choose another code"))
    }

    /// All offices that do a service.
    fn offices_of(&self, service: usize) -> Result<Vec<usize>, Error> {
        let unit = &self.spec.services[service].standard.unit;
        if unit != OWN_KELURAHAN {
            return Ok(vec![self.offices.position(unit)?]);
        }
        self.spec.kelurahan.iter().map(|one| self.offices.position(&one.unit_code)).collect()
    }

    /// Another unit than that of the service, with officers for a skill.
    fn other(&mut self, service: usize, unit: &str, skill: &str) -> Result<usize, Error> {
        let standard = &self.spec.services[service].standard;
        if standard.unit == OWN_KELURAHAN {
            let reason = "every kelurahan does it; choose one of one unit";
            return Err(impossible(&standard.code, reason));
        }
        if standard.unit == unit {
            return Err(impossible(&standard.code, "the other unit is its own; choose another"));
        }
        let office = self.offices.open(&self.spec, &self.days, unit)?;
        for number in 0..GIVEN {
            let place = index(self.flaws.len(), office) << 8 | u64::from(number);
            let mut rng = stream(self.options.seed, Purpose::Flaw, place);
            let there = attendance(&mut rng, self.days.len(), 92);
            let absent = |day: u32| !there[day as usize];
            self.offices.join(&mut rng, office, skill, self.days[0], absent)?;
        }
        Ok(office)
    }
}

/// Number of the stream of a flaw in an office, below 2^40.
fn index(flaw: usize, office: usize) -> u64 {
    1 << 38 | (flaw as u64) << 16 | office as u64
}

/// A skill that nobody else has.
fn skill(service: &str, step: &str) -> String {
    format!("{service}/{step}")
}

fn planted(code: &str, minutes: u32, skill: String) -> StepSpec {
    StepSpec { code: code.to_owned(), minutes_median: f64::from(minutes.max(1)), skill }
}

fn weekday(service: &str, number: i8) -> Result<Weekday, Error> {
    Weekday::from_monday_one_offset(number)
        .map_err(|_| impossible(service, "there is no such weekday; choose 1 (Monday) to 7"))
}
