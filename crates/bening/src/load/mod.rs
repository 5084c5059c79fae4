//! Loading a synthetic year: the events of the simulation become the same commands that a real year
//! would bring, in batches, with their own instants.

mod batch;
pub mod budget;
mod cases;
pub mod competence;
pub mod complaints;
pub mod contracts;
pub mod decisions;
pub mod draws;
pub mod facilities;
pub mod gifts;
pub mod levies;
pub mod meetings;
pub mod outreach;
pub mod oversight;
mod partners;
pub mod plan;
pub mod proposals;
pub mod register;
pub mod rooms;
pub mod scorecards;
pub mod shifts;
mod spec;
pub mod story;
pub mod surveys;
pub mod trials;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::{ApplicationId, UserId};
use platform::App;
use platform::auth::{Can, Officer};
use platform::workers::settle;
use simulation::{Act, Event, Experiences, Manifest, TicketEvent};

use batch::{Batch, Loaded, Steps};

pub use spec::{Demand, demand, options, spec};

/// How many events one commit holds.
const BATCH: usize = 400;

/// A year that was loaded.
pub struct Year {
    /// What is planted in it.
    pub manifest: Manifest,
    /// What its people went through.
    pub experiences: Experiences,
    /// What happened in waiting rooms.
    tickets: Vec<TicketEvent>,
    /// Applications by the simulation's index.
    pub applications: BTreeMap<u32, ApplicationId>,
    /// Applications under a mandate, in the order in which they came.
    pub mandated: Vec<simulation::Submission>,
    /// The last application that may be handed in once more for a draw (`draws`).
    pub assessed: Option<simulation::Submission>,
    /// What its citizens hold.
    loaded: Arc<tokio::sync::Mutex<Loaded>>,
}

impl Year {
    /// The address at which the citizen of an application follows it.
    pub async fn link(&self, application: u32) -> Option<String> {
        let held = self.loaded.lock().await.held(application);
        held.map(|(number, secret)| format!("/lacak/{number}/{secret}"))
    }
}

/// What the loader needs beside the events.
pub struct Loader {
    /// The city to load into.
    pub app: App,
    /// Its tenant.
    pub tenant: TenantId,
    /// The standards, in the order of the simulation's services, each with its version.
    pub standards: Vec<(Arc<kernel::service::Standard>, i64)>,
    /// Accounts of the simulation's officers, by index.
    pub officers: Vec<UserId>,
}

impl Loader {
    /// Loads every event up to `until`, calls `tick` with the number of events after each batch,
    /// and returns what it was.
    ///
    /// # Errors
    /// When the simulation contradicts the rules of the house, or the database fails.
    pub async fn run(
        &self,
        city: &simulation::City<'_>,
        (begin, until): (Timestamp, Timestamp),
        tick: impl Fn(u64),
    ) -> Result<Year> {
        let officers = self.capabilities().await?;
        let steps = Arc::new(Steps::of(city));
        let services: Vec<String> =
            self.standards.iter().map(|(standard, _)| standard.code.clone()).collect();
        let partners = partners::agree(&self.app, self.tenant, (begin, until), &services).await?;
        let loaded = Loaded::with(partners);
        let loaded = Arc::new(tokio::sync::Mutex::new(loaded));
        let mut stream = city.stream(until);
        let mut experiences = Experiences::new(city.options().seed, begin, until);
        let mut mandated = Vec::new();
        let mut assessed = None;
        let mut waiting: Vec<Event> = Vec::with_capacity(BATCH);
        loop {
            let next = stream.next().transpose().map_err(Error::internal)?;
            // A jump is judged against the queue as it stands, so everything before it goes first.
            let jump = next.as_ref().is_some_and(|e| matches!(e.act, Act::PickOutOfTurn { .. }));
            if waiting.len() >= BATCH || (jump && !waiting.is_empty()) || next.is_none() {
                let count = waiting.len() as u64;
                let last = if next.is_none() { Some(until) } else { None };
                let events = std::mem::take(&mut waiting);
                self.flush(&officers, &steps, &loaded, events, last).await?;
                if jump || count as usize >= BATCH {
                    settle(&self.app, self.tenant).await?;
                }
                tick(count);
            }
            match next {
                Some(event) => {
                    experiences.see(&event);
                    if let Act::Submit(submission) = &event.act {
                        if oversight::is_mandated(submission) {
                            mandated.push(submission.as_ref().clone());
                        }
                        let service = &self.standards[submission.service].0.code;
                        if draws::may_be(service, submission) {
                            assessed = Some(submission.as_ref().clone());
                        }
                    }
                    waiting.push(event);
                }
                None => break,
            }
        }
        settle(&self.app, self.tenant).await?;
        let manifest = stream.manifest().clone();
        let applications = loaded.lock().await.applications();
        let tickets = stream.tickets();
        Ok(Year { manifest, experiences, tickets, applications, mandated, assessed, loaded })
    }

    async fn flush(
        &self,
        officers: &Arc<Vec<Can<Officer>>>,
        steps: &Arc<Steps>,
        loaded: &Arc<tokio::sync::Mutex<Loaded>>,
        events: Vec<Event>,
        lapse_until: Option<Timestamp>,
    ) -> Result<()> {
        let batch = Batch {
            app: self.app.clone(),
            standards: self.standards.clone(),
            steps: Arc::clone(steps),
            officers: Arc::clone(officers),
            loaded: Arc::clone(loaded),
            events,
            lapse_until,
        };
        self.app.db.write(self.tenant, batch).await
    }

    async fn capabilities(&self) -> Result<Arc<Vec<Can<Officer>>>> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let mut list = Vec::with_capacity(self.officers.len());
        for user in &self.officers {
            list.push(Can::<Officer>::load(&mut tx, &self.app.vault, *user).await?);
        }
        Ok(Arc::new(list))
    }
}

/// Units in which an officer of the simulation works.
pub fn staffed_units<'c>(city: &'c simulation::City<'_>) -> BTreeSet<&'c str> {
    city.officers().map(|officer| officer.unit.as_str()).collect()
}

/// The unit that comes at that place, from 0, when units are ordered by how many they served.
fn busiest(people: &[simulation::Experience], place: usize) -> Option<String> {
    let mut users: BTreeMap<&str, usize> = BTreeMap::new();
    for person in people {
        *users.entry(&person.unit).or_default() += 1;
    }
    let mut units: Vec<_> = users.into_iter().collect();
    units.sort_by_key(|(unit, count)| (std::cmp::Reverse(*count), *unit));
    units.get(place).map(|(unit, _)| (*unit).to_owned())
}

/// Accounts of the simulated officers by the unit for which they work.
pub fn staff(city: &simulation::City<'_>, officers: &[UserId]) -> BTreeMap<String, Vec<UserId>> {
    let mut staff: BTreeMap<String, Vec<UserId>> = BTreeMap::new();
    for (officer, user) in city.officers().zip(officers) {
        staff.entry(officer.unit.clone()).or_default().push(*user);
    }
    staff
}
