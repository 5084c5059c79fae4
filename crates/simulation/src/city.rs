//! The city before anything happens: its people, its offices, and who will come.

use jiff::civil::{Date, Time};

use crate::arrival::Arrival;
use crate::demand::{Demand, arrival};
use crate::event::{Channel, PersonSpec};
use crate::flaws::PeakPlan;
use crate::hours::{MINUTE, Windows};
use crate::office::{OfficerSpec, Offices};
use crate::plant::Conduct;
use crate::planting::{AgentPlan, HabitPlan, JumpPlan, SlowPlan, TreatmentPlan};
use crate::population::{Population, PopulationSummary};
use crate::procedure::Procedure;
use crate::process::Flaw;
use crate::random::{Purpose, below, shuffle, stream};
use crate::spec::{Audience, CitySpec, Error, OWN_KELURAHAN, Options, StepSpec, validate};

/// A city, ready to run. The same input makes the same city, to the last byte of its events.
#[derive(Debug)]
pub struct City<'a> {
    pub(crate) spec: CitySpec<'a>,
    pub(crate) options: Options,
    pub(crate) days: Vec<Date>,
    /// Beginning of each day, and of the one after the last.
    pub(crate) midnights: Vec<i64>,
    pub(crate) population: Population,
    pub(crate) offices: Offices,
    pub(crate) demand: Demand,
    pub(crate) adults: Vec<u32>,
    /// By service, the order in which its people come, again and again.
    orders: Vec<Vec<u32>>,
    pub(crate) agents: Vec<AgentPlan>,
    pub(crate) jumps: Vec<JumpPlan>,
    pub(crate) slow: Vec<SlowPlan>,
    pub(crate) habits: Vec<HabitPlan>,
    pub(crate) treatments: Vec<TreatmentPlan>,
    /// By service.
    pub(crate) procedures: Vec<Procedure>,
    pub(crate) flaws: Vec<Flaw>,
    pub(crate) peaks: Vec<PeakPlan>,
    /// Those who come because of a planted flaw.
    pub(crate) visitors: Vec<Arrival>,
}

impl<'a> City<'a> {
    /// Makes the city.
    ///
    /// # Errors
    /// An [`Error`] that names what in the specification, the calendar or the plant is wrong.
    pub fn new(spec: CitySpec<'a>, options: Options) -> Result<Self, Error> {
        validate(&spec, &options)?;
        let days = days(&spec, &options)?;
        let midnights = midnights(&spec, &days)?;
        let population = Population::new(&spec, &options)?;
        let offices = Offices::new(&spec, &options, &days)?;
        let open = open(&spec, &offices)?;
        let demand = Demand::new(&spec, &options, &days, &open);
        let adults = population.audience(Audience::Adult, options.first_day());
        let orders = orders(&spec, &options, &population)?;
        let procedures = spec.services.iter().map(Procedure::new).collect();
        let mut city = Self {
            spec,
            options,
            days,
            midnights,
            population,
            offices,
            demand,
            adults,
            orders,
            agents: Vec::new(),
            jumps: Vec::new(),
            slow: Vec::new(),
            habits: Vec::new(),
            treatments: Vec::new(),
            procedures,
            flaws: Vec::new(),
            peaks: Vec::new(),
            visitors: Vec::new(),
        };
        city.plant()?;
        Ok(city)
    }

    /// All officers, by their index.
    pub fn officers(&self) -> impl ExactSizeIterator<Item = &OfficerSpec> {
        self.offices.staff.iter().map(|officer| &officer.spec)
    }

    /// Whether the officer is at work at `at`: in office hours of the unit and not absent.
    pub fn on_duty(&self, officer: u32, at: jiff::Timestamp) -> bool {
        let staff = self.offices.staff.get(officer as usize);
        staff.is_some_and(|staff| staff.windows.contains(at.as_millisecond()))
    }

    /// How many people there are, and where.
    pub fn population(&self) -> PopulationSummary {
        self.population.summary()
    }

    /// What the city is made of.
    pub fn spec(&self) -> &CitySpec<'a> {
        &self.spec
    }

    /// What was asked for.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The steps of a service, its own first and the planted ones after them: what an event's `step`
    /// counts. Empty for a service that is not in the list.
    pub fn steps(&self, service: usize) -> &[StepSpec] {
        self.procedures.get(service).map_or(&[], |procedure| &procedure.steps)
    }

    /// Whether an officer came for planted steps and does nothing else.
    pub fn is_guest(&self, officer: u32) -> bool {
        self.offices.staff.get(officer as usize).is_some_and(|staff| staff.guest)
    }

    /// Units for whose files an officer does a step although they belong to another.
    pub fn lent_to(&self, officer: u32) -> Vec<&str> {
        let Some(staff) = self.offices.staff.get(officer as usize) else { return Vec::new() };
        let lends = |procedure: &&Procedure| procedure.borrows(staff.unit, &staff.spec.skills);
        let units = self.procedures.iter().zip(&self.spec.services);
        let mut units: Vec<&str> = units
            .filter(|(procedure, _)| lends(procedure))
            .map(|(_, service)| service.standard.unit.as_str())
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// The planted agents who do it by profession and are registered.
    pub fn registered_agents(&self) -> impl Iterator<Item = &PersonSpec> {
        let registered = |agent: &&AgentPlan| agent.conduct == Conduct::Registered;
        self.agents.iter().filter(registered).map(|agent| &agent.person)
    }

    /// Number of applications over all days, planted ones included; for a progress bar.
    pub fn planned(&self) -> u32 {
        self.demand.total() + self.further().count() as u32
    }

    /// Those who come because of something planted, beside all others.
    pub(crate) fn further(&self) -> impl Iterator<Item = &Arrival> {
        let agents = self.agents.iter().flat_map(|agent| &agent.arrivals);
        let villages = self.treatments.iter().flat_map(|village| &village.arrivals);
        agents.chain(villages).chain(&self.visitors)
    }

    /// People who may come for a service, in random order.
    pub(crate) fn people(&self, service: usize) -> &[u32] {
        &self.orders[service]
    }

    /// Code of the unit to which an application of `resident` for `service` goes.
    pub(crate) fn unit(&self, service: usize, resident: u32) -> &str {
        let unit = &self.spec.services[service].standard.unit;
        if unit != OWN_KELURAHAN {
            return unit;
        }
        let resident = &self.population.residents[resident as usize];
        &self.spec.kelurahan[self.population.family(resident).kelurahan].unit_code
    }

    /// Applications of `day` in the order of time, numbered from `first`; `cursors` say how far
    /// each service has gone through its people.
    pub(crate) fn arrivals(
        &self,
        day: usize,
        first: u32,
        cursors: &mut [usize],
    ) -> Result<Vec<Arrival>, Error> {
        let mut arrivals = Vec::new();
        for (service, cursor) in cursors.iter_mut().enumerate() {
            for number in 0..self.demand.count(day, service) {
                let order = &self.orders[service];
                let resident = order[*cursor % order.len()];
                *cursor += 1;
                arrivals.push(self.arrival(day, service, number, resident)?);
            }
        }
        arrivals.sort_by_key(|arrival| (arrival.at, arrival.key));
        for (index, arrival) in arrivals.iter_mut().enumerate() {
            arrival.application = first + index as u32;
        }
        // After they have their numbers, so that a peak renumbers nobody.
        arrivals.iter_mut().try_for_each(|arrival| self.draw_to_opening(day, arrival))?;
        Ok(arrivals)
    }

    fn arrival(
        &self,
        day: usize,
        service: usize,
        number: u32,
        resident: u32,
    ) -> Result<Arrival, Error> {
        let key = key(day, service, number);
        let office = self.offices.position(self.unit(service, resident))?;
        let open = self.offices.offices[office].windows.of_day(day as u32);
        let online = self.spec.services[service].profile.online;
        let mut rng = stream(self.options.seed, Purpose::Arrival, key);
        let (channel, at) = arrival(&mut rng, online, self.midnights[day], open);
        let (application, agent, flaw) = (0, None, None);
        Ok(Arrival { application, service, resident, channel, at, key, agent, flaw })
    }

    /// A planted peak moves some of those who come to a counter to its first minutes.
    fn draw_to_opening(&self, day: usize, arrival: &mut Arrival) -> Result<(), Error> {
        if self.peaks.is_empty() || arrival.channel == Channel::Online {
            return Ok(());
        }
        let office = self.offices.position(self.unit(arrival.service, arrival.resident))?;
        let Some(peak) = self.peaks.iter().find(|peak| peak.office == office) else {
            return Ok(());
        };
        let mut rng = stream(self.options.seed, Purpose::Peak, arrival.key);
        let open = self.offices.offices[office].windows.of_day(day as u32);
        let moves = below(&mut rng, 100) < peak.percent as usize;
        if let (true, Some(window)) = (moves, open.first()) {
            let within = i64::from(peak.minutes) * MINUTE;
            let within = within.clamp(1, window.to - window.from);
            arrival.at = window.from + below(&mut rng, within as usize) as i64;
            arrival.flaw = Some(peak.flaw);
        }
        Ok(())
    }
}

/// Number of the stream of one application: 4096 days, 4095 services and 2^24 applications a day.
pub(crate) fn key(day: usize, service: usize, number: u32) -> u64 {
    ((day as u64) << 36) | ((service as u64) << 24) | u64::from(number)
}

fn days(spec: &CitySpec<'_>, options: &Options) -> Result<Vec<Date>, Error> {
    let (first, last) = (options.first_day(), options.until);
    for day in [first, last] {
        if day < spec.calendar.first_day() || day > spec.calendar.last_day() {
            let reason = "its holidays are not known".to_owned();
            return Err(Error::Calendar { place: "the run".to_owned(), day, reason });
        }
    }
    Ok(first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).collect())
}

fn midnights(spec: &CitySpec<'_>, days: &[Date]) -> Result<Vec<i64>, Error> {
    let after = days.last().and_then(|day| day.tomorrow().ok());
    let instant = |day: Date| {
        let at = spec.calendar.tz().to_timestamp(day.to_datetime(Time::midnight()));
        at.map(jiff::Timestamp::as_millisecond).map_err(|error| Error::Calendar {
            place: "the run".to_owned(),
            day,
            reason: error.to_string(),
        })
    };
    days.iter().copied().chain(after).map(instant).collect()
}

/// The windows by which each service's days count; a kelurahan service goes by the first one's.
fn open<'o>(spec: &CitySpec<'_>, offices: &'o Offices) -> Result<Vec<&'o Windows>, Error> {
    let unit = |service: &crate::spec::ServiceSpec| {
        let own = service.standard.unit == OWN_KELURAHAN;
        let code = if own { &spec.kelurahan[0].unit_code } else { &service.standard.unit };
        offices.position(code).map(|office| &offices.offices[office].windows)
    };
    spec.services.iter().map(unit).collect()
}

/// Shuffled people of each service, so that nobody comes twice before all others came once.
fn orders(
    spec: &CitySpec<'_>,
    options: &Options,
    population: &Population,
) -> Result<Vec<Vec<u32>>, Error> {
    let order = |(index, service): (usize, &crate::spec::ServiceSpec)| {
        let mut order = population.audience(service.profile.audience, options.first_day());
        if order.is_empty() {
            return Err(Error::Empty("people for one of its services"));
        }
        shuffle(&mut stream(options.seed, Purpose::Order, index as u64), &mut order);
        Ok(order)
    };
    spec.services.iter().enumerate().map(order).collect()
}
