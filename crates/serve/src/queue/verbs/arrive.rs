//! Who has an appointment is there, and waits with a ticket.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, ticket as facts};
use kernel::id::AppointmentId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::model::Booking;
use super::super::rules::slots::{Coming, coming};
use super::super::store;
use super::book::must_be_booked;
use super::change::end;
use super::take::{Asked, Entry, Given, enter};
use super::{contact, key_of, local, numbers};

/// Notes an arrival.
#[derive(Clone)]
pub struct Arrive {
    /// The city.
    pub app: App,
    /// Which appointment.
    pub id: AppointmentId,
    /// The holder, or an officer.
    pub actor: Actor,
}

impl Command for Arrive {
    type Output = Given;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Given> {
        let row = store::appointment(tx, self.id).await?;
        must_be_booked(&row)?;
        let now = tx.now();
        let (today, _) = local(&self.app, now);
        let numbers = numbers(&self.app, today)?;
        let how = coming(row.starts_at, now, numbers.early, numbers.grace);
        if how == Coming::TooEarly {
            return Err(Error::conflict("queue-too-early").with("minutes", numbers.early));
        }
        let in_time = how == Coming::InTime;
        let key = key_of(tx, &self.app, row.id.uuid()).await?;
        let asked = Asked {
            unit: row.unit.clone(),
            service: row.service.clone(),
            group: row.group.clone(),
            phone: contact(&key, &row.sealed)?.phone,
            language: row.language.clone(),
        };
        let slot_at = in_time.then_some(row.starts_at);
        let entry = Entry { asked, actor: self.actor, appointment: Some(row.id), slot_at };
        let given = enter(tx, &self.app, entry).await?;
        let arrived = facts::Arrived {
            v: 1,
            unit: row.unit.clone(),
            service: row.service.clone(),
            starts_at: row.starts_at,
            ticket: given.id,
            in_time,
        };
        let payload = Payload::AppointmentArrived(arrived);
        end(tx, &self.app, row, Booking::Arrived, (self.actor, payload)).await?;
        Ok(given)
    }
}
