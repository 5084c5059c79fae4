//! The register: professions, and who is barred.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::{RepresentativeId, UserId};
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::super::model::EntryState;
use super::{id, unknown};

/// A row of `representative`.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: RepresentativeId,
    /// A profession, or `barred`.
    pub kind: String,
    /// How it stands.
    pub state: EntryState,
    /// Keyed hash of the person's NIK.
    pub nik: Vec<u8>,
    /// The first day.
    pub from: Date,
    /// The last day, if it is known.
    pub until: Option<Date>,
    /// The inspector who wrote it.
    pub written_by: UserId,
    /// [`super::super::model::EntryDetails`] under the entry's key.
    pub sealed: Vec<u8>,
    /// Its last fact.
    pub seq: i64,
}

impl Entry {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Representative, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    representative_id: Vec<u8>,
    kind: String,
    state: String,
    nik_lookup: Vec<u8>,
    valid_from: String,
    valid_until: String,
    written_by: Vec<u8>,
    sealed: Vec<u8>,
    seq: i64,
}

fn date(text: &str) -> Result<Date> {
    text.parse().map_err(Error::internal)
}

impl Stored {
    fn read(self) -> Result<Entry> {
        let until = Some(self.valid_until.as_str()).filter(|text| !text.is_empty());
        Ok(Entry {
            id: id(&self.representative_id)?,
            kind: self.kind,
            state: EntryState::parse(&self.state).ok_or_else(|| unknown("state"))?,
            nik: self.nik_lookup,
            from: date(&self.valid_from)?,
            until: until.map(date).transpose()?,
            written_by: id(&self.written_by)?,
            sealed: self.sealed,
            seq: self.seq,
        })
    }
}

/// Writes a new entry.
///
/// # Errors
/// When the database fails.
pub async fn insert_entry(tx: &mut WriteTx<'_>, entry: &Entry) -> Result<()> {
    sqlx::query(
        "INSERT INTO representative (tenant_id, representative_id, kind, state, nik_lookup, \
         valid_from, valid_until, written_by, sealed, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tx.tenant())
    .bind(entry.id.to_vec())
    .bind(entry.kind.clone())
    .bind(entry.state.code())
    .bind(entry.nik.clone())
    .bind(entry.from.to_string())
    .bind(entry.until.map(|until| until.to_string()).unwrap_or_default())
    .bind(entry.written_by.to_vec())
    .bind(entry.sealed.clone())
    .bind(entry.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back how an entry stands. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update_entry(tx: &mut WriteTx<'_>, entry: &Entry, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE representative SET state = $4, seq = $5 \
         WHERE tenant_id = $1 AND representative_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(entry.id.to_vec())
    .bind(before)
    .bind(entry.state.code())
    .bind(entry.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The entry of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn entry(tx: &mut Tx<'_>, entry: RepresentativeId) -> Result<Entry> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT * FROM representative WHERE tenant_id = $1 AND representative_id = $2",
    )
    .bind(tx.tenant())
    .bind(entry.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// What the register has of the person whose NIK hashes to `nik`.
///
/// # Errors
/// When the database fails.
pub async fn of_person(tx: &mut Tx<'_>, nik: &[u8]) -> Result<Vec<Entry>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM representative WHERE tenant_id = $1 AND nik_lookup = $2 \
         ORDER BY representative_id",
    )
    .bind(tx.tenant())
    .bind(nik.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// The register, the newest first, after the one given.
///
/// # Errors
/// When the database fails.
pub async fn entries(
    tx: &mut Tx<'_>,
    before: Option<RepresentativeId>,
    most: i64,
) -> Result<Vec<Entry>> {
    let last = before.map_or_else(|| vec![0xff; 16], |id| id.to_vec());
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM representative WHERE tenant_id = $1 AND representative_id < $2 \
         ORDER BY representative_id DESC LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(last)
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}
