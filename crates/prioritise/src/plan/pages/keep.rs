//! `/perencana/rencana/{year}/skenario`: a budget and weights for which the plan is computed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Planner};
use platform::i18n::Lang;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::files::{self, Frame};
use super::super::limits::{self, Of};
use super::super::verbs::Keep;
use super::criteria::thousandths;
use super::public::parse_year;
use super::shown::Known;
use super::{PUBLIC, WORK, words};

type Fields = BTreeMap<String, String>;

struct Field {
    id: String,
    title: String,
    hint: String,
    value: String,
}

#[derive(Template)]
#[template(path = "plan/templates/keep.html")]
struct KeepPage {
    page: Page,
    here: String,
    back: String,
    typed_title: String,
    amounts: Vec<Field>,
    weights: Vec<Field>,
    errors: Mistakes,
}

/// Amounts that are asked for: id of the field, and what it is called.
fn asked(lang: Lang) -> Vec<(String, String, String)> {
    let mut all = vec![
        ("anggaran".to_owned(), lang.t("plan-budget"), lang.t("plan-budget-hint")),
        ("tetap".to_owned(), lang.t("plan-fixed"), lang.t("plan-fixed-hint")),
    ];
    for limit in limits::ALL {
        let title = words::limit(lang, limit.code);
        let fixed = lang.t1("plan-fixed-of", "limit", &title);
        all.push((format!("tetap-{}", limit.code), fixed, String::new()));
    }
    for limit in limits::ALL.into_iter().filter(|limit| limit.of == Of::Revenue) {
        let title = lang.t1("plan-earmark-of", "limit", words::limit(lang, limit.code));
        all.push((format!("wajib-{}", limit.code), title, lang.t("plan-earmark-hint")));
    }
    all
}

/// What the fields hold of amounts that were kept before.
fn prefilled(frame: &Frame) -> Fields {
    let mut fields = Fields::new();
    fields.insert("anggaran".to_owned(), frame.budget.to_string());
    fields.insert("tetap".to_owned(), frame.fixed.to_string());
    let named = |prefix: &str, (code, amount): (&&str, &i64)| {
        (format!("{prefix}-{code}"), amount.to_string())
    };
    fields.extend(frame.groups.iter().map(|one| named("tetap", one)));
    fields.extend(frame.earmarks.iter().map(|one| named("wajib", one)));
    fields
}

fn page_of(visitor: &Visitor, known: &Known, typed: &Fields, errors: Mistakes) -> Response {
    let (lang, year) = (visitor.lang, known.plan.budget_year);
    let value = |id: &str| typed.get(id).cloned().unwrap_or_default();
    let amount = |(id, title, hint): (String, String, String)| {
        let value = value(&id);
        Field { id, title, hint, value }
    };
    let held = known.criteria().map(|held| held.criteria.as_slice()).unwrap_or_default();
    let weight = |one: &kernel::facts::plan::Criterion| {
        let id = format!("bobot-{}", one.code);
        let frozen = words::percent(lang, one.weight as f64 / 1000.0);
        Field {
            title: words::criterion(lang, &one.code),
            hint: lang.t1("plan-weight-frozen", "weight", frozen),
            value: value(&id),
            id,
        }
    };
    let page = visitor.page("plan-scenario-new").in_section("rencana");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = KeepPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("{WORK}/{year}/skenario"),
        back: format!("{WORK}/{year}"),
        typed_title: value("judul"),
        amounts: asked(lang).into_iter().map(amount).collect(),
        weights: held.iter().map(weight).collect(),
        errors,
    };
    with_status(html(&shown), status)
}

async fn load(app: &App, visitor: &Visitor, year: i16) -> Result<Known> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    Known::load(&mut tx, app, visitor.lang, year).await
}

/// The form, with the amounts of the last scenario.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path(year): Path<String>,
) -> Handled {
    let known = load(&app, &visitor, parse_year(&year)?).await?;
    let last = known.scenarios.last().and_then(|one| files::frame(&one.files));
    let typed = last.map(|frame| prefilled(&frame)).unwrap_or_default();
    Ok(page_of(&visitor, &known, &typed, Mistakes::default()))
}

/// Whole rupiah; nothing is 0.
fn amount(text: &str) -> Option<i64> {
    let digits = text.trim().trim_start_matches("Rp").replace(['.', ' '], "");
    if digits.is_empty() {
        return Some(0);
    }
    digits.parse().ok().filter(|amount| (0..=1_000_000_000_000_000).contains(amount))
}

fn read(lang: Lang, known: &Known, typed: &Fields) -> (Frame, Vec<(String, i64)>, Mistakes) {
    let mut errors = Mistakes::default();
    let mut money = |id: &str, title: &str| {
        let found = amount(typed.get(id).map(String::as_str).unwrap_or_default());
        if found.is_none() || (id == "anggaran" && found == Some(0)) {
            errors.note(id, lang.t1("plan-amount-wrong", "title", title));
        }
        found.unwrap_or(0)
    };
    let titles: BTreeMap<String, String> =
        asked(lang).into_iter().map(|(id, title, _)| (id, title)).collect();
    let mut of = |id: String| {
        let title = titles.get(&id).cloned().unwrap_or_default();
        money(&id, &title)
    };
    let mut frame =
        Frame { budget: of("anggaran".into()), fixed: of("tetap".into()), ..Frame::default() };
    for limit in limits::ALL {
        frame.groups.insert(limit.code, of(format!("tetap-{}", limit.code)));
        if limit.of == Of::Revenue {
            frame.earmarks.insert(limit.code, of(format!("wajib-{}", limit.code)));
        }
    }
    let held = known.criteria().map(|held| held.criteria.as_slice()).unwrap_or_default();
    let mut weights = Vec::new();
    for one in held {
        let id = format!("bobot-{}", one.code);
        let text = typed.get(&id).map(|text| text.trim()).unwrap_or_default();
        match thousandths(text) {
            Some(weight) => weights.push((one.code.clone(), weight)),
            None => {
                let title = words::criterion(lang, &one.code);
                errors.note(id, lang.t1("plan-weight-wrong", "title", title));
            }
        }
    }
    if weights.iter().all(|(_, weight)| *weight == 0) {
        weights.clear();
    }
    (frame, weights, errors)
}

/// The field to which a refusal belongs.
fn field(known: &Known, error: &Error) -> String {
    let first = known.criteria().and_then(|held| held.criteria.first());
    match (error.key(), first) {
        ("plan-scenario-title", _) => "judul".to_owned(),
        ("plan-scenario-weights", Some(first)) => format!("bobot-{}", first.code),
        _ => "anggaran".to_owned(),
    }
}

/// Keeps a scenario and lets it be computed.
pub(super) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let (lang, year) = (visitor.lang, parse_year(&year)?);
    let known = load(&app, &visitor, year).await?;
    let (frame, weights, errors) = read(lang, &known, &typed);
    if !errors.is_empty() {
        return Ok(page_of(&visitor, &known, &typed, errors));
    }
    let title = typed.get("judul").cloned().unwrap_or_default();
    let actor = planner.actor(Channel::Online, None);
    let keep = Keep { app: app.clone(), budget_year: year, title, frame, weights, actor };
    match app.db.write(visitor.tenant.id, keep).await {
        Ok(digest) => Ok(redirect(&format!("{PUBLIC}/{year}/skenario/{digest}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field(&known, &error), lang.error(&error));
            Ok(page_of(&visitor, &known, &typed, errors))
        }
        Err(error) => Err(error.into()),
    }
}
