//! `GET` and `POST /lacak/{number}/lengkapi`: only what is missing. A good file is kept when
//! another one of the same form is not.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::actor::{Actor, Channel};
use kernel::error::{Kind, Result};
use kernel::id::FileId;
use platform::db::{Command, Tx, WriteTx};
use platform::uploads::{self, NewUpload};
use platform::web::upload::{Received, UploadForm, receive};
use platform::web::{Handled, Page, html, redirect};
use uuid::Uuid;

use super::super::super::model::{Came, DocumentState, State};
use super::super::super::rules;
use super::super::super::store::{self, HeldDocument};
use super::super::super::verbs::Supplement;
use super::super::words;
use super::facts;
use super::file::Opened;
use platform::web::view::{Mistakes, with_status};

#[derive(Template)]
#[template(path = "applications/templates/citizen/supplement.html")]
struct SupplementPage {
    page: Page,
    number: String,
    base: String,
    unit: String,
    note: String,
    limit: String,
    returned: bool,
    items: Vec<Item>,
    errors: Mistakes,
}

/// A missing document.
struct Item {
    code: String,
    name: String,
    hint: String,
    error: String,
    /// The file that came with this form before another one was refused.
    kept_id: String,
    kept: String,
}

/// Files of this form that are safe already, by code of the document.
type Kept = BTreeMap<String, FileId>;

/// Codes of what the citizen may send now, in the order of the standard.
pub(super) async fn missing(tx: &mut Tx<'_>, opened: &Opened) -> Result<Vec<String>> {
    if !matches!(opened.row().state, State::Submitted | State::Returned) {
        return Ok(Vec::new());
    }
    let held: BTreeMap<String, DocumentState> = store::documents(tx, opened.row().id)
        .await?
        .into_iter()
        .map(|document| (document.code, document.state))
        .collect();
    let answers = opened.file.details()?.answers;
    let mut wanted: BTreeSet<String> =
        rules::missing(&opened.standard, &answers, &held).into_iter().collect();
    wanted.extend(
        held.into_iter().filter(|(_, state)| *state == DocumentState::Asked).map(|(code, _)| code),
    );
    let order = opened.standard.documents.iter().map(|document| document.code.clone());
    Ok(order.filter(|code| wanted.contains(code)).collect())
}

/// The form.
pub(super) async fn form(opened: Box<Opened>) -> Handled {
    let codes = wanted(&opened).await?;
    if codes.is_empty() {
        return Ok(redirect(&opened.url("")));
    }
    Ok(page(&opened, &codes, &Kept::new(), Mistakes::default()).await?)
}

async fn wanted(opened: &Opened) -> Result<Vec<String>> {
    let mut tx = opened.app.db.read(opened.visitor.tenant.id).await?;
    missing(&mut tx, opened).await
}

async fn page(
    opened: &Opened,
    codes: &[String],
    kept: &Kept,
    errors: Mistakes,
) -> Result<Response> {
    let lang = opened.lang();
    let mut items = Vec::new();
    for code in codes {
        items.push(item(opened, code, kept.get(code).copied(), errors.of(code)).await?);
    }
    let notes = opened.file.details()?.notes;
    let returned = opened.row().state == State::Returned;
    let bytes = opened.app.rulebook.count("upload.max_bytes", opened.app.today())?;
    let page = opened.visitor.page("applications-supplement-title").in_section("lacak");
    Ok(html(&SupplementPage {
        page: page.with_error_if(!errors.is_empty()),
        number: opened.row().number.to_string(),
        base: opened.url(""),
        unit: opened.unit.clone(),
        note: notes.last().filter(|_| returned).map_or_else(String::new, |note| note.text.clone()),
        limit: lang.t1("applications-document-limit", "limit", bytes / (1024 * 1024)),
        returned,
        items,
        errors,
    }))
}

async fn item(opened: &Opened, code: &str, kept: Option<FileId>, error: &str) -> Result<Item> {
    let lang = opened.lang();
    let hint = opened.standard.documents.iter().find(|document| document.code == code);
    let hint = hint.map_or("", |document| document.hint.get(lang.code()));
    let described = match kept {
        Some(file) => {
            let mut tx = opened.app.db.read(opened.visitor.tenant.id).await?;
            store::kept_file(&mut tx, opened.row().id, file).await?
        }
        None => None,
    };
    Ok(Item {
        code: code.to_owned(),
        name: facts::documents(opened, &[code.to_owned()]),
        hint: hint.to_owned(),
        error: error.to_owned(),
        kept_id: kept.map_or_else(String::new, |file| file.to_string()),
        kept: described.map_or_else(String::new, |file| words::kept_file(lang, &file)),
    })
}

/// Takes the files and hands them in, or shows the form again with what is wrong.
pub(super) async fn send(opened: Box<Opened>, request: Request) -> Handled {
    let codes = wanted(&opened).await?;
    let count = codes.len().max(1) as u64;
    let form = match receive(&opened.app, &opened.visitor, request, count).await? {
        Received::Form(form) => form,
        Received::TooLarge(error) => {
            let first = codes.first().cloned().unwrap_or_default();
            let errors = Mistakes::one(first, opened.lang().error(&error));
            return Ok(refused(page(&opened, &codes, &Kept::new(), errors).await?));
        }
    };
    if codes.is_empty() {
        return Ok(redirect(&opened.url("")));
    }
    let (kept, mut errors) = take(&opened, &codes, form).await?;
    if errors.is_empty() {
        errors = absent(&opened, &codes, &kept);
    }
    if !errors.is_empty() {
        return Ok(refused(page(&opened, &codes, &kept, errors).await?));
    }
    hand_in(&opened, kept).await?;
    Ok(redirect(&opened.url("")))
}

fn refused(response: Response) -> Response {
    with_status(response, StatusCode::BAD_REQUEST)
}

/// Keeps every good file of the form, and says what is wrong with the others.
async fn take(opened: &Opened, codes: &[String], mut form: UploadForm) -> Result<(Kept, Mistakes)> {
    let tenant = opened.visitor.tenant.id;
    let (mut kept, mut errors, mut fresh) = (Kept::new(), Mistakes::default(), Vec::new());
    for code in codes {
        let Some(bytes) = form.files.remove(code) else {
            if let Some(file) = kept_before(opened, &form, code).await? {
                kept.insert(code.clone(), file);
            }
            continue;
        };
        match uploads::accept(&opened.app, tenant, &opened.file.key, bytes).await {
            Ok(upload) => {
                kept.insert(code.clone(), upload.file_id);
                fresh.push(upload);
            }
            Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
                errors.note(code.clone(), opened.lang().error(&error));
            }
            Err(error) => return Err(error),
        }
    }
    opened.app.db.write(tenant, Record(fresh)).await?;
    Ok((kept, errors))
}

/// A file that came with the same form before, when it really lies under this application's key.
async fn kept_before(opened: &Opened, form: &UploadForm, code: &str) -> Result<Option<FileId>> {
    let sent = form.fields.get(&format!("ada-{code}"));
    let Some(file) = sent.and_then(|sent| Uuid::parse_str(sent).ok()).map(FileId::from_uuid) else {
        return Ok(None);
    };
    let mut tx = opened.app.db.read(opened.visitor.tenant.id).await?;
    let known = store::kept_file(&mut tx, opened.row().id, file).await?;
    Ok(known.map(|_| file))
}

/// What an officer asked for must all come; otherwise at least one thing.
fn absent(opened: &Opened, codes: &[String], kept: &Kept) -> Mistakes {
    let mut errors = Mistakes::default();
    let returned = opened.row().state == State::Returned;
    if !returned && !kept.is_empty() {
        return errors;
    }
    for code in codes.iter().filter(|code| !kept.contains_key(*code)) {
        let name = facts::documents(opened, std::slice::from_ref(code));
        let message = opened.lang().t1("applications-mistake-supplement", "name", name);
        errors.note(code.clone(), message);
    }
    errors
}

async fn hand_in(opened: &Opened, kept: Kept) -> Result<()> {
    let documents = kept.into_iter().map(|(code, file)| HeldDocument {
        code,
        state: DocumentState::Given,
        file: Some(file),
    });
    let supplement = Supplement {
        app: opened.app.clone(),
        standard: opened.standard.clone(),
        id: opened.row().id,
        actor: Actor::citizen(Channel::Online),
        came: Came::Applicant,
        documents: documents.collect(),
    };
    opened.app.db.write(opened.visitor.tenant.id, supplement).await.map(|_| ())
}

/// Writes the rows of accepted files; what they are for is written when the form is handed in.
#[derive(Clone)]
struct Record(Vec<NewUpload>);

impl Command for Record {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for upload in &self.0 {
            uploads::record(tx, upload).await?;
        }
        Ok(())
    }
}
