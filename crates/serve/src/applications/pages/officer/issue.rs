//! `POST /petugas/berkas/{number}/terbitkan`: the product is there, as a file or on paper.

use axum::extract::{Path, Request, State};
use bytes::Bytes;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use platform::uploads::{self, NewUpload};
use platform::web::upload::{Received, receive};
use platform::web::{Handled, Visitor, redirect};

use super::super::super::desk::{self, Found};
use super::super::super::verbs::{File, Issue};
use super::file::{Typed, refused};

/// Issues the product, with its file in the same transaction.
pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    request: Request,
) -> Handled {
    let mut form = match receive(&app, &visitor, request, 1).await? {
        Received::Form(form) => form,
        Received::TooLarge(error) => {
            return refused(&app, &visitor, officer, &number, error, Typed::default()).await;
        }
    };
    let product = form.files.remove("produk");
    let tenant = visitor.tenant.id;
    let found = desk::find(&app, tenant, &officer, &number).await?;
    let address = format!("/petugas/berkas/{}", found.row.number.compact());
    match issue(&app, tenant, &officer, found, product).await {
        Ok(()) => Ok(redirect(&address)),
        Err(error) => refused(&app, &visitor, officer, &number, error, Typed::default()).await,
    }
}

async fn issue(
    app: &App,
    tenant: TenantId,
    officer: &Can<Officer>,
    found: Found,
    product: Option<Bytes>,
) -> Result<()> {
    let Found { row, standard } = found;
    let id = row.id;
    let upload = match product {
        None => None,
        Some(bytes) => {
            let mut tx = app.db.read(tenant).await?;
            let key = File::of(&mut tx, app, row).await?.key;
            drop(tx);
            Some(uploads::accept(app, tenant, &key, bytes).await?)
        }
    };
    let product = upload.as_ref().map(|upload| upload.file_id);
    let issue = Issue { app: app.clone(), standard, id, officer: officer.clone(), product };
    app.db.write(tenant, WithProduct { issue, upload }).await
}

/// The decision and the row of its file, together.
struct WithProduct {
    issue: Issue,
    upload: Option<NewUpload>,
}

impl Command for WithProduct {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if let Some(upload) = &self.upload {
            uploads::record(tx, upload).await?;
        }
        self.issue.run(tx).await
    }
}
