//! The tables of the catalogue: reading versions here, changing them in `write`, public promises
//! in `maklumat`.

mod maklumat;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::UserId;
use kernel::service::Standard;
use kernel::time::from_micros;
use platform::db::{Tx, db};
use platform::vault::sha256;

use super::memo::{self, Digest};
use super::model::{Span, State, Version, holding};
use super::search::Index;

pub use maklumat::{draft_maklumat, maklumat_of, maklumats, publish_maklumat, sign_maklumat};
pub use write::{publish_seed, save_draft, take};

/// A standard in force, with the number of its version.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Number of the version.
    pub version: i64,
    /// The text.
    pub standard: Arc<Standard>,
    digest: Digest,
}

#[derive(sqlx::FromRow)]
struct Head {
    code: String,
    version: i64,
    valid_from: String,
    ended_on: Option<String>,
    digest: Vec<u8>,
}

impl Head {
    fn span(&self) -> Result<Span> {
        let ended_on = self.ended_on.as_deref().map(day).transpose()?;
        Ok(Span { version: self.version, from: day(&self.valid_from)?, ended_on })
    }
}

/// All standards in force on `day`, by code.
///
/// # Errors
/// When the database fails.
pub async fn in_force(tx: &mut Tx<'_>, day: Date) -> Result<Vec<InForce>> {
    let heads: Vec<Head> = sqlx::query_as(
        "SELECT code, version, valid_from, ended_on, digest FROM standard \
         WHERE tenant_id = $1 AND state IN ('published', 'withdrawn') AND valid_from <= $2 \
         ORDER BY code, version",
    )
    .bind(tx.tenant())
    .bind(day.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut services: BTreeMap<String, Vec<Head>> = BTreeMap::new();
    for head in heads {
        services.entry(head.code.clone()).or_default().push(head);
    }
    let mut list = Vec::with_capacity(services.len());
    for heads in services.into_values() {
        if let Some(head) = holds(heads, day)? {
            list.push(fetch(tx, head).await?);
        }
    }
    Ok(list)
}

/// The standard of the service `code` in force on `day`.
///
/// # Errors
/// When the database fails.
pub async fn standard(tx: &mut Tx<'_>, code: &str, day: Date) -> Result<Option<InForce>> {
    let heads: Vec<Head> = sqlx::query_as(
        "SELECT code, version, valid_from, ended_on, digest FROM standard \
         WHERE tenant_id = $1 AND code = $2 AND state IN ('published', 'withdrawn') \
         AND valid_from <= $3",
    )
    .bind(tx.tenant())
    .bind(code.to_owned())
    .bind(day.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    match holds(heads, day)? {
        Some(head) => fetch(tx, head).await.map(Some),
        None => Ok(None),
    }
}

fn holds(heads: Vec<Head>, day: Date) -> Result<Option<Head>> {
    let spans: Vec<Span> = heads.iter().map(Head::span).collect::<Result<_>>()?;
    let version = holding(&spans, day);
    Ok(heads.into_iter().find(|head| Some(head.version) == version))
}

/// The body of a version, from memory when it was read before.
async fn fetch(tx: &mut Tx<'_>, head: Head) -> Result<InForce> {
    let digest = digest(&head.digest)?;
    let version = head.version;
    if let Some(standard) = memo::standard(&digest) {
        return Ok(InForce { version, standard, digest });
    }
    let (body,): (String,) = sqlx::query_as(
        "SELECT body FROM standard WHERE tenant_id = $1 AND code = $2 AND version = $3",
    )
    .bind(tx.tenant())
    .bind(head.code)
    .bind(version)
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(InForce { version, standard: memo::keep(digest, &body)?, digest })
}

/// The search index over `list`.
pub fn index(list: &[InForce]) -> Arc<Index> {
    let digests: Vec<u8> = list.iter().flat_map(|known| known.digest).collect();
    let standards = || list.iter().map(|known| Arc::clone(&known.standard)).collect();
    memo::index(sha256(&digests), || Index::new(standards()))
}

#[derive(sqlx::FromRow)]
struct Row {
    version: i64,
    state: String,
    ended_on: Option<String>,
    body: String,
    digest: Vec<u8>,
    editors: String,
    approved_by: Option<Vec<u8>>,
    note: String,
    revision: i64,
    changed_at: i64,
}

impl Row {
    fn into_version(self) -> Result<Version> {
        let digest = digest(&self.digest)?;
        let standard = match memo::standard(&digest) {
            Some(standard) => standard,
            None => memo::keep(digest, &self.body)?,
        };
        let state = State::parse(&self.state);
        Ok(Version {
            version: self.version,
            state: state.ok_or_else(|| Error::internal(format!("state {}", self.state)))?,
            standard,
            ended_on: self.ended_on.as_deref().map(day).transpose()?,
            editors: serde_json::from_str(&self.editors).map_err(Error::internal)?,
            approved_by: self.approved_by.as_deref().map(user).transpose()?,
            note: self.note,
            revision: self.revision,
            changed_at: from_micros(self.changed_at),
        })
    }
}

/// All versions of the service `code`, newest first; empty when there is no such service.
///
/// # Errors
/// When the database fails.
pub async fn versions(tx: &mut Tx<'_>, code: &str) -> Result<Vec<Version>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT version, state, ended_on, body, digest, editors, approved_by, note, revision, \
         changed_at FROM standard WHERE tenant_id = $1 AND code = $2 ORDER BY version DESC",
    )
    .bind(tx.tenant())
    .bind(code.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Row::into_version).collect()
}

/// The version `version` of the service `code`, in whatever state.
///
/// # Errors
/// When the database fails.
pub async fn by_version(tx: &mut Tx<'_>, code: &str, version: i64) -> Result<Option<Version>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT version, state, ended_on, body, digest, editors, approved_by, note, revision, \
         changed_at FROM standard WHERE tenant_id = $1 AND code = $2 AND version = $3",
    )
    .bind(tx.tenant())
    .bind(code.to_owned())
    .bind(version)
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Row::into_version).transpose()
}

/// The newest version of every service, by code.
///
/// # Errors
/// When the database fails.
pub async fn newest(tx: &mut Tx<'_>) -> Result<Vec<Version>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT s.version, s.state, s.ended_on, s.body, s.digest, s.editors, s.approved_by, \
         s.note, s.revision, s.changed_at FROM standard s WHERE s.tenant_id = $1 \
         AND s.version = (SELECT MAX(l.version) FROM standard l \
         WHERE l.tenant_id = s.tenant_id AND l.code = s.code) ORDER BY s.code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Row::into_version).collect()
}

/// A unit of the city as the catalogue shows it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
    /// Code of the unit that is told when a deadline is missed; empty for the mayor.
    pub parent_code: String,
    /// What kind of unit, such as `office`.
    pub kind: String,
    serves_public: i64,
}

impl Unit {
    /// The name in the language `code`.
    pub fn name(&self, code: &str) -> &str {
        if code == "en" { &self.name_en } else { &self.name_id }
    }
}

/// All units that serve the public, by code.
///
/// # Errors
/// When the database fails.
pub async fn units(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Unit>> {
    let mut units = all_units(tx).await?;
    units.retain(|_, unit| unit.serves_public != 0);
    Ok(units)
}

/// All units, by code, also those that are only superiors of others.
///
/// # Errors
/// When the database fails.
pub async fn all_units(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Unit>> {
    let rows: Vec<Unit> = sqlx::query_as(
        "SELECT code, name_id, name_en, parent_code, kind, serves_public FROM unit \
         WHERE tenant_id = $1 ORDER BY code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().map(|unit| (unit.code.clone(), unit)).collect())
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|error| Error::internal(error).context(text))
}

fn user(bytes: &[u8]) -> Result<UserId> {
    uuid::Uuid::from_slice(bytes).map(UserId::from_uuid).map_err(Error::internal)
}

fn digest(bytes: &[u8]) -> Result<Digest> {
    bytes.try_into().map_err(|_| Error::internal("the digest of a standard has another length"))
}
