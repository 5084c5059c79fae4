//! Reading the journal: a subject's own facts, and the tenant's facts by position.

use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, NewFact, Positioned, Subject, SubjectKind, TenantId};
use kernel::facts::Payload;
use kernel::id::{CommandId, FactId, UnitId, UserId};
use kernel::time::from_micros;
use sqlx::FromRow;
use uuid::Uuid;

use super::append::canonical;
use crate::db::{Tx, db};
use crate::vault::{SubjectKey, mac};

/// A fact as its subject's own page reads it.
#[derive(Clone, Debug)]
pub struct StoredFact {
    /// The subject's order.
    pub seq: i64,
    /// What kind of fact.
    pub kind: String,
    /// When the server wrote it.
    pub recorded_at: jiff::Timestamp,
    /// In which capacity the actor acted.
    pub role: Role,
    /// The account that acted, if any.
    pub actor: Option<UserId>,
    /// Clocks that the act moved.
    pub clocks: Vec<ClockMove>,
    /// What happened; `None` when the person has been erased.
    pub payload: Option<Payload>,
}

#[derive(FromRow)]
struct Row {
    seq: i64,
    kind: String,
    recorded_at: i64,
    role: String,
    actor_id: Option<Vec<u8>>,
    clocks: String,
    key_id: Option<Vec<u8>>,
    payload: Vec<u8>,
}

/// The last position given in this tenant; 0 when there is none.
///
/// # Errors
/// When the database fails.
pub async fn last_position(tx: &mut Tx<'_>) -> Result<i64> {
    let row: (Option<i64>,) =
        sqlx::query_as("SELECT MAX(position) FROM position WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok(row.0.unwrap_or(0))
}

/// How many positions have been given; equal to the last one when there is no gap.
///
/// # Errors
/// When the database fails.
pub async fn count_positions(tx: &mut Tx<'_>) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM position WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .map_err(db)?;
    Ok(count)
}

/// The next number in the order of `subject`, for subjects whose state row keeps none.
///
/// # Errors
/// When the database fails.
pub async fn next_seq(tx: &mut Tx<'_>, subject: Subject) -> Result<i64> {
    let row: (Option<i64>,) = sqlx::query_as(
        "SELECT MAX(seq) FROM fact WHERE tenant_id = $1 AND subject_kind = $2 AND subject_id = $3",
    )
    .bind(tx.tenant())
    .bind(subject.kind.code())
    .bind(subject.id.as_bytes().to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.0.unwrap_or(0) + 1)
}

/// All facts of `subject`, oldest first. Sealed payloads open with `key`.
///
/// # Errors
/// When the database fails or a stored fact cannot be read.
pub async fn facts_of(
    tx: &mut Tx<'_>,
    subject: Subject,
    key: Option<&SubjectKey>,
) -> Result<Vec<StoredFact>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT seq, kind, recorded_at, role, actor_id, clocks, key_id, payload FROM fact \
         WHERE tenant_id = $1 AND subject_kind = $2 AND subject_id = $3 ORDER BY seq",
    )
    .bind(tx.tenant())
    .bind(subject.kind.code())
    .bind(subject.id.as_bytes().to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|row| stored(row, key)).collect()
}

/// The newest fact of `subject`, if there is one.
///
/// # Errors
/// When the database fails or the stored fact cannot be read.
pub async fn newest_of(
    tx: &mut Tx<'_>,
    subject: Subject,
    key: Option<&SubjectKey>,
) -> Result<Option<StoredFact>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT seq, kind, recorded_at, role, actor_id, clocks, key_id, payload FROM fact \
         WHERE tenant_id = $1 AND subject_kind = $2 AND subject_id = $3 ORDER BY seq DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(subject.kind.code())
    .bind(subject.id.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(|row| stored(row, key)).transpose()
}

fn stored(row: Row, key: Option<&SubjectKey>) -> Result<StoredFact> {
    let payload = match (&row.key_id, key) {
        (None, _) => Some(Payload::parse(&row.payload)?),
        (Some(id), Some(key)) if id == key.subject().as_bytes() => {
            Some(Payload::parse(&key.open("fact.payload", &row.payload)?)?)
        }
        (Some(_), _) => None,
    };
    Ok(StoredFact {
        seq: row.seq,
        kind: row.kind,
        recorded_at: from_micros(row.recorded_at),
        role: role(&row.role)?,
        actor: row.actor_id.map(|id| uuid(&id).map(UserId::from_uuid)).transpose()?,
        clocks: serde_json::from_str(&row.clocks).map_err(Error::internal)?,
        payload,
    })
}

/// What opens the commitment of a fact: whoever holds it can prove that the log holds the fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The canonical bytes of the fact.
    pub fact: Vec<u8>,
    /// The 256 random bits of its commitment.
    pub salt: [u8; 32],
    /// The tenant's order, once it has been given.
    pub position: Option<i64>,
}

#[derive(FromRow)]
struct OpeningRow {
    fact_id: Vec<u8>,
    command_id: Vec<u8>,
    recorded_at: i64,
    occurred_at: i64,
    actor_id: Option<Vec<u8>>,
    role: String,
    unit_id: Option<Vec<u8>>,
    channel: String,
    clocks: String,
    payload: Vec<u8>,
    salt: Vec<u8>,
    leaf: Vec<u8>,
    position: Option<i64>,
}

/// Opens the commitment of the sealed fact number `seq` of `subject`, which stands under `key`.
///
/// # Errors
/// Not found when there is no such fact; internal when what is stored does not give the leaf that
/// was committed to.
pub async fn opening(
    tx: &mut Tx<'_>,
    subject: Subject,
    seq: i64,
    key: &SubjectKey,
) -> Result<Opening> {
    let row: Option<OpeningRow> = sqlx::query_as(
        "SELECT f.fact_id, f.command_id, f.recorded_at, f.occurred_at, f.actor_id, f.role, \
         f.unit_id, f.channel, f.clocks, f.payload, f.salt, f.leaf, p.position \
         FROM fact f LEFT JOIN position p ON p.tenant_id = f.tenant_id \
         AND p.subject_kind = f.subject_kind AND p.subject_id = f.subject_id AND p.seq = f.seq \
         WHERE f.tenant_id = $1 AND f.subject_kind = $2 AND f.subject_id = $3 AND f.seq = $4",
    )
    .bind(tx.tenant())
    .bind(subject.kind.code())
    .bind(subject.id.as_bytes().to_vec())
    .bind(seq)
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    opened(tx.tenant_id(), subject, seq, row.ok_or_else(Error::not_found)?, key)
}

fn opened(
    tenant: TenantId,
    subject: Subject,
    seq: i64,
    row: OpeningRow,
    key: &SubjectKey,
) -> Result<Opening> {
    let channel = channel(&row.channel)?;
    let fact = NewFact {
        subject,
        command: CommandId::from_uuid(uuid(&row.command_id)?),
        occurred_at: from_micros(row.occurred_at),
        actor: Actor {
            user: row.actor_id.map(|id| uuid(&id).map(UserId::from_uuid)).transpose()?,
            role: role(&row.role)?,
            unit: row.unit_id.map(|id| uuid(&id).map(UnitId::from_uuid)).transpose()?,
            channel,
        },
        clocks: serde_json::from_str(&row.clocks).map_err(Error::internal)?,
        payload: Payload::parse(&key.open("fact.payload", &row.payload)?)?,
    };
    let id = FactId::from_uuid(uuid(&row.fact_id)?);
    let bytes = canonical(tenant, id, seq, from_micros(row.recorded_at), &fact)?;
    let salt: [u8; 32] = key
        .open("fact.salt", &row.salt)?
        .try_into()
        .map_err(|_| Error::internal("a salt is not 32 bytes"))?;
    if mac(&salt, &[&bytes]).as_slice() != row.leaf {
        return Err(Error::internal(format!("fact {id} does not give the leaf that was kept")));
    }
    Ok(Opening { fact: bytes, salt, position: row.position })
}

fn channel(code: &str) -> Result<Channel> {
    Channel::parse(code).ok_or_else(|| Error::internal(format!("unknown channel {code}")))
}

#[derive(FromRow)]
struct PositionedRow {
    position: i64,
    fact_id: Vec<u8>,
    subject_kind: String,
    subject_id: Vec<u8>,
    seq: i64,
    kind: String,
    recorded_at: i64,
    occurred_at: i64,
    actor_id: Option<Vec<u8>>,
    role: String,
    unit_id: Option<Vec<u8>>,
    channel: String,
    clocks: String,
    key_id: Option<Vec<u8>>,
    payload: Vec<u8>,
}

/// At most `limit` facts after `position`, in order.
///
/// # Errors
/// When the database fails or a stored fact cannot be read.
pub async fn facts_after(tx: &mut Tx<'_>, position: i64, limit: i64) -> Result<Vec<Positioned>> {
    let rows: Vec<PositionedRow> = sqlx::query_as(
        "SELECT p.position, f.fact_id, f.subject_kind, f.subject_id, f.seq, f.kind, f.recorded_at, \
         f.occurred_at, f.actor_id, f.role, f.unit_id, f.channel, f.clocks, f.key_id, f.payload \
         FROM position p JOIN fact f ON f.tenant_id = p.tenant_id \
         AND f.subject_kind = p.subject_kind AND f.subject_id = p.subject_id AND f.seq = p.seq \
         WHERE p.tenant_id = $1 AND p.position > $2 ORDER BY p.position LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(position)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(positioned).collect()
}

fn positioned(row: PositionedRow) -> Result<Positioned> {
    let clear = match row.key_id {
        None => Some(Payload::parse(&row.payload)?),
        Some(_) => None,
    };
    let kind = SubjectKind::parse(&row.subject_kind)
        .ok_or_else(|| Error::internal(format!("unknown subject {}", row.subject_kind)))?;
    Ok(Positioned {
        position: row.position,
        id: FactId::from_uuid(uuid(&row.fact_id)?),
        subject: Subject { kind, id: uuid(&row.subject_id)? },
        seq: row.seq,
        kind: row.kind,
        recorded_at: from_micros(row.recorded_at),
        occurred_at: from_micros(row.occurred_at),
        actor: row.actor_id.map(|id| uuid(&id).map(UserId::from_uuid)).transpose()?,
        role: role(&row.role)?,
        unit: row.unit_id.map(|id| uuid(&id).map(UnitId::from_uuid)).transpose()?,
        channel: channel(&row.channel)?,
        clocks: serde_json::from_str(&row.clocks).map_err(Error::internal)?,
        clear,
    })
}

fn role(code: &str) -> Result<Role> {
    Role::parse(code).ok_or_else(|| Error::internal(format!("unknown role {code}")))
}

/// A UUID from its 16 stored bytes.
pub fn uuid(bytes: &[u8]) -> Result<Uuid> {
    Uuid::from_slice(bytes).map_err(Error::internal)
}
