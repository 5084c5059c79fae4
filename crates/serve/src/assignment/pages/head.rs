//! A head's drawn files, and the override of a draw.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use kernel::id::UserId;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Head, account};
use platform::db::Tx;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::{Draw, REASONS};
use super::super::verbs::{Absent, Reassign};
use super::super::{rules, store};
use super::typed::{Fields, day, text};
use crate::applications::store as files;
use crate::catalogue;

/// Files of one unit.
const MOST: i64 = 200;

struct Line {
    number: String,
    compact: String,
    stands: String,
    officer: String,
    entered: String,
}

struct UnitDraws {
    title: String,
    lines: Vec<Line>,
    officers: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "assignment/templates/head.html")]
struct HeadPage {
    page: Page,
    units: Vec<UnitDraws>,
    reasons: Vec<Choice>,
    typed: Fields,
    errors: Mistakes,
}

impl HeadPage {
    fn v(&self, field: &str) -> &str {
        text(&self.typed, field)
    }
}

fn choice(value: String, label: String, checked: bool) -> Choice {
    Choice { value, label, hint: String::new(), checked }
}

/// `GET /petugas/atasan/penugasan`.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, head: Can<Head>) -> Handled {
    write(&app, &visitor, &head, Fields::new(), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    typed: Fields,
    errors: Mistakes,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = catalogue::store::all_units(&mut tx).await?;
    let mut units = Vec::new();
    for (code, unit) in known.iter().filter(|(code, _)| head.covers(code)) {
        let title = unit.name(visitor.lang.code()).to_owned();
        let unit = unit_draws(app, &mut tx, visitor, code, title).await?;
        if !head.whole_city() || !unit.lines.is_empty() {
            units.push(unit);
        }
    }
    let chosen = text(&typed, "alasan").to_owned();
    let reason = |code: &&str| {
        let label = visitor.lang.t(&format!("assignment-reason-{code}"));
        choice((*code).to_owned(), label, **code == chosen)
    };
    let page = visitor.page("assignment-head-title").in_section("petugas");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let reasons = REASONS.iter().map(reason).collect();
    Ok(with_status(html(&HeadPage { page, units, reasons, typed, errors }), status))
}

async fn unit_draws(
    app: &App,
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    code: &str,
    title: String,
) -> Result<UnitDraws> {
    let present = store::present(tx, code, app.today()).await?;
    let named = account::of_unit(tx, &app.vault, code).await?;
    let period = rules::period(app.today());
    let officers = named.into_iter().filter(|(user, _)| present.contains(user));
    let officers = officers.map(|(user, called)| {
        let code = rules::short(&rules::pseudonym(&app.vault, &period, user));
        choice(user.to_string(), format!("{called} ({code})"), false)
    });
    let officers = officers.collect();
    let mut lines = Vec::new();
    for draw in store::of_unit(tx, code, MOST).await? {
        lines.push(line(app, tx, visitor, &draw).await?);
    }
    Ok(UnitDraws { title, lines, officers })
}

async fn line(app: &App, tx: &mut Tx<'_>, visitor: &Visitor, draw: &Draw) -> Result<Line> {
    let row = files::by_id(tx, draw.application).await?;
    Ok(Line {
        number: row.number.to_string(),
        compact: row.number.compact(),
        stands: visitor.lang.t(&format!("assignment-stands-{}", draw.stands.code())),
        officer: rules::short(&draw.pseudonym),
        entered: visitor.lang.moment(draw.entered_at, app.tz()),
    })
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    typed: Fields,
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect("/petugas/atasan/penugasan")),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let field = match error.key() {
                "assignment-needs-reason" => "alasan",
                "assignment-needs-note" => "catatan",
                "assignment-date-wrong" | "assignment-absent-past" => "dari",
                "assignment-absent-order" => "sampai",
                _ => "petugas",
            };
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            write(app, visitor, head, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

fn officer(typed: &Fields, field: &str) -> Result<UserId> {
    text(typed, field).parse().map_err(|_| Error::invalid("assignment-officer-unfit"))
}

/// `POST /petugas/atasan/penugasan/{number}`: gives a drawn file to someone else.
pub(super) async fn reassign(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(number): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let number = ApplicationNumber::parse(&number).map_err(|_| Error::not_found())?;
    let row = files::by_number(&mut app.db.read(tenant).await?, number).await?;
    let row = row.filter(|row| head.covers(&row.unit_code)).ok_or_else(Error::not_found)?;
    let done = match officer(&typed, "petugas") {
        Ok(to) => {
            let (app, head, id) = (app.clone(), head.clone(), row.id);
            let (reason, note) = (text(&typed, "alasan"), text(&typed, "catatan"));
            let (reason, note) = (reason.to_owned(), note.to_owned());
            app.clone().db.write(tenant, Reassign { app, id, head, to, reason, note }).await
        }
        Err(error) => Err(error),
    };
    answer(&app, &visitor, &head, typed, done).await
}

/// `POST /petugas/atasan/berhalangan`: an officer of the unit is absent.
pub(super) async fn absent(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let done = note_absence(&app, &visitor, &head, &typed).await;
    answer(&app, &visitor, &head, typed, done).await
}

async fn note_absence(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    typed: &Fields,
) -> Result<()> {
    let tenant = visitor.tenant.id;
    let (who, from) = (officer(typed, "siapa")?, day(typed, "dari")?);
    let until = day(typed, "sampai")?;
    let mut tx = app.db.read(tenant).await?;
    let account = account::by_id(&mut tx, &app.vault, who).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    if !account.grants.iter().any(|grant| head.covers(grant.unit())) {
        return Err(Error::not_found());
    }
    let actor = head.actor(Channel::Online, None);
    app.db.write(tenant, Absent { app: app.clone(), officer: who, from, until, actor }).await
}
