//! Waiting rooms of the last weeks: who came, booked, was called and left. The rule of the house
//! decides whom a counter calls, so where the simulation called somebody else, the two change places.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::{Kind, Result};
use kernel::id::{AppointmentId, TicketId, UnitId, UserId};
use kernel::identity::Phone;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::{Command, WriteTx};
use serve::queue::rules::slots;
use serve::queue::store::{self, Counters};
use serve::queue::verbs::{Arrive, Asked, Book, CallNext, Leave, Missed, Served, Take, Wish};
use simulation::{Errand, PriorityGroup, TicketAct, TicketEvent};

use super::{Loader, Year};

/// Days of which waiting rooms are loaded.
const DAYS: i32 = 30;
/// Events of one commit.
const BATCH: usize = 400;

/// Loads the waiting rooms of the last days before `until`, and says how many acts that were.
///
/// # Errors
/// When the simulation contradicts the rules of the house, or the database fails.
pub async fn run(
    loader: &Loader,
    year: &Year,
    staff: &BTreeMap<String, Vec<UserId>>,
    until: Timestamp,
) -> Result<usize> {
    let app = &loader.app;
    let first = app.tz().to_datetime(until).date().saturating_sub(DAYS.days());
    let from = app.tz().to_timestamp(first.into()).map_err(Error::internal)?;
    let mut tx = app.db.read(loader.tenant).await?;
    let mut counters = BTreeMap::new();
    for one in store::all_counters(&mut tx).await? {
        let id = serve::applications::store::unit_id(&mut tx, &one.unit).await?;
        counters.insert(one.unit.clone(), (one, id));
    }
    drop(tx);
    let mut events: Vec<&TicketEvent> = year.tickets.iter().collect();
    events.retain(|event| day_of(event) >= from && counters.contains_key(&event.unit));
    widen(&mut counters, &events);
    let room = Arc::new(Room {
        app: app.clone(),
        services: services(loader),
        counters,
        staff: staff.clone(),
    });
    let known = Arc::new(tokio::sync::Mutex::new(Known::default()));
    for events in events.chunks(BATCH) {
        let mut numbers = HashMap::new();
        for event in events {
            let TicketAct::Taken { errand: Errand::Apply { application, .. }, .. } = event.act
            else {
                continue;
            };
            if let Some((number, _)) = year.loaded.lock().await.held(application) {
                numbers.insert(application, number.parse().map_err(Error::internal)?);
            }
        }
        known.lock().await.numbers.extend(numbers);
        let events = events.iter().map(|event| (*event).clone()).collect();
        let batch = Batch { room: Arc::clone(&room), known: Arc::clone(&known), events };
        app.db.write(loader.tenant, batch).await?;
    }
    Ok(events.len())
}

/// The day that an event belongs to: a booking to the day of its time.
fn day_of(event: &TicketEvent) -> Timestamp {
    match event.act {
        TicketAct::Booked { slot, .. } => slot,
        _ => event.at,
    }
}

/// A unit has at least the counters at which the simulation serves.
fn widen(counters: &mut BTreeMap<String, (Counters, UnitId)>, events: &[&TicketEvent]) {
    for event in events {
        let TicketAct::Called { counter, .. } = event.act else { continue };
        if let Some((own, _)) = counters.get_mut(&event.unit) {
            own.setting.counters = own.setting.counters.max(i64::from(counter));
        }
    }
}

/// Codes of all services by the simulation's index, with their unit.
fn services(loader: &Loader) -> Vec<(String, String)> {
    let service = |(standard, _): &(Arc<kernel::service::Standard>, i64)| {
        (standard.code.clone(), standard.unit.clone())
    };
    loader.standards.iter().map(service).collect()
}

/// What stays the same.
struct Room {
    app: App,
    services: Vec<(String, String)>,
    counters: BTreeMap<String, (Counters, UnitId)>,
    staff: BTreeMap<String, Vec<UserId>>,
}

/// What later events must know.
#[derive(Default)]
struct Known {
    /// Who waits in the place of a ticket of the simulation.
    tickets: HashMap<u32, TicketId>,
    /// The same the other way round.
    places: HashMap<TicketId, u32>,
    appointments: HashMap<u32, AppointmentId>,
    /// The application that the holder of a ticket makes.
    made: HashMap<TicketId, u32>,
    numbers: HashMap<u32, ApplicationNumber>,
}

impl Known {
    /// The holder of `id` is served as the simulation's `ticket`; who had that place takes theirs.
    fn exchange(&mut self, ticket: u32, id: TicketId) {
        let (Some(other), Some(place)) =
            (self.tickets.get(&ticket).copied(), self.places.get(&id).copied())
        else {
            return;
        };
        self.tickets.insert(ticket, id);
        self.tickets.insert(place, other);
        self.places.insert(id, ticket);
        self.places.insert(other, place);
    }
}

/// Events of one transaction.
struct Batch {
    room: Arc<Room>,
    known: Arc<tokio::sync::Mutex<Known>>,
    events: Vec<TicketEvent>,
}

impl Command for Batch {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut known = self.known.lock().await;
        for (counters, _) in self.room.counters.values() {
            store::set_counters(tx, counters).await?;
        }
        for event in &self.events {
            tx.replay_at(event.at);
            let at =
                |error: Error| error.context(format!("{} in {}", event.act.code(), event.unit));
            self.room.act(tx, &mut known, event).await.map_err(at)?;
        }
        Ok(())
    }
}

impl Room {
    async fn act(
        &self,
        tx: &mut WriteTx<'_>,
        known: &mut Known,
        event: &TicketEvent,
    ) -> Result<()> {
        let (app, unit) = (self.app.clone(), event.unit.clone());
        match event.act {
            TicketAct::Booked { appointment, slot } => {
                let wish = self.wish(&unit, appointment, slot)?;
                let Some(wish) = wish else { return Ok(()) };
                let book = Book { app, wish, actor: Actor::citizen(Channel::Online) };
                if let Some(booked) = free(book.run(tx).await)? {
                    known.appointments.insert(appointment, booked.id);
                }
            }
            TicketAct::Missed { appointment } => {
                let Some(id) = known.appointments.remove(&appointment) else { return Ok(()) };
                Missed { app, id }.run(tx).await?;
            }
            TicketAct::Taken { .. } => self.take(tx, known, event).await?,
            TicketAct::Called { ticket, counter } => {
                let (counter, actor) = (i64::from(counter), self.officer(&unit, counter));
                let call = CallNext { app, unit, counter, actor };
                if let Some(row) = free(call.run(tx).await)? {
                    known.exchange(ticket, row.id);
                }
            }
            TicketAct::Served { ticket } => {
                let Some(id) = known.tickets.remove(&ticket) else { return Ok(()) };
                let made = known.made.remove(&id);
                let application = made.and_then(|made| known.numbers.remove(&made));
                let row = store::ticket(tx, id).await?;
                let counter = u32::try_from(row.counter).map_err(Error::internal)?;
                let actor = self.officer(&unit, counter);
                Served { app, id, application, actor }.run(tx).await?;
            }
            TicketAct::Left { ticket } => {
                let Some(id) = known.tickets.remove(&ticket) else { return Ok(()) };
                Leave { app, id, actor: Actor::citizen(Channel::Counter) }.run(tx).await?;
            }
        }
        Ok(())
    }

    async fn take(
        &self,
        tx: &mut WriteTx<'_>,
        known: &mut Known,
        event: &TicketEvent,
    ) -> Result<()> {
        let TicketAct::Taken { ticket, errand, priority, appointment, .. } = event.act else {
            return Ok(());
        };
        let actor = Actor::citizen(Channel::Counter);
        let app = self.app.clone();
        let booked = appointment.and_then(|appointment| known.appointments.remove(&appointment));
        let mut given = None;
        if let Some(id) = booked {
            given = free(Arrive { app: app.clone(), id, actor }.run(tx).await)?;
        }
        if given.is_none() {
            let Some(service) = self.service(&event.unit, errand, ticket) else { return Ok(()) };
            let group = priority.map(group).unwrap_or_default().to_owned();
            let (unit, language) = (event.unit.clone(), "id".to_owned());
            let asked = Asked { unit, service, group, phone: None, language };
            given = Some(Take { app, asked, actor }.run(tx).await?);
        }
        let Some(given) = given else { return Ok(()) };
        known.tickets.insert(ticket, given.id);
        known.places.insert(given.id, ticket);
        if let Errand::Apply { application, .. } = errand {
            known.made.insert(given.id, application);
        }
        Ok(())
    }

    /// The service that somebody comes for; who only asks, asks about one of the unit's.
    fn service(&self, unit: &str, errand: Errand, number: u32) -> Option<String> {
        match errand {
            Errand::Apply { service, .. } => {
                self.services.get(service).map(|(code, _)| code.clone())
            }
            Errand::Ask => {
                let own: Vec<&String> = self
                    .services
                    .iter()
                    .filter(|(_, of)| of == unit)
                    .map(|(code, _)| code)
                    .collect();
                own.get(number as usize % own.len().max(1)).map(|code| (*code).clone())
            }
        }
    }

    /// The booking of a time: of the slot in which it lies, under a telephone of its own.
    fn wish(&self, unit: &str, appointment: u32, slot: Timestamp) -> Result<Option<Wish>> {
        let day = self.app.tz().to_datetime(slot).date();
        let hours = self.app.calendar.office_hours(unit, day);
        let length = self.counters.get(unit).map_or(30, |(own, _)| own.setting.slot_minutes);
        let starts = slots::starts(&hours, length);
        let within = |start: &&Timestamp| {
            slot.duration_since(**start) < SignedDuration::from_mins(length) && **start <= slot
        };
        let Some(starts_at) = starts.iter().rev().find(within).copied() else { return Ok(None) };
        let Some(service) = self.service(unit, Errand::Ask, appointment) else { return Ok(None) };
        let phone = format!("081298{:06}", appointment % 1_000_000);
        Ok(Some(Wish {
            unit: unit.to_owned(),
            service,
            starts_at,
            group: String::new(),
            phone: Some(Phone::parse(&phone).map_err(Error::internal)?),
            nik: None,
            language: "id".to_owned(),
        }))
    }

    fn officer(&self, unit: &str, counter: u32) -> Actor {
        let staff = self.staff.get(unit).map(Vec::as_slice).unwrap_or_default();
        Actor {
            user: staff.get(counter as usize % staff.len().max(1)).copied(),
            role: Role::Officer,
            unit: self.counters.get(unit).map(|(_, id)| *id),
            channel: Channel::Counter,
        }
    }
}

/// What the rules of the house refuse to this person just does not happen.
fn free<T>(done: Result<T>) -> Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Code of a group in the rule of queues.
fn group(group: PriorityGroup) -> &'static str {
    match group {
        PriorityGroup::Elderly => "elderly",
        PriorityGroup::Pregnant => "pregnant",
        PriorityGroup::Disability => "disabled",
    }
}
