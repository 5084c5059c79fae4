//! The city before anything happens: its people, its offices, and who will come.

use jiff::civil::{Date, Time};

use crate::arrival::Arrival;
use crate::demand::{Demand, arrival};
use crate::hours::Windows;
use crate::office::{OfficerSpec, Offices};
use crate::plant::Conduct;
use crate::planting::{AgentPlan, HabitPlan, JumpPlan, SlowPlan, TreatmentPlan};
use crate::population::{Population, PopulationSummary};
use crate::random::{Purpose, shuffle, stream};
use crate::spec::{Audience, CitySpec, Error, OWN_KELURAHAN, Options, validate};

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

    /// The planted agents who do it by profession and are registered.
    pub fn registered_agents(&self) -> impl Iterator<Item = &kernel::identity::Nik> {
        let registered = |agent: &&AgentPlan| agent.conduct == Conduct::Registered;
        self.agents.iter().filter(registered).map(|agent| &agent.person.nik)
    }

    /// Number of applications over all days, planted ones included; for a progress bar.
    pub fn planned(&self) -> u32 {
        let agents = self.agents.iter().map(|agent| agent.arrivals.len());
        let villages = self.treatments.iter().map(|village| village.arrivals.len());
        self.demand.total() + agents.chain(villages).sum::<usize>() as u32
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
        Ok(Arrival { application: 0, service, resident, channel, at, key, agent: None })
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
