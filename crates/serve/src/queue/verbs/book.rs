//! An appointment is booked, or moved to another slot.
//!
//! Nobody is ever booked twice, because what is booked is a row: the seat (unit, day, slot, number of
//! the seat) and the person's one live appointment for a service are keys that the transaction claims.
//! A new seat is claimed before the old one is given back, so that two people who change places
//! cannot wait for each other.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, ticket as facts};
use kernel::id::AppointmentId;
use kernel::identity::{Nik, Phone};
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::vault::{Lookup, sha256};

use super::super::model::{Booking, Contact};
use super::super::rules::slots;
use super::super::store::{self, Appointment, Grid, Slot};
use super::super::{messages, model};
use super::{CONTACT, append, due, key_of, known_group, local, numbers, service_of};

/// What somebody wishes.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// When the slot starts.
    pub starts_at: Timestamp,
    /// Code of a group that goes first; empty for none.
    pub group: String,
    /// A telephone.
    pub phone: Option<Phone>,
    /// A NIK, of who has no telephone.
    pub nik: Option<Nik>,
    /// Language of messages.
    pub language: String,
}

/// Books a slot.
#[derive(Clone)]
pub struct Book {
    /// The city.
    pub app: App,
    /// What is wished.
    pub wish: Wish,
    /// Who books, and by which door.
    pub actor: Actor,
}

/// What the holder gets.
#[derive(Debug)]
pub struct Booked {
    /// The appointment.
    pub id: AppointmentId,
    /// What an officer types in.
    pub number: ApplicationNumber,
    /// Opens the page of the appointment.
    pub secret: Secret,
}

impl Command for Book {
    type Output = Booked;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Booked> {
        let (wish, now) = (&self.wish, tx.now());
        let (today, _) = local(&self.app, now);
        let (_, standard) = service_of(tx, &wish.unit, today, &wish.service).await?;
        let group = known_group(&self.app, today, &wish.group)?;
        let id = AppointmentId::new(now, tx.rng());
        for person in self.people()? {
            if !store::claim_person(tx, &wish.service, &person, id).await? {
                return Err(Error::invalid("queue-one-appointment"));
            }
        }
        let (day, seat) = claim(tx, &self.app, (&wish.unit, wish.starts_at), id).await?;
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let secret = Secret::random(tx.rng());
        let contact = Contact { phone: wish.phone.clone(), secret: secret.expose() };
        let row = Appointment {
            id,
            unit: wish.unit.clone(),
            service: standard.code.clone(),
            number: free_number(tx).await?,
            secret_hash: sha256(secret.expose().as_bytes()).to_vec(),
            state: Booking::Booked,
            group,
            day,
            starts_at: wish.starts_at,
            seat,
            booked_at: now,
            language: wish.language.clone(),
            sealed: key.seal_json(CONTACT, &contact, tx.rng())?,
            seq: 1,
        };
        store::insert_appointment(tx, &row).await?;
        let booked = facts::Booked {
            v: 1,
            unit: row.unit.clone(),
            service: row.service.clone(),
            starts_at: row.starts_at,
            seat,
        };
        let payload = Payload::AppointmentBooked(booked);
        append(tx, &key, (row.subject(), 1), self.actor, payload).await?;
        due::watch(tx, &self.app, &row).await?;
        messages::booked(tx, &self.app, &row, &key).await?;
        Ok(Booked { id, number: row.number, secret })
    }
}

impl Book {
    /// Keyed hashes of who books, in order, so that two who share both cannot wait for each other.
    fn people(&self) -> Result<Vec<Vec<u8>>> {
        let vault = &self.app.vault;
        let phone = self.wish.phone.as_ref().map(|p| vault.lookup(Lookup::Phone, p.expose()));
        let nik = self.wish.nik.as_ref().map(|nik| vault.lookup(Lookup::Nik, nik.expose()));
        let mut people: Vec<Vec<u8>> = phone.into_iter().chain(nik).collect();
        people.sort_unstable();
        if people.is_empty() { Err(Error::invalid("queue-person-needed")) } else { Ok(people) }
    }
}

/// Moves an appointment to another slot.
#[derive(Clone)]
pub struct Move {
    /// The city.
    pub app: App,
    /// Which.
    pub id: AppointmentId,
    /// When the new slot starts.
    pub starts_at: Timestamp,
    /// Who moves it.
    pub actor: Actor,
}

impl Command for Move {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let old = store::appointment(tx, self.id).await?;
        must_be_booked(&old)?;
        if old.starts_at == self.starts_at {
            return Err(Error::invalid("queue-same-slot"));
        }
        let (day, seat) = claim(tx, &self.app, (&old.unit, self.starts_at), self.id).await?;
        let mut row = old.clone();
        (row.day, row.starts_at, row.seat, row.seq) = (day, self.starts_at, seat, old.seq + 1);
        store::update_appointment(tx, &row, old.seq).await?;
        store::release_seat(tx, old.slot(), old.seat).await?;
        let moved = facts::Moved {
            v: 1,
            unit: row.unit.clone(),
            service: row.service.clone(),
            from: old.starts_at,
            starts_at: row.starts_at,
            seat,
        };
        let key = key_of(tx, &self.app, row.id.uuid()).await?;
        let payload = Payload::AppointmentMoved(moved);
        append(tx, &key, (row.subject(), row.seq), self.actor, payload).await?;
        due::watch(tx, &self.app, &row).await?;
        messages::booked(tx, &self.app, &row, &key).await
    }
}

/// Refuses what is no longer a booked appointment.
pub(super) fn must_be_booked(row: &Appointment) -> Result<()> {
    match row.state {
        Booking::Booked => Ok(()),
        _ => Err(Error::conflict("queue-appointment-ended")),
    }
}

/// Claims a seat of the slot: its day and number.
async fn claim(
    tx: &mut WriteTx<'_>,
    app: &App,
    (unit, starts_at): (&str, Timestamp),
    id: AppointmentId,
) -> Result<(Date, i64)> {
    let (day, _) = local(app, starts_at);
    let counters = store::counters(tx, unit).await?.ok_or_else(Error::not_found)?;
    let setting: model::Setting = counters.setting;
    let wrong = || Error::invalid("queue-slot-choose");
    must_be_within(app, tx.now(), starts_at, day)?;
    if setting.seats() == 0 && store::kept_grid(tx, unit, day).await?.is_none() {
        return Err(wrong());
    }
    let grid = store::keep_grid(tx, unit, day, Grid::from(&setting)).await?;
    let hours = app.calendar.office_hours(unit, day);
    if !slots::starts(&hours, grid.slot_minutes).contains(&starts_at) {
        return Err(wrong());
    }
    let slot = Slot { unit, day, starts_at };
    let seat = store::claim_seat(tx, slot, grid.seats, id).await?;
    seat.map(|seat| (day, seat)).ok_or_else(|| Error::invalid("queue-slot-full"))
}

/// A slot must lie ahead, and not too far.
fn must_be_within(app: &App, now: Timestamp, starts_at: Timestamp, day: Date) -> Result<()> {
    let (today, _) = local(app, now);
    let ahead = numbers(app, today)?.ahead;
    let days = i64::from((day - today).get_days());
    let known = day <= app.calendar.last_day();
    if starts_at > now && days <= ahead && known {
        return Ok(());
    }
    Err(Error::invalid("queue-slot-choose"))
}

async fn free_number(tx: &mut WriteTx<'_>) -> Result<ApplicationNumber> {
    loop {
        let number = ApplicationNumber::random(tx.rng());
        if store::appointment_by_number(tx, number).await?.is_none() {
            return Ok(number);
        }
    }
}
