//! Reads the trail. The statement differs by its first condition, so that each way of asking has an
//! index of its own.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::UserId;
use kernel::time::from_micros;
use platform::db::{Tx, db};
use platform::journal::uuid;
use sqlx::FromRow;
use uuid::Uuid;

use super::model::{Filter, Row};

#[derive(FromRow)]
struct Stored {
    position: i64,
    at: i64,
    kind: String,
    actor: Vec<u8>,
    role: String,
    unit: Vec<u8>,
    subject_kind: String,
    subject_id: Vec<u8>,
    seq: i64,
    leaf: Vec<u8>,
}

fn some(bytes: &[u8]) -> Result<Option<Uuid>> {
    if bytes.is_empty() { Ok(None) } else { uuid(bytes).map(Some) }
}

impl Stored {
    fn read(self) -> Result<Row> {
        let kind = SubjectKind::parse(&self.subject_kind);
        let kind = kind.ok_or_else(|| Error::internal("unknown subject in the trail"))?;
        Ok(Row {
            position: self.position,
            at: from_micros(self.at),
            kind: self.kind,
            actor: some(&self.actor)?.map(UserId::from_uuid),
            role: self.role,
            unit: some(&self.unit)?,
            subject: Subject { kind, id: uuid(&self.subject_id)? },
            seq: self.seq,
            commitment: self.leaf.try_into().map_err(|_| Error::internal("a leaf of 32 bytes"))?,
        })
    }
}

macro_rules! listing {
    ($first:literal) => {
        concat!(
            "SELECT e.position, e.at, e.kind, e.actor, e.role, e.unit, e.subject_kind, \
             e.subject_id, e.seq, f.leaf FROM audit_entry e JOIN fact f \
             ON f.tenant_id = e.tenant_id AND f.subject_kind = e.subject_kind \
             AND f.subject_id = e.subject_id AND f.seq = e.seq WHERE e.tenant_id = $1 AND ",
            $first,
            " AND e.at >= $2 AND (e.at < $3 OR (e.at = $3 AND e.position < $4)) \
             AND ($5 = '' OR e.kind = $5) AND (LENGTH($6) = 0 OR e.actor = $6) \
             AND (LENGTH($7) = 0 OR e.unit = $7) \
             ORDER BY e.at DESC, e.position DESC LIMIT $8"
        )
    };
}

/// Rows that `filter` asks for, the newest first, after the one given.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<(Timestamp, i64)>,
    most: i64,
) -> Result<Vec<Row>> {
    let sql = match filter {
        Filter { actor: Some(_), .. } => listing!("e.actor = $6"),
        Filter { unit: Some(_), .. } => listing!("e.unit = $7"),
        Filter { kind: Some(_), .. } => listing!("e.kind = $5"),
        _ => listing!("e.at >= $2"),
    };
    let micros = |at: Timestamp| at.as_microsecond();
    let end = (filter.until.map_or(i64::MAX, micros), 0);
    let (at, position) = after.map_or(end, |(at, position)| (micros(at), position));
    let rows: Vec<Stored> = sqlx::query_as(sql)
        .bind(tx.tenant())
        .bind(filter.from.map_or(i64::MIN, micros))
        .bind(at)
        .bind(position)
        .bind(filter.kind.clone().unwrap_or_default())
        .bind(filter.actor.map(|user| user.to_vec()).unwrap_or_default())
        .bind(filter.unit.map(|unit| unit.as_bytes().to_vec()).unwrap_or_default())
        .bind(most)
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// The row at `position`.
///
/// # Errors
/// Not found when the trail has none there.
pub async fn at(tx: &mut Tx<'_>, position: i64) -> Result<Row> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT e.position, e.at, e.kind, e.actor, e.role, e.unit, e.subject_kind, e.subject_id, \
         e.seq, f.leaf FROM audit_entry e JOIN fact f ON f.tenant_id = e.tenant_id \
         AND f.subject_kind = e.subject_kind AND f.subject_id = e.subject_id AND f.seq = e.seq \
         WHERE e.tenant_id = $1 AND e.position = $2",
    )
    .bind(tx.tenant())
    .bind(position)
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Units by their id, with code and both names.
///
/// # Errors
/// When the database fails.
pub async fn units(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, String, String, String)>> {
    let rows: Vec<(Vec<u8>, String, String, String)> = sqlx::query_as(
        "SELECT unit_id, code, name_id, name_en FROM unit WHERE tenant_id = $1 ORDER BY name_id",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter()
        .map(|(id, code, name, english)| Ok((uuid(&id)?, code, name, english)))
        .collect()
}
