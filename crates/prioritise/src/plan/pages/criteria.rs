//! `/perencana/rencana/{year}/kriteria`: weights are typed or come from comparisons, and are frozen.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use kernel::facts::plan::WeightsFrom;
use platform::App;
use platform::auth::{Can, Planner};
use platform::i18n::Lang;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::criteria::{self, Compared, Offered};
use super::super::store;
use super::super::verbs::{Freeze, Void};
use super::planner::after;
use super::public::parse_year;
use super::{WORK, words};

type Fields = BTreeMap<String, String>;

struct Field {
    id: String,
    title: String,
    value: String,
}

struct Judge {
    who: String,
    ratio: String,
    kind: &'static str,
    strain: String,
}

#[derive(Template)]
#[template(path = "plan/templates/criteria.html")]
struct CriteriaPage {
    page: Page,
    here: String,
    back: String,
    fields: Vec<Field>,
    comparisons: String,
    judges: Vec<Judge>,
    errors: Mistakes,
}

/// Thousandths as percent in a field.
fn percent(weight: i64) -> String {
    match weight % 10 {
        0 => (weight / 10).to_string(),
        rest => format!("{},{rest}", weight / 10),
    }
}

/// Percent in a field as thousandths.
pub(super) fn thousandths(text: &str) -> Option<i64> {
    let text = text.trim().replace(',', ".");
    if text.is_empty() {
        return Some(0);
    }
    let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(rest) || rest.len() > 1 || whole.len() > 3 {
        return None;
    }
    format!("{whole}{rest}").parse().ok()
}

fn fields(lang: Lang, typed: Option<&Fields>) -> Vec<Field> {
    let field = |one: &Offered| {
        let id = format!("bobot-{}", one.code);
        let value = match typed {
            Some(typed) => typed.get(&id).cloned().unwrap_or_default(),
            None => percent(one.weight),
        };
        Field { id, title: one.title.get(lang.code()).to_owned(), value }
    };
    criteria::all().iter().map(field).collect()
}

fn judges(app: &App, lang: Lang, compared: &Compared) -> Result<Vec<Judge>> {
    let most = app.rulebook.share("budget.consistency", app.today())?;
    let judge = |one: &criteria::Judged| Judge {
        who: match one.name.as_str() {
            "" => lang.t("plan-all-judges"),
            name => name.to_owned(),
        },
        ratio: lang.decimal(one.ratio, 3),
        kind: if one.ratio > most { "bad" } else { "good" },
        strain: lang.with(
            "plan-strain",
            &[
                ("first", words::criterion(lang, &one.strain.0)),
                ("second", words::criterion(lang, &one.strain.1)),
                ("said", lang.decimal(one.said, 2)),
                ("implied", lang.decimal(one.implied, 2)),
            ],
        ),
    };
    Ok(compared.judges.iter().map(judge).collect())
}

fn page_of(
    visitor: &Visitor,
    year: i16,
    typed: Option<&Fields>,
    judges: Vec<Judge>,
    errors: Mistakes,
) -> Response {
    let page = visitor.page("plan-criteria-title").in_section("rencana");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let compared = typed.and_then(|typed| typed.get("perbandingan")).cloned().unwrap_or_default();
    // Weights were typed only when the form of weights was sent.
    let weights = typed.filter(|typed| !typed.contains_key("perbandingan"));
    let shown = CriteriaPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("{WORK}/{year}/kriteria"),
        back: format!("{WORK}/{year}"),
        fields: fields(visitor.lang, weights),
        comparisons: compared,
        judges,
        errors,
    };
    with_status(html(&shown), status)
}

/// The forms.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path(year): Path<String>,
) -> Handled {
    let year = parse_year(&year)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    store::of_year(&mut tx, year).await?;
    drop(tx);
    Ok(page_of(&visitor, year, None, Vec::new(), Mistakes::default()))
}

/// What is frozen: weights by code, from where, how many judges, and their ratio in thousandths.
type Weights = (Vec<(String, i64)>, WeightsFrom, i64, i64);

fn typed_weights(typed: &Fields) -> std::result::Result<Weights, (String, Error)> {
    let mut weights = Vec::new();
    for one in criteria::all() {
        let id = format!("bobot-{}", one.code);
        let value = typed.get(&id).map(String::as_str).unwrap_or_default();
        let weight = thousandths(value).ok_or_else(|| {
            (id.clone(), Error::invalid("plan-weight-wrong").with("title", &one.title.id))
        })?;
        weights.push((one.code.clone(), weight));
    }
    Ok((weights, WeightsFrom::Typed, 0, 0))
}

/// Freezes what was typed.
pub(super) async fn freeze(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let (lang, year) = (visitor.lang, parse_year(&year)?);
    let again = |judges: Vec<Judge>, field: &str, message: String| {
        let errors = Mistakes::one(field, message);
        page_of(&visitor, year, Some(&typed), judges, errors)
    };
    let (weights, field, judges) = match typed.get("perbandingan") {
        None => match typed_weights(&typed) {
            Ok(weights) => (weights, "bobot-mandate", Vec::new()),
            Err((field, error)) => return Ok(again(Vec::new(), &field, lang.error(&error))),
        },
        Some(text) => {
            let compared = match criteria::compare(text) {
                Ok(compared) => compared,
                Err(sentence) => {
                    let message = lang.t1("plan-comparisons-wrong", "sentence", sentence);
                    return Ok(again(Vec::new(), "perbandingan", message));
                }
            };
            let judges = judges(&app, lang, &compared)?;
            let most =
                app.rulebook.share("budget.consistency", app.today()).map_err(Error::from)?;
            if compared.ratio > most {
                let most = lang.decimal(most, 2);
                let message = lang.t1("plan-comparisons-strained", "most", most);
                return Ok(again(judges, "perbandingan", message));
            }
            let count = i64::try_from(compared.judges.len()).unwrap_or(i64::MAX) - 1;
            let ratio = (compared.ratio * 1000.0).round() as i64;
            let weights = (compared.weights, WeightsFrom::Comparisons, count, ratio);
            (weights, "perbandingan", judges)
        }
    };
    let (weights, from, count, ratio) = weights;
    let done = match criteria::weighed(&weights) {
        Ok(criteria) => {
            let actor = planner.actor(Channel::Online, None);
            let freeze = Freeze { budget_year: year, criteria, from, judges: count, ratio, actor };
            app.db.write(visitor.tenant.id, freeze).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(redirect(&format!("{WORK}/{year}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            Ok(again(judges, field, lang.error(&error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why scores are voided.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reason {
    alasan: String,
}

/// Voids the criteria that hold with their scores.
pub(super) async fn void(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    PostForm(typed): PostForm<Reason>,
) -> Handled {
    let year = parse_year(&year)?;
    let actor = planner.actor(Channel::Online, None);
    let void = Void { budget_year: year, reason: typed.alasan.clone(), actor };
    let done = app.db.write(visitor.tenant.id, void).await;
    after(&app, &visitor, (year, "alasan"), typed.alasan, done).await
}
