//! The gratuity unit (UPG): its register, each report to its end, the national form, and units that
//! never report anything.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind as Refusal, Result};
use kernel::facts::gift::Owner;
use kernel::id::{FileId, GiftId};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::i18n::Lang;
use platform::journal;
use platform::uploads;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::UPG;
use super::super::model::{Kind, State as Stands};
use super::super::store::{self, Row, Silence};
use super::super::verbs::{Act, Details, Does, Report};
use super::officer::moved;
use super::words::{self, Line};
use crate::texts::written;

type Fields = BTreeMap<String, String>;

const BASE: &str = "/inspektorat/hadiah";
const PAGE: i64 = 30;
/// The table of units counts a year.
const DAYS: i64 = 365;
/// The most rows of a register in one file.
const ROWS: i64 = 100_000;

struct Entry {
    number: String,
    kind: String,
    state: String,
    unit: String,
    given: String,
    urgency: &'static str,
    due: String,
}

#[derive(Template)]
#[template(path = "gratuities/templates/register.html")]
struct RegisterPage {
    page: Page,
    finding: String,
    units: Vec<Silence>,
    rows: Vec<Entry>,
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    sebelum: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let before = asked.sebelum.as_deref().map(place).transpose()?;
    let now = app.db.clock().now();
    let since = now - jiff::SignedDuration::from_hours(24 * DAYS);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = crate::city::unit_names(&mut tx, lang).await?;
    let mut units = store::by_unit(&mut tx, since, now).await?;
    let mut rows = store::register(&mut tx, before, PAGE + 1).await?;
    drop(tx);
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let last = rows.last().filter(|_| more);
    let next =
        last.map(|row| format!("{BASE}?sebelum={}-{}", row.reported_at.as_microsecond(), row.id));
    let name = |code: &str| match code {
        UPG => lang.t("complaint-desk-inspectorate"),
        unit => names.get(unit).cloned().unwrap_or_else(|| unit.to_owned()),
    };
    let finding = finding(lang, &units, name);
    for row in &mut units {
        row.unit = name(&row.unit);
    }
    let entry = |row: &Row| Entry {
        number: row.number.to_string(),
        kind: words::kind(lang, row.matter.kind),
        state: words::state(lang, row),
        unit: name(&row.unit),
        given: lang.date(row.given_on),
        urgency: match row.clocks.next_due() {
            Some(due) if due < now => "bad",
            _ => "",
        },
        due: row.clocks.next_due().map_or_else(|| "-".to_owned(), |due| lang.moment(due, app.tz())),
    };
    Ok(html(&RegisterPage {
        page: visitor.page("gift-register-title").in_section("upg"),
        finding,
        rows: rows.iter().map(entry).collect(),
        units,
        next: next.unwrap_or_default(),
    }))
}

/// The unit of which users say most that money was asked for, while no officer ever reported a gift.
fn finding(lang: Lang, units: &[Silence], name: impl Fn(&str) -> String) -> String {
    let silent = units.iter().find(|unit| unit.gifts + unit.refusals == 0 && unit.accused > 0);
    match silent {
        Some(unit) => lang.with(
            "gift-silence-finding",
            &[("unit", name(&unit.unit)), ("accused", unit.accused.to_string())],
        ),
        None => lang.t("gift-silence-none"),
    }
}

fn place(text: &str) -> Result<(Timestamp, GiftId)> {
    let (at, id) = text.split_once('-').ok_or_else(Error::not_found)?;
    let at: i64 = at.parse().map_err(|_| Error::not_found())?;
    let at = Timestamp::from_microsecond(at).map_err(|_| Error::not_found())?;
    Ok((at, id.parse().map_err(|_| Error::not_found())?))
}

/// The register in the fields of the national form.
pub(super) async fn csv(State(app): State<App>, visitor: Visitor, _: Can<Inspector>) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let rows = store::register(&mut tx, None, ROWS).await?;
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(Error::internal)?;
    for row in rows {
        let report = Report::of(&mut tx, &app, row).await?;
        let said = report.details()?;
        out.write_record(record(lang, &report.row, &said)).map_err(Error::internal)?;
    }
    let bytes = out.into_inner().map_err(|error| Error::internal(error.to_string()))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"register-upg.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Columns of the register, in the words of the national form.
const COLUMNS: [&str; 21] = [
    "nomor",
    "jenis",
    "nama_penerima",
    "nik",
    "alamat",
    "telepon",
    "jabatan",
    "unit",
    "nama_pemberi",
    "kontak_pemberi",
    "hubungan",
    "nomor_permohonan",
    "tanggal",
    "tempat",
    "objek",
    "nilai",
    "kronologi",
    "disimpan_di",
    "tanggal_lapor",
    "status",
    "penetapan",
];

fn record(lang: Lang, row: &Row, said: &Details) -> [String; 21] {
    let safe = |text: &str| {
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            format!("'{text}")
        } else {
            text.to_owned()
        }
    };
    [
        row.number.to_string(),
        words::kind(lang, row.matter.kind),
        safe(&said.recipient),
        safe(&said.nik),
        safe(&said.address),
        safe(&said.phone),
        safe(&said.position),
        row.unit.clone(),
        safe(&said.giver),
        safe(&said.giver_contact),
        safe(&said.relation),
        safe(&said.application),
        row.given_on.to_string(),
        safe(&said.place),
        safe(&said.what),
        row.value.get().to_string(),
        safe(&said.story),
        safe(&said.kept_at),
        row.reported_at.to_string(),
        words::state(lang, row),
        row.matter.owner.map(|owner| words::owner(lang, owner)).unwrap_or_default(),
    ]
}

#[derive(Template)]
#[template(path = "gratuities/templates/upg_file.html")]
struct FilePage {
    page: Page,
    number: String,
    here: String,
    title: String,
    state: String,
    verdict: String,
    due: String,
    late: bool,
    late_for_upg: bool,
    state_property: bool,
    reported: bool,
    forwarded: bool,
    decided: bool,
    has_object: bool,
    thanked: bool,
    owners: Vec<Choice>,
    rows: Vec<(String, String)>,
    files: Vec<FileId>,
    journey: Vec<Line>,
    errors: Mistakes,
}

async fn load(app: &App, visitor: &Visitor, number: &str) -> Result<(Report, Vec<Line>)> {
    let number = ApplicationNumber::parse(number).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?.ok_or_else(Error::not_found)?;
    let report = Report::of(&mut tx, app, row).await?;
    let facts = journal::facts_of(&mut tx, report.row.subject(), Some(&report.key)).await?;
    Ok((report, words::journey(app, visitor.lang, &facts)))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Path(number): Path<String>,
) -> Handled {
    let (report, journey) = load(&app, &visitor, &number).await?;
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
    let said = report.details()?;
    let title = words::kind(lang, row.matter.kind);
    let page = visitor.page_titled(title.clone()).in_section("upg");
    let due = row.clocks.next_due().map(|due| lang.moment(due, app.tz()));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let owner = |owner: Owner| Choice {
        value: owner.code().to_owned(),
        label: words::owner(lang, owner),
        hint: String::new(),
        checked: false,
    };
    let shown = FilePage {
        page: page.with_error_if(!errors.is_empty()),
        number: row.number.to_string(),
        here: format!("{BASE}/{}", row.number),
        title,
        state: words::state(lang, row),
        // What is said of a refusal is said to the officer.
        verdict: match row.matter.kind {
            Kind::Gift => words::verdict(lang, row),
            Kind::Refusal => String::new(),
        },
        due: due.unwrap_or_default(),
        late: row.late,
        late_for_upg: !row.late && words::is_late_for_upg(app, row)?,
        state_property: row.matter.state_property,
        reported: row.matter.state == Stands::Reported,
        forwarded: row.matter.state == Stands::Forwarded,
        decided: row.matter.state == Stands::Decided,
        has_object: row.matter.kind == Kind::Gift && row.matter.state != Stands::Done,
        thanked: row.thanked_at.is_some(),
        owners: [Owner::State, Owner::Recipient].map(owner).into(),
        rows: words::rows(app, lang, row, &said),
        files: said.files,
        journey,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

#[derive(Template)]
#[template(path = "gratuities/templates/form.html")]
struct FormPage {
    page: Page,
    number: String,
    kind: String,
    here: String,
    rows: Vec<(String, String)>,
    journey: Vec<Line>,
}

/// The national form, to print.
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Path(number): Path<String>,
) -> Handled {
    let (report, journey) = load(&app, &visitor, &number).await?;
    let row = &report.row;
    Ok(html(&FormPage {
        page: visitor.page("gift-form-title").in_section("upg"),
        number: row.number.to_string(),
        kind: words::kind(visitor.lang, row.matter.kind),
        here: format!("{BASE}/{}", row.number),
        rows: words::rows(&app, visitor.lang, row, &report.details()?),
        journey,
    }))
}

pub(super) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Path((number, file)): Path<(String, String)>,
) -> Handled {
    let (report, _) = load(&app, &visitor, &number).await?;
    let file: FileId = file.parse().map_err(|_| Error::not_found())?;
    if !report.details()?.files.contains(&file) {
        return Err(Error::not_found().into());
    }
    let (media, bytes) = uploads::fetch(&app, visitor.tenant.id, file).await?;
    Ok(uploads::answer(media, bytes))
}

/// What a form asks for, or the field that is wrong.
type Read = std::result::Result<Does, (&'static str, Error)>;

fn letter(
    fields: &Fields,
    name: &'static str,
) -> std::result::Result<String, (&'static str, Error)> {
    written(fields.get(name).map(String::as_str).unwrap_or_default()).map_err(|error| (name, error))
}

/// Does what the form asks for; what is wrong is said at its field.
async fn perform(
    app: &App,
    visitor: &Visitor,
    upg: &Can<Inspector>,
    number: &str,
    read: Read,
) -> Handled {
    let (report, journey) = load(app, visitor, number).await?;
    let lang = visitor.lang;
    let again = |field: &str, error: &Error| {
        let errors = Mistakes::one(field, lang.error(error));
        file_page(app, visitor, &report, journey, errors)
    };
    let does = match read {
        Ok(does) => does,
        Err((field, error)) => return Ok(again(field, &error)?),
    };
    let actor = upg.actor(Channel::Online, None);
    let act = Act { app: app.clone(), id: report.row.id, actor, does };
    match app.db.write(visitor.tenant.id, act).await {
        Ok(()) => Ok(redirect(&format!("{BASE}/{}", report.row.number))),
        Err(error) if matches!(error.kind(), Refusal::Invalid | Refusal::Conflict) => {
            Ok(again("main", &error)?)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn send_back(
    State(app): State<App>,
    visitor: Visitor,
    upg: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let read = letter(&fields, "kurang").map(Does::SendBack);
    perform(&app, &visitor, &upg, &number, read).await
}

pub(super) async fn forward(
    State(app): State<App>,
    visitor: Visitor,
    upg: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let after_audit = fields.contains_key("temuan");
    let read = letter(&fields, "surat").map(|reference| Does::Forward { reference, after_audit });
    perform(&app, &visitor, &upg, &number, read).await
}

pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    upg: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let owner = fields.get("milik").and_then(|code| Owner::parse(code));
    let read = match owner {
        Some(owner) => {
            letter(&fields, "penetapan").map(|reference| Does::Decide { owner, reference })
        }
        None => Err(("milik", Error::invalid("gift-owner-unknown"))),
    };
    perform(&app, &visitor, &upg, &number, read).await
}

pub(super) async fn hand_over(
    State(app): State<App>,
    visitor: Visitor,
    upg: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    perform(&app, &visitor, &upg, &number, letter(&fields, "kepada").map(Does::HandOver)).await
}

pub(super) async fn thank(
    State(app): State<App>,
    visitor: Visitor,
    upg: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(_): PostForm<Fields>,
) -> Handled {
    perform(&app, &visitor, &upg, &number, Ok(Does::Thank)).await
}

pub(super) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    upg: Can<Inspector>,
    Path(number): Path<String>,
    request: Request,
) -> Handled {
    let (report, journey) = load(&app, &visitor, &number).await?;
    match moved(&app, &visitor, &report, request).await? {
        Ok(does) => perform(&app, &visitor, &upg, &number, Ok(does)).await,
        Err(errors) => Ok(file_page(&app, &visitor, &report, journey, errors)?),
    }
}
