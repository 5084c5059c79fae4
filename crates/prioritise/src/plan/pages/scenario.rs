//! `/rencana/{year}/skenario/{digest}`: what a budget and weights give, why, and what would change it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::App;
use platform::i18n::Lang;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::solving::{LimitTold, Solved, Told, TurnTold};
use super::super::store::scenarios::{self, Scenario};
use super::super::store::{self, Plan};
use super::super::verbs::Adopt;
use super::adopter::Adopter;
use super::public::parse_year;
use super::{PUBLIC, words};

struct LimitShown {
    title: String,
    value: String,
    bound: String,
    kind: &'static str,
    state: String,
}

struct Row {
    place: String,
    code: String,
    title: String,
    cost: String,
    points: String,
    chosen: bool,
    verdict: String,
    why: Vec<String>,
}

struct ResultShown {
    facts: Vec<(String, String)>,
    limits: Vec<LimitShown>,
    rows: Vec<Row>,
    turns: Vec<String>,
}

#[derive(Template)]
#[template(path = "plan/templates/scenario.html")]
struct ScenarioPage {
    page: Page,
    here: String,
    back: String,
    digest: String,
    state: String,
    failure: String,
    result: Option<ResultShown>,
    can_adopt: bool,
    errors: Mistakes,
}

async fn load(
    app: &App,
    visitor: &Visitor,
    (year, digest): &(String, String),
) -> Result<(Plan, Scenario)> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let plan = store::of_year(&mut tx, parse_year(year)?).await?;
    let all = scenarios::all(&mut tx, plan.id).await?;
    let found = all.into_iter().find(|one| one.digest == *digest);
    Ok((plan, found.ok_or_else(Error::not_found)?))
}

fn result(lang: Lang, scenario: &Scenario, solved: &Solved) -> ResultShown {
    let chosen = solved.activities.iter().filter(|told| told.chosen).count();
    let budget = u64::try_from(scenario.budget).unwrap_or(0);
    let left = budget.saturating_sub(solved.spent);
    let gap = match solved.gap {
        gap if gap > 0.0 => lang.t1("plan-gap-some", "share", words::percent(lang, gap)),
        _ => lang.t("plan-gap-none"),
    };
    let all = solved.activities.len().to_string();
    let count = lang.with("plan-chosen-of", &[("chosen", chosen.to_string()), ("all", all)]);
    ResultShown {
        facts: vec![
            (lang.t("plan-activities"), count),
            (lang.t("plan-budget"), words::rupiah(budget)),
            (lang.t("plan-spent"), words::rupiah(solved.spent)),
            (lang.t("plan-left"), words::rupiah(left)),
            (lang.t("plan-points"), words::points(lang, solved.points)),
            (lang.t("plan-gap"), gap),
        ],
        limits: solved.limits.iter().map(|told| limit(lang, told)).collect(),
        rows: solved.activities.iter().map(|told| row(lang, told)).collect(),
        turns: solved.turns.iter().map(|told| turn(lang, told)).collect(),
    }
}

fn limit(lang: Lang, told: &LimitTold) -> LimitShown {
    let value = |value: f64| match told.is_share {
        true => words::percent(lang, value),
        false => words::rupiah(value as u64),
    };
    let (kind, state) = match (told.kept, told.binds) {
        (true, true) => ("good", "plan-limit-state-kept"),
        (false, true) => ("bad", "plan-limit-state-broken"),
        (true, false) => ("", "plan-limit-state-kept-later"),
        (false, false) => ("warn", "plan-limit-state-broken-later"),
    };
    let side = if told.at_most { "plan-at-most" } else { "plan-at-least" };
    LimitShown {
        title: words::limit(lang, &told.group),
        value: value(told.value),
        bound: lang.t1(side, "value", value(told.bound)),
        kind,
        state: lang.t(state),
    }
}

fn row(lang: Lang, told: &Told) -> Row {
    let (low, high) = told.range;
    let place = match low == high {
        true => told.place.to_string(),
        false => lang.with(
            "plan-place-range",
            &[
                ("place", told.place.to_string()),
                ("low", low.to_string()),
                ("high", high.to_string()),
            ],
        ),
    };
    Row {
        place,
        code: told.code.clone(),
        title: told.title.clone(),
        cost: words::rupiah(told.cost),
        points: words::points(lang, told.points),
        chosen: told.chosen,
        verdict: lang.t(if told.chosen { "plan-in" } else { "plan-out" }),
        why: words::why(lang, &told.why),
    }
}

fn turn(lang: Lang, told: &TurnTold) -> String {
    lang.with(
        "plan-turn",
        &[
            ("criterion", words::criterion(lang, &told.criterion)),
            ("then", words::percent(lang, told.then)),
            ("now", words::percent(lang, told.now)),
            ("behind", told.behind.clone()),
            ("ahead", told.ahead.clone()),
        ],
    )
}

fn page_of(visitor: &Visitor, plan: &Plan, scenario: &Scenario, errors: Mistakes) -> Response {
    let lang = visitor.lang;
    let (mut failure, mut shown) = (String::new(), None);
    match &scenario.result {
        Some(Ok(solved)) => shown = Some(result(lang, scenario, solved)),
        Some(Err(none)) => failure = words::no_plan(lang, none),
        None => {}
    }
    let adopted = scenario.digest == plan.adopted;
    let state = match (&scenario.result, adopted) {
        (_, true) => lang.t("plan-scenario-adopted"),
        (None, false) => lang.t("plan-scenario-wait-long"),
        (Some(_), false) => String::new(),
    };
    let can_adopt = !plan.course.adopted && shown.is_some() && Adopter::of(visitor).is_some();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page_titled(scenario.title.clone()).in_section("rencana");
    let shown = ScenarioPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("{PUBLIC}/{}/skenario/{}", plan.budget_year, scenario.digest),
        back: format!("{PUBLIC}/{}", plan.budget_year),
        digest: scenario.digest.clone(),
        state,
        failure,
        result: shown,
        can_adopt,
        errors,
    };
    with_status(html(&shown), status)
}

/// The scenario.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(asked): Path<(String, String)>,
) -> Handled {
    let (plan, scenario) = load(&app, &visitor, &asked).await?;
    Ok(page_of(&visitor, &plan, &scenario, Mistakes::default()))
}

fn file(text: String, media: &'static str) -> Response {
    let mut response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// Budget, limits and weights, for `bening plan solve`.
pub(super) async fn plan_file(
    State(app): State<App>,
    visitor: Visitor,
    Path(asked): Path<(String, String)>,
) -> Handled {
    let (_, scenario) = load(&app, &visitor, &asked).await?;
    Ok(file(scenario.files.plan, "application/toml; charset=utf-8"))
}

/// Activities with their marks, for `bening plan solve`.
pub(super) async fn table_file(
    State(app): State<App>,
    visitor: Visitor,
    Path(asked): Path<(String, String)>,
) -> Handled {
    let (_, scenario) = load(&app, &visitor, &asked).await?;
    Ok(file(scenario.files.table, "text/csv; charset=utf-8"))
}

/// The result with every reason.
pub(super) async fn result_file(
    State(app): State<App>,
    visitor: Visitor,
    Path(asked): Path<(String, String)>,
) -> Handled {
    let (_, scenario) = load(&app, &visitor, &asked).await?;
    let Some(Ok(solved)) = scenario.result else { return Err(Error::not_found().into()) };
    let text = serde_json::to_string_pretty(&solved).map_err(Error::internal)?;
    Ok(file(text, "application/json"))
}

/// An empty form.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// The mayor or an approver adopts the scenario.
pub(super) async fn adopt(
    State(app): State<App>,
    visitor: Visitor,
    adopter: Adopter,
    Path(asked): Path<(String, String)>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let (plan, scenario) = load(&app, &visitor, &asked).await?;
    let digest = scenario.digest.clone();
    let adopt = Adopt { budget_year: plan.budget_year, digest, actor: adopter.actor() };
    match app.db.write(visitor.tenant.id, adopt).await {
        Ok(()) => Ok(redirect(&format!("{PUBLIC}/{}", plan.budget_year))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one("tetapkan", visitor.lang.error(&error));
            Ok(page_of(&visitor, &plan, &scenario, errors))
        }
        Err(error) => Err(error.into()),
    }
}
