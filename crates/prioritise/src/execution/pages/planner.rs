//! `/perencana/anggaran`: a planner brings in a budget and what months brought; another lets a budget hold.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Planner};
use platform::i18n::Lang;
use platform::web::upload::{UploadForm, receive_typed};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::read::{self, BUDGET, MOST, Mistake, REALISED};
use super::super::store::{self, Version, order};
use super::super::verbs::{Enact, Propose, Realise, check, last_month};
use super::preview::{self, Months, Proposal};
use super::public::parse_year;
use super::{PUBLIC, WORK, words};
use platform::city::Names;

/// What stands beside a budget, as typed.
#[derive(Clone, Debug, Default)]
struct Typed {
    year: String,
    reference: String,
    note: String,
}

impl Typed {
    fn of(form: &UploadForm) -> Self {
        let field = |name: &str| form.fields.get(name).cloned().unwrap_or_default();
        Self { year: field("tahun"), reference: field("dokumen"), note: field("catatan") }
    }

    fn year(&self) -> Result<i16> {
        self.year.trim().parse().map_err(|_| Error::invalid("budget-year-wrong"))
    }
}

/// A budget of the list.
struct ListRow {
    href: String,
    year: i16,
    kind: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "execution/templates/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<ListRow>,
    typed: Typed,
    errors: Mistakes,
    columns: String,
    most: usize,
}

#[derive(Template)]
#[template(path = "execution/templates/bring.html")]
struct BringPage {
    page: Page,
    typed: Typed,
    shown: Proposal,
    text: String,
}

#[derive(Template)]
#[template(path = "execution/templates/work.html")]
struct WorkPage {
    page: Page,
    here: String,
    public: String,
    holds: String,
    proposed: Option<Proposal>,
    seen: i64,
    own: bool,
    columns: String,
    most: usize,
    errors: Mistakes,
}

#[derive(Template)]
#[template(path = "execution/templates/months.html")]
struct MonthsPage {
    page: Page,
    here: String,
    shown: Months,
    text: String,
}

fn status(errors: &Mistakes) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST }
}

fn of_file(lang: Lang, file: &str, mistakes: &[Mistake]) -> Mistakes {
    let mut told = Mistakes::default();
    for one in mistakes {
        told.note("berkas", words::mistake(lang, &lang.t(file), one));
    }
    told
}

/// The text of a file that was chosen, or of the one that was looked at before.
fn content(form: &UploadForm) -> (Vec<u8>, bool) {
    match (form.fields.get("isi"), form.files.get("berkas")) {
        (Some(text), None) => (text.clone().into_bytes(), true),
        (_, file) => (file.map(|bytes| bytes.to_vec()).unwrap_or_default(), false),
    }
}

async fn list_page(
    app: &App,
    visitor: &Visitor,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = store::all(&mut tx).await?;
    drop(tx);
    let row = |budget: &store::Budget| {
        let (kind, state) = match (&budget.proposed, budget.version) {
            (Some(_), _) => ("warn", lang.t("execution-state-proposed")),
            (None, version) => ("good", lang.t1("execution-state-holds", "version", version)),
        };
        let year = budget.budget_year;
        ListRow { href: format!("{WORK}/{year}"), year, kind, state }
    };
    let page = visitor.page("execution-title").in_section("anggaran");
    let shown = ListPage {
        page: page.with_error_if(!errors.is_empty()),
        rows: all.iter().map(row).collect(),
        typed,
        columns: BUDGET.join(","),
        most: MOST,
        errors,
    };
    let status = status(&shown.errors);
    Ok(with_status(html(&shown), status))
}

/// All budgets, and the form for another.
pub(super) async fn list(State(app): State<App>, visitor: Visitor, _: Can<Planner>) -> Handled {
    let typed = Typed { year: app.today().year().to_string(), ..Typed::default() };
    Ok(list_page(&app, &visitor, typed, Mistakes::default()).await?)
}

/// The field to which a refusal belongs.
fn field(key: &str) -> &'static str {
    match key {
        "budget-year-wrong" | "execution-year-far" => "tahun",
        "execution-reference-wrong" => "dokumen",
        "execution-note-long" => "catatan",
        _ => "berkas",
    }
}

/// A file is looked at first, and brought in by the press after that.
pub(super) async fn bring(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    request: Request,
) -> Handled {
    let lang = visitor.lang;
    let (form, too_large) = receive_typed(&app, &visitor, request, 1).await?;
    let typed = Typed::of(&form);
    let refused = |error: &Error| Mistakes::one(field(error.key()), lang.error(error));
    if let Some(error) = too_large {
        return Ok(list_page(&app, &visitor, typed, refused(&error)).await?);
    }
    let version = Version {
        reference: typed.reference.trim().to_owned(),
        note: typed.note.trim().to_owned(),
        lines: Vec::new(),
    };
    let year = typed.year().and_then(|year| {
        check(year, app.today().year(), &version)?;
        Ok(year)
    });
    let year = match year {
        Ok(year) => year,
        Err(error) => return Ok(list_page(&app, &visitor, typed, refused(&error)).await?),
    };
    let (bytes, looked) = content(&form);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let order = order::of_year(&mut tx, year).await?;
    drop(tx);
    let planned = |code: &str| order.iter().any(|one| one.code == code);
    let lines = match read::budget(&bytes, |unit| names.has_unit(unit), planned) {
        Ok(lines) => lines,
        Err(found) => {
            let errors = of_file(lang, "execution-file-budget", &found);
            return Ok(list_page(&app, &visitor, typed, errors).await?);
        }
    };
    let version = Version { lines, ..version };
    if !looked {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let shown = preview::proposal(&app, &visitor, year, &version).await?;
        let page = visitor.page("execution-look").in_section("anggaran");
        return Ok(html(&BringPage { page, typed, shown, text }));
    }
    let propose = Propose { app: app.clone(), budget_year: year, version, planner };
    match app.db.write(visitor.tenant.id, propose).await {
        Ok(()) => Ok(redirect(&format!("{WORK}/{year}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            Ok(list_page(&app, &visitor, typed, refused(&error)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn work_page(app: &App, visitor: &Visitor, year: i16, errors: Mistakes) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let budget = store::of_year(&mut tx, year).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    let proposed = match &budget.proposed {
        Some(version) => Some(preview::proposal(app, visitor, year, version).await?),
        None => None,
    };
    let holds = match budget.version {
        0 => String::new(),
        version => lang.t1("execution-state-holds", "version", version),
    };
    let user = visitor.user.as_ref().map(|user| user.id);
    let page = visitor.page("execution-title").in_section("anggaran");
    let shown = WorkPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("{WORK}/{year}"),
        public: format!("{PUBLIC}/{year}"),
        holds,
        proposed,
        seen: budget.seq,
        own: budget.proposed_by == user,
        columns: REALISED.join(","),
        most: MOST,
        errors,
    };
    let status = status(&shown.errors);
    Ok(with_status(html(&shown), status))
}

/// The planner's page of a budget.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path(year): Path<String>,
) -> Handled {
    Ok(work_page(&app, &visitor, parse_year(&year)?, Mistakes::default()).await?)
}

/// What a planner had before their eyes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Looked {
    terlihat: i64,
}

async fn after(app: &App, visitor: &Visitor, year: i16, field: &str, done: Result<()>) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("{WORK}/{year}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(work_page(app, visitor, year, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A second planner lets a budget hold.
pub(super) async fn enact(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    PostForm(looked): PostForm<Looked>,
) -> Handled {
    let year = parse_year(&year)?;
    let enact = Enact { budget_year: year, seen: looked.terlihat, planner };
    let done = app.db.write(visitor.tenant.id, enact).await;
    after(&app, &visitor, year, "tetapkan", done).await
}

/// Months are looked at first, and brought in by the press after that.
pub(super) async fn realise(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    request: Request,
) -> Handled {
    let (lang, year) = (visitor.lang, parse_year(&year)?);
    let (form, too_large) = receive_typed(&app, &visitor, request, 1).await?;
    if let Some(error) = too_large {
        let errors = Mistakes::one("berkas", lang.error(&error));
        return Ok(work_page(&app, &visitor, year, errors).await?);
    }
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let budget = store::of_year(&mut tx, year).await?.filter(|budget| budget.version > 0);
    let budget = budget.ok_or_else(Error::not_found)?;
    let lines = store::version(&mut tx, budget.id, budget.version).await?.lines;
    let there = store::realised(&mut tx, budget.id).await?;
    drop(tx);
    let (bytes, looked) = content(&form);
    let months = match read::realised(&bytes, &lines, last_month(year, app.today())) {
        Ok(months) => months,
        Err(found) => {
            let errors = of_file(lang, "execution-file-months", &found);
            return Ok(work_page(&app, &visitor, year, errors).await?);
        }
    };
    if !looked {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let shown = preview::months(lang, &lines, &there, &months);
        let page = visitor.page("execution-look").in_section("anggaran");
        return Ok(html(&MonthsPage { page, here: format!("{WORK}/{year}"), shown, text }));
    }
    let realise = Realise { app: app.clone(), budget_year: year, months, planner };
    let done = app.db.write(visitor.tenant.id, realise).await.map(|_| ());
    after(&app, &visitor, year, "berkas", done).await
}
