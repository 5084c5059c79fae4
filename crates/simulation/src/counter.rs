//! Who comes to which counter on a day, and how many counters an office has.

use std::collections::BTreeMap;

use crate::arrival::Arrival;
use crate::city::City;
use crate::event::Channel;
use crate::hours::MINUTE;
use crate::random::{Purpose, stream};
use crate::room::{Room, counters};
use crate::run::Stream;
use crate::spec::{Error, KelurahanSpec, OWN_KELURAHAN, ServiceSpec, instant};
use crate::ticket::TicketEvent;

impl City<'_> {
    /// How many counters an office has for those who come on an ordinary day.
    pub(crate) fn counters(&self, office: usize) -> usize {
        let office = &self.offices.offices[office];
        let weights: f64 = self.spec.services.iter().map(|service| service.weight).sum();
        let people: f64 = self.spec.kelurahan.iter().map(|kelurahan| kelurahan.weight).sum();
        let applying = |service: &ServiceSpec| {
            let of_kelurahan = |k: &&KelurahanSpec| k.unit_code == office.code;
            let share = if service.standard.unit == OWN_KELURAHAN {
                let kelurahan = self.spec.kelurahan.iter().filter(of_kelurahan);
                kelurahan.map(|kelurahan| kelurahan.weight).sum::<f64>() / people
            } else {
                f64::from(u8::from(service.standard.unit == office.code))
            };
            service.weight / weights * share * (1.0 - service.profile.online)
        };
        let open = |day: &usize| !office.windows.of_day(*day as u32).is_empty();
        let days = (0..self.days.len()).filter(open).count().max(1) as f64;
        let year = f64::from(self.options.applications_per_year) * self.days.len() as f64 / 365.0;
        let applying = year / days * self.spec.services.iter().map(applying).sum::<f64>();
        counters(applying, office.windows.total() as f64 / MINUTE as f64 / days)
    }
}

impl Stream<'_> {
    /// What happened in waiting rooms on the days so far, in the order of time. Empty without
    /// [`Options::counters`](crate::Options).
    pub fn tickets(&self) -> Vec<TicketEvent> {
        let mut events = self.book.events.clone();
        let until = instant(self.until);
        events.retain(|event| event.at <= until);
        // Acts of one instant keep the order in which they were noted.
        events.sort_by_key(|event| event.at);
        events
    }

    /// Sends those who come to a counter through its waiting room.
    pub(crate) fn wait_at_counters(
        &mut self,
        day: usize,
        arrivals: Vec<Arrival>,
    ) -> Result<Vec<Arrival>, Error> {
        let city = self.city;
        let of_day = city.midnights[day]..city.midnights[day + 1];
        let further = city.further().filter(|arrival| of_day.contains(&arrival.at)).cloned();
        let mut rooms: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        let mut others = Vec::new();
        for arrival in arrivals.into_iter().chain(further) {
            if arrival.channel == Channel::Online {
                others.push(arrival);
                continue;
            }
            let office = city.offices.position(city.unit(arrival.service, arrival.resident))?;
            let priority = city.submission(&arrival, city.days[day]).priority;
            rooms.entry(office).or_default().push((arrival, priority));
        }
        for (office, mut arrivals) in rooms {
            let index = (day as u64) << 16 | office as u64;
            let mut rng = stream(city.options.seed, Purpose::Room, index);
            let place = &city.offices.offices[office];
            let room = Room {
                unit: &place.code,
                day: day as u32,
                midnight: city.midnights[day],
                begin: city.midnights[0],
                windows: &place.windows,
                counters: self.counters[office],
            };
            room.serve(&mut rng, &mut self.book, &mut arrivals);
            others.extend(arrivals.into_iter().map(|(arrival, _)| arrival));
        }
        others.sort_by_key(|arrival| (arrival.at, arrival.application));
        Ok(others)
    }
}
