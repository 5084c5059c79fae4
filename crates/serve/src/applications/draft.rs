//! Drafts: a form on its way, found by a code that only the citizen has. The draft already has the
//! id and key of the application it will become; what is never handed in is erased with its key.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::{ApplicationId, FileId};
use kernel::number::DraftCode;
use platform::App;
use platform::db::{Command, Tx, WriteTx, db};
use platform::keys;
use platform::uploads::{self, NewUpload};
use platform::vault::{SubjectKey, sha256};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

/// What the citizen has filled in so far: values in the form in which they are stored, by the slug
/// of their step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Answers; an empty one means that the question was seen and left out.
    pub answers: BTreeMap<String, String>,
    /// Uploads by code of the document.
    pub documents: BTreeMap<String, FileId>,
    /// Documents that the citizen will bring to the counter.
    pub later: BTreeSet<String>,
    /// An officer fills it in for someone at a counter, who may have no phone.
    #[serde(default)]
    pub counter: bool,
}

/// A draft as it is stored.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The application it will become.
    pub application: ApplicationId,
    /// SHA-256 of the code.
    pub code_hash: Vec<u8>,
    /// Code of the service.
    pub service: String,
    /// Version of the standard that held when it was begun.
    pub standard_version: i64,
    /// What has been filled in.
    pub body: Body,
    /// Counts changes, so that two open pages do not overwrite each other.
    pub revision: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// The key of the application.
    pub key: SubjectKey,
}

const PURPOSE: &str = "draft.body";

/// The hash under which a draft is found.
pub fn code_hash(code: &DraftCode) -> Vec<u8> {
    sha256(code.expose().as_bytes()).to_vec()
}

/// Begins a draft and returns its code, which is stored nowhere.
#[derive(Clone)]
pub struct Begin {
    /// The city.
    pub app: App,
    /// Code of the service.
    pub service: String,
    /// Version of its standard.
    pub standard_version: i64,
}

impl Command for Begin {
    type Output = DraftCode;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<DraftCode> {
        let now = tx.now();
        let application = ApplicationId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, application.uuid()).await?;
        let code = DraftCode::random(tx.rng());
        let sealed = key.seal_json(PURPOSE, &Body::default(), tx.rng())?;
        sqlx::query(
            "INSERT INTO draft (tenant_id, code_hash, application_id, service, standard_version, \
             sealed, revision, changed_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
        )
        .bind(tx.tenant())
        .bind(code_hash(&code))
        .bind(application.to_vec())
        .bind(self.service.clone())
        .bind(self.standard_version)
        .bind(sealed)
        .bind(now.as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(code)
    }
}

#[derive(FromRow)]
struct Row {
    application_id: Vec<u8>,
    service: String,
    standard_version: i64,
    sealed: Vec<u8>,
    revision: i64,
    changed_at: i64,
}

/// The draft of `code`.
///
/// # Errors
/// Not found when there is none: never begun, handed in already, or too old.
pub async fn find(tx: &mut Tx<'_>, app: &App, code: &DraftCode) -> Result<Draft> {
    let gone = || Error::new(kernel::error::Kind::NotFound, "applications-draft-gone");
    let hash = code_hash(code);
    let row: Option<Row> = sqlx::query_as(
        "SELECT application_id, service, standard_version, sealed, revision, changed_at \
         FROM draft WHERE tenant_id = $1 AND code_hash = $2",
    )
    .bind(tx.tenant())
    .bind(hash.clone())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let row = row.ok_or_else(gone)?;
    let id = Uuid::from_slice(&row.application_id).map_err(Error::internal)?;
    let key = keys::find(tx, &app.vault, id).await?.ok_or_else(gone)?;
    Ok(Draft {
        application: ApplicationId::from_uuid(id),
        code_hash: hash,
        service: row.service,
        standard_version: row.standard_version,
        body: key.open_json(PURPOSE, &row.sealed)?,
        revision: row.revision,
        changed_at: kernel::time::from_micros(row.changed_at),
        key,
    })
}

/// Keeps a changed draft, with an upload that belongs to it.
#[derive(Clone)]
pub struct Save {
    /// The draft as it was read, with its body changed.
    pub draft: Draft,
    /// An upload that the body now names.
    pub upload: Option<NewUpload>,
}

impl Command for Save {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let draft = &self.draft;
        if let Some(upload) = &self.upload {
            uploads::record(tx, upload).await?;
        }
        let sealed = draft.key.seal_json(PURPOSE, &draft.body, tx.rng())?;
        let done = sqlx::query(
            "UPDATE draft SET sealed = $4, revision = revision + 1, changed_at = $5 \
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
        if done.rows_affected() == 1 {
            return Ok(());
        }
        Err(Error::conflict("error-changed-meanwhile"))
    }
}

/// Deletes the row of a draft that was handed in; its key lives on as the application's.
///
/// # Errors
/// Conflict when it is gone: the form was sent twice.
pub async fn delete(tx: &mut WriteTx<'_>, code_hash: &[u8]) -> Result<()> {
    let done = sqlx::query("DELETE FROM draft WHERE tenant_id = $1 AND code_hash = $2")
        .bind(tx.tenant())
        .bind(code_hash.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("applications-draft-gone")) }
}

/// Erases the drafts of a city that nobody went on with for as long as the rule
/// `serve.draft_life` lets them wait, and says how many.
///
/// # Errors
/// When the rule is missing or the database fails.
pub async fn sweep(app: &App, tenant: TenantId) -> Result<usize> {
    let term = app.rulebook.term("serve.draft_life", app.today())?;
    let now = app.db.clock().now();
    let days = SignedDuration::from_hours(24 * i64::from(term.amount));
    let before = now.checked_sub(days).map_err(Error::internal)?;
    let mut erased = 0;
    loop {
        let step = app.db.write(tenant, EraseOld { before }).await?;
        erased += step;
        if step == 0 {
            return Ok(erased);
        }
    }
}

/// Erases drafts that nobody went on with since `before`, at most a hundred at a time, and says
/// how many.
#[derive(Clone, Copy, Debug)]
pub struct EraseOld {
    /// Drafts last changed before this instant go.
    pub before: Timestamp,
}

impl Command for EraseOld {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT code_hash, application_id FROM draft \
             WHERE tenant_id = $1 AND changed_at < $2 ORDER BY changed_at LIMIT 100",
        )
        .bind(tx.tenant())
        .bind(self.before.as_microsecond())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
        for (code, application) in &rows {
            delete(tx, code).await?;
            keys::erase(tx, Uuid::from_slice(application).map_err(Error::internal)?).await?;
        }
        Ok(rows.len())
    }
}
