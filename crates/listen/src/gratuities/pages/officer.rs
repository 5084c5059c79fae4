//! What an officer does: refuse in four fields, report what was given, follow it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind as Refusal, Result};
use kernel::id::GiftId;
use kernel::identity::{Nik, Phone};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::journal;
use platform::uploads;
use platform::web::upload::{Received, receive};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::exemptions;
use super::super::model::{Kind, State as Stands};
use super::super::store::{self, Row};
use super::super::verbs::{Act, Details, Does, Report, Said, Tell, TellOnce};
use super::recipient::Recipient;
use super::typed::Typed;
use super::words::{self, Line};
use crate::texts::written;

type Fields = BTreeMap<String, String>;

struct Entry {
    number: String,
    kind: String,
    state: String,
    day: String,
    thanked: bool,
}

#[derive(Template)]
#[template(path = "gratuities/templates/own.html")]
struct OwnPage {
    page: Page,
    rows: Vec<Entry>,
}

/// `GET /petugas/hadiah`: what this officer reported.
pub(super) async fn list(State(app): State<App>, visitor: Visitor, officer: Recipient) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let rows = store::of_officer(&mut tx, officer.user).await?;
    let entry = |row: &Row| Entry {
        number: row.number.to_string(),
        kind: words::kind(lang, row.matter.kind),
        state: words::state(lang, row),
        day: lang.date(row.given_on),
        thanked: row.thanked_at.is_some(),
    };
    Ok(html(&OwnPage {
        page: visitor.page("gift-own-title").in_section("hadiah"),
        rows: rows.iter().map(entry).collect(),
    }))
}

#[derive(Template)]
#[template(path = "gratuities/templates/refuse.html")]
struct RefusePage {
    page: Page,
    typed: Fields,
    errors: Mistakes,
}

impl RefusePage {
    fn v(&self, name: &str) -> &str {
        self.typed.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// The four fields of a refusal; the day is today unless told.
pub(super) async fn refusal(State(app): State<App>, visitor: Visitor, _: Recipient) -> Handled {
    let today = app.today();
    let fields = [
        (FORM, fresh_id(&app)?.to_string()),
        ("kapan", today.day().to_string()),
        ("kapan-month", today.month().to_string()),
        ("kapan-year", today.year().to_string()),
    ];
    let typed = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    refuse_page(&visitor, typed, Mistakes::default())
}

fn refuse_page(visitor: &Visitor, typed: Fields, errors: Mistakes) -> Handled {
    let page = visitor.page("gift-refuse-title").in_section("hadiah");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = page.with_error_if(!errors.is_empty());
    Ok(with_status(html(&RefusePage { page, typed, errors }), status))
}

pub(super) async fn refuse(
    State(app): State<App>,
    visitor: Visitor,
    officer: Recipient,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let mut typed = Typed::new(fields, visitor.lang);
    let what = typed.needed("apa", "gift-refuse-what");
    let giver = typed.needed("siapa", "gift-refuse-who");
    let day = typed.day("kapan");
    let application = typed.application("permohonan");
    let (Some(given_on), true) = (day, typed.errors.is_empty()) else {
        return refuse_page(&visitor, typed.fields, typed.errors);
    };
    let details =
        Details { recipient: officer.name.clone(), giver, what, application, ..Details::default() };
    let said = Said {
        kind: Kind::Refusal,
        unit: officer.unit.clone(),
        given_on,
        value: Rupiah::ZERO,
        is_money: false,
        conflict: false,
        letter: None,
        details,
    };
    match tell(&app, &visitor, &officer, &typed, said).await {
        Ok(row) => Ok(redirect(&url(&row))),
        Err(error) if error.kind() == Refusal::Invalid => {
            let errors = Mistakes::one("kapan", visitor.lang.error(&error));
            refuse_page(&visitor, typed.fields, errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn url(row: &Row) -> String {
    format!("/petugas/hadiah/{}", row.number)
}

/// The field that holds the id of what the form will be.
const FORM: &str = "formulir";

fn fresh_id(app: &App) -> Result<GiftId> {
    Ok(GiftId::new(app.db.clock().now(), &mut app.db.entropy().rng()?))
}

async fn tell(
    app: &App,
    visitor: &Visitor,
    officer: &Recipient,
    typed: &Typed,
    said: Said,
) -> Result<Row> {
    let actor = officer.actor;
    let tell = Tell { app: app.clone(), officer: officer.user, actor, said };
    let id = match typed.text(FORM).parse() {
        Ok(id) => id,
        Err(_) => fresh_id(app)?,
    };
    app.db.write(visitor.tenant.id, TellOnce { tell, id }).await
}

#[derive(Template)]
#[template(path = "gratuities/templates/report.html")]
struct ReportPage {
    page: Page,
    typed: Fields,
    exemptions: Vec<Choice>,
    errors: Mistakes,
}

impl ReportPage {
    fn v(&self, name: &str) -> &str {
        self.typed.get(name).map(String::as_str).unwrap_or_default()
    }

    fn yes(&self, name: &str) -> Option<bool> {
        match self.v(name) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

/// The fields of the national form.
pub(super) async fn form(State(app): State<App>, visitor: Visitor, officer: Recipient) -> Handled {
    let id = fresh_id(&app)?.to_string();
    let typed = [("penerima".to_owned(), officer.name.clone()), (FORM.to_owned(), id)];
    report_page(&visitor, typed.into(), Mistakes::default())
}

fn report_page(visitor: &Visitor, typed: Fields, errors: Mistakes) -> Handled {
    let lang = visitor.lang;
    let chosen = typed.get("pengecualian").cloned().unwrap_or_default();
    let entry = |one: &exemptions::Exemption| Choice {
        value: one.letter.clone(),
        label: format!("{}. {}", one.letter, one.label.get(lang.code())),
        hint: String::new(),
        checked: one.letter == chosen,
    };
    let exemptions = exemptions::all().iter().map(entry).collect();
    let page = visitor.page("gift-report-title").in_section("hadiah");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = page.with_error_if(!errors.is_empty());
    Ok(with_status(html(&ReportPage { page, typed, exemptions, errors }), status))
}

pub(super) async fn report(
    State(app): State<App>,
    visitor: Visitor,
    officer: Recipient,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let mut typed = Typed::new(fields, visitor.lang);
    let said = said(&officer, &mut typed);
    let (Some(said), true) = (said, typed.errors.is_empty()) else {
        return report_page(&visitor, typed.fields, typed.errors);
    };
    match tell(&app, &visitor, &officer, &typed, said).await {
        Ok(row) => Ok(redirect(&url(&row))),
        Err(error) if error.kind() == Refusal::Invalid => {
            let errors = Mistakes::one("kapan", visitor.lang.error(&error));
            report_page(&visitor, typed.fields, errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn said(officer: &Recipient, typed: &mut Typed) -> Option<Said> {
    let details = Details {
        recipient: typed.needed("penerima", "gift-field-recipient"),
        nik: typed.text("nik").to_owned(),
        address: typed.needed("alamat", "gift-field-address"),
        phone: typed.text("ponsel").to_owned(),
        position: typed.needed("jabatan", "gift-field-position"),
        giver: typed.needed("pemberi", "gift-field-giver"),
        giver_contact: typed.text("kontak-pemberi").to_owned(),
        relation: typed.needed("hubungan", "gift-field-relation"),
        application: typed.application("permohonan"),
        what: typed.needed("apa", "gift-field-what"),
        place: typed.needed("tempat", "gift-field-place"),
        story: typed.needed("kronologi", "gift-field-story"),
        kept_at: typed.needed("disimpan", "gift-field-kept-at"),
        files: Vec::new(),
    };
    if let Err(error) = Nik::parse(&details.nik) {
        typed.wrong("nik", &Error::from(error));
    }
    if let Err(error) = Phone::parse(&details.phone) {
        typed.wrong("ponsel", &Error::from(error));
    }
    let value = typed.money("nilai");
    let (money, conflict) = (typed.yes_no("uang"), typed.yes_no("kepentingan"));
    let letter = typed.exemption("pengecualian");
    let given_on = typed.day("kapan")?;
    Some(Said {
        kind: Kind::Gift,
        unit: officer.unit.clone(),
        given_on,
        value: value?,
        is_money: money == Some(true),
        // What is not answered speaks against it.
        conflict: conflict != Some(false),
        letter,
        details,
    })
}

#[derive(Template)]
#[template(path = "gratuities/templates/file.html")]
struct FilePage {
    page: Page,
    number: String,
    title: String,
    state: String,
    verdict: String,
    due: String,
    late: bool,
    late_for_upg: bool,
    refused: bool,
    returned: bool,
    keeps: bool,
    rows: Vec<(String, String)>,
    journey: Vec<Line>,
    errors: Mistakes,
}

/// This officer's own report of that number.
async fn own(
    app: &App,
    visitor: &Visitor,
    officer: &Recipient,
    number: &str,
) -> Result<(Report, Vec<Line>)> {
    let number = ApplicationNumber::parse(number).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?;
    let row = row.filter(|row| row.officer == officer.user).ok_or_else(Error::not_found)?;
    let report = Report::of(&mut tx, app, row).await?;
    let facts = journal::facts_of(&mut tx, report.row.subject(), Some(&report.key)).await?;
    Ok((report, words::journey(app, visitor.lang, &facts)))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Recipient,
    Path(number): Path<String>,
) -> Handled {
    let (report, journey) = own(&app, &visitor, &officer, &number).await?;
    Ok(file_page(&app, &visitor, &report, journey, Mistakes::default())?)
}

fn file_page(
    app: &App,
    visitor: &Visitor,
    report: &Report,
    journey: Vec<Line>,
    errors: Mistakes,
) -> Result<Response> {
    let (lang, row) = (visitor.lang, &report.row);
    let title = words::kind(lang, row.matter.kind);
    let page = visitor.page_titled(title.clone()).in_section("hadiah");
    let due = row.clocks.next_due().map(|due| lang.moment(due, app.tz()));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = FilePage {
        page: page.with_error_if(!errors.is_empty()),
        number: row.number.to_string(),
        title,
        state: words::state(lang, row),
        verdict: words::verdict(lang, row),
        due: due.unwrap_or_default(),
        late: row.late,
        late_for_upg: !row.late && words::is_late_for_upg(app, row)?,
        refused: row.matter.kind == Kind::Refusal,
        returned: row.matter.state == Stands::Returned,
        keeps: row.matter.kind == Kind::Gift && row.matter.state != Stands::Done,
        rows: words::rows(app, lang, row, &report.details()?),
        journey,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

pub(super) async fn complete(
    State(app): State<App>,
    visitor: Visitor,
    officer: Recipient,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let (report, journey) = own(&app, &visitor, &officer, &number).await?;
    match written(fields.get("kelengkapan").map(String::as_str).unwrap_or_default()) {
        Ok(text) => {
            let actor = officer.actor;
            let does = Does::Complete(text);
            let act = Act { app: app.clone(), id: report.row.id, actor, does };
            app.db.write(visitor.tenant.id, act).await?;
            Ok(redirect(&url(&report.row)))
        }
        Err(error) => {
            let errors = Mistakes::one("kelengkapan", visitor.lang.error(&error));
            Ok(file_page(&app, &visitor, &report, journey, errors)?)
        }
    }
}

/// The object goes to another keeper, with a picture.
pub(super) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    officer: Recipient,
    Path(number): Path<String>,
    request: Request,
) -> Handled {
    let (report, journey) = own(&app, &visitor, &officer, &number).await?;
    let actor = officer.actor;
    match moved(&app, &visitor, &report, request).await? {
        Ok(does) => {
            let act = Act { app: app.clone(), id: report.row.id, actor, does };
            app.db.write(visitor.tenant.id, act).await?;
            Ok(redirect(&url(&report.row)))
        }
        Err(errors) => Ok(file_page(&app, &visitor, &report, journey, errors)?),
    }
}

/// Who keeps the object now, as the form says, or what is wrong with it.
pub(super) async fn moved(
    app: &App,
    visitor: &Visitor,
    report: &Report,
    request: Request,
) -> Result<std::result::Result<Does, Mistakes>> {
    let lang = visitor.lang;
    let mut form = match receive(app, visitor, request, 1).await? {
        Received::Form(form) => form,
        Received::TooLarge(error) => return Ok(Err(Mistakes::one("foto", lang.error(&error)))),
    };
    let mut errors = Mistakes::default();
    let mut needed = |name: &str| match written(form.fields.get(name).map_or("", String::as_str)) {
        Ok(text) => text,
        Err(error) => {
            errors.note(name, lang.error(&error));
            String::new()
        }
    };
    let (keeper, place) = (needed("pemegang"), needed("di"));
    let mut picture = None;
    if let Some(bytes) = form.files.remove("foto") {
        match uploads::accept(app, visitor.tenant.id, &report.key, bytes).await {
            Ok(upload) => picture = Some(upload),
            Err(error) if matches!(error.kind(), Refusal::Invalid | Refusal::TooLarge) => {
                errors.note("foto", lang.error(&error));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(if errors.is_empty() { Ok(Does::Move { keeper, place, picture }) } else { Err(errors) })
}
