//! The year runs: a heap of things to come, popped in the order of time. It holds the present day's
//! arrivals and what follows from open files, so memory does not grow with the length of the run.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::arrival::Arrival;
use crate::city::City;
use crate::event::{Act, Event};
use crate::file::File;
use crate::manifest::Manifest;
use crate::plant::{Conduct, Planted};
use crate::queue::Desk;
use crate::room::Book;
use crate::spec::{Error, instant};

/// Something to come.
#[derive(Debug)]
pub(crate) enum Todo {
    /// A day begins.
    Day(usize),
    /// Someone applies.
    Arrive(Box<Arrival>),
    /// The time to check a file is over; the number of returns tells an old limit from a new one.
    Lapse(u32, usize),
    /// A file reaches its next step.
    Reach(u32),
    /// An officer looks for work.
    Look(u32),
    /// An officer acts on a file.
    Act(u32, Act),
    /// A citizen acts, if the file still stands as it did.
    Citizen(u32, Citizen),
}

/// What a citizen may do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Citizen {
    /// Bring what was asked for.
    Supplement,
    /// Give up a returned file.
    DropReturned,
    /// Give up a file that waits for its pick.
    DropWaiting,
    /// Collect the product.
    Collect,
}

#[derive(Debug)]
struct Entry {
    at: i64,
    /// Order of entry, which decides between equal instants.
    number: u64,
    todo: Todo,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

/// What an officer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    /// Nothing, since that instant.
    Free(i64),
    /// About to look for work.
    Called,
    /// Works.
    Busy,
}

/// The events of a city, in the order of time; ends at a given instant, wherever files stand then.
#[derive(Debug)]
pub struct Stream<'c> {
    pub(crate) city: &'c City<'c>,
    pub(crate) until: i64,
    heap: BinaryHeap<Reverse<Entry>>,
    entries: u64,
    pub(crate) files: BTreeMap<u32, File>,
    pub(crate) desks: Vec<Desk>,
    pub(crate) hands: Vec<Hand>,
    cursors: Vec<usize>,
    next_application: u32,
    /// Jumps done, by place in the plant.
    pub(crate) jumped: Vec<usize>,
    pub(crate) manifest: Manifest,
    /// By office, how many counters it has.
    pub(crate) counters: Vec<usize>,
    pub(crate) book: Book,
}

impl City<'_> {
    /// Begins the run. It ends with the last event that is neither after `until` nor after the last
    /// day; an `until` in the future of the city is therefore no mistake.
    pub fn stream(&self, until: Timestamp) -> Stream<'_> {
        let planted = self.planted_truths();
        let mut stream = Stream {
            city: self,
            until: until.as_millisecond().min(self.midnights[self.days.len()] - 1),
            heap: BinaryHeap::new(),
            entries: 0,
            files: BTreeMap::new(),
            desks: self.offices.offices.iter().map(|_| Desk::default()).collect(),
            hands: vec![Hand::Free(i64::MIN); self.offices.staff.len()],
            cursors: vec![0; self.spec.services.len()],
            next_application: 0,
            jumped: vec![0; self.jumps.len()],
            manifest: Manifest {
                synthetic: true,
                options: self.options.clone(),
                until,
                population: self.population(),
                officers: self.offices.staff.len() as u32,
                acts: BTreeMap::new(),
                services: BTreeMap::new(),
                planted,
                process: self.flaws.clone(),
            },
            counters: (0..self.offices.offices.len()).map(|office| self.counters(office)).collect(),
            book: Book::default(),
        };
        stream.push(self.midnights[0], Todo::Day(0));
        // Those who wait at a counter are sent there on their day.
        for arrival in self.further().filter(|_| !self.options.counters) {
            stream.push(arrival.at, Todo::Arrive(Box::new(arrival.clone())));
        }
        stream
    }

    fn planted_truths(&self) -> Vec<Planted> {
        let service = |index: usize| self.spec.services[index].standard.code.clone();
        let unit = |index: usize| self.offices.offices[index].code.clone();
        let agents = self.agents.iter().map(|agent| {
            let (name, service) = (agent.person.name.clone(), service(agent.service));
            let (officer, applications) = (agent.officer, Vec::new());
            if agent.conduct == Conduct::First {
                let out_of_turn = Vec::new();
                return Planted::Broker { name, service, officer, applications, out_of_turn };
            }
            Planted::Agent { name, service, conduct: agent.conduct, officer, applications }
        });
        let jumps = self.jumps.iter().map(|jump| Planted::Jump {
            unit: unit(jump.office),
            service: service(jump.service),
            picks: Vec::new(),
        });
        let slow = self.slow.iter().map(|slow| Planted::SlowSignature {
            unit: unit(slow.office),
            service: service(slow.service),
            applications: Vec::new(),
        });
        let habits = self.habits.iter().map(|plan| Planted::Officer {
            officer: plan.officer,
            habit: plan.habit,
            applications: Vec::new(),
        });
        let treatments = self.treatments.iter().map(|plan| Planted::Kelurahan {
            unit: unit(plan.office),
            kelurahan: self.spec.kelurahan[plan.kelurahan].code.clone(),
            percent: plan.percent,
            step: plan.step,
            applications: Vec::new(),
        });
        agents.chain(jumps).chain(slow).chain(habits).chain(treatments).collect()
    }
}

impl Stream<'_> {
    /// Counts and planted truths of the events so far.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// A planted flaw acts on an application.
    pub(crate) fn note_flaw(&mut self, flaw: Option<usize>, application: u32) {
        if let Some(flaw) = flaw.and_then(|flaw| self.manifest.process.get_mut(flaw)) {
            flaw.act_on(application);
        }
    }

    /// Enters something to come; what never comes (`None`) or comes after the end is dropped.
    pub(crate) fn push(&mut self, at: impl Into<Option<i64>>, todo: Todo) {
        if let Some(at) = at.into().filter(|at| *at <= self.until) {
            self.entries += 1;
            self.heap.push(Reverse(Entry { at, number: self.entries, todo }));
        }
    }

    /// The civil date of `at`.
    pub(crate) fn date(&self, at: i64) -> Date {
        self.city.days[self.day(at)]
    }

    /// Beginning of the day of `at`.
    pub(crate) fn midnight(&self, at: i64) -> i64 {
        self.city.midnights[self.day(at)]
    }

    fn day(&self, at: i64) -> usize {
        let day = self.city.midnights.partition_point(|midnight| *midnight <= at);
        day.clamp(1, self.city.days.len()) - 1
    }

    fn handle(&mut self, at: i64, todo: Todo) -> Result<Option<(u32, Act)>, Error> {
        match todo {
            Todo::Day(day) => self.begin_day(day).map(|()| None),
            Todo::Arrive(arrival) => self.submit(at, &arrival).map(Some),
            Todo::Lapse(application, returns) => Ok(self.lapse(at, application, returns)),
            Todo::Reach(application) => {
                self.reach(at, application);
                Ok(None)
            }
            Todo::Look(officer) => Ok(self.look(at, officer)),
            Todo::Act(application, act) => {
                self.acted(at, application, &act);
                Ok(Some((application, act)))
            }
            Todo::Citizen(application, doing) => self.citizen(at, application, doing),
        }
    }

    fn begin_day(&mut self, day: usize) -> Result<(), Error> {
        let mut arrivals = self.city.arrivals(day, self.next_application, &mut self.cursors)?;
        self.next_application += arrivals.len() as u32;
        if self.city.options.counters {
            arrivals = self.wait_at_counters(day, arrivals)?;
        }
        for arrival in arrivals {
            self.push(arrival.at, Todo::Arrive(Box::new(arrival)));
        }
        if day + 1 < self.city.days.len() {
            self.push(self.city.midnights[day + 1], Todo::Day(day + 1));
        }
        Ok(())
    }

    fn event(&mut self, at: i64, application: u32, act: Act) -> Event {
        let recorded_at = self.recorded(at, application, &act);
        let event = Event { at: instant(at), recorded_at, application, act };
        let service = match &event.act {
            Act::Submit(submission) => {
                Some(self.city.spec.services[submission.service].standard.code.as_str())
            }
            _ => None,
        };
        self.manifest.count(&event, service);
        event
    }
}

impl Iterator for Stream<'_> {
    type Item = Result<Event, Error>;

    /// The next event; after an error, none.
    fn next(&mut self) -> Option<Self::Item> {
        while let Some(Reverse(entry)) = self.heap.pop() {
            match self.handle(entry.at, entry.todo) {
                Ok(Some((application, act))) => {
                    return Some(Ok(self.event(entry.at, application, act)));
                }
                Ok(None) => {}
                Err(error) => {
                    self.heap.clear();
                    return Some(Err(error));
                }
            }
        }
        None
    }
}
