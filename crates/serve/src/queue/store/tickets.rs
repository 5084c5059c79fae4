//! Tickets.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::TicketId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::super::model::State;
use super::super::rules::order::{Lane, Waiting};
use super::{id, unchanged, unknown};

/// A row of `ticket`.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// The day, in local time.
    pub day: Date,
    /// The local hour in which it was taken.
    pub hour: i64,
    /// Its number of the day.
    pub number: i64,
    /// What is called.
    pub label: String,
    /// Digest of the secret.
    pub secret_hash: Vec<u8>,
    /// Where it stands.
    pub state: State,
    /// Code of the group that goes first; empty for none.
    pub group: String,
    /// What gives its place.
    pub place_at: Timestamp,
    /// The slot of whoever came in time.
    pub slot_at: Option<Timestamp>,
    /// The counter to which the person was handed; 0 for none.
    pub handed_to: i64,
    /// The counter that called last; 0 for none.
    pub counter: i64,
    /// How often it was called.
    pub calls: i64,
    /// The how-manieth first call of the day it was; 0 before it.
    pub call_no: i64,
    /// In whose turn it was called first.
    pub lane: Option<Lane>,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// When it was first called.
    pub first_called_at: Option<Timestamp>,
    /// When it was last called.
    pub called_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When the holder was told that it is soon.
    pub told_at: Option<Timestamp>,
    /// Language of messages.
    pub language: String,
    /// [`super::super::model::Contact`] under the ticket's key.
    pub sealed: Vec<u8>,
    /// Its last fact.
    pub seq: i64,
}

impl Ticket {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Ticket, id: self.id.uuid() }
    }

    /// As the order of calls sees it.
    pub fn waiting(&self) -> Waiting {
        Waiting {
            id: self.id,
            number: self.number,
            priority: !self.group.is_empty(),
            place_at: self.place_at,
            slot_at: self.slot_at,
            handed_to: self.handed_to,
        }
    }

    /// The group, if there is one.
    pub fn group(&self) -> Option<String> {
        (!self.group.is_empty()).then(|| self.group.clone())
    }
}

#[derive(FromRow)]
struct Stored {
    ticket_id: Vec<u8>,
    unit_code: String,
    service: String,
    day: String,
    hour: i64,
    number: i64,
    label: String,
    secret_hash: Vec<u8>,
    state: String,
    group_code: String,
    place_at: i64,
    slot_at: Option<i64>,
    handed_to: i64,
    counter: i64,
    calls: i64,
    call_no: i64,
    lane: String,
    taken_at: i64,
    first_called_at: Option<i64>,
    called_at: Option<i64>,
    ended_at: Option<i64>,
    told_at: Option<i64>,
    language: String,
    sealed: Vec<u8>,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Ticket> {
        Ok(Ticket {
            id: id(&self.ticket_id)?,
            unit: self.unit_code,
            service: self.service,
            day: self.day.parse().map_err(Error::internal)?,
            hour: self.hour,
            number: self.number,
            label: self.label,
            secret_hash: self.secret_hash,
            state: State::parse(&self.state).ok_or_else(|| unknown("state of a ticket"))?,
            group: self.group_code,
            place_at: from_micros(self.place_at),
            slot_at: self.slot_at.map(from_micros),
            handed_to: self.handed_to,
            counter: self.counter,
            calls: self.calls,
            call_no: self.call_no,
            lane: Lane::parse(&self.lane),
            taken_at: from_micros(self.taken_at),
            first_called_at: self.first_called_at.map(from_micros),
            called_at: self.called_at.map(from_micros),
            ended_at: self.ended_at.map(from_micros),
            told_at: self.told_at.map(from_micros),
            language: self.language,
            sealed: self.sealed,
            seq: self.seq,
        })
    }
}

fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_microsecond)
}

/// Writes a new ticket.
///
/// # Errors
/// When the database fails.
pub async fn insert_ticket(tx: &mut WriteTx<'_>, row: &Ticket) -> Result<()> {
    sqlx::query(
        "INSERT INTO ticket (tenant_id, ticket_id, unit_code, service, day, hour, number, label, \
         secret_hash, group_code, place_at, slot_at, taken_at, language, sealed, state, handed_to, \
         counter, calls, call_no, lane, first_called_at, called_at, ended_at, told_at, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'waiting', 0, \
         0, 0, 0, '', NULL, NULL, NULL, NULL, $16)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.unit.clone())
    .bind(row.service.clone())
    .bind(row.day.to_string())
    .bind(row.hour)
    .bind(row.number)
    .bind(row.label.clone())
    .bind(row.secret_hash.clone())
    .bind(row.group.clone())
    .bind(row.place_at.as_microsecond())
    .bind(micros(row.slot_at))
    .bind(row.taken_at.as_microsecond())
    .bind(row.language.clone())
    .bind(row.sealed.clone())
    .bind(row.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update_ticket(tx: &mut WriteTx<'_>, row: &Ticket, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE ticket SET state = $4, handed_to = $5, counter = $6, calls = $7, call_no = $8, \
         lane = $9, first_called_at = $10, called_at = $11, ended_at = $12, seq = $13 \
         WHERE tenant_id = $1 AND ticket_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(row.state.code())
    .bind(row.handed_to)
    .bind(row.counter)
    .bind(row.calls)
    .bind(row.call_no)
    .bind(row.lane.map_or("", Lane::code))
    .bind(micros(row.first_called_at))
    .bind(micros(row.called_at))
    .bind(micros(row.ended_at))
    .bind(row.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    unchanged(done.rows_affected())
}

/// Notes that the holder was told; false when somebody else did it meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn note_told(tx: &mut WriteTx<'_>, ticket: TicketId) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE ticket SET told_at = $3 \
         WHERE tenant_id = $1 AND ticket_id = $2 AND told_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(ticket.to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// The ticket of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn ticket(tx: &mut Tx<'_>, ticket: TicketId) -> Result<Ticket> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM ticket WHERE tenant_id = $1 AND ticket_id = $2")
            .bind(tx.tenant())
            .bind(ticket.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The ticket whose secret has that digest.
///
/// # Errors
/// When the database fails.
pub async fn ticket_by_secret(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<Ticket>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM ticket WHERE tenant_id = $1 AND secret_hash = $2")
            .bind(tx.tenant())
            .bind(hash.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Tickets of a unit's day in one state, by number.
///
/// # Errors
/// When the database fails.
pub async fn tickets(tx: &mut Tx<'_>, unit: &str, day: Date, state: State) -> Result<Vec<Ticket>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM ticket WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 \
         AND state = $4 ORDER BY number",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .bind(state.code())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// The ticket of that label on a unit's day.
///
/// # Errors
/// When the database fails.
pub async fn by_label(
    tx: &mut Tx<'_>,
    unit: &str,
    day: Date,
    label: &str,
) -> Result<Option<Ticket>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT * FROM ticket WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 AND label = $4",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .bind(label.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Lanes of the last first calls of a unit's day, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn recent_lanes(
    tx: &mut Tx<'_>,
    unit: &str,
    day: Date,
    most: usize,
) -> Result<Vec<Lane>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT lane FROM ticket WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 \
         AND call_no > 0 ORDER BY call_no DESC LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .bind(i64::try_from(most).map_err(Error::internal)?)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let lane = |code: &str| Lane::parse(code).ok_or_else(|| unknown("lane"));
    rows.iter().map(|(code,)| lane(code)).collect()
}

/// Forgets who had tickets that were taken before `before`, at most `most` of them: secret, group
/// and contact go, unit, service and times stay. Returns whose keys must be destroyed.
///
/// # Errors
/// When the database fails.
pub async fn forget_tickets(
    tx: &mut WriteTx<'_>,
    before: Timestamp,
    most: i64,
) -> Result<Vec<TicketId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "UPDATE ticket SET secret_hash = $3, group_code = '', sealed = $3 \
         WHERE tenant_id = $1 AND ticket_id IN (SELECT ticket_id FROM ticket \
         WHERE tenant_id = $1 AND taken_at < $2 AND length(sealed) > 0 LIMIT $4) \
         RETURNING ticket_id",
    )
    .bind(tx.tenant())
    .bind(before.as_microsecond())
    .bind(Vec::<u8>::new())
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(bytes,)| id(bytes)).collect()
}
