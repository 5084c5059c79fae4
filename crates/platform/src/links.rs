//! Keyed pseudonyms of the people in a matter: who is the same, and never who anybody is. The slice
//! that owns the matter writes them in the command that makes it; analysis reads them. They stand
//! under the matter's own key, so that erasing a person erases them as well.

use kernel::error::Result;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::{Tx, WriteTx, db};
use crate::journal::uuid;
use crate::vault::{Lookup, SubjectKey, Vault};

const SEALED: &str = "case.links";

/// Who stands in a matter. Pseudonyms are empty where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// The number under which officers find it.
    pub number: String,
    /// The person whom it is for.
    pub person: String,
    /// Their family card.
    pub family: String,
    /// The telephone number that news goes to.
    pub contact: String,
    /// Who acts for the person under a mandate.
    pub representative: String,
    /// Who, besides those who apply, was the first to bring documents that were missing.
    #[serde(default)]
    pub joined: String,
    /// Whether acting for others is the representative's registered profession.
    pub registered: bool,
    /// Code of the kelurahan of residence.
    pub kelurahan: String,
    /// `female` or `male`.
    pub sex: String,
    /// Whether it goes first by rule.
    pub priority: bool,
}

/// The pseudonym of a number under the city's key: 96 bits in hexadecimal.
pub fn pseudonym(vault: &Vault, kind: Lookup, number: &str) -> String {
    let mac = vault.lookup(kind, number);
    mac.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps the links of a matter.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut WriteTx<'_>, key: &SubjectKey, links: &Links) -> Result<()> {
    let sealed = key.seal_json(SEALED, links, tx.rng())?;
    sqlx::query("INSERT INTO case_link (tenant_id, subject_id, sealed) VALUES ($1, $2, $3)")
        .bind(tx.tenant())
        .bind(key.subject().as_bytes().to_vec())
        .bind(sealed)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Notes who was the first to bring documents, besides those who apply; who comes after them changes
/// nothing.
///
/// # Errors
/// When the database fails or the row cannot be opened.
pub async fn join(tx: &mut WriteTx<'_>, key: &SubjectKey, joined: &str) -> Result<()> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("SELECT sealed FROM case_link WHERE tenant_id = $1 AND subject_id = $2")
            .bind(tx.tenant())
            .bind(key.subject().as_bytes().to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    let Some((sealed,)) = row else { return Ok(()) };
    let mut links: Links = key.open_json(SEALED, &sealed)?;
    if !links.joined.is_empty() {
        return Ok(());
    }
    links.joined = joined.to_owned();
    let sealed = key.seal_json(SEALED, &links, tx.rng())?;
    sqlx::query("UPDATE case_link SET sealed = $3 WHERE tenant_id = $1 AND subject_id = $2")
        .bind(tx.tenant())
        .bind(key.subject().as_bytes().to_vec())
        .bind(sealed)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// A page of matters and their links, in the order of their ids and so of their time, from behind
/// `after` on. Those that were erased are not among them.
///
/// # Errors
/// When the database fails or a row cannot be opened.
pub async fn page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, Links)>> {
    let rows: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT l.subject_id, l.sealed, k.wrapped FROM case_link l \
         JOIN subject_key k ON k.tenant_id = l.tenant_id AND k.subject_id = l.subject_id \
         WHERE l.tenant_id = $1 AND l.subject_id > $2 ORDER BY l.subject_id LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(after.as_bytes().to_vec())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let open = |(id, sealed, wrapped): (Vec<u8>, Vec<u8>, Vec<u8>)| {
        let id = uuid(&id)?;
        let links = vault.unwrap_key(id, &wrapped)?.open_json(SEALED, &sealed)?;
        Ok((id, links))
    };
    rows.into_iter().map(open).collect()
}

#[cfg(test)]
mod tests;
