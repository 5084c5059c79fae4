//! `GET /petugas/berkas/{number}`: one file. Opening it is a fact that the citizen reads.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::ApplicationId;
use kernel::service::Standard;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::uploads::Media;
use platform::web::{Failure, Handled, Page, PostForm, Visitor, html};
use serde::Deserialize;

use super::super::super::model::{Details, GROUNDS, OUT_OF_TURN, RETURN_REASONS};
use super::super::super::verbs::Open;
use super::super::super::{desk, store};
use super::parts::{Mistakes, choice, choices};
use super::view::{FileView, Viewer};
use platform::web::view::{Choice, with_status};

#[derive(Template)]
#[template(path = "applications/templates/officer/file.html")]
struct FilePage {
    page: Page,
    file: FileView,
    viewer: Option<Picture>,
    errors: Mistakes,
    forms: Forms,
    nik: bool,
}

/// The document beside the checklist.
struct Picture {
    name: String,
    href: String,
    /// Whether a browser draws it; a PDF is a link.
    image: bool,
}

/// The lists and letters of the decision's forms.
struct Forms {
    early: Vec<Choice>,
    reasons: Vec<Choice>,
    documents: Vec<Choice>,
    note: String,
    grounds: Vec<Choice>,
    letter: String,
}

/// What the officer typed into the forms of the decision, so that nothing is lost after a mistake.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// Reason for taking a file early, or for sending it back.
    pub(super) alasan: String,
    /// Codes of documents that are asked for.
    pub(super) dokumen: Vec<String>,
    /// Codes of documents that were seen on paper.
    pub(super) dilihat: Vec<String>,
    /// What the citizen reads when the file comes back.
    pub(super) catatan: Option<String>,
    /// Ground of a refusal.
    pub(super) dasar: String,
    /// What the citizen reads when the answer is no.
    pub(super) surat: Option<String>,
}

/// How a page is to be written.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) document: Option<String>,
    pub(super) nik: bool,
    pub(super) error: Option<Error>,
    pub(super) typed: Typed,
}

/// Which document is shown.
#[derive(Deserialize)]
pub(super) struct Asked {
    dokumen: Option<String>,
}

/// The file.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Handled {
    let shown = Shown { document: asked.dokumen, ..Shown::default() };
    write(&app, &visitor, officer, &number, shown).await
}

/// A form without fields.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// The file with the whole NIK, in this answer only.
pub(super) async fn reveal(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let shown = Shown { nik: true, ..Shown::default() };
    write(&app, &visitor, officer, &number, shown).await
}

/// Shows what the officer must mend on the page itself; anything else is a page of its own.
pub(super) async fn refused(
    app: &App,
    visitor: &Visitor,
    officer: Can<Officer>,
    number: &str,
    error: Error,
    typed: Typed,
) -> Handled {
    if !matches!(error.kind(), Kind::Invalid | Kind::Conflict | Kind::TooLarge) {
        return Err(error.into());
    }
    let status = axum::response::IntoResponse::into_response(Failure(error.clone())).status();
    let shown = Shown { error: Some(error), typed, ..Shown::default() };
    Ok(with_status(write(app, visitor, officer, number, shown).await?, status))
}

async fn write(
    app: &App,
    visitor: &Visitor,
    officer: Can<Officer>,
    number: &str,
    shown: Shown,
) -> Handled<Response> {
    let tenant = visitor.tenant.id;
    let found = desk::find(app, tenant, &officer, number).await?;
    let what = if shown.nik { "nik" } else { "file" }.to_owned();
    let reader = officer.user();
    let open = Open { app: app.clone(), id: found.row.id, officer, purpose: "work", what };
    let (row, details) = app.db.write(tenant, open).await?;
    let mut tx = app.db.read(tenant).await?;
    let kelurahan = store::kelurahan(&mut tx).await?;
    let (lang, standard) = (visitor.lang, found.standard);
    let viewer =
        Viewer { app, lang, standard: &standard, kelurahan: &kelurahan, nik: shown.nik, reader };
    let id = row.id;
    let file = viewer.view(&mut tx, row, &details).await?;
    let held = store::documents(&mut tx, id).await?;
    let picture = picture(&mut tx, id, &file, &held, shown.document.as_deref()).await?;
    let error = shown.error.as_ref();
    let errors = error.map(|error| Mistakes::one(lang, field_of(error.key()), error));
    let errors = errors.unwrap_or_default();
    let page = visitor.page_titled(format!("{} {}", file.number, file.service));
    Ok(html(&FilePage {
        page: page.in_section("petugas").with_error_if(!errors.is_empty()),
        forms: forms(lang, &file, &standard, &details, &shown.typed),
        viewer: picture,
        errors,
        nik: shown.nik,
        file,
    }))
}

/// The asked document, or the first one while there is something to decide.
async fn picture(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    file: &FileView,
    held: &[store::HeldDocument],
    asked: Option<&str>,
) -> Result<Option<Picture>> {
    let working = file.decision.send_back;
    let wanted = |code: &str| asked.map_or(working, |asked| asked == code);
    let Some(line) = file.documents.iter().find(|line| line.upload && wanted(&line.code)) else {
        return Ok(None);
    };
    let upload = held.iter().find(|held| held.code == line.code).and_then(|held| held.file);
    let Some(upload) = upload else { return Ok(None) };
    let Some(kept) = store::kept_file(tx, id, upload).await? else { return Ok(None) };
    Ok(Some(Picture {
        name: line.name.clone(),
        href: format!("/petugas/berkas/{}/dokumen/{}", file.compact, line.code),
        image: kept.media == Media::Jpeg.code(),
    }))
}

/// The field at which a refusal of a verb is shown.
fn field_of(key: &str) -> &'static str {
    match key {
        "applications-out-of-turn-needs-reason" => "alasan-ambil",
        "applications-return-needs-reason" => "alasan",
        "applications-return-needs-documents" => "dokumen",
        "applications-refusal-needs-ground" => "dasar",
        key if key.starts_with("upload-") || key == "error-too-large" => "produk",
        _ => "keputusan",
    }
}

fn forms(
    reader: Lang,
    file: &FileView,
    standard: &Arc<Standard>,
    details: &Details,
    typed: &Typed,
) -> Forms {
    // Letters are written in the language in which the citizen wants to be told.
    let lang = Lang::parse(&details.language).unwrap_or_default();
    let letter = |key: &str| lang.t1(key, "service", standard.name.get(lang.code()));
    let document = |line: &super::view::DocumentLine| {
        let checked = typed.dokumen.contains(&line.code)
            || (typed.dokumen.is_empty() && !line.there && line.kind == "warn");
        choice(line.code.clone(), line.name.clone(), checked)
    };
    let note = typed.catatan.clone().unwrap_or_else(|| letter("officer-letter-return"));
    Forms {
        early: choices(reader, "officer-out-of-turn-", &OUT_OF_TURN, &typed.alasan),
        reasons: choices(reader, "officer-return-reason-", &RETURN_REASONS, &typed.alasan),
        documents: file.documents.iter().map(document).collect(),
        note,
        grounds: choices(reader, "officer-ground-", &GROUNDS, &typed.dasar),
        letter: typed.surat.clone().unwrap_or_else(|| letter("officer-letter-refuse")),
    }
}
