//! `/rencana`: the plan of a budget, for everyone.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::Standing;
use super::super::store;
use super::shown::{Known, Shown, shown};
use super::{PUBLIC, words};

#[derive(Template)]
#[template(path = "plan/templates/public.html")]
struct PublicPage {
    page: Page,
    shown: Option<Shown>,
}

/// Marks of one person, or those that hold.
struct MarksShown {
    who: String,
    marks: Vec<String>,
}

#[derive(Template)]
#[template(path = "plan/templates/activity.html")]
struct ActivityPage {
    page: Page,
    back: String,
    code: String,
    place: String,
    cost: String,
    groups: String,
    proposal: String,
    kind: &'static str,
    state: String,
    criteria: Vec<String>,
    given: Vec<MarksShown>,
    reason: String,
    scenarios: Vec<(String, String, Vec<String>)>,
}

async fn page(app: &App, visitor: &Visitor, year: i16) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = Known::load(&mut tx, app, visitor.lang, year).await?;
    drop(tx);
    let href = |code: &str| format!("{PUBLIC}/{year}/kegiatan/{code}");
    let shown = Some(shown(app, visitor.lang, &known, PUBLIC, href));
    let page = visitor.page("plan-title").in_section("rencana");
    Ok(html(&PublicPage { page, shown }))
}

/// The newest plan.
pub(super) async fn newest(State(app): State<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let newest = store::years(&mut tx).await?.first().copied();
    drop(tx);
    match newest {
        Some(year) => Ok(page(&app, &visitor, year).await?),
        None => {
            let page = visitor.page("plan-title").in_section("rencana");
            Ok(html(&PublicPage { page, shown: None }))
        }
    }
}

/// The plan of a budget. What is no year is not there.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(year): Path<String>,
) -> Handled {
    Ok(page(&app, &visitor, parse_year(&year)?).await?)
}

/// A year in an address.
pub(super) fn parse_year(text: &str) -> Result<i16> {
    text.parse().map_err(|_| Error::not_found())
}

/// One activity: its scores once two have scored, and why it is in or out.
pub(super) async fn activity(
    State(app): State<App>,
    visitor: Visitor,
    Path((year, code)): Path<(String, String)>,
) -> Handled {
    let (lang, year) = (visitor.lang, parse_year(&year)?);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = Known::load(&mut tx, &app, lang, year).await?;
    drop(tx);
    let found = known.activities.iter().find(|one| one.code == code);
    let found = found.ok_or_else(Error::not_found)?;
    let standing = known.standing(&code);
    let (kind, state) = words::standing(lang, &standing);
    let place = known.names.find(&found.kelurahan).map(|one| one.name.clone());
    let groups: Vec<String> = found.groups.iter().map(|one| words::limit(lang, one)).collect();
    let criteria = known.criteria().map(|held| held.criteria.as_slice()).unwrap_or_default();
    let why = known.scenarios.iter().filter_map(|scenario| {
        let solved = scenario.result.as_ref()?.as_ref().ok()?;
        let told = solved.activities.iter().find(|told| told.code == code)?;
        let href = format!("{PUBLIC}/{year}/skenario/{}", scenario.digest);
        Some((href, scenario.title.clone(), words::why(lang, &told.why)))
    });
    let agreed = known.given.get(&code).and_then(|given| given.agreed.as_ref());
    Ok(html(&ActivityPage {
        page: visitor.page_titled(found.title.clone()).in_section("rencana"),
        back: format!("{PUBLIC}/{year}"),
        code: found.code.clone(),
        place: place.unwrap_or_else(|| lang.t("plan-whole-city")),
        cost: found.cost.to_string(),
        groups: groups.join("; "),
        proposal: found.proposal.clone(),
        kind,
        state,
        criteria: criteria.iter().map(|one| words::criterion(lang, &one.code)).collect(),
        given: given(&known, lang, &code, &standing),
        reason: agreed.map(|agreed| agreed.reason.clone()).unwrap_or_default(),
        scenarios: why.collect(),
    }))
}

/// Marks of everyone, once two have scored.
fn given(
    known: &Known,
    lang: platform::i18n::Lang,
    code: &str,
    standing: &Standing,
) -> Vec<MarksShown> {
    let Some(given) = known.given.get(code).filter(|given| given.scores.len() >= 2) else {
        return Vec::new();
    };
    let one = |score: &super::super::store::scores::Score| MarksShown {
        who: lang.t1("plan-scorer", "number", score.scorer),
        marks: score.marks.iter().map(ToString::to_string).collect(),
    };
    let mut all: Vec<MarksShown> = given.scores.iter().map(one).collect();
    if let Standing::Settled(marks) = standing {
        let marks = marks.iter().map(|mark| lang.decimal(*mark as f64 / 1000.0, 1)).collect();
        all.push(MarksShown { who: lang.t("plan-marks-hold"), marks });
    }
    all
}
