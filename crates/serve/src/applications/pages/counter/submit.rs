//! `POST /petugas/loket/layanan/{service}`: the application is handed in, and its receipt shown
//! once to be printed.

use std::collections::BTreeSet;

use axum::extract::{Path, Request, State};
use kernel::actor::{Actor, Channel};
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Officer};
use platform::uploads;
use platform::web::upload::{Received, UploadForm, receive};
use platform::web::{Handled, Visitor, redirect};

use super::super::super::draft::{self, Draft};
use super::super::super::form;
use super::super::super::model::DocumentState;
use super::super::super::store::{self, HeldDocument};
use super::super::super::verbs::{Receipt, Submit};
use super::super::officer::parts::Mistakes;
use super::form::{Service, counter_of, page, service};
use super::receipt;
use super::take::{Taken, take};
use crate::representatives::letter;

/// Hands in what the officer typed.
pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(code): Path<String>,
    request: Request,
) -> Handled {
    let service = service(&app, &visitor, &code).await?;
    let lang = visitor.lang;
    let asked = service.in_force.standard.documents.len() + letter::documents().len();
    let files = asked as u64;
    let form = match receive(&app, &visitor, request, files).await? {
        Received::Form(form) => form,
        Received::TooLarge(error) => {
            let mistakes = Mistakes::one(lang, "dokumen", &error);
            return Ok(page(&visitor, &service, &Default::default(), mistakes));
        }
    };
    let names: BTreeSet<&str> = form.files.keys().map(String::as_str).collect();
    let standard = &service.in_force.standard;
    let mut taken = take(lang, standard, (&service.kelurahan, app.today()), &form.fields, &names);
    if !taken.mistakes.is_empty() {
        return Ok(page(&visitor, &service, &form.fields, taken.mistakes));
    }
    let draft = match keep_files(&app, &visitor, &service, &form, &mut taken).await {
        Ok(draft) => draft,
        Err((field, error)) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
            let mistakes = Mistakes::one(lang, &field, &error);
            return Ok(page(&visitor, &service, &form.fields, mistakes));
        }
        Err((_, error)) => return Err(error.into()),
    };
    let receipt = match hand_in(&app, &visitor, &officer, &service, draft, taken).await {
        Ok(receipt) => receipt,
        // The two people do not fit together, or one of them may hold no more mandates.
        Err(error) if error.kind() == Kind::Invalid => {
            let mistakes = Mistakes::one(lang, "siapa", &error);
            return Ok(page(&visitor, &service, &form.fields, mistakes));
        }
        Err(error) => return Err(error.into()),
    };
    let counter = counter_of(&form.fields).map(|counter| format!("?antrean={counter}"));
    let address = format!(
        "/petugas/loket/{}/tanda-terima{}",
        receipt.number.compact(),
        counter.unwrap_or_default()
    );
    Ok(receipt::with_secret(&app, redirect(&address), (receipt.number, &receipt.secret))?)
}

/// Puts the uploads under the key of a draft, because the application has none yet. The error
/// names the field of the file that was refused.
async fn keep_files(
    app: &App,
    visitor: &Visitor,
    service: &Service,
    form: &UploadForm,
    taken: &mut Taken,
) -> Result<Option<Draft>, (String, kernel::Error)> {
    if taken.uploads.is_empty() {
        return Ok(None);
    }
    let tenant = visitor.tenant.id;
    let whole = |error| ("dokumen".to_owned(), error);
    let begin = draft::Begin {
        app: app.clone(),
        service: service.in_force.standard.code.clone(),
        standard_version: service.in_force.version,
    };
    let code = app.db.write(tenant, begin).await.map_err(whole)?;
    let mut tx = app.db.read(tenant).await.map_err(whole)?;
    let mut draft = draft::find(&mut tx, app, &code).await.map_err(whole)?;
    drop(tx);
    for document in &taken.uploads {
        let field = format!("f-{document}");
        let bytes = form.files.get(&field).cloned().unwrap_or_default();
        let upload = uploads::accept(app, tenant, &draft.key, bytes)
            .await
            .map_err(|error| (field, error))?;
        taken.body.documents.insert(document.clone(), upload.file_id);
        draft.body = taken.body.clone();
        let save = draft::Save { draft: draft.clone(), upload: Some(upload) };
        app.db.write(tenant, save).await.map_err(whole)?;
        draft.revision += 1;
    }
    Ok(Some(draft))
}

async fn hand_in(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    service: &Service,
    draft: Option<Draft>,
    taken: Taken,
) -> Result<Receipt> {
    let standard = service.in_force.standard.clone();
    let language = visitor.lang.code();
    let (mut details, applicant, mut documents) = form::finish(&standard, &taken.body, language)?;
    details.priority_group = taken.group;
    details.helped = taken.helped;
    documents.extend(taken.seen.into_iter().map(|code| HeldDocument {
        code,
        state: DocumentState::Seen,
        file: None,
    }));
    let submit = Submit {
        app: app.clone(),
        standard,
        version: service.in_force.version,
        draft: draft.map(|draft| (draft.application, draft.code_hash)),
        details,
        applicant,
        documents,
        actor: helper(app, visitor, officer).await?,
    };
    app.db.write(visitor.tenant.id, submit).await
}

/// The officer, for the first unit of the role.
pub(super) async fn helper(app: &App, visitor: &Visitor, officer: &Can<Officer>) -> Result<Actor> {
    let unit = officer.units().iter().find(|unit| !unit.is_empty());
    let unit = match unit {
        None => None,
        Some(code) => {
            let mut tx = app.db.read(visitor.tenant.id).await?;
            Some(store::unit_id(&mut tx, code).await?)
        }
    };
    Ok(officer.actor(Channel::Counter, unit))
}
