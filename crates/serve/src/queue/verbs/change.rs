//! An appointment is given back.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, ticket as facts};
use kernel::id::AppointmentId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::model::Booking;
use super::super::store::{self, Appointment};
use super::book::must_be_booked;
use super::{append, key_of};

/// Gives an appointment back.
#[derive(Clone)]
pub struct Cancel {
    /// The city.
    pub app: App,
    /// Which.
    pub id: AppointmentId,
    /// Who gives it back.
    pub actor: Actor,
}

impl Command for Cancel {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::appointment(tx, self.id).await?;
        must_be_booked(&row)?;
        store::release_seat(tx, row.slot(), row.seat).await?;
        let ended = ended(&row);
        let payload = Payload::AppointmentCancelled(ended);
        end(tx, &self.app, row, Booking::Cancelled, (self.actor, payload)).await
    }
}

/// What is said of an appointment that ends.
pub(super) fn ended(row: &Appointment) -> facts::Ended {
    facts::Ended {
        v: 1,
        unit: row.unit.clone(),
        service: row.service.clone(),
        starts_at: row.starts_at,
    }
}

/// Ends an appointment: its person may book again.
pub(super) async fn end(
    tx: &mut WriteTx<'_>,
    app: &App,
    mut row: Appointment,
    state: Booking,
    (actor, payload): (Actor, Payload),
) -> Result<()> {
    let before = row.seq;
    (row.state, row.seq) = (state, before + 1);
    store::update_appointment(tx, &row, before).await?;
    store::release_person(tx, row.id).await?;
    let key = key_of(tx, app, row.id.uuid()).await?;
    append(tx, &key, (row.subject(), row.seq), actor, payload).await
}
