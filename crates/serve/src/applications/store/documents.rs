//! Documents of an application and the files behind them.

use kernel::error::Result;
use kernel::id::{ApplicationId, FileId};
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::super::model::DocumentState;
use super::{id, known};

/// A document of an application.
#[derive(Clone, Debug)]
pub struct HeldDocument {
    /// Code, as in the standard.
    pub code: String,
    /// How it stands.
    pub state: DocumentState,
    /// The upload, when there is one.
    pub file: Option<FileId>,
}

/// The documents of an application, by code.
///
/// # Errors
/// When the database fails.
pub async fn documents(tx: &mut Tx<'_>, application: ApplicationId) -> Result<Vec<HeldDocument>> {
    let rows: Vec<(String, String, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT code, state, file_id FROM application_document \
         WHERE tenant_id = $1 AND application_id = $2 ORDER BY code",
    )
    .bind(tx.tenant())
    .bind(application.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter()
        .map(|(code, state, file)| {
            Ok(HeldDocument {
                code,
                state: known(DocumentState::parse(&state), "document state", &state)?,
                file: file.map(|f| id(&f)).transpose()?,
            })
        })
        .collect()
}

/// Sets how a document stands.
///
/// # Errors
/// When the database fails.
pub async fn set_document(
    tx: &mut WriteTx<'_>,
    application: ApplicationId,
    document: &HeldDocument,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO application_document (tenant_id, application_id, code, state, file_id, \
         changed_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id, application_id, code) DO UPDATE SET state = excluded.state, \
         file_id = COALESCE(excluded.file_id, application_document.file_id), \
         changed_at = excluded.changed_at",
    )
    .bind(tx.tenant())
    .bind(application.to_vec())
    .bind(document.code.clone())
    .bind(document.state.code())
    .bind(document.file.map(|f| f.to_vec()))
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What is known of an upload without opening it.
#[derive(Clone, Debug, FromRow)]
pub struct KeptFile {
    /// Its media type.
    pub media: String,
    /// Its length in bytes.
    pub bytes: i64,
}

/// The upload `file`, when it lies under the key of `application` and nowhere else.
///
/// # Errors
/// When the database fails.
pub async fn kept_file(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    file: FileId,
) -> Result<Option<KeptFile>> {
    sqlx::query_as(
        "SELECT media, bytes FROM file WHERE tenant_id = $1 AND file_id = $2 AND key_id = $3",
    )
    .bind(tx.tenant())
    .bind(file.to_vec())
    .bind(application.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)
}
