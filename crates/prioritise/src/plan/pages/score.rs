//! `/perencana/rencana/{year}/nilai/{code}`: a planner scores an activity without seeing what another gave.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use kernel::facts::plan::Criterion;
use platform::App;
use platform::auth::{Can, Planner};
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::criteria;
use super::super::model::{SCALE, SCORERS, Standing};
use super::super::verbs::{Reconcile, Score};
use super::public::parse_year;
use super::shown::Known;
use super::{WORK, words};

type Fields = BTreeMap<String, String>;

struct Question {
    id: String,
    title: String,
    marks: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "plan/templates/score.html")]
struct ScorePage {
    page: Page,
    here: String,
    back: String,
    facts: Vec<(String, String)>,
    /// Why it is not to be scored by this account; empty when it is.
    closed: String,
    questions: Vec<Question>,
    apart: Vec<Question>,
    typed_reason: String,
    errors: Mistakes,
}

async fn load(app: &App, visitor: &Visitor, year: i16) -> Result<Known> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    Known::load(&mut tx, app, visitor.lang, year).await
}

/// One mark of the scale for a criterion, with what the marks 1, 3 and 5 mean.
fn question(lang: Lang, prefix: &str, code: &str, range: (i64, i64), typed: &Fields) -> Question {
    let id = format!("{prefix}-{code}");
    let chosen = typed.get(&id).map(String::as_str).unwrap_or_default();
    let anchors = criteria::find(code).map(|one| &one.anchors);
    let mark = |mark: i64| {
        let anchor = match mark {
            1 => 0,
            3 => 1,
            5 => 2,
            _ => 3,
        };
        let words = anchors.and_then(|all| all.get(anchor)).map(|one| one.get(lang.code()));
        Choice {
            value: mark.to_string(),
            label: mark.to_string(),
            hint: words.unwrap_or_default().to_owned(),
            checked: chosen == mark.to_string(),
        }
    };
    let title = words::criterion(lang, code);
    Question { id, title, marks: (range.0..=range.1).map(mark).collect() }
}

/// Why this account does not score; nothing when it does.
fn closed(lang: Lang, known: &Known, planner: &Can<Planner>, code: &str) -> String {
    let given = known.given.get(code).map(|given| given.scores.as_slice()).unwrap_or_default();
    let own = given.iter().any(|score| score.user == planner.user());
    let enough = matches!(known.standing(code), Standing::Settled(_)) || given.len() >= SCORERS;
    match known.criteria() {
        _ if known.plan.course.adopted => lang.t("plan-adopted-already"),
        None => lang.t("plan-not-frozen"),
        Some(_) if own => lang.t("plan-scored-already"),
        Some(_) if enough => lang.t("plan-scored-enough"),
        Some(_) => String::new(),
    }
}

/// Criteria on which two lie too far apart, with the marks between theirs.
fn apart(lang: Lang, known: &Known, code: &str, typed: &Fields) -> Vec<Question> {
    let (Standing::Apart(places), Some(held)) = (known.standing(code), known.criteria()) else {
        return Vec::new();
    };
    let Some(given) = known.given.get(code) else { return Vec::new() };
    let marks = given.marks();
    let one = |place: usize| {
        let (a, b) = (marks[0][place], marks[1][place]);
        let code = &held.criteria[place].code;
        question(lang, "sepakat", code, (a.min(b), a.max(b)), typed)
    };
    places.into_iter().map(one).collect()
}

fn page_of(
    visitor: &Visitor,
    planner: &Can<Planner>,
    (known, code): (&Known, &str),
    typed: &Fields,
    errors: Mistakes,
) -> Result<Response> {
    let (lang, year) = (visitor.lang, known.plan.budget_year);
    let found = known.activities.iter().find(|one| one.code == code);
    let found = found.ok_or_else(Error::not_found)?;
    let closed = closed(lang, known, planner, code);
    let held = known.criteria().map(|held| held.criteria.as_slice()).unwrap_or_default();
    let ask = |one: &Criterion| question(lang, "nilai", &one.code, SCALE, typed);
    let place = known.names.find(&found.kelurahan).map(|one| one.name.clone());
    let state = words::standing(lang, &known.standing(code)).1;
    let page = visitor.page_titled(found.title.clone()).in_section("rencana");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let open = !known.plan.course.adopted;
    let shown = ScorePage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("{WORK}/{year}/nilai/{code}"),
        back: format!("{WORK}/{year}"),
        facts: vec![
            (lang.t("plan-code"), found.code.clone()),
            (lang.t("plan-cost"), found.cost.to_string()),
            (lang.t("plan-place"), place.unwrap_or_else(|| lang.t("plan-whole-city"))),
            (lang.t("plan-scoring"), state),
        ],
        questions: if closed.is_empty() { held.iter().map(ask).collect() } else { Vec::new() },
        closed,
        apart: if open { apart(lang, known, code, typed) } else { Vec::new() },
        typed_reason: typed.get("alasan").cloned().unwrap_or_default(),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The form.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path((year, code)): Path<(String, String)>,
) -> Handled {
    let known = load(&app, &visitor, parse_year(&year)?).await?;
    let typed = Fields::new();
    Ok(page_of(&visitor, &planner, (&known, &code), &typed, Mistakes::default())?)
}

/// After an act on this page.
async fn after(
    app: &App,
    visitor: &Visitor,
    planner: &Can<Planner>,
    (year, code): (i16, &str),
    (typed, field): (&Fields, &str),
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("{WORK}/{year}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let known = load(app, visitor, year).await?;
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(page_of(visitor, planner, (&known, code), typed, errors)?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a score.
pub(super) async fn give(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path((year, code)): Path<(String, String)>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let (lang, year) = (visitor.lang, parse_year(&year)?);
    let known = load(&app, &visitor, year).await?;
    let held = known.criteria().map(|held| held.criteria.clone()).unwrap_or_default();
    let mut errors = Mistakes::default();
    let mut marks = Vec::with_capacity(held.len());
    for one in &held {
        let id = format!("nilai-{}", one.code);
        match typed.get(&id).and_then(|mark| mark.parse::<i64>().ok()) {
            Some(mark) => marks.push(mark),
            None => {
                let title = words::criterion(lang, &one.code);
                errors.note(id, lang.t1("plan-mark-needed", "title", title));
            }
        }
    }
    if !errors.is_empty() {
        return Ok(page_of(&visitor, &planner, (&known, &code), &typed, errors)?);
    }
    let (user, actor) = (planner.user(), planner.actor(Channel::Online, None));
    let activity = code.clone();
    let score = Score { app: app.clone(), budget_year: year, activity, marks, user, actor };
    let done = app.db.write(visitor.tenant.id, score).await;
    let field = held.first().map(|one| format!("nilai-{}", one.code)).unwrap_or_default();
    after(&app, &visitor, &planner, (year, &code), (&typed, &field), done).await
}

/// Takes what was agreed on.
pub(super) async fn agree(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path((year, code)): Path<(String, String)>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let year = parse_year(&year)?;
    let known = load(&app, &visitor, year).await?;
    let held = known.criteria().map(|held| held.criteria.clone()).unwrap_or_default();
    let mark = |(place, one): (usize, &Criterion)| {
        let mark = typed.get(&format!("sepakat-{}", one.code))?;
        Some((place, mark.parse::<i64>().ok()?))
    };
    let marks = held.iter().enumerate().filter_map(mark).collect();
    let reason = typed.get("alasan").cloned().unwrap_or_default();
    let actor = planner.actor(Channel::Online, None);
    let activity = code.clone();
    let agree = Reconcile { app: app.clone(), budget_year: year, activity, marks, reason, actor };
    let done = app.db.write(visitor.tenant.id, agree).await;
    let field = match &done {
        Err(error) if error.key() == "plan-agreed-outside" => {
            let first = apart(visitor.lang, &known, &code, &typed).into_iter().next();
            first.map(|one| one.id).unwrap_or_default()
        }
        _ => "alasan".to_owned(),
    };
    after(&app, &visitor, &planner, (year, &code), (&typed, &field), done).await
}
