//! `/perencana/kontrak/impor`: a planner brings a file, sees what it says, and takes it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::spending::ContractAwarded;
use platform::App;
use platform::auth::{Can, Planner};
use platform::i18n::Lang;
use platform::web::upload::receive_typed;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;
use uuid::Uuid;

use super::super::files::{self, table};
use super::super::model::over;
use super::super::store;
use super::super::verbs::{Award, Hold, judge};
use super::{IMPORT, words};
use platform::city::Names;

/// Mistakes and contracts that are shown of a file.
const SHOWN: usize = 25;
/// Contracts that are kept in one commit.
const AT_ONCE: usize = 200;

#[derive(Template)]
#[template(path = "procurement/templates/import.html")]
struct ImportPage {
    page: Page,
    columns: String,
    most: usize,
    kept: String,
    errors: Mistakes,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Done {
    disimpan: String,
}

fn most(app: &App) -> Result<usize> {
    let most = app.rulebook.count("procurement.import_most", app.today())?;
    usize::try_from(most).map_err(Error::internal)
}

fn form(app: &App, visitor: &Visitor, kept: String, errors: Mistakes) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("procurement-import").in_section("kontrak");
    let shown = ImportPage {
        page: page.with_error_if(!errors.is_empty()),
        columns: table::COLUMNS.map(|(column, _)| column).join(","),
        most: most(app)?,
        kept,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The form of a file.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Query(done): Query<Done>,
) -> Handled {
    let kept = done.disimpan.parse::<i64>().ok();
    let kept = kept.map(|count| visitor.lang.t1("procurement-kept", "count", count));
    Ok(form(&app, &visitor, kept.unwrap_or_default(), Mistakes::default())?)
}

/// Holds a file and shows what it says.
pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    request: Request,
) -> Handled {
    let lang = visitor.lang;
    let (sent, too_large) = receive_typed(&app, &visitor, request, 1).await?;
    let wrong =
        |message: String| form(&app, &visitor, String::new(), Mistakes::one("berkas", message));
    if let Some(error) = too_large {
        return Ok(wrong(lang.error(&error))?);
    }
    let bytes = sent.files.get("berkas").map(|bytes| bytes.as_ref()).unwrap_or_default();
    let body = match std::str::from_utf8(bytes) {
        Ok(body) if !body.trim().is_empty() => body.to_owned(),
        Ok(_) => return Ok(wrong(lang.t("procurement-file-choose"))?),
        Err(_) => return Ok(wrong(lang.t("procurement-file-utf8"))?),
    };
    let read = files::read(&body, &BTreeMap::new());
    if read.contracts.is_empty() && read.waiting == 0 {
        let mut errors = Mistakes::default();
        let told = read.mistakes.iter().take(SHOWN);
        told.for_each(|mistake| errors.note("berkas", mistake.sentence(lang)));
        if errors.is_empty() {
            errors.note("berkas", lang.t("procurement-file-empty"));
        }
        return Ok(form(&app, &visitor, String::new(), errors)?);
    }
    let most = most(&app)?;
    if read.contracts.len() > most {
        return Ok(wrong(lang.t1("procurement-file-many", "most", most))?);
    }
    let id = app.db.write(visitor.tenant.id, Hold { app: app.clone(), body }).await?;
    Ok(redirect(&format!("{IMPORT}/{id}")))
}

struct Row {
    title: String,
    number: String,
    unit: String,
    supplier: String,
    method: String,
    value: String,
    chip: &'static str,
    standard: String,
}

#[derive(Template)]
#[template(path = "procurement/templates/preview.html")]
struct PreviewPage {
    page: Page,
    action: String,
    fresh: usize,
    known: usize,
    waiting: usize,
    mistakes: Vec<String>,
    wrong: usize,
    rows: Vec<Row>,
}

/// What a held file says: contracts that are new, how many the city has, and what is wrong.
struct Said {
    fresh: Vec<ContractAwarded>,
    known: usize,
    waiting: usize,
    mistakes: Vec<String>,
    names: Names,
}

async fn said(app: &App, visitor: &Visitor, id: &str) -> Result<Said> {
    let lang = visitor.lang;
    let id: Uuid = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let body = store::held(&mut tx, id).await?;
    let read = files::read(&body, &BTreeMap::new());
    let mut mistakes: Vec<String> = read.mistakes.iter().map(|one| one.sentence(lang)).collect();
    let (mut fresh, mut known) = (Vec::new(), 0);
    for (place, contract) in read.contracts {
        if store::is_known(&mut tx, &contract.number).await? {
            known += 1;
            continue;
        }
        match judge(contract, &names, app.today()) {
            Ok(contract) => fresh.push(contract),
            Err(error) => mistakes.push(format!("{}: {}", place.words(lang), lang.error(&error))),
        }
    }
    Ok(Said { fresh, known, waiting: read.waiting, mistakes, names })
}

/// What a held file says.
pub(super) async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path(id): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let said = said(&app, &visitor, &id).await?;
    let rows = said.fresh.iter().take(SHOWN).map(|one| row(lang, &said.names, one)).collect();
    Ok(html(&PreviewPage {
        page: visitor.page("procurement-preview").in_section("kontrak"),
        action: format!("{IMPORT}/{id}"),
        fresh: said.fresh.len(),
        known: said.known,
        waiting: said.waiting,
        wrong: said.mistakes.len(),
        mistakes: said.mistakes.into_iter().take(SHOWN).collect(),
        rows,
    }))
}

fn row(lang: Lang, names: &Names, awarded: &ContractAwarded) -> Row {
    let (chip, standard) = words::against_standard(lang, over(&awarded.items));
    Row {
        title: awarded.title.clone(),
        number: awarded.number.clone(),
        unit: names.unit(&awarded.unit),
        supplier: awarded.supplier.clone(),
        method: words::method(lang, awarded.method),
        value: awarded.value.to_string(),
        chip,
        standard,
    }
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Takes what is new and whole; the rest of the file can be mended and sent again.
pub(super) async fn take(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(id): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let said = said(&app, &visitor, &id).await?;
    let actor = planner.actor(Channel::Online, None);
    let mut kept = 0;
    for part in said.fresh.chunks(AT_ONCE) {
        let award = Award { app: app.clone(), contracts: part.to_vec(), actor };
        kept += app.db.write(visitor.tenant.id, award).await?;
    }
    Ok(redirect(&format!("{IMPORT}?disimpan={kept}")))
}
