//! `GET /usulan` and `GET /perencana/usulan`: proposals for a budget, with a filter.

use askama::Template;
use axum::extract::{Query, State as Shared};
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::Choice;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::model::{Origin, Proposal, Stage, State};
use super::super::rules;
use super::super::store::{self, Filter};
use super::{PUBLIC, WORK, words};
use platform::city::Names;

const SHOWN: i64 = 25;

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kelurahan: String,
    keadaan: String,
    asal: String,
    pub(super) tahun: String,
    lewati: String,
}

struct Row {
    href: String,
    title: String,
    place: String,
    council: bool,
    kind: &'static str,
    state: String,
    supporters: i64,
    cost: String,
}

#[derive(Template)]
#[template(path = "proposals/templates/list.html")]
struct PublicList {
    page: Page,
    list: Listed,
}

#[derive(Template)]
#[template(path = "proposals/templates/planner_list.html")]
struct PlannerList {
    page: Page,
    list: Listed,
}

/// What both pages show.
struct Listed {
    year: i16,
    years: Vec<Choice>,
    kelurahan: Vec<Choice>,
    states: Vec<Choice>,
    origins: Vec<Choice>,
    rows: Vec<Row>,
    more: String,
}

/// Every proposal, for everyone.
pub(super) async fn everyone(
    Shared(app): Shared<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Handled {
    let list = load(&app, &visitor, &asked, PUBLIC).await?;
    let page = visitor.page("proposals-title").in_section("usulan");
    Ok(html(&PublicList { page, list }))
}

/// The same, for those who work on them.
pub(super) async fn planner(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Query(asked): Query<Asked>,
) -> Handled {
    let list = load(&app, &visitor, &asked, WORK).await?;
    let page = visitor.page("proposals-planner-title").in_section("usulan");
    Ok(html(&PlannerList { page, list }))
}

/// The budget that is asked for, and all that can be.
pub(super) async fn year(tx: &mut Tx<'_>, app: &App, typed: &str) -> Result<(i16, Vec<Choice>)> {
    let (mut all, shown) = store::years(tx).await?;
    let year = typed.parse().ok().or(shown).unwrap_or_else(|| rules::budget_year(app.today()));
    if !all.contains(&year) {
        all.push(year);
    }
    let chosen = year.to_string();
    let choice = |one: i16| words::choice(&one.to_string(), &one.to_string(), &chosen);
    Ok((year, all.into_iter().map(choice).collect()))
}

async fn load(app: &App, visitor: &Visitor, asked: &Asked, base: &str) -> Result<Listed> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let (year, years) = year(&mut tx, app, &asked.tahun).await?;
    let (state, stage) = asked.keadaan.split_once('-').unwrap_or((&asked.keadaan, ""));
    let filter = Filter {
        budget_year: year,
        kelurahan: asked.kelurahan.clone(),
        state: state.to_owned(),
        stage: stage.to_owned(),
        origin: asked.asal.clone(),
    };
    let skip: i64 = asked.lewati.parse().unwrap_or(0).max(0);
    let mut found = store::list(&mut tx, &filter, (skip, SHOWN + 1)).await?;
    drop(tx);
    let full = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let more = found.len() > full;
    found.truncate(full);
    let next = format!(
        "{base}?tahun={year}&kelurahan={}&keadaan={}&asal={}&lewati={}",
        asked.kelurahan,
        asked.keadaan,
        asked.asal,
        skip + SHOWN
    );
    let all = names.kelurahan().iter();
    Ok(Listed {
        year,
        years,
        kelurahan: all.map(|one| words::choice(&one.code, &one.name, &asked.kelurahan)).collect(),
        states: states(lang, &asked.keadaan),
        origins: Origin::ALL
            .map(|one| words::choice(one.code(), &words::origin(lang, one), &asked.asal))
            .to_vec(),
        rows: found.iter().map(|one| row(lang, &names, one, base)).collect(),
        more: if more { next } else { String::new() },
    })
}

/// Every state that a proposal can have, to choose from.
fn states(lang: Lang, chosen: &str) -> Vec<Choice> {
    let judged = |state: fn(Stage) -> State| Stage::ALL.map(state);
    let mut all = vec![State::Made];
    all.extend(judged(State::Accepted));
    all.extend(judged(State::Returned));
    all.push(State::Merged(None));
    let each = |state: &State| {
        let value = match state.stage() {
            Some(stage) => format!("{}-{}", state.code(), stage.code()),
            None => state.code().to_owned(),
        };
        words::choice(&value, &words::state(lang, *state).1, chosen)
    };
    all.iter().map(each).collect()
}

fn row(lang: Lang, names: &Names, proposal: &Proposal, base: &str) -> Row {
    let (kind, state) = words::state(lang, proposal.state);
    Row {
        href: format!("{base}/{}", proposal.number),
        title: proposal.title.clone(),
        place: words::place(lang, names, proposal),
        council: proposal.origin == Origin::Council,
        kind,
        state,
        supporters: proposal.supporters,
        cost: words::cost(lang, proposal.cost()),
    }
}
