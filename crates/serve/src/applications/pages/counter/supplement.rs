//! `/petugas/loket/lengkapi`: documents for a number that exists already.

use askama::Template;
use axum::extract::{Query, Request, State};
use bytes::Bytes;
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use platform::uploads::{self, NewUpload};
use platform::web::upload::{Received, UploadForm, receive};
use platform::web::{Failure, Handled, Page, Visitor, html, redirect};
use serde::Deserialize;

use super::super::super::desk::{self, Found};
use super::super::super::model::{DocumentState, State as Stands};
use super::super::super::rules;
use super::super::super::store::{self, HeldDocument};
use super::super::super::verbs::{File, Open, Supplement};
use super::super::officer::parts::Mistakes;
use super::submit::helper;
use platform::web::view::with_status;

#[derive(Template)]
#[template(path = "applications/templates/officer/counter_supplement.html")]
struct SupplementPage {
    page: Page,
    number: String,
    compact: String,
    service: String,
    documents: Vec<Wanted>,
    errors: Mistakes,
}

/// A document that is not there yet.
struct Wanted {
    code: String,
    name: String,
    hint: String,
    asked: bool,
}

/// The number that was typed.
#[derive(Deserialize)]
pub(super) struct Asked {
    nomor: String,
}

/// What is still missing. Looking it up reads the answers, so it is an opening like any other.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Query(asked): Query<Asked>,
) -> Handled {
    let found = desk::find(&app, visitor.tenant.id, &officer, &asked.nomor).await?;
    write(&app, &visitor, officer, found, Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    officer: Can<Officer>,
    found: Found,
    errors: Mistakes,
) -> Handled {
    let tenant = visitor.tenant.id;
    let what = "file".to_owned();
    let open = Open { app: app.clone(), id: found.row.id, officer, purpose: "counter", what };
    let (row, details) = app.db.write(tenant, open).await?;
    if !matches!(row.state, Stands::Submitted | Stands::Returned) {
        return Err(Error::conflict("officer-supplement-state").into());
    }
    let mut tx = app.db.read(tenant).await?;
    let held = store::documents(&mut tx, row.id).await?;
    let lang = visitor.lang.code();
    let documents = rules::wanted(&found.standard, &details.answers)
        .filter_map(|document| {
            let state = held.iter().find(|held| held.code == document.code).map(|held| held.state);
            let missing = !state.is_some_and(DocumentState::is_there);
            missing.then(|| Wanted {
                code: document.code.clone(),
                name: document.name.get(lang).to_owned(),
                hint: document.hint.get(lang).to_owned(),
                asked: state == Some(DocumentState::Asked),
            })
        })
        .collect();
    let wrong = !errors.is_empty();
    let page = html(&SupplementPage {
        page: visitor.page("officer-supplement").in_section("loket").with_error_if(wrong),
        number: row.number.to_string(),
        compact: row.number.compact(),
        service: found.standard.name.get(lang).to_owned(),
        documents,
        errors,
    });
    Ok(if wrong { with_status(page, axum::http::StatusCode::BAD_REQUEST) } else { page })
}

/// Takes the documents in; the clock runs again.
pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Handled {
    let found = desk::find(&app, visitor.tenant.id, &officer, &asked.nomor).await?;
    let files = found.standard.documents.len().max(1) as u64;
    let done = match receive(&app, &visitor, request, files).await? {
        Received::Form(form) => hand_in(&app, &visitor, &officer, &found, form).await,
        Received::TooLarge(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(redirect(&format!("/petugas/berkas/{}", found.row.number.compact()))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
            let mistakes = Mistakes::one(visitor.lang, "dokumen", &error);
            write(&app, &visitor, officer, found, mistakes).await
        }
        Err(error) => Err(Failure(error)),
    }
}

async fn hand_in(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    found: &Found,
    form: UploadForm,
) -> Result<()> {
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    let file = File::of(&mut tx, app, found.row.clone()).await?;
    drop(tx);
    let mut command = WithFiles {
        uploads: Vec::new(),
        supplement: Supplement {
            app: app.clone(),
            standard: found.standard.clone(),
            id: found.row.id,
            actor: helper(app, visitor, officer).await?,
            documents: Vec::new(),
        },
    };
    for document in &found.standard.documents {
        let code = document.code.clone();
        let sent: Option<&Bytes> = form.files.get(&format!("f-{code}"));
        let seen = form.fields.get(&format!("d-{code}")).is_some_and(|value| value == "seen");
        if let Some(bytes) = sent {
            let upload = uploads::accept(app, tenant, &file.key, bytes.clone()).await?;
            let (state, file) = (DocumentState::Given, Some(upload.file_id));
            command.supplement.documents.push(HeldDocument { code, state, file });
            command.uploads.push(upload);
        } else if seen {
            let (state, file) = (DocumentState::Seen, None);
            command.supplement.documents.push(HeldDocument { code, state, file });
        }
    }
    app.db.write(tenant, command).await?;
    Ok(())
}

/// The supplement and the rows of its files, together.
struct WithFiles {
    uploads: Vec<NewUpload>,
    supplement: Supplement,
}

impl Command for WithFiles {
    type Output = Stands;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Stands> {
        for upload in &self.uploads {
            uploads::record(tx, upload).await?;
        }
        self.supplement.run(tx).await
    }
}
