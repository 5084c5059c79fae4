//! Reports on their way. A draft already has the id and the key of the report that it becomes.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::ComplaintId;
use kernel::number::DraftCode;
use platform::App;
use platform::db::{Tx, WriteTx, db};
use platform::keys;
use platform::vault::{SubjectKey, sha256};

use super::super::report::Body;
use super::id;

const PURPOSE: &str = "complaint.draft";

/// A report on its way.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The report it will become.
    pub id: ComplaintId,
    /// SHA-256 of the code.
    pub code_hash: Vec<u8>,
    /// What was written so far.
    pub body: Body,
    /// Counts changes.
    pub revision: i64,
    /// The key of the report.
    pub key: SubjectKey,
}

fn hash(code: &DraftCode) -> Vec<u8> {
    sha256(code.expose().as_bytes()).to_vec()
}

/// Begins a draft and returns its code, which is stored nowhere.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut WriteTx<'_>, app: &App, body: &Body) -> Result<DraftCode> {
    let now = tx.now();
    let id = ComplaintId::new(now, tx.rng());
    let key = keys::create(tx, &app.vault, id.uuid()).await?;
    let code = DraftCode::random(tx.rng());
    let sealed = key.seal_json(PURPOSE, body, tx.rng())?;
    sqlx::query(
        "INSERT INTO complaint_draft (tenant_id, code_hash, complaint_id, sealed, revision, \
         changed_at) VALUES ($1, $2, $3, $4, 1, $5)",
    )
    .bind(tx.tenant())
    .bind(hash(&code))
    .bind(id.to_vec())
    .bind(sealed)
    .bind(now.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(code)
}

/// The draft of `code`.
///
/// # Errors
/// Not found when there is none: never begun, sent already, or too old.
pub async fn draft(tx: &mut Tx<'_>, app: &App, code: &DraftCode) -> Result<Draft> {
    let gone = || Error::new(Kind::NotFound, "complaint-draft-gone");
    let row: Option<(Vec<u8>, Vec<u8>, i64)> = sqlx::query_as(
        "SELECT complaint_id, sealed, revision FROM complaint_draft \
         WHERE tenant_id = $1 AND code_hash = $2",
    )
    .bind(tx.tenant())
    .bind(hash(code))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let (complaint, sealed, revision) = row.ok_or_else(gone)?;
    let id: ComplaintId = id(&complaint)?;
    let key = keys::find(tx, &app.vault, id.uuid()).await?.ok_or_else(gone)?;
    let body = key.open_json(PURPOSE, &sealed)?;
    Ok(Draft { id, code_hash: hash(code), body, revision, key })
}

/// Keeps a changed draft.
///
/// # Errors
/// Conflict when another page changed it meanwhile.
pub async fn save_draft(tx: &mut WriteTx<'_>, draft: &Draft) -> Result<()> {
    let sealed = draft.key.seal_json(PURPOSE, &draft.body, tx.rng())?;
    let done = sqlx::query(
        "UPDATE complaint_draft SET sealed = $4, revision = revision + 1, changed_at = $5 \
         WHERE tenant_id = $1 AND code_hash = $2 AND revision = $3",
    )
    .bind(tx.tenant())
    .bind(draft.code_hash.clone())
    .bind(draft.revision)
    .bind(sealed)
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// Takes away the row of a draft that was sent or is too old.
///
/// # Errors
/// Conflict when it is gone: the form was sent twice.
pub async fn delete_draft(tx: &mut WriteTx<'_>, code_hash: &[u8]) -> Result<()> {
    let done = sqlx::query("DELETE FROM complaint_draft WHERE tenant_id = $1 AND code_hash = $2")
        .bind(tx.tenant())
        .bind(code_hash.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("complaint-draft-gone")) }
}

/// Drafts that nobody went on with since then, a hundred at most.
///
/// # Errors
/// When the database fails.
pub async fn old_drafts(tx: &mut Tx<'_>, before: Timestamp) -> Result<Vec<(Vec<u8>, ComplaintId)>> {
    let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT code_hash, complaint_id FROM complaint_draft \
         WHERE tenant_id = $1 AND changed_at < $2 ORDER BY changed_at LIMIT 100",
    )
    .bind(tx.tenant())
    .bind(before.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(code, complaint)| Ok((code, id(&complaint)?))).collect()
}
