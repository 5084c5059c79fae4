//! What can be done, a file a verb. Each writes its fact in the transaction of its rows.

mod arrange;
mod arrive;
mod book;
mod call;
mod change;
mod due;
mod end;
mod forget;
mod take;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Subject};
use kernel::facts::Payload;
use kernel::service::Standard;
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::SubjectKey;
use std::sync::Arc;
use uuid::Uuid;

pub use arrange::Arrange;
pub use arrive::Arrive;
pub use book::{Book, Booked, Move, Wish};
pub use call::{CallAgain, CallNext};
pub use change::Cancel;
pub use due::{Missed, QueueDue};
pub use end::{Absent, Hand, Leave, Served};
pub use forget::forget;
pub use take::{Asked, Given, Take};

use super::model::Contact;
use super::rules::{Numbers, groups};
use crate::applications::verbs::new_command;
use crate::catalogue;

/// For what the contact of a ticket or an appointment is sealed.
pub(super) const CONTACT: &str = "queue.contact";

/// Appends a sealed fact as number `seq` of its subject.
async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    (subject, seq): (Subject, i64),
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    append_measured(tx, key, (subject, seq), actor, (payload, Vec::new())).await
}

/// The same, with what is said in the open about the work.
async fn append_measured(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    (subject, seq): (Subject, i64),
    actor: Actor,
    (payload, clocks): (Payload, Vec<ClockMove>),
) -> Result<()> {
    let command = new_command(tx);
    let fact = NewFact { subject, command, occurred_at: tx.now(), actor, clocks, payload };
    tx.append(&fact, seq, Seal::Under(key)).await?;
    Ok(())
}

/// The key of a ticket or an appointment.
async fn key_of(tx: &mut Tx<'_>, app: &App, subject: Uuid) -> Result<SubjectKey> {
    keys::find(tx, &app.vault, subject).await?.ok_or_else(Error::not_found)
}

fn contact(key: &SubjectKey, sealed: &[u8]) -> Result<Contact> {
    key.open_json(CONTACT, sealed)
}

/// The local day and hour of an instant.
fn local(app: &App, at: Timestamp) -> (Date, i64) {
    let local = app.tz().to_datetime(at);
    (local.date(), i64::from(local.hour()))
}

/// Whole seconds between two instants.
fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_secs()
}

fn numbers(app: &App, day: Date) -> Result<Numbers> {
    Numbers::on(&app.rulebook, day)
}

/// A group by its code; none when it is empty.
///
/// # Errors
/// Invalid when the law names no such group.
fn known_group(app: &App, day: Date, code: &str) -> Result<String> {
    if code.is_empty() || groups(&app.rulebook, day)?.iter().any(|known| known == code) {
        return Ok(code.to_owned());
    }
    Err(Error::invalid("queue-group-unknown"))
}

/// Services for which people wait at the counters of `unit`, by code. A kelurahan serves what
/// belongs to everybody's own kelurahan.
///
/// # Errors
/// When the database fails.
pub async fn services(tx: &mut Tx<'_>, unit: &str, day: Date) -> Result<Vec<Arc<Standard>>> {
    let all = catalogue::store::in_force(tx, day).await?;
    let kelurahan = unit.starts_with("KEL-");
    let own = |of: &str| of == unit || (kelurahan && of == catalogue::import::OWN_KELURAHAN);
    let mut list: Vec<_> = all.into_iter().map(|known| known.standard).collect();
    list.retain(|standard| own(&standard.unit));
    list.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(list)
}

/// The service of that code among those of the unit, with its place in the list.
///
/// # Errors
/// Invalid when the unit has no such service.
async fn service_of(
    tx: &mut Tx<'_>,
    unit: &str,
    day: Date,
    code: &str,
) -> Result<(usize, Arc<Standard>)> {
    let list = services(tx, unit, day).await?;
    let found = list.into_iter().enumerate().find(|(_, standard)| standard.code == code);
    found.ok_or_else(|| Error::invalid("queue-service-choose"))
}
