//! `/petugas/loket/lengkapi`: documents for a number that exists already.

use askama::Template;
use axum::extract::{Query, Request, State};
use bytes::Bytes;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::identity::Nik;
use kernel::service::Applicant;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use platform::uploads::{self, NewUpload};
use platform::web::upload::{Received, UploadForm, receive};
use platform::web::{Failure, Handled, Page, Visitor, html, redirect};
use serde::Deserialize;

use super::super::super::desk::{self, Found};
use super::super::super::model::{Bearer, Came, DocumentState, State as Stands};
use super::super::super::rules;
use super::super::super::store::{self, HeldDocument};
use super::super::super::verbs::{File, Open, Supplement};
use super::super::officer::parts::{Mistakes, choices};
use super::submit::helper;
use platform::web::view::{Choice, with_status};

/// Characters of a name.
const LONGEST_NAME: usize = 100;

#[derive(Template)]
#[template(path = "applications/templates/officer/counter_supplement.html")]
struct SupplementPage {
    page: Page,
    number: String,
    compact: String,
    service: String,
    documents: Vec<Wanted>,
    who: Vec<Choice>,
    typed: Typed,
    errors: Mistakes,
}

/// What was typed of who brings the documents.
#[derive(Clone, Default)]
struct Typed {
    who: String,
    name: String,
    nik: String,
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
    write(&app, &visitor, officer, found, (Typed::default(), Mistakes::default())).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    officer: Can<Officer>,
    found: Found,
    (typed, errors): (Typed, Mistakes),
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
        who: choices(visitor.lang, "officer-bearer-", bringers(row.applicant), &typed.who),
        typed,
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
    let (typed, done) = match receive(&app, &visitor, request, files).await? {
        Received::Form(form) => {
            let typed = Typed::of(&form);
            let done = match typed.came(found.row.applicant) {
                Ok(came) => {
                    let done = hand_in(&app, &visitor, &officer, &found, (came, form)).await;
                    done.map_err(|error| (field_of(&error), error))
                }
                Err(wrong) => Err(wrong),
            };
            (typed, done)
        }
        Received::TooLarge(error) => (Typed::default(), Err(("dokumen", error))),
    };
    match done {
        Ok(()) => Ok(redirect(&format!("/petugas/berkas/{}", found.row.number.compact()))),
        Err((field, error)) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
            let mistakes = Mistakes::one(visitor.lang, field, &error);
            write(&app, &visitor, officer, found, (typed, mistakes)).await
        }
        Err((_, error)) => Err(Failure(error)),
    }
}

/// Who may stand at the counter.
fn bringers(applicant: Applicant) -> &'static [&'static str] {
    match applicant {
        Applicant::Oneself => &["self", "other", "nobody"],
        Applicant::Family | Applicant::Mandate => &["representative", "self", "other", "nobody"],
    }
}

/// The field of a mistake that the command found.
fn field_of(error: &Error) -> &'static str {
    if error.key() == "applications-bearer-known" { "nik-pembawa" } else { "dokumen" }
}

impl Typed {
    fn of(form: &UploadForm) -> Self {
        let value = |field: &str| {
            form.fields.get(field).map(|typed| typed.trim().to_owned()).unwrap_or_default()
        };
        Self { who: value("pembawa"), name: value("nama-pembawa"), nik: value("nik-pembawa") }
    }

    /// Who came; an error names its field.
    fn came(&self, applicant: Applicant) -> Result<Came, (&'static str, Error)> {
        if !bringers(applicant).contains(&self.who.as_str()) {
            return Err(("pembawa", Error::invalid("officer-bearer-missing")));
        }
        match self.who.as_str() {
            "self" => Ok(Came::Oneself),
            "nobody" => Ok(Came::Nobody),
            "representative" => Ok(Came::Applicant),
            _ => {
                if self.name.is_empty() || self.name.chars().count() > LONGEST_NAME {
                    return Err(("nama-pembawa", Error::invalid("officer-bearer-name-missing")));
                }
                let nik = Nik::parse(&self.nik)
                    .map_err(|error| ("nik-pembawa", Error::invalid(error.key())))?;
                Ok(Came::Other(Bearer { name: self.name.clone(), nik }))
            }
        }
    }
}

async fn hand_in(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    found: &Found,
    (came, form): (Came, UploadForm),
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
            came,
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
