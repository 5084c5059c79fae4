//! One report: its row, read and written whole.

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::complaint::{Class, Handler, Outcome};
use kernel::id::{ComplaintId, UserId};
use kernel::number::ApplicationNumber;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::super::model::{End, Matter, State};
use super::{id, known};
use platform::running::Clocks;

/// The inbox of those who give reports to others.
pub const COORDINATOR: &str = "COORDINATOR";
/// The inbox of the Inspectorate.
pub const INSPECTORATE: &str = "INSPECTORATE";

/// A row of `complaint`.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: ComplaintId,
    /// The number that the reporter holds.
    pub number: ApplicationNumber,
    /// SHA-256 of the receipt's secret.
    pub secret_hash: Vec<u8>,
    /// What decides about it.
    pub matter: Matter,
    /// Code of the kelurahan; empty when none was named.
    pub kelurahan: String,
    /// By which door it came in.
    pub channel: Channel,
    /// [`super::super::report::Details`] under the report's key.
    pub sealed: Vec<u8>,
    /// [`super::super::report::Reporter`] under the report's key.
    pub reporter: Vec<u8>,
    /// Its clocks.
    pub clocks: Clocks,
    /// Its last fact.
    pub seq: i64,
    /// When it came in.
    pub received_at: Timestamp,
    /// Since when a word of the reporter is awaited.
    pub waits_since: Option<Timestamp>,
    /// The office said that it was done on the last day of its time.
    pub proposed_late: bool,
    /// How often the reporter did not agree.
    pub reopened: i64,
    /// How many legal times ran out.
    pub missed: i64,
    /// 1 to 4.
    pub rating: Option<i64>,
    /// When the reporter took it to the Ombudsman.
    pub escalated_at: Option<Timestamp>,
    /// The report that it joined.
    pub joined_into: Option<ComplaintId>,
}

impl Row {
    /// A new report with nothing done about it yet. `sealed` is what it says and who says it; the
    /// caller gives it its number and secret.
    pub fn new(
        id: ComplaintId,
        matter: Matter,
        (number, secret_hash): (ApplicationNumber, Vec<u8>),
        (sealed, reporter): (Vec<u8>, Vec<u8>),
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            number,
            secret_hash,
            matter,
            kelurahan: String::new(),
            channel: Channel::Online,
            sealed,
            reporter,
            clocks: Clocks::default(),
            seq: 0,
            received_at: now,
            waits_since: None,
            proposed_late: false,
            reopened: 0,
            missed: 0,
            rating: None,
            escalated_at: None,
            joined_into: None,
        }
    }

    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Complaint, id: self.id.uuid() }
    }

    /// Whose inbox shows it.
    pub fn desk(&self) -> String {
        desk_of(&self.matter)
    }

    /// When its first clock runs out, in microseconds; 0 while none runs.
    pub fn due_key(&self) -> i64 {
        self.clocks.next_due().map_or(0, Timestamp::as_microsecond)
    }

    /// Code of the unit that owes the next step; empty for the city's coordinator.
    pub fn owner(&self) -> String {
        match self.desk().as_str() {
            COORDINATOR | INSPECTORATE => String::new(),
            unit => unit.to_owned(),
        }
    }
}

fn desk_of(matter: &Matter) -> String {
    match (&matter.handler, matter.is_blinded()) {
        (_, true) | (Some(Handler::Inspectorate), _) => INSPECTORATE.to_owned(),
        (Some(Handler::Unit(unit)), false) => unit.clone(),
        (None, false) => COORDINATOR.to_owned(),
    }
}

#[derive(FromRow)]
pub(super) struct Stored {
    complaint_id: Vec<u8>,
    number: String,
    secret_hash: Vec<u8>,
    state: String,
    asked_in: String,
    class: String,
    category: String,
    about: String,
    handler: String,
    named: String,
    kept_from: String,
    anonymous: i64,
    secret: i64,
    outcome: String,
    ending: String,
    ended_at: Option<i64>,
    kelurahan: String,
    channel: String,
    sealed: Vec<u8>,
    reporter: Vec<u8>,
    clocks: String,
    seq: i64,
    received_at: i64,
    waits_since: Option<i64>,
    proposed_late: i64,
    reopened: i64,
    missed: i64,
    rating: Option<i64>,
    escalated_at: Option<i64>,
    joined_into: Option<Vec<u8>>,
}

impl Stored {
    pub(super) fn read(self) -> Result<Row> {
        let named: Vec<UserId> = serde_json::from_str(&self.named).map_err(Error::internal)?;
        let matter = Matter {
            state: known(State::parse(&self.state), "state", &self.state)?,
            asked_in: optional(&self.asked_in, State::parse, "state")?,
            class: known(Class::parse(&self.class), "class", &self.class)?,
            category: self.category,
            about: (!self.about.is_empty()).then_some(self.about),
            handler: match self.handler.as_str() {
                "" => None,
                INSPECTORATE => Some(Handler::Inspectorate),
                unit => Some(Handler::Unit(unit.to_owned())),
            },
            named,
            kept_from: serde_json::from_str(&self.kept_from).map_err(Error::internal)?,
            anonymous: self.anonymous != 0,
            secret: self.secret != 0,
            outcome: optional(&self.outcome, Outcome::parse, "outcome")?,
            end: optional(&self.ending, End::parse, "ending")?,
            ended_at: self.ended_at.map(from_micros),
        };
        Ok(Row {
            id: id(&self.complaint_id)?,
            number: ApplicationNumber::parse(&self.number).map_err(Error::internal)?,
            secret_hash: self.secret_hash,
            matter,
            kelurahan: self.kelurahan,
            channel: known(Channel::parse(&self.channel), "channel", &self.channel)?,
            sealed: self.sealed,
            reporter: self.reporter,
            clocks: serde_json::from_str(&self.clocks).map_err(Error::internal)?,
            seq: self.seq,
            received_at: from_micros(self.received_at),
            waits_since: self.waits_since.map(from_micros),
            proposed_late: self.proposed_late != 0,
            reopened: self.reopened,
            missed: self.missed,
            rating: self.rating,
            escalated_at: self.escalated_at.map(from_micros),
            joined_into: self.joined_into.as_deref().map(id).transpose()?,
        })
    }
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Option<T>, what: &str) -> Result<Option<T>> {
    if text.is_empty() { Ok(None) } else { known(parse(text), what, text).map(Some) }
}

fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.as_microsecond())
}

fn handler_code(handler: Option<&Handler>) -> String {
    match handler {
        None => String::new(),
        Some(Handler::Inspectorate) => INSPECTORATE.to_owned(),
        Some(Handler::Unit(unit)) => unit.clone(),
    }
}

/// Writes a new report; its `seq` is that of its first fact.
///
/// # Errors
/// Conflict when the number is taken.
pub async fn insert(tx: &mut WriteTx<'_>, row: &Row) -> Result<()> {
    sqlx::query(
        "INSERT INTO complaint (tenant_id, complaint_id, number, secret_hash, kelurahan, channel, \
         received_at, anonymous, secret, state, stage, asked_in, class, category, about, handler, \
         desk, named, outcome, ending, ended_at, sealed, reporter, clocks, due_at, seq, \
         waits_since, proposed_late, reopened, missed, rating, escalated_at, joined_into, kept_from) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '', '', '', '', '', '', '', '', '', \
         NULL, $10, $11, '', 0, 0, NULL, 0, 0, 0, NULL, NULL, NULL, '[]')",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.number.compact())
    .bind(row.secret_hash.clone())
    .bind(row.kelurahan.clone())
    .bind(row.channel.code())
    .bind(row.received_at.as_microsecond())
    .bind(i64::from(row.matter.anonymous))
    .bind(i64::from(row.matter.secret))
    .bind(row.sealed.clone())
    .bind(row.reporter.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    update(tx, row, 0).await
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, row: &Row, before: i64) -> Result<()> {
    let matter = &row.matter;
    let done = sqlx::query(
        "UPDATE complaint SET state = $4, stage = $5, asked_in = $6, class = $7, category = $8, \
         about = $9, handler = $10, desk = $11, named = $12, outcome = $13, ending = $14, \
         ended_at = $15, sealed = $16, clocks = $17, due_at = $18, seq = $19, waits_since = $20, \
         proposed_late = $21, reopened = $22, missed = $23, rating = $24, escalated_at = $25, \
         joined_into = $26, kept_from = $27 WHERE tenant_id = $1 AND complaint_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(matter.state.code())
    .bind(matter.state.stage().code())
    .bind(matter.asked_in.map_or("", State::code))
    .bind(matter.class.code())
    .bind(matter.category.clone())
    .bind(matter.about.clone().unwrap_or_default())
    .bind(handler_code(matter.handler.as_ref()))
    .bind(row.desk())
    .bind(serde_json::to_string(&matter.named).map_err(Error::internal)?)
    .bind(matter.outcome.map_or("", Outcome::code))
    .bind(matter.end.as_ref().map_or("", End::code).to_owned())
    .bind(micros(matter.ended_at))
    .bind(row.sealed.clone())
    .bind(serde_json::to_string(&row.clocks).map_err(Error::internal)?)
    .bind(row.due_key())
    .bind(row.seq)
    .bind(micros(row.waits_since))
    .bind(i64::from(row.proposed_late))
    .bind(row.reopened)
    .bind(row.missed)
    .bind(row.rating)
    .bind(micros(row.escalated_at))
    .bind(row.joined_into.map(|id| id.to_vec()))
    .bind(serde_json::to_string(&matter.kept_from).map_err(Error::internal)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::conflict("error-changed-meanwhile"))
}

/// The report of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, complaint: ComplaintId) -> Result<Row> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM complaint WHERE tenant_id = $1 AND complaint_id = $2")
            .bind(tx.tenant())
            .bind(complaint.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The report of that number, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn by_number(tx: &mut Tx<'_>, number: ApplicationNumber) -> Result<Option<Row>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM complaint WHERE tenant_id = $1 AND number = $2")
            .bind(tx.tenant())
            .bind(number.compact())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// The report that was sent under this secret, if there is one; parts that were split from it later
/// have the same secret.
///
/// # Errors
/// When the database fails.
pub async fn by_secret(tx: &mut Tx<'_>, secret_hash: &[u8]) -> Result<Option<Row>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT * FROM complaint WHERE tenant_id = $1 AND secret_hash = $2 \
         ORDER BY received_at, complaint_id LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(secret_hash.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::read).transpose()
}
