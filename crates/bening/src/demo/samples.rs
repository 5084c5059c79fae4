//! Sample documents for some open files, so that an officer of the demo has something to look at.

use bytes::Bytes;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::ApplicationId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::uploads::{self, NewUpload};
use serve::applications::model::DocumentState;
use serve::applications::store::{self, HeldDocument};

/// A page that says what it is.
const SAMPLE: &[u8] = include_bytes!("sample.jpg");

/// How many files get samples: enough for a look, few enough for a quick start.
const FILES: i64 = 40;

/// Attaches the sample to every document of the first open files of the demo's officers.
///
/// # Errors
/// When the database or the disk fails.
pub async fn attach(app: &App, tenant: TenantId) -> Result<()> {
    let mut open = Vec::new();
    let mut tx = app.db.read(tenant).await?;
    for unit in ["DISDUKCAPIL", "DPMPTSP"] {
        for (queue, _) in store::queues(&mut tx, unit).await? {
            open.extend(store::waiting(&mut tx, &queue, (-1, 0), FILES / 4).await?);
        }
        open.extend(store::staged(&mut tx, unit, "working", (-1, None), FILES).await?);
    }
    drop(tx);
    for application in open {
        one(app, tenant, application.id).await?;
    }
    Ok(())
}

async fn one(app: &App, tenant: TenantId, id: ApplicationId) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let Some(key) = keys::find(&mut tx, &app.vault, id.uuid()).await? else { return Ok(()) };
    let documents = store::documents(&mut tx, id).await?;
    drop(tx);
    for document in documents.into_iter().filter(|d| d.state.is_there()) {
        let upload = uploads::accept(app, tenant, &key, Bytes::from_static(SAMPLE)).await?;
        app.db.write(tenant, Attach { id, code: document.code, upload }).await?;
    }
    Ok(())
}

struct Attach {
    id: ApplicationId,
    code: String,
    upload: NewUpload,
}

impl Command for Attach {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        uploads::record(tx, &self.upload).await?;
        let file = Some(self.upload.file_id);
        let document = HeldDocument { code: self.code.clone(), state: DocumentState::Given, file };
        store::set_document(tx, self.id, &document).await
    }
}
