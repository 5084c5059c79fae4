//! Somebody takes a ticket, alone or with the help of an officer or a kiosk.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::facts::{Payload, ticket as facts};
use kernel::id::{AppointmentId, ClockId, TicketId};
use kernel::identity::Phone;
use kernel::number::Secret;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::vault::{Lookup, sha256};

use super::super::model::{Contact, State, label, letter};
use super::super::store::{self, Ticket};
use super::{CONTACT, append_measured, due, known_group, local, numbers, service_of};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// Code of a group that goes first; empty for none.
    pub group: String,
    /// A telephone to be told by.
    pub phone: Option<Phone>,
    /// Language of messages.
    pub language: String,
}

/// Takes a ticket for today.
#[derive(Clone)]
pub struct Take {
    /// The city.
    pub app: App,
    /// What for.
    pub asked: Asked,
    /// Who takes it, and by which door.
    pub actor: Actor,
}

/// What the holder gets. The secret is kept nowhere but under the ticket's own key.
#[derive(Debug)]
pub struct Given {
    /// The ticket.
    pub id: TicketId,
    /// What will be called.
    pub label: String,
    /// Opens the page of the ticket.
    pub secret: Secret,
}

impl Command for Take {
    type Output = Given;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Given> {
        let (now, asked) = (tx.now(), self.asked.clone());
        let (day, _) = local(&self.app, now);
        store::counters(tx, &asked.unit).await?.ok_or_else(Error::not_found)?;
        if self.actor.role == Role::Citizen {
            must_be_open(&self.app, &asked.unit, day, now)?;
        }
        let entry = Entry { asked, actor: self.actor, appointment: None, slot_at: None };
        enter(tx, &self.app, entry).await
    }
}

/// Alone a ticket can be taken from some time before the unit opens until it closes for the day.
fn must_be_open(app: &App, unit: &str, day: Date, now: Timestamp) -> Result<()> {
    let hours = app.calendar.office_hours(unit, day);
    let before = SignedDuration::from_mins(numbers(app, day)?.open_before);
    let (first, last) = (hours.first(), hours.last());
    let open = first.zip(last).is_some_and(|((open, _), (_, close))| {
        now.duration_since(*open) >= -before && now < *close
    });
    if open { Ok(()) } else { Err(Error::invalid("queue-closed-now")) }
}

/// Who enters the line.
pub(super) struct Entry {
    pub(super) asked: Asked,
    pub(super) actor: Actor,
    /// The appointment from which the ticket grows.
    pub(super) appointment: Option<AppointmentId>,
    /// The slot, when it gives the place.
    pub(super) slot_at: Option<Timestamp>,
}

/// Gives a ticket its number and its place.
///
/// # Errors
/// Invalid when the service or the group is unknown, or the telephone waits there already.
pub(super) async fn enter(tx: &mut WriteTx<'_>, app: &App, entry: Entry) -> Result<Given> {
    let Entry { asked, actor, appointment, slot_at } = entry;
    let now = tx.now();
    let (day, hour) = local(app, now);
    let (place, standard) = service_of(tx, &asked.unit, day, &asked.service).await?;
    let group = known_group(app, day, &asked.group)?;
    let id = TicketId::new(now, tx.rng());
    let key = keys::create(tx, &app.vault, id.uuid()).await?;
    let secret = Secret::random(tx.rng());
    let contact = Contact { phone: asked.phone.clone(), secret: secret.expose() };
    let number = store::next_number(tx, &asked.unit, day).await?;
    // A group that goes first waits by its arrival, whatever was booked.
    let place_at = slot_at.filter(|_| group.is_empty()).unwrap_or(now);
    let row = Ticket {
        id,
        unit: asked.unit,
        service: standard.code.clone(),
        day,
        hour,
        number,
        label: label(letter(place), number),
        secret_hash: sha256(secret.expose().as_bytes()).to_vec(),
        state: State::Waiting,
        group,
        place_at,
        slot_at,
        handed_to: 0,
        counter: 0,
        calls: 0,
        call_no: 0,
        lane: None,
        taken_at: now,
        first_called_at: None,
        called_at: None,
        ended_at: None,
        told_at: None,
        language: asked.language,
        sealed: key.seal_json(CONTACT, &contact, tx.rng())?,
        seq: 1,
    };
    if let Some(phone) = &asked.phone {
        let person = app.vault.lookup(Lookup::Phone, phone.expose());
        if !store::claim_wait(tx, &row, person).await? {
            return Err(Error::invalid("queue-phone-waits"));
        }
    }
    store::insert_ticket(tx, &row).await?;
    let taken = facts::Taken {
        v: 1,
        unit: row.unit.clone(),
        service: row.service.clone(),
        label: row.label.clone(),
        day,
        group: row.group(),
        appointment,
        place_at,
    };
    // At which counters somebody came concerns no person, and must be known also after an erasure.
    let measured = ClockMove {
        clock: ClockId::new(now, tx.rng()),
        rule: format!("ticket/{}", row.service),
        owner: row.unit.clone(),
        due_at: None,
        op: ClockOp::Measure,
    };
    let payload = (Payload::TicketTaken(taken), vec![measured]);
    append_measured(tx, &key, (row.subject(), 1), actor, payload).await?;
    if number == 1 {
        due::close_day(tx, app, &row.unit, day).await?;
    }
    Ok(Given { id, label: row.label, secret })
}
