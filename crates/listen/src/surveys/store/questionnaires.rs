//! Questionnaires and their versions.

use kernel::Error;
use kernel::error::Result;
use kernel::survey::Questionnaire;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;
use uuid::Uuid;

use super::bytes;
use crate::surveys::model::Kept;

#[derive(FromRow)]
struct KeptRow {
    questionnaire_id: Vec<u8>,
    version: i64,
    body: String,
    revision: i64,
    edited_by: Option<Vec<u8>>,
    sha256: String,
}

impl KeptRow {
    fn read(self) -> Result<Kept> {
        Ok(Kept {
            id: uuid(&self.questionnaire_id)?,
            version: self.version,
            body: serde_json::from_str(&self.body).map_err(Error::internal)?,
            revision: self.revision,
            edited_by: self.edited_by.as_deref().map(uuid).transpose()?,
            sha256: self.sha256,
        })
    }
}

/// Every questionnaire, newest version first within its code.
///
/// # Errors
/// When the database fails.
pub async fn questionnaires(tx: &mut Tx<'_>) -> Result<Vec<Kept>> {
    let rows: Vec<KeptRow> = sqlx::query_as(
        "SELECT questionnaire_id, version, body, revision, edited_by, sha256 \
         FROM survey_questionnaire WHERE tenant_id = $1 ORDER BY code, version DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(KeptRow::read).collect()
}

/// One questionnaire.
///
/// # Errors
/// Not found when there is none.
pub async fn questionnaire(tx: &mut Tx<'_>, id: Uuid) -> Result<Kept> {
    let row: Option<KeptRow> = sqlx::query_as(
        "SELECT questionnaire_id, version, body, revision, edited_by, sha256 \
         FROM survey_questionnaire WHERE tenant_id = $1 AND questionnaire_id = $2",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Keeps a new version of a questionnaire.
///
/// # Errors
/// When the database fails, or the version is there.
pub async fn insert_questionnaire(tx: &mut WriteTx<'_>, kept: &Kept) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_questionnaire (tenant_id, questionnaire_id, code, version, body, \
         revision, edited_by, frozen_at, sha256) VALUES ($1, $2, $3, $4, $5, 1, $6, NULL, '')",
    )
    .bind(tx.tenant())
    .bind(bytes(kept.id))
    .bind(kept.body.code.clone())
    .bind(kept.version)
    .bind(serde_json::to_string(&kept.body).map_err(Error::internal)?)
    .bind(kept.edited_by.map(bytes))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Changes a draft that stands as `seen`.
///
/// # Errors
/// `surveys-error-frozen` when it is frozen or somebody else changed it.
pub async fn update_questionnaire(
    tx: &mut WriteTx<'_>,
    id: Uuid,
    body: &Questionnaire,
    seen: i64,
    by: Uuid,
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE survey_questionnaire SET body = $3, revision = revision + 1, edited_by = $5 \
         WHERE tenant_id = $1 AND questionnaire_id = $2 AND revision = $4 AND sha256 = ''",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .bind(serde_json::to_string(body).map_err(Error::internal)?)
    .bind(seen)
    .bind(bytes(by))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-frozen")) }
}

/// Notes the digest under which a questionnaire was frozen.
///
/// # Errors
/// When the database fails.
pub async fn freeze(tx: &mut WriteTx<'_>, id: Uuid, sha256: &str) -> Result<()> {
    sqlx::query(
        "UPDATE survey_questionnaire SET sha256 = $3, frozen_at = $4 \
         WHERE tenant_id = $1 AND questionnaire_id = $2",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .bind(sha256.to_owned())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
