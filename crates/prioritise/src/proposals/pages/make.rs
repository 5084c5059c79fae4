//! `/perencana/usulan/baru` and `/perencana/usulan/impor`: proposals are entered.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Request, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Planner};
use platform::i18n::Lang;
use platform::web::upload::receive_typed;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::Origin;
use super::super::verbs::{Make, MakeAll, Said};
use super::super::{prices, rules};
use super::typed::{COLUMNS, Typed, field, word};
use super::{WORK, words};
use platform::city::Names;

/// Mistakes of a file that are told at once.
const TOLD: usize = 10;

#[derive(Template)]
#[template(path = "proposals/templates/make.html")]
struct MakePage {
    page: Page,
    typed: Typed,
    errors: Mistakes,
    kelurahan: Vec<Choice>,
    origins: Vec<Choice>,
    prices: Vec<Choice>,
    offices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "proposals/templates/import.html")]
struct ImportPage {
    page: Page,
    errors: Mistakes,
    columns: String,
    most: usize,
}

/// Prices of today to choose from.
pub(super) fn price_choices(app: &App, lang: Lang, chosen: &str) -> Vec<Choice> {
    let choice = |price: &prices::Price| {
        let name = price.name.get(lang.code());
        let text = format!("{name}, {} / {}", price.price, price.measure);
        words::choice(&price.code, &text, chosen)
    };
    prices::on(app.today()).map(choice).collect()
}

/// Offices to choose from.
pub(super) fn office_choices(names: &Names, chosen: &str) -> Vec<Choice> {
    names.units().iter().map(|(code, name)| words::choice(code, name, chosen)).collect()
}

async fn form(app: &App, visitor: &Visitor, typed: Typed, errors: Mistakes) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let place =
        |one: &platform::city::Kelurahan| words::choice(&one.code, &one.name, &typed.kelurahan);
    let origin = |one: Origin| words::choice(word(one), &words::origin(lang, one), &typed.asal);
    let shown = MakePage {
        page: visitor.page("proposals-new").in_section("usulan").with_error_if(!errors.is_empty()),
        kelurahan: names.kelurahan().iter().map(place).collect(),
        origins: Origin::ALL.map(origin).to_vec(),
        prices: price_choices(app, lang, &typed.harga),
        offices: office_choices(&names, &typed.dinas),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The form.
pub(super) async fn ask(Shared(app): Shared<App>, visitor: Visitor, _: Can<Planner>) -> Handled {
    let typed = Typed { tahun: rules::budget_year(app.today()).to_string(), ..Typed::default() };
    Ok(form(&app, &visitor, typed, Mistakes::default()).await?)
}

/// Enters a proposal, or says what must be mended.
pub(super) async fn make(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    drop(tx);
    let said = match typed.said(visitor.lang, &names) {
        Ok(said) => said,
        Err(errors) => return Ok(form(&app, &visitor, typed, errors).await?),
    };
    match app.db.write(visitor.tenant.id, Make { app: app.clone(), said, planner }).await {
        Ok(row) => Ok(redirect(&format!("{WORK}/{}", row.number))),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(form(&app, &visitor, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The most proposals in one file.
fn most(app: &App) -> Result<usize> {
    let most = app.rulebook.count("proposal.import_most", app.today())?;
    usize::try_from(most).map_err(Error::internal)
}

fn import_page(app: &App, visitor: &Visitor, errors: Mistakes) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = ImportPage {
        page: visitor
            .page("proposals-import")
            .in_section("usulan")
            .with_error_if(!errors.is_empty()),
        errors,
        columns: COLUMNS.join(","),
        most: most(app)?,
    };
    Ok(with_status(html(&shown), status))
}

/// The form of a file.
pub(super) async fn ask_file(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Can<Planner>,
) -> Handled {
    Ok(import_page(&app, &visitor, Mistakes::default())?)
}

/// Enters all proposals of a file, or none and says where the mistakes are.
pub(super) async fn import(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    request: Request,
) -> Handled {
    let lang = visitor.lang;
    let (form, too_large) = receive_typed(&app, &visitor, request, 1).await?;
    let refused = |error: Error| Mistakes::one("berkas", lang.error(&error));
    if let Some(error) = too_large {
        return Ok(import_page(&app, &visitor, refused(error))?);
    }
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    drop(tx);
    let bytes = form.files.get("berkas").map(|bytes| bytes.as_ref()).unwrap_or_default();
    let rows = match read(lang, bytes, most(&app)?) {
        Ok(rows) => rows,
        Err(errors) => return Ok(import_page(&app, &visitor, errors)?),
    };
    let mut errors = Vec::new();
    let mut all = Vec::new();
    for (line, typed) in &rows {
        let said = typed.said(lang, &names).and_then(|said| judged(&app, lang, &names, said));
        match said {
            Ok(said) => all.push(said),
            Err(found) => {
                errors.extend(found.iter().map(|one| place(lang, *line, &one.field, &one.message)));
            }
        }
    }
    if !errors.is_empty() {
        let mut told = Mistakes::default();
        errors.into_iter().take(TOLD).for_each(|message| told.note("berkas", message));
        return Ok(import_page(&app, &visitor, told)?);
    }
    match app.db.write(visitor.tenant.id, MakeAll { app: app.clone(), all, planner }).await {
        Ok(_) => Ok(redirect(WORK)),
        Err(error) if error.kind() == Kind::Invalid => {
            Ok(import_page(&app, &visitor, refused(error))?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The same checks as when it is entered, so that every line is told at once.
fn judged(app: &App, lang: Lang, names: &Names, mut said: Said) -> Result<Said, Mistakes> {
    let refused = |error: Error| Mistakes::one(field(error.key()), lang.error(&error));
    said.settle(names, app.today()).map_err(refused)?;
    Ok(said)
}

/// `baris 4, kolom volume: ...`.
fn place(lang: Lang, line: u64, column: &str, message: &str) -> String {
    lang.with(
        "proposals-import-cell",
        &[
            ("line", line.to_string()),
            ("column", column.to_owned()),
            ("message", message.to_owned()),
        ],
    )
}

/// The rows of a spreadsheet with their lines.
fn read(lang: Lang, bytes: &[u8], most: usize) -> Result<Vec<(u64, Typed)>, Mistakes> {
    let wrong = |message: String| Mistakes::one("berkas", message);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let unread = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let message = lang.t("proposals-import-unreadable");
        wrong(place(lang, line, "1", &message))
    };
    let headers = reader.headers().map_err(unread)?.clone();
    let known: BTreeSet<&str> = headers.iter().collect();
    if bytes.is_empty() || !known.contains("judul") {
        return Err(wrong(lang.t("proposals-import-empty")));
    }
    if let Some(strange) = headers.iter().find(|name| !COLUMNS.contains(name)) {
        let message = lang.t1("proposals-import-column", "columns", COLUMNS.join(", "));
        return Err(wrong(place(lang, 1, strange, &message)));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unread)?;
        let line = record.position().map_or(1, csv::Position::line);
        rows.push((line, record.deserialize(Some(&headers)).map_err(unread)?));
    }
    if rows.is_empty() {
        return Err(wrong(lang.t("proposals-import-empty")));
    }
    if rows.len() > most {
        return Err(wrong(lang.t1("proposals-import-many", "most", most)));
    }
    Ok(rows)
}
